"""Documents, their clauses, and exact look-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property

from corpus.address import AddressMatch, find_addresses
from corpus.clause import Clause, ClauseKind
from corpus.document import Document
from corpus.parsed import ParsedTexts
from corpus.resolve import Resolver
from corpus.shelf import Shelf


class ClauseNotFoundError(LookupError):
    """No document or clause of that id; the message names the nearest things that exist."""


class Library:
    """Documents with their clauses, in the order of their ids. Read-only once made."""

    def __init__(self, documents: Iterable[Document], parsed: ParsedTexts | None = None) -> None:
        """``parsed`` is who cuts the texts into clauses: see there."""
        parsed = parsed or ParsedTexts()
        self._documents: dict[str, Document] = {}
        self._clauses: dict[str, tuple[Clause, ...]] = {}
        self._by_key: dict[str, Clause] = {}
        self._children: dict[str, list[Clause]] = {}
        self._shelves: dict[str, Shelf] = {}
        for document in documents:
            self._add(document, parsed.clauses(document.text, document.id, document.title))

    @classmethod
    def join(cls, parts: Iterable[Library]) -> Library:
        """One library of all the documents of ``parts``; nothing is parsed again."""
        joined = cls(())
        for part in parts:
            for document in part.documents:
                joined._add(document, part.clauses(document.id))
        return joined

    def part(self, documents: AbstractSet[str]) -> Library:
        """A library of some of the documents, by their ids; nothing is parsed or copied again."""
        held = sorted(self._order.keys() & documents, key=self._order.__getitem__)
        return self._with({key: self._documents[key] for key in held})

    def retitled(self, short_titles: Mapping[str, str]) -> Library:
        """The same library with other short titles, by document id; nothing is parsed again."""
        return self._with(
            {
                key: replace(one, short_title=short_titles.get(key, one.short_title))
                for key, one in self._documents.items()
            }
        )

    def _with(self, documents: dict[str, Document]) -> Library:
        """A library of documents whose clauses are held here."""
        library = Library(())
        library._documents = documents
        library._clauses, library._by_key = self._clauses, self._by_key
        library._children, library._shelves = self._children, self._shelves
        return library

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {key: number for number, key in enumerate(self._documents)}

    def _add(self, document: Document, clauses: tuple[Clause, ...]) -> None:
        self._documents[document.id] = document
        self._clauses[document.id] = clauses
        for clause in clauses:
            self._by_key[clause.key] = clause
            if clause.parent is not None:
                key = f"{clause.document_id}#{clause.parent}"
                self._children.setdefault(key, []).append(clause)

    def _shelf(self, document_id: str) -> Shelf:
        """A document's clauses prepared for look-up, once for all parts of a library."""
        if document_id not in self._shelves:
            self._shelves[document_id] = Shelf(self._clauses[document_id])
        return self._shelves[document_id]

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self.documents, self._shelf)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """All documents, ordered by id."""
        return tuple(self._documents.values())

    def document(self, document_id: str) -> Document:
        """The document of that id; ClauseNotFoundError if there is none."""
        try:
            return self._documents[document_id]
        except KeyError:
            held = "、".join(self._documents)
            raise ClauseNotFoundError(f"没有文件“{document_id}”；现有：{held}") from None

    def clauses(self, document_id: str | None = None) -> tuple[Clause, ...]:
        """All clauses of a document (of every document: None), in reading order."""
        if document_id is None:
            return tuple(c for key in self._documents for c in self._clauses[key])
        return self._clauses[self.document(document_id).id]

    def clause(self, document_id: str, clause_id: str) -> Clause:
        """The clause of that canonical id; ClauseNotFoundError if there is none."""
        self.document(document_id)
        return self.by_key(f"{document_id}#{clause_id}")

    def by_key(self, key: str) -> Clause:
        """The clause of that key (``document#id``); ClauseNotFoundError if there is none."""
        clause = self._by_key.get(key)
        if clause is None or clause.document_id not in self._documents:
            raise ClauseNotFoundError(f"没有条款“{key}”")
        return clause

    def children(self, clause: Clause) -> tuple[Clause, ...]:
        """The clauses directly below, in reading order."""
        return tuple(self._children.get(clause.key, ()))

    def above(self, clause: Clause) -> Iterator[Clause]:
        """The units that a clause lies in, the nearest first."""
        while clause.parent is not None:
            clause = self.by_key(f"{clause.document_id}#{clause.parent}")
            yield clause

    def around(self, clause: Clause, longest: int) -> Clause:
        """The widest unit around a clause of at most so many characters; itself where none is."""
        for unit in self.above(clause):
            if self.end(unit) - unit.start > longest:
                break
            clause = unit
        return clause

    def holding(self, clause: Clause, offset: int) -> Clause:
        """The clause of an offset in its document: the one given where that or a part holds it."""
        if clause.start <= offset < self.end(clause):
            return clause
        others = self.clauses(clause.document_id)
        return next((one for one in others if one.start <= offset < one.end), clause)

    def end(self, clause: Clause) -> int:
        """Offset in the document behind the clause and all below it."""
        return max([clause.end, *(self.end(child) for child in self.children(clause))])

    def full_text(self, clause: Clause) -> str:
        """The clause's text and that of all below it, as printed, remnants left out."""
        parts = [clause.text]
        for child in self.children(clause):
            if child.kind is not ClauseKind.REMNANT:
                parts.append(self.full_text(child))
        return "".join(parts)

    def resolve(self, address: str, document_id: str | None = None) -> tuple[Clause, ...]:
        """Every clause that an address can mean, in any usual spelling; () where none.

        "三.4", "三、（二）4", "第4条", "第三条第（二）项", "若干措施第十条", "附则第2款", "前言",
        "原第九条", "新增的第十三条". Without a document all are looked through; for a document
        that is not held ClauseNotFoundError is raised.
        """
        if document_id is not None:
            self.document(document_id)
        return self._resolver.resolve(address, document_id)

    def find_addresses(self, text: str) -> Mapping[AddressMatch, tuple[Clause, ...]]:
        """The addresses named in a free question, in order, each with what it can mean."""
        found, hint = self._addressed(text)
        return {match: self._resolver.lookup(match.address, hint) for match in found}

    def addressed(self, text: str) -> Iterator[Clause]:
        """The clauses that a free question names by their addresses, one by one.

        Of a number that thousands of texts have the first few cost no more than of one text.
        """
        found, hint = self._addressed(text)
        for match in found:
            yield from self._resolver.meanings(match.address, hint)

    def _addressed(self, text: str) -> tuple[Sequence[AddressMatch], str | None]:
        """The addresses in a text, and the one document that it names beside them."""
        found = find_addresses(text, self._resolver.called)
        return found, self._resolver.only_document_named(text) if found else None
