"""What a draft may rest on: numbered clauses, computations, the user's own words, a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bot.engine.result import Computation
from bot.reply import Answer, Citation, Clarification, Refusal, Reply, Status
from bot.verify.reading import TextFacts, facts
from corpus.clause import Clause, ClausePath
from corpus.document import Document, DocumentKind


@dataclass(frozen=True)
class Source:
    """The clause shown as ``[number]``. ``text`` is what is shown of it, sub-clauses included."""

    number: int
    document: Document
    clause: Clause
    text: str
    later: tuple[int, ...] = ()  # numbers of sources that change this one

    @cached_property
    def facts(self) -> TextFacts:
        """What the text holds."""
        return facts(self.text)

    @cached_property
    def addresses(self) -> frozenset[tuple[str, tuple[int, ...]]]:
        """Every way to refer to the clause by number; see `bot.verify.reading.Address`."""
        return _addresses(self.clause.path, self.document.kind)

    @property
    def names(self) -> tuple[str, ...]:
        """The document's titles, without book-title marks."""
        document = self.document
        return tuple(
            name.strip("《》") for name in (document.title, document.short_title, *document.aliases)
        )


def _addresses(path: ClausePath, kind: DocumentKind) -> frozenset[tuple[str, tuple[int, ...]]]:
    """三.(二).4 → path (3, 2, 4) and its beginnings, and 第4条; 第3条.第2款 → 第3条, 第2款.

    Running Arabic numbers are called 第4条 by everybody. In a note they start again under each
    heading and 第N条 there means the article it talks about, so they are not.
    """
    found: set[tuple[str, tuple[int, ...]]] = set()
    outline: list[int] = []
    for level in path.levels:
        number = level.number
        if number is None:
            continue
        marked = next((unit for unit in "条款项章节" if level.token.endswith(unit)), None)
        if level.token.startswith("第") and marked:
            found.add((marked, (number,)))
            continue
        outline.append(number)
        found.add(("path", tuple(outline)))
        if level.token.isdigit() and kind is not DocumentKind.NOTE:
            found.add(("条", (number,)))
        found.add(("项", (number,)))
    return frozenset(found)


@dataclass(frozen=True)
class Evidence:
    """Everything a draft may say, as of one day.

    ``question`` holds the user's own words of the conversation: their numbers may be repeated as
    theirs. ``trusted`` are lines that code wrote (notes, validity, contact). ``secrets`` are texts
    that must not be repeated (prompts).
    """

    sources: tuple[Source, ...]
    question: str
    as_of: date
    computations: tuple[Computation, ...] = ()
    held: tuple[Document, ...] = ()
    reply_type: type[Reply] = Answer
    status: Status = Status.ANSWERED
    trusted: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()

    @classmethod
    def from_reply(
        cls,
        reply: Reply,
        *,
        question: str,
        as_of: date,
        documents: Mapping[str, Document],
        text_of: Callable[[Clause], str] = lambda clause: clause.text,
        later: Callable[[Clause, Clause], bool] = lambda earlier, other: False,
        trusted: Iterable[str] = (),
        secrets: Iterable[str] = (),
    ) -> Evidence:
        """The evidence of a reply: its citations are the sources [1]…[k], in their order.

        ``text_of`` gives a clause with its sub-clauses; ``later(a, b)`` says whether clause ``b``
        changes what clause ``a`` provides.

        Raises:
            KeyError: a citation's document is not among ``documents``.

        """
        sources = number_sources(reply.citations, documents, text_of)
        return cls(
            sources=link_later(sources, later),
            question=question,
            as_of=as_of,
            computations=reply.computations,
            held=tuple(documents.values()),
            reply_type=type(reply),
            status=reply.status,
            trusted=tuple(trusted),
            secrets=tuple(secrets),
        )

    @property
    def refuses(self) -> bool:
        """Whether there is nothing to answer with."""
        return issubclass(self.reply_type, Refusal)

    @property
    def asks(self) -> bool:
        """Whether the reply is a question back."""
        return issubclass(self.reply_type, Clarification)

    def source(self, number: int) -> Source | None:
        """The source shown as ``[number]``."""
        return next((source for source in self.sources if source.number == number), None)


def number_sources(
    citations: Iterable[Citation],
    documents: Mapping[str, Document],
    text_of: Callable[[Clause], str],
) -> tuple[Source, ...]:
    """Citations as sources [1]…[k]. A quote that reaches into sub-clauses is part of the text."""
    sources = []
    for number, citation in enumerate(citations, start=1):
        text = text_of(citation.clause)
        if citation.quote not in text:
            text = f"{text}\n{citation.quote}"
        document = documents[citation.clause.document_id]
        sources.append(Source(number, document, citation.clause, text))
    return tuple(sources)


def link_later(
    sources: tuple[Source, ...], later: Callable[[Clause, Clause], bool]
) -> tuple[Source, ...]:
    """``sources`` with the numbers of those that change them."""
    return tuple(
        replace(
            source,
            later=tuple(o.number for o in sources if later(source.clause, o.clause)),
        )
        for source in sources
    )
