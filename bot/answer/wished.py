"""Questions of several parts, each answered by the sentence of the text meant that gives its kind.

A look-up ranks sentences by what they share with the whole message. Here each small clause that
asks for a kind of answer (几天, 在哪里办, 几份) is looked for by itself: the sentence must hold
that kind and the words that the clause asks of, in the part of the text that speaks of the matter
or in one that holds for all of it. What has no such sentence is said not to be found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.target import contact, targets
from bot.extract import compared
from bot.question.ask import Question
from bot.question.asks import AskKind, asks_of
from bot.question.wanted import Wish, is_general, telling, ways, wishes
from bot.reply import Answer, Reply, Status
from corpus.clause import Clause, ClauseKind
from corpus.document import Document, Span

_WORDS: Final = 0.5  # share of a clause's words that a sentence must hold
_CLEAR: Final = 0.75  # of the best: another sentence that holds as much may be meant as well
_MOST: Final = 4  # sentences that answer one clause
_EACH: Final = 2  # parts of a text that are both shown where either may be meant
_ASKS: Final = "？?"  # ends a question that the text itself puts
_SEVERAL: Final = "原文有两处写到，请对照您的情形。"
_LONG: Final = 8  # characters of such a heading; a longer one names a matter
_UNIT: Final = 480  # characters of the longest unit that is of one matter
_FEW: Final = 30  # units of a text that may all be of one matter
_HELD: Final = 0.2  # share of the message, of a sentence whose small clause says only its kind
_APART: Final = (ClauseKind.TITLE, ClauseKind.REMNANT)
# Of headings: the part holds for every matter of its text.
_FOR_ALL: Final = (
    "流程", "程序", "附则", "申报", "申请", "受理", "管理", "监督", "材料", "拨付", "联系", "联络",
    "时间", "办理", "审核", "组织", "保障", "其他",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence that gives the kind of answer, and how much of the question it holds."""

    clause: Clause
    span: Span
    words: float  # share of the words of the small clause, 0 to 1
    held: float  # of the whole message, by the sentence and its headings

    @property
    def score(self) -> float:
        return self.words + self.held


@dataclass(frozen=True)
class _Search:
    """One question in the one unmarked text that is meant."""

    question: Question
    knowledge: Knowledge
    document: Document
    wished: tuple[Wish, ...]

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        held = self.knowledge.library.clauses(self.document.id)
        return tuple(one for one in held if one.kind not in _APART)

    @cached_property
    def sentences(self) -> tuple[tuple[Clause, Span, float], ...]:
        """Every sentence with the share of the message that it and its headings hold."""
        searcher = self.knowledge.searcher
        meanings = searcher.meanings(self.question.text) if searcher else ()
        found = compared(self.question.text, self.clauses, meanings)
        return tuple((self.clauses[one.place], one.span, one.coverage) for one in found)

    @cached_property
    def units(self) -> Mapping[str, str]:
        """The text of each unit, by its key."""
        texts: dict[str, str] = {}
        for clause in self.clauses:
            texts[self.unit(clause)] = f"{texts.get(self.unit(clause), '')}{clause.text}"
        return texts

    def near(self, wish: Wish) -> frozenset[str]:
        """The units of the matter: those with most of the rare words said beside a small clause."""
        every = wishes(self.question.raw)
        apart = {word for one in every for word in one.wanted.idle | one.thing}
        apart |= set() if wish.wanted.own else set(wish.words)  # those its sentence must hold
        words = [w for w in self._own(telling(self.question.raw)) if w not in apart]
        having = {
            word: {u for u, text in self.units.items() if _holds(text, word)} for word in words
        }
        held = {
            unit: sum(1 / len(those) for those in having.values() if unit in those)
            for unit in self.units
        }
        most = max(held.values(), default=0)
        if most > 0 or len(held) <= _FEW:
            return frozenset(unit for unit, count in held.items() if count == most)
        return frozenset(self.unit(one.clause) for one in targets(self.question, self.knowledge))

    def unit(self, clause: Clause) -> str:
        """The widest unit around a clause that is short enough to be of one matter."""
        home = self.knowledge.library.around(clause, _UNIT)
        own = home.path.levels or clause.path.levels[:1]  # a short text is no one matter
        return ".".join(level.token for level in own)

    def _own(self, words: Sequence[str]) -> list[str]:
        """The words that tell what a small clause is of: no place, no title, not 申请 alone."""
        named = f"{self.document.title}{''.join(self.document.region)}"
        return [word for word in words if word not in named and not is_general(word)]

    def answering(self, wish: Wish) -> list[_Found]:
        """The sentences that answer one small clause; none where two provisions may be meant."""
        own = self._own(wish.words)
        words = own or wish.words
        near = self.near(wish)
        found = [
            _Found(clause, span, _share(words, span.text), held)
            for clause, span, held in self.sentences
            if wish.wanted.shown_in(span.text, tuple(own)) and span.text[-1] not in _ASKS
        ]
        whole = [one for one in found if len(own) > 1 and one.words == 1]
        alone = whole if len({one.clause.key for one in whole}) == 1 else []
        found = [
            one
            for one in found
            if one in alone or self.unit(one.clause) in near or _is_for_all(one.clause)
        ]
        if words and not wish.wanted.own:
            found = [one for one in found if one.words >= _WORDS]
        else:
            found = [one for one in found if one.words >= _WORDS or one.held >= _HELD]
        if wish.wanted.all:
            return found[:_MOST]
        best = max((one.score for one in found), default=0.0)
        level = [one for one in found if one.score >= best * _CLEAR]
        units = {self.unit(one.clause): one for one in sorted(level, key=lambda one: one.score)}
        return list(units.values())[::-1] if len(units) <= _EACH else []

    def told(self) -> list[tuple[Wish, list[_Found]]]:
        """Each small clause with the sentences that answer it, in the order of the message.

        One that has no words of its own is answered by what answers another, where that gives
        its kind: 在哪个平台填，点哪几步.
        """
        told: dict[str, list[_Found]] = {}
        for wish in sorted(self.wished, key=lambda one: not one.words):
            beside = [one for found in told.values() for one in found]
            same = [one for one in beside if wish.wanted.evidence.found_in(one.span.text)]
            told[wish.text] = self.answering(wish) or ([] if wish.words else same[:1])
        return [(wish, told[wish.text]) for wish in self.wished]


def answer_wishes(question: Question, knowledge: Knowledge) -> Reply | None:
    """Each small clause that asks for a kind of answer, with its sentence; None where none has."""
    amount = question.wants(AskKind.AMOUNT, AskKind.VALID)  # what else was asked would be missing
    told = [] if amount else _told(question, knowledge)
    if not any(found for _, found in told):
        return None
    sources = Sources(knowledge.library)
    lines = list(dict.fromkeys(_line(one, knowledge, sources) for _, each in told for one in each))
    notes = [f"“{wish.text}”没有找到直接写明的句子。" for wish, found in told if not found]
    notes += [f"“{asked}”没有回答，请单独再问。" for asked in _unread(question, told)]
    several = any(len(found) > 1 and not wish.wanted.all for wish, found in told)
    return Answer(
        status=Status.PARTLY if notes or several else Status.ANSWERED,
        conclusion=lines[0],
        body=tuple(lines[1:]),
        citations=sources.citations,
        notes=(*notes, *((_SEVERAL,) if several else ())),
        contact=contact((), knowledge),
    )


def _unread(question: Question, told: Sequence[tuple[Wish, Sequence[_Found]]]) -> list[str]:
    """The small clauses that ask for what no kind is known of."""
    asking = [part.text().strip() for part in question.frame.parts if part.asks]
    return [one for one in asking if not any(wish.text in one for wish, _ in told)]


def with_wishes(reply: Answer, question: Question, knowledge: Knowledge) -> Answer:
    """The reply with the sentences for what else is asked: 材料有哪些，公示几天."""
    if not {citation.clause.document_id for citation in reply.citations} <= knowledge.unmarked:
        return reply
    quotes = [citation.quote for citation in reply.citations]
    sources = Sources(knowledge.library, reply.citations)
    lines = [
        _line(one, knowledge, sources)
        for wish, found in _told(question, knowledge)
        for one in found[:1]
        if not any(ask.kind is AskKind.FIELD for ask in asks_of(wish.text))
        and not any(wish.wanted.evidence.found_in(quote) for quote in quotes)
    ]
    body = (*reply.body, *dict.fromkeys(lines))
    return replace(reply, body=body, citations=sources.citations)


def _told(question: Question, knowledge: Knowledge) -> list[tuple[Wish, list[_Found]]]:
    wished = wishes(question.text)
    document = _meant(question, knowledge) if wished else None
    return _Search(question, knowledge, document, wished).told() if document else []


def _line(one: _Found, knowledge: Knowledge, sources: Sources) -> str:
    marker = sources.cite(one.clause, one.span)
    return f"{knowledge.called(one.clause)}：“{one.span.text}”{marker}"


def _meant(question: Question, knowledge: Knowledge) -> Document | None:
    """The one unmarked text that is meant; None where several may be.

    Of several in reach it is the one whose title alone has most of the message's words.
    """
    held = knowledge.library.documents
    named = {target.clause.document_id for target in targets(question, knowledge)}
    if len(held) > 1:
        words = telling(question.raw)
        counts = [sum(word in document.title for word in words) for document in held]
        most = [d for d, count in zip(held, counts, strict=True) if count == max(counts) > 0]
        held = tuple(d for d in most if not named or d.id in named)
    return held[0] if len(held) == 1 and held[0].id in knowledge.unmarked else None


def _is_for_all(clause: Clause) -> bool:
    """Whether a clause is of a part that holds for every matter of its text."""
    top = clause.breadcrumb[1] if len(clause.breadcrumb) > 1 else clause.heading
    return len(top) <= _LONG and any(word in top for word in _FOR_ALL)


def _holds(text: str, word: str) -> bool:
    return any(way in text for way in ways(word))


def _share(words: Sequence[str], sentence: str) -> float:
    """The share of some words that a sentence holds, as it says them or alike."""
    return sum(_holds(sentence, word) for word in words) / len(words) if words else 0.0
