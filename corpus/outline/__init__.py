"""Reads the numbering of a policy text and builds its clause tree; see `corpus.parse`."""
