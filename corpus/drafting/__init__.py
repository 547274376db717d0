"""Drafts rules and cards from the sentences of a text that nobody has annotated."""
