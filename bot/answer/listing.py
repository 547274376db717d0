"""Lists of schemes, and comparisons of provisions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.answer.holdings import LINES, titled
from bot.answer.knowledge import Knowledge
from bot.answer.lookup import told
from bot.answer.sources import Sources
from bot.answer.target import Target, targets
from bot.extract import content_grams, grams_of
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue
from bot.reply import Answer, Reply, Status
from corpus.cards import Card
from corpus.document import Document

_COMPARED: Final = (
    "条件",
    "标准",
    "上限",
    "责任单位",
    "材料",
    "程序",
    "基数",
    "名额",
    "年限",
    "对象",
)
_USUAL: Final = ("条件", "标准", "上限")
_WHOLE: Final = 12  # matters that are all listed; of more only so many as `LINES`
_NAMED: Final = 4  # texts that a list names; more are counted


def answer_listing(question: Question, knowledge: Knowledge) -> Reply | None:
    """The matters that promise money, one line each, with its clause; of many eight and a count.

    Of texts without cards only the titles can be listed, and that is said.
    """
    if not question.wants(AskKind.LIST) or question.topics or question.addresses:
        return None
    sources = Sources(knowledge.library)
    paying = _nearest_first(question, _paying(question, knowledge))
    carded = {card.document_id for card in knowledge.cards}
    unread = [d for d in knowledge.library.documents if d.id not in carded]
    if not carded:
        return _titles(unread)
    lines = []
    for card in paying[: LINES if len(paying) > _WHOLE else _WHOLE]:
        spans = (*card.stated("标准"), *card.stated("上限"))
        spans = spans[:2]
        quotes = "；".join(f"{span.text}{sources.cite(card.clause, span)}" for span in spans)
        tail = "（没有写明数额）" if "标准" in card.silent else ""
        lines.append(f"{knowledge.called(card.clause)}{card.name}：{quotes}{tail}")
    left = len(paying) - len(lines)
    shown = [d for d in knowledge.library.documents if d.id in {c.document_id for c in paying}]
    few = len(knowledge.library.documents) <= _NAMED
    held = knowledge.titles if few else f"{len(shown)}份文件"
    notes = [f"另有{left}项没有列出，点名文件可以逐项列出。"] if left else []
    notes += [f"另有{len(unread)}份文件没有整理出事项，没有列入。"] if unread else []
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"收录的{held}里，写有资金支持的事项：",
        body=tuple(lines),
        citations=sources.citations,
        notes=tuple(notes),
        suggestions=tuple(f"{card.name}有什么条件？" for card in paying[:3]),
    )


def _titles(documents: Sequence[Document]) -> Answer:
    """The texts whose matters nobody has told apart: by title, for each to be asked about."""
    return Answer(
        status=Status.PARTLY,
        conclusion=(
            f"收录了{len(documents)}份文件，还没有逐项整理出事项，先按标题列出；"
            "点名其中一份或一项可以查到原文。"
        ),
        body=titled(documents),
        suggestions=tuple(f"{d.short_title}补多少？" for d in documents[:3]),
    )


def _nearest_first(question: Question, cards: list[Card]) -> list[Card]:
    """Of drafted cards those first that speak of what is asked about: 外贸, 用人单位.

    Hand-written ones keep the order of their text. A pair of characters that most cards have tells
    nothing.
    """
    if not any(card.drafted for card in cards):
        return cards
    held = {card.id: set(grams_of(f"{card.clause.heading}{card.clause.text}")) for card in cards}
    said = set(content_grams(question.text))
    telling = {g for g in said if 0 < sum(g in held[c.id] for c in cards) <= len(cards) / 2}
    return sorted(cards, key=lambda card: -len(telling & held[card.id]))


def _paying(question: Question, knowledge: Knowledge) -> list[Card]:
    changed = {a.clause.key for a in knowledge.amendments if a.change.value.startswith("delete")}
    return [
        card
        for card in knowledge.cards
        if card.pays
        and not (Cue.FIGURED in question.cues and card.silent)
        and card.clause.key not in changed
        and (not question.documents or card.document_id in question.documents)
    ]


def answer_comparison(question: Question, knowledge: Knowledge) -> Reply | None:
    """Two provisions, or two layers of one, field by field."""
    if not question.wants(AskKind.COMPARE):
        return None
    compared = targets(question, knowledge)
    if len(compared) == 1 and question.topics:
        compared = tuple(
            Target(card.clause, card, question)
            for card in knowledge.cards.of_topic(question.topics[0])
        )
    if len(compared) < 2 or not (question.addresses or question.topics):
        return None
    if len(question.addresses) < 2 and len(question.named) < 2 and told(question, knowledge):
        return None
    sources = Sources(knowledge.library)
    wanted = [a.card for a in question.fields if a.card in _COMPARED] or list(_USUAL)
    lines = [line for target in compared[:4] if (line := _row(target, wanted, knowledge, sources))]
    if len(lines) < 2:
        return None
    return Answer(
        status=Status.CONFLICTING
        if len(question.topics) == 1 and not question.addresses
        else Status.ANSWERED,
        conclusion=f"{_verdict(question, compared)}对照原文：",
        body=tuple(lines),
        citations=sources.citations,
        notes=_later(compared, knowledge),
    )


def _verdict(question: Question, compared: tuple[Target, ...]) -> str:
    """Whether two provisions are the same, where that is what was asked."""
    if Cue.SAME not in question.cues:
        return ""
    fields = [a.card for a in question.fields if a.card in _COMPARED]
    if not fields:
        return "不是同一条规定。"
    first, second = compared[0], compared[1]
    if first.card is None or second.card is None:
        return ""
    same = all(
        [s.text for s in first.card.stated(f)] == [s.text for s in second.card.stated(f)]
        for f in fields
    )
    return f"{'、'.join(dict.fromkeys(fields))}{'一样' if same else '不一样'}。"


def _row(target: Target, wanted: list[str], knowledge: Knowledge, sources: Sources) -> str:
    title = knowledge.document(target.clause).short_title
    if target.card is None:
        span = target.gist()
        return f"{title}{target.clause.label}：“{span.text}”{sources.cite(target.clause, span)}"
    cells, seen = [], set()
    for field in dict.fromkeys(wanted):
        for span in target.card.stated(field):
            if span not in seen:
                seen.add(span)
                cells.append(f"{field}“{span.text}”{sources.cite(target.clause, span)}")
    if not cells:
        amended = [a.span for a in knowledge.amendments if a.clause.key == target.clause.key]
        span = amended[0] if amended else target.gist()
        cells = [f"“{span.text}”{sources.cite(target.clause, span)}"]
    return f"{title}{target.clause.label}（{target.card.name}）：{'；'.join(cells)}"


def _later(compared: tuple[Target, ...], knowledge: Knowledge) -> tuple[str, ...]:
    documents = {
        target.clause.document_id: knowledge.document(target.clause) for target in compared
    }
    if len(documents) < 2:
        return ()
    latest = max(documents.values(), key=lambda d: d.year or 0)
    return (
        f"{latest.short_title}在后（{latest.year}年，{latest.kind}）；执行以主管部门公布的正文为准。",
    )
