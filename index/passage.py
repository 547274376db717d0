"""What is indexed: a piece of text with an address and the headings it stands under."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.clause import Clause, ClauseKind
from corpus.document import Document
from corpus.library import Library

_SILENT = {ClauseKind.TITLE, ClauseKind.REMNANT, ClauseKind.HEADING}  # shown by what is below them


@dataclass(frozen=True, slots=True)
class Passage:
    """One searchable unit: a clause of a policy or an article of a statute.

    ``key`` is unique in an index; ``document`` groups passages for filtering.
    """

    key: str
    document: str
    title: str  # of the whole document
    headings: tuple[str, ...]  # from the outermost to the passage's own
    text: str

    @property
    def heading(self) -> str:
        """Headings on one line."""
        return "。".join(self.headings)

    @property
    def embedded(self) -> str:
        """What the model reads: the place of the passage, then the passage."""
        return f"{self.title}。{self.heading}。{self.text}"

    @property
    def digest(self) -> str:
        """Changes when anything that is searched changes."""
        whole = "\x1f".join((self.title, *self.headings, "", self.text))
        return hashlib.blake2b(whole.encode(), digest_size=12).hexdigest()


def passage_of(clause: Clause, document: Document) -> Passage:
    """The passage that stands for a clause, its breadcrumb without the document's title."""
    headings = tuple(part for part in clause.breadcrumb if part and part != document.title)
    return Passage(clause.key, document.id, document.title, headings, clause.text)


def passages_of(library: Library) -> list[Passage]:
    """All clauses that say something, in the order of documents and reading."""
    return [
        passage_of(clause, document)
        for document in library.documents
        for clause in library.clauses(document.id)
        if clause.kind not in _SILENT
    ]


def corpus_hash(passages: Iterable[Passage]) -> str:
    """Identifies a set of passages and their order."""
    whole = hashlib.sha256()
    for passage in passages:
        whole.update(f"{passage.key}\x1f{passage.digest}\n".encode())
    return whole.hexdigest()
