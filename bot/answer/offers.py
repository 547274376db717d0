"""What an unmarked text offers: its provisions that support, reduce or pay, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.extract import content_grams, grams_of, sentences
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.reply import Answer, Reply, Status
from corpus.clause import Clause, ClauseKind
from corpus.document import Span

_TEXTS: Final = 3  # of more only the matters that were drafted are listed
_LINES: Final = 14
_WORDS: Final = (
    "支持",
    "鼓励",
    "给予",
    "补助",
    "补贴",
    "奖励",
    "资助",
    "减免",
    "返还",
    "免征",
    "贴息",
)
# What refuses, ends or takes back offers nothing.
_TAKEN: Final = (
    "不予",
    "不得",
    "不再",
    "不享受",
    "不给",
    "取消",
    "停止",
    "追回",
    "退回",
    "骗取",
    "罚",
    "处分",
)
_KINDS: Final = (ClauseKind.CLAUSE, ClauseKind.PARAGRAPH, ClauseKind.TABLE, ClauseKind.ANNEX)
_LONGEST: Final = 70  # characters of a sentence that one line quotes
_PAUSES: Final = "，；,;、"


@dataclass(frozen=True, slots=True)
class _Offer:
    """A clause that offers something, with the words that say what."""

    clause: Clause
    spans: tuple[Span, ...]
    grams: frozenset[str]


def answer_offers(question: Question, knowledge: Knowledge) -> Reply | None:
    """The provisions of an unmarked text that offer something, those of what is asked first.

    It is said that the list may be incomplete.
    """
    few = len(knowledge.unmarked) == len(knowledge.library.documents) <= _TEXTS
    if not few or not question.wants(AskKind.LIST) or question.addresses:
        return None
    offers = _nearest_first(question, list(_offers(knowledge)))
    if not offers:
        return None
    sources = Sources(knowledge.library)
    lines = []
    for offer in offers[:_LINES]:
        heading = offer.clause.heading
        named = f"（{heading}）" if heading and heading not in offer.spans[0].text else ""
        quotes = sources.quoted(offer.clause, offer.spans)
        lines.append(f"{offer.clause.label}{named}：{quotes}")
    left = len(offers) - len(lines)
    more = f"另有{left}处没有列出。" if left else ""
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"{knowledge.titles}里写有支持内容的条文：",
        body=tuple(lines),
        citations=sources.citations,
        notes=(f"{more}这些是程序按字面找出的，可能不全，请对照原文。",),
    )


def _offers(knowledge: Knowledge) -> Iterator[_Offer]:
    for clause in knowledge.library.clauses():
        if clause.kind not in _KINDS:
            continue
        cards = [card for card in knowledge.cards if card.clause.key == clause.key and card.pays]
        giving = [sentence for sentence in sentences(clause) if _gives(sentence.text)]
        paid = [s for card in cards for s in (*card.stated("标准"), *card.stated("上限"))]
        spans = [s for s in paid if any(one.start <= s.start < one.end for one in giving)]
        spans = spans or list(map(_short, giving[:1]))
        if spans:
            about = f"{' '.join(clause.breadcrumb[1:])} {clause.heading} {clause.text}"
            yield _Offer(clause, tuple(dict.fromkeys(spans))[:3], frozenset(grams_of(about)))


def _gives(text: str) -> bool:
    return any(word in text for word in _WORDS) and not any(word in text for word in _TAKEN)


def _short(span: Span) -> Span:
    """The sentence as far as one line has room for, up to a pause."""
    if len(span.text) <= _LONGEST:
        return span
    cut = max(span.text.rfind(mark, 0, _LONGEST) for mark in _PAUSES)
    text = span.text[: cut if cut > 0 else _LONGEST]
    return Span(span.start, span.start + len(text), text)


def _nearest_first(question: Question, offers: list[_Offer]) -> list[_Offer]:
    """The offers, those first that have what only few of them have of the question."""
    said = content_grams(question.text).keys()
    times = {gram: sum(gram in offer.grams for offer in offers) for gram in said}
    worth = {gram: log(len(offers) / count) for gram, count in times.items() if count}
    return sorted(offers, key=lambda offer: -sum(worth[g] for g in worth if g in offer.grams))
