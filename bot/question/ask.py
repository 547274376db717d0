"""Understanding: from a message and its thread to the questions it asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.context import Context
from bot.question.addresses import Addressed, addressed
from bot.question.amounts import Amount
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
from bot.question.carrying import heads_after, taken_up, the_former
from bot.question.counts import Heads, heads, rates
from bot.question.dates import Supposed, as_of
from bot.question.frame import Frame, frame
from bot.question.layers import LayerFinder
from bot.question.measured import Measured, measured
from bot.question.phrases import MASK
from bot.question.place_roles import PlaceRole
from bot.question.places import Place, Region, places
from bot.question.recognise import Recogniser
from bot.question.scope import Scope
from bot.question.text import normaliser
from bot.question.thread import (
    INTERROGATIVE,
    asked_for,
    masked,
    may_follow,
    parts,
    set_aside,
    turned_to,
)
from bot.question.titles import QuotedTitle, TitleFinder
from bot.question.topics import Named, TopicFinder, own_conditions
from bot.question.truths import TruthFinder
from bot.question.wordings import Wordings
from corpus.clause import Clause
from corpus.collection import Collection
from corpus.numerals import Mention
from corpus.sayings import by_key, key_of

_LAYER_PHRASE: Final = re.compile(
    r"按(照)?(新|最新|现行)?(的)?修订(后|之后)?的?(新)?(的)?(办法|标准|规定|政策|说明|细则|条款|做法)?|(新修订|修订后|修改后|调整后|修订之后)的?(办法|标准|规定|政策|说明|细则|条款|做法)?"
)
_A_NOT_A: Final = re.compile(r"(.)不\1")
_OWN_QUESTION: Final = re.compile("谁|什么|哪|如何|怎么")  # asks something else than the thread did
_ALTERNATIVE: Final = re.compile(
    r"^[^，。,]{0,6}(是|归)[^，。,]{1,10}(还是|吗|么|\?|？)[^，。,]{0,8}$"
)
_SHARED_ROW: Final = re.compile(r"[、和与及或]")
_ELLIPTIC: Final = re.compile(r"^那[^，。]{1,12}(呢|咧)?[?？]?$|^[^，。]{1,12}呢[?？]?$")


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
    frame: Frame
    heads: Heads
    quantities: tuple[Measured, ...]  # 40人, 6个月: what is neither money nor enterprises
    rates: tuple[Mention, ...]
    places: tuple[Place, ...]
    scope: Scope  # the texts it is about: all that is said of it is read and answered from them
    truths: Mapping[str, bool]
    fresh: bool  # whether this very message gives a figure or a count
    as_of: date
    supposed: Supposed | None  # the day as the user supposes it, where it does
    idle: bool  # nothing in the message asks, tells or changes anything that is understood
    followed: bool  # whether the matter was carried over from the thread
    alien: bool  # whether it asks for something that its texts never speak of: 领失业金
    context: Context
    each: tuple[Question, ...] = ()  # the question of each region, where it names no matter

    @property
    def main(self) -> AskKind | None:
        """The most telling kind of ask that is not a field."""
        return next((ask.kind for ask in self.asks if ask.field is None), None)

    @property
    def asking(self) -> bool:
        """Whether it is put as a question, whatever it asks."""
        told = any(word in self.text for word in INTERROGATIVE)
        return told or "?" in self.text or _A_NOT_A.search(self.text) is not None

    @property
    def titled(self) -> bool:
        """Whether it names a text of its scope by its title."""
        return any(token.has("document") for token in self.frame.tokens)

    @property
    def measured(self) -> bool:
        """Whether a number of something else than money is asked for: 多少平方米, 几家."""
        return any(value.unit for value in self.values)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields asked for, most specific first."""
        return tuple(a.field for a in self.asks if a.kind is AskKind.FIELD and a.field is not None)

    def wants(self, *kinds: AskKind) -> bool:
        """Whether one of these kinds is asked."""
        return any(ask.kind in kinds for ask in self.asks)

    def names(self, kind: str) -> bool:
        """Whether it names a kind of a table, or one of several that share a row."""
        return any(part and part.lower() in self.text for part in _SHARED_ROW.split(kind))

    def truth(self, name: str, document_id: str) -> bool | None:
        """What the enterprise said of a condition of one text; None where it said nothing."""
        return self.truths.get(key_of(document_id, name), self.truths.get(name))

    @property
    def figures(self) -> tuple[Amount, ...]:
        """The amounts of this very message."""
        return self.frame.amounts


class Reader:
    """Reads questions against the texts of one scope; ``regions`` are those of all texts held."""

    def __init__(self, collection: Collection, regions: tuple[Region, ...]) -> None:
        self._library = library = collection.library
        self._cards = cards = collection.cards
        self._sayings = by_key(collection.sayings)
        self._own_conditions = own_conditions(collection)
        self._hosting = {
            rule.topic or rule.id for rule in collection.rules.values() if rule.counts_heads
        }
        self._region = Region.of(library.documents)
        self._regions = regions
        titles = {
            name
            for document in library.documents
            for name in (document.title, document.short_title, *document.aliases)
        }
        self._titles = sorted(titles | {t.strip("《》") for t in titles}, key=len, reverse=True)
        self._find_topics = TopicFinder(cards)
        self._find_layers = LayerFinder(library)
        self._find_truths = TruthFinder(self._sayings)
        self._find_titles = TitleFinder(library, cards)
        self._recognise = Recogniser.of(collection, self._region, regions)
        self._wordings = Wordings(library.documents)
        self._normalise = normaliser(frozenset(name for card in cards for name in card.names))

    def parts(self, message: str) -> list[str]:
        """The questions of a message, in plain written Chinese."""
        return parts(without_courtesies(self._wordings(self._normalise(message))))

    def __call__(self, raw: str, text: str, context: Context, scope: Scope) -> Question:
        """One question of a message; ``scope`` has the day that is taken as today."""
        today = scope.day
        tokens = self._recognise(text)
        named = tuple(n for n in self._find_topics(text) if not set_aside(text, n))
        addresses = addressed(text, self._library, context.clauses, context.branch)
        former = "" if named or addresses else the_former(text, tokens, context)
        followed = not (named or addresses or former) and bool(context.topics or context.clauses)
        things = (*asked_for(tokens), *(turned_to(text, tokens) if followed else ()))
        alien = not named and any(not self._speaks_of(word) for word in things)
        followed = followed and not alien and may_follow(text)
        supposed = as_of(text, today) or context.as_of
        plain = self._without_statements(self._without_titles(text))
        asks = asks_of(plain)
        meant = {former} if former else {n.topic for n in named}
        same_matter = followed or (named and named[0].topic in context.topics)
        goes_on = bool(same_matter or not context.topics)
        matter = context.topics[0] if len(context.topics) == 1 else ""
        before = taken_up(context.frame, former, matter) if former else context.frame
        read = frame(
            text, tokens, today, before, follows=goes_on or bool(former),
            counted=bool(context.heads.heads),
            back=meant.pop() if len(meant) == 1 else "",
            matter=matter,
        )  # fmt: skip
        named = _schemes_first(named, read)
        own_heads = heads(read.parts, text, today)
        if supposed and read.applied is None and supposed.day.year in read.spent_years:
            supposed = context.as_of  # 2024年搞的: a year of spending, not the day of the question
        truths = self._find_truths(read, context.truths, context.pending)
        places_said = self._places(text, named, context)
        moved = bool(
            read.moves or read.counting or own_heads.heads or named or addresses or former
            or truths != dict(context.truths) or places_said != context.places or supposed
        )  # fmt: skip
        if _closes(read) and not (read.amounts or own_heads.heads or named or "?" in text):
            moved = False  # 搞半天跟我没关系，行吧，拜拜
        idle = not asks and not moved
        follows = moved and (same_matter or _ELLIPTIC.search(text))
        # 失业金能退吗, behind an amount: no reason to say that amount again
        strange = any(p.asks and any(t.unknown for t in p.tokens) for p in read.parts)
        own = (strange and bool(read.account.items)) or bool(_OWN_QUESTION.search(text))
        own = own and not (read.amounts or own_heads.heads or named)
        if not asks and not own and (follows or _ALTERNATIVE.search(text)):
            asks, idle = context.asks, idle and not context.asks
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
            topics=(former,) if former else self._topics(text, named, addresses, followed, context),
            addresses=addresses,
            documents=self._find_layers(text, addresses)
            or (context.documents if same_matter else frozenset()),
            frame=read,
            heads=heads_after(own_heads, context.heads, read, goes_on=goes_on),
            quantities=measured(read.parts, context.quantities, follows=goes_on),
            rates=rates(text),
            places=places_said,
            scope=scope,
            truths=truths,
            idle=idle,
            fresh=bool(read.amounts or own_heads.heads),
            as_of=supposed.day if supposed else today,
            supposed=supposed,
            followed=followed,
            alien=alien,
            context=context,
        )

    def _speaks_of(self, word: str) -> bool:
        return any(word in document.text for document in self._library.documents)

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

    def _places(self, text: str, named: tuple[Named, ...], context: Context) -> tuple[Place, ...]:
        """The places of a question; where it tells of none, where the enterprise said it works."""
        topics = {n.topic for n in named} or set(context.topics)
        hosts = bool(topics & self._hosting)
        found = places(masked(text, named), self._region, self._regions, text, hosts=hosts)
        if any(place.role in (PlaceRole.OPERATING, PlaceRole.POLICY) for place in found):
            return found
        kept = (PlaceRole.OPERATING, PlaceRole.REGISTERED)
        working = (p for p in context.places if p.role in kept and p not in found)
        return (*found, *(replace(p, local=self._region.covers(p.name)) for p in working))


def _closes(read: Frame) -> bool:
    return any(part.has("link.closing") for part in read.parts)


def _schemes_first(named: tuple[Named, ...], read: Frame) -> tuple[Named, ...]:
    """Matters named by a name of theirs before those that only a thing suggests."""
    kept = [n for n in named if n.topic not in read.denied]
    return tuple(sorted(kept, key=lambda n: n.topic not in read.schemes))


def _masked(match: re.Match[str]) -> str:
    """As many characters as before, so that spans stay those of the text."""
    return MASK * len(match.group())
