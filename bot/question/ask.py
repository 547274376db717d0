"""Understanding: from a message and its thread to the questions it asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.context import Context
from bot.question.asks import (
    Ask,
    AskKind,
    Cue,
    Field,
    Piece,
    Value,
    asks_of,
    cues_of,
    pieces_of,
    values_of,
    without_courtesies,
)
from bot.question.dates import Supposed, as_of
from bot.question.exceptions import Exceptions, exceptions
from bot.question.figures import Figure, Role, counts, figures, rates
from bot.question.patterns import Attribute
from bot.question.phrases import MASK
from bot.question.places import Place, places
from bot.question.text import Normaliser
from bot.question.thread import masked, may_follow, parts, set_aside, updated
from bot.question.titles import QuotedTitle, TitleFinder
from bot.question.topics import Named, TopicFinder
from corpus.cards import Cards
from corpus.clause import Clause
from corpus.document import Document, DocumentKind
from corpus.library import Library
from corpus.numerals import Mention
from corpus.sayings import Saying

_LATER: Final = re.compile(
    r"新修订|修订(后|版|的|说明|稿)|最新|现行|新版|新规|新办法|新细则|新政策|新标准|新的(规定|办法|政策|标准|说明)|按(照)?新|改后|修改后|调整后|(这次|本次|此次)(修订|调整|修改)"
)
_LAYER_PHRASE: Final = re.compile(
    r"按(照)?(新|最新|现行)?(的)?修订(后|之后)?的?(新)?(的)?(办法|标准|规定|政策|说明|细则|条款|做法)?|(新修订|修订后|修改后|调整后|修订之后)的?(办法|标准|规定|政策|说明|细则|条款|做法)?"
)
_ELLIPTIC: Final = re.compile(r"^那[^，。]{1,12}(呢|咧)?[?？]?$|^[^，。]{1,12}呢[?？]?$")
_EARLIER: Final = re.compile(
    r"(老|旧)(办法|政策|规定|标准|措施|文件|版)|修订(之)?前|修改前|调整前|改之前|原(来|先)(的)?(措施|政策|规定)"
)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A clause number in a question, and every clause it can mean; none: no held text has it."""

    text: str
    branch: str | None  # 原 ｜ 新增 …, where the question says so
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, understood. Everything that was carried over from the thread is merged in."""

    raw: str  # as typed
    text: str  # normalised
    asks: tuple[Ask, ...]  # most telling first
    cues: frozenset[Cue]
    values: tuple[Value, ...]  # kinds of value that an answer must hold
    terms: tuple[str, ...]  # words whose meaning may be asked for
    business: str  # what the enterprise says it mainly does
    unheld: QuotedTitle | None  # a text that is not held, asked for its content
    parts: tuple[Clause, ...]  # parts of the texts called by their headings
    named: tuple[Named, ...]  # matters named in this very message
    topics: tuple[str, ...]  # matters it is about, the thread's included
    addresses: tuple[Addressed, ...]
    documents: frozenset[str]  # layers asked for; empty: all
    figures: tuple[Figure, ...]
    counts: tuple[Mention, ...]
    rates: tuple[Mention, ...]
    places: tuple[Place, ...]
    exceptions: Exceptions  # parts of a whole that fail a condition
    truths: Mapping[str, bool]
    fresh: bool  # whether this very message gives a figure or a count
    as_of: date
    supposed: Supposed | None  # the day as the user supposes it, where it does
    followed: bool  # whether the matter was carried over from the thread
    context: Context

    @property
    def main(self) -> AskKind | None:
        """The most telling kind of ask that is not a field."""
        return next(iter(self.aspects), None)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields asked for, most specific first."""
        return tuple(a.field for a in self.asks if a.kind is AskKind.FIELD and a.field is not None)

    def wants(self, *kinds: AskKind) -> bool:
        """Whether one of these kinds is asked."""
        return any(ask.kind in kinds for ask in self.asks)

    @property
    def aspect(self) -> AskKind | None:
        """The most telling kind: for composers that do not read `asks` yet."""
        return self.main

    @property
    def aspects(self) -> tuple[AskKind, ...]:
        """The kinds asked, fields apart: for composers that do not read `asks` yet."""
        return tuple(ask.kind for ask in self.asks if ask.field is None)

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The fields asked for: for composers that do not read `asks` yet."""
        return tuple(Attribute(field.name, field.card) for field in self.fields)

    def bases(self) -> tuple[Figure, ...]:
        """The figures that go into a formula."""
        return tuple(figure for figure in self.figures if figure.role is Role.BASE)

    def claims(self) -> tuple[Figure, ...]:
        """The subsidies the user supposes or demands."""
        return tuple(figure for figure in self.figures if figure.role is Role.CLAIMED)


class Reader:
    """Reads messages against one collection."""

    def __init__(
        self,
        library: Library,
        cards: Cards,
        sayings: Mapping[str, Saying],
        own_conditions: Mapping[str, frozenset[str]],
    ) -> None:
        self._library = library
        self._cards = cards
        self._sayings = sayings
        self._own_conditions = own_conditions  # topic → conditions that only its rules have
        titles = {
            name
            for document in library.documents
            for name in (document.title, document.short_title, *document.aliases)
        }
        self._titles = sorted(titles | {t.strip("《》") for t in titles}, key=len, reverse=True)
        self._find_topics = TopicFinder(cards)
        self._find_titles = TitleFinder(library, cards)
        self._normalise = Normaliser(name for card in cards for name in card.names)

    def __call__(self, message: str, context: Context, today: date) -> tuple[Question, ...]:
        """The questions of a message in order; each sees the thread as the one before left it."""
        text = without_courtesies(self._normalise(message))
        questions: list[Question] = []
        for part in parts(text):
            question = self._question(message, part, context, today)
            questions.append(question)
            context = carry(question, context)
        return tuple(questions)

    def _question(self, raw: str, text: str, context: Context, today: date) -> Question:
        named = tuple(n for n in self._find_topics(text) if not set_aside(text, n))
        addresses = tuple(
            Addressed(match.text, match.address.branch, clauses)
            for match, clauses in self._library.find_addresses(text).items()
        )
        own_figures = figures(text, today)
        own_counts = counts(text, today)
        starts = [f.mention.quantity.start for f in own_figures if f.role is Role.BASE]
        starts = starts if len(starts) > 1 else [m.quantity.start for m in own_counts]
        left_out = exceptions(text, starts, self._sayings)
        followed = not named and not addresses and bool(context.topics or context.clauses)
        if followed and not may_follow(text):
            followed = False
        supposed = as_of(text, today) or context.as_of
        plain = self._without_statements(self._without_titles(text))
        asks = asks_of(plain)
        same_matter = followed or (named and named[0].topic in context.topics)
        if (same_matter or _ELLIPTIC.search(text)) and not asks:
            asks = context.asks
        return Question(
            raw=raw,
            text=text,
            asks=asks,
            cues=cues_of(text),
            values=values_of(text),
            terms=pieces_of(text, Piece.TERM),
            business="".join(pieces_of(text, Piece.BUSINESS)[:1]),
            unheld=self._find_titles.unheld(text),
            parts=self._find_titles.parts(text),
            named=named,
            topics=self._topics(text, named, addresses, followed, context),
            addresses=addresses,
            documents=self._layers_asked(text, addresses)
            or (context.documents if same_matter else frozenset()),
            figures=updated(context.figures, own_figures) if same_matter else own_figures,
            counts=own_counts or (context.counts if same_matter else ()),
            rates=rates(text),
            places=places(masked(text, named), self._region()),
            exceptions=left_out,
            truths=self._truths(left_out.text, context),
            fresh=bool(own_figures or own_counts),
            as_of=supposed.day if supposed else today,
            supposed=supposed,
            followed=followed,
            context=context,
        )

    def _topics(
        self,
        text: str,
        named: tuple[Named, ...],
        addresses: tuple[Addressed, ...],
        followed: bool,
        context: Context,
    ) -> tuple[str, ...]:
        """Matters by clause number, by name, by a condition of theirs, else the thread's."""
        found = [
            card.topic
            for address in addresses
            for clause in address.clauses
            if len(address.clauses) == 1 and (card := self._cards.of_clause(clause))
        ]
        found += [n.topic for n in named]
        if not found and not followed:
            heard = {
                name
                for name, saying in self._sayings.items()
                if saying.tells and saying.heard(text) is not None
            }
            found += [topic for topic, names in self._own_conditions.items() if names & heard]
        return tuple(dict.fromkeys(found)) or (context.topics if followed else ())

    def _without_titles(self, text: str) -> str:
        """The text without names of documents: 修订说明 asks for no revision."""
        for name in self._titles:
            text = text.replace(name, MASK * len(name))
        return _LAYER_PHRASE.sub(_masked, text)

    def _without_statements(self, text: str) -> str:
        """The text without conditions that it says hold or not: 已备案 asks for no procedure."""
        for saying in self._sayings.values():
            if saying.heard(text) is not None:
                text = saying.met.sub(_masked, text)
        return text

    def _layers_asked(self, text: str, addresses: tuple[Addressed, ...]) -> frozenset[str]:
        """The documents named, or those of the clause numbers where each means one clause."""
        documents = self._documents(text)
        if len(documents) > 1:
            return documents
        clear = [a.clauses[0].document_id for a in addresses if len(a.clauses) == 1]
        if clear and len(set(clear)) == 1:
            return frozenset(clear)
        return documents

    def _region(self) -> tuple[str, ...]:
        return tuple(name for document in self._library.documents for name in document.region)

    def _truths(self, text: str, context: Context) -> dict[str, bool]:
        truths = dict(context.truths)
        for name, saying in self._sayings.items():
            heard = saying.heard(text)
            if heard is not None:
                truths[name] = heard
        if context.pending is not None and context.pending not in truths:
            if re.match(r"^(是|对|有|嗯|属于|在|可以|yes|ok|符合|满足|签了|已经)", text):
                truths[context.pending] = True
            elif re.match(r"^(不|没|否|无|未|no)", text):
                truths[context.pending] = False
        return truths

    def _documents(self, text: str) -> frozenset[str]:
        named = {
            document.id
            for document in self._library.documents
            if any(
                alias.lower() in text
                for alias in (document.short_title.strip("《》"), *document.aliases)
            )
        }
        if not named and _LATER.search(text):
            named = {d.id for d in self._layers() if d.kind is DocumentKind.NOTE}
        if not named and _EARLIER.search(text):
            named = {d.id for d in self._layers() if d.kind is not DocumentKind.NOTE}
        return frozenset(named)

    def _layers(self) -> tuple[Document, ...]:
        return tuple(self._library.documents)


def carry(question: Question, context: Context) -> Context:
    """The thread after a question, before its reply is known."""
    return Context(
        topics=question.topics or context.topics,
        clauses=context.clauses,
        documents=question.documents,
        asks=_carried(question, context),
        figures=question.figures,
        counts=question.counts,
        truths=question.truths,
        as_of=question.supposed,
        pending=None,
    )


def _carried(question: Question, context: Context) -> tuple[Ask, ...]:
    """What a later message without an ask of its own asks: no field where figures are computed."""
    main = next((ask for ask in (*question.asks, *context.asks) if ask.field is None), None)
    fields = (ask for ask in question.asks if ask.kind is AskKind.FIELD)
    field = None if question.figures else next(fields, None)
    return tuple(Ask(ask.kind, ask.field) for ask in (main, field) if ask is not None)


def _masked(match: re.Match[str]) -> str:
    """As many characters as before, so that spans stay those of the text."""
    return MASK * len(match.group())
