"""Where to look: embedding, lexical index, vector store, search."""
