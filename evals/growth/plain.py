"""What most people would build instead: chunks in Chroma through LangChain, the four nearest."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from langchain_core.embeddings import Embeddings

from corpus.library import Library
from evals.baseline import CHUNK, OVERLAP, TOP
from index.embed import Encoder

_BATCH: Final = 2000


class _Vectors(Embeddings):
    """Our encoder as LangChain wants it: both search with the same vectors."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [vector.tolist() for vector in self._encoder.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in self._encoder.encode([text])[0]]


class PlainRetrieval:
    """The tutorial pipeline over a library; its store lies in ``folder``."""

    def __init__(self, library: Library, encoder: Encoder, folder: Path) -> None:
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
        self._store = Chroma("plain", _Vectors(encoder), persist_directory=str(folder))
        chunks = splitter.create_documents([document.text for document in library.documents])
        for start in range(0, len(chunks), _BATCH):
            self._store.add_documents(chunks[start : start + _BATCH])

    def ask(self, question: str) -> str:
        """The four nearest chunks, one below the other."""
        found = self._store.similarity_search(question, k=TOP)
        return "\n".join(chunk.page_content for chunk in found)
