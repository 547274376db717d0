"""A computed amount as a reply: by its kind, with its steps, never more exact than its words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.answer.checklist import checklist
from bot.answer.knowledge import Knowledge
from bot.answer.layers import Layer, which_is_later
from bot.answer.meaning import signed_notes
from bot.answer.premise import corrections
from bot.answer.sources import Sources
from bot.answer.target import Target, contact
from bot.answer.unpriced import paid
from bot.answer.validity import line
from bot.answer.wording import amount_phrase, conditional_phrase, parts_line, steps_line, unmet
from bot.engine import compute
from bot.engine.remarks import DRAFTED, too_late
from bot.engine.result import Kind, Truth
from bot.question.ask import Question
from bot.reply import Answer, Clarification, Reply, Status
from corpus.cards import Card
from corpus.document import Document
from corpus.rules import Rule
from corpus.versions import CHANGE_NAMES

_SAID = (Kind.EXACT, Kind.AT_MOST, Kind.AT_LEAST, Kind.RANGE)
_IN_THE_WORDING = ("原文对比例只规定了", "原文只规定了", "原文未载明金额上限", "《", DRAFTED)


def computed(
    question: Question, layers: list[Layer], cards: tuple[Card, ...], knowledge: Knowledge
) -> Reply:
    """The amount under every text that applies; a question back where one condition decides."""
    sources = Sources(knowledge.library)
    lines = [text for layer in layers for text in _told(layer, len(layers) > 1, knowledge, sources)]
    main = layers[0]
    lines[0] += _too_late(question, main, knowledge)
    notes = [note for layer in layers for note in _notes(layer)]
    notes += _unpriced_layers(layers, cards, knowledge, sources)
    for layer in layers:
        notes += signed_notes(layer.rule, layer.card.clause, knowledge, sources)
    if len(layers) > 1:
        notes.append(which_is_later(layers, knowledge))
    results = tuple(layer.computation for layer in layers)
    common: dict[str, Any] = {
        "conclusion": corrections(question, layers) + lines[0],
        "body": tuple(lines[1:]),
        "computations": results,
        "ledger": main.entries,
        "checklist": checklist(main.computation, main.card, knowledge),
        "citations": sources.citations,
        "notes": tuple(dict.fromkeys(notes)),
        "validity": line(knowledge.document(main.card.clause)),
        "contact": contact((Target(main.card.clause, main.card, question),), knowledge),
    }
    if main.computation.kind is Kind.ELIGIBILITY_UNKNOWN and main.computation.missing:
        missing = main.computation.missing[0]
        choices = missing.choices or ("是", "不是", "不清楚")
        return Clarification(
            status=Status.NEEDS_INPUT, question=missing.ask, choices=choices, **common
        )
    status = Status.ANSWERED
    if main.computation.kind is Kind.NOT_ELIGIBLE:
        status = Status.NOT_ELIGIBLE
    elif main.heard.inner:
        status = Status.PARTLY  # that the cost inside counts is not stated
    elif len({(result.low, result.high) for result in results}) > 1:
        status = Status.CONFLICTING
    return Answer(status=status, **common)


def _told(layer: Layer, named: bool, knowledge: Knowledge, sources: Sources) -> list[str]:
    """The amount, then the arithmetic."""
    result, rule = layer.computation, layer.rule
    quotes = (sources.cite(layer.card.clause, span) for span in rule.quotes)
    markers = "".join(dict.fromkeys(quotes))
    head = f"{DRAFTED}：" if rule.drafted and not rule.checked else ""
    head += f"按{knowledge.called(layer.card.clause)}，" if named else ""
    if result.kind is Kind.NOT_ELIGIBLE:
        document = knowledge.document(layer.card.clause)
        for state in result.conditions:
            if state.state is Truth.NOT_MET:
                home = knowledge.clause_at(document.id, state.span.start)
                marker = sources.cite(home, state.span)
                markers += marker if marker not in markers else ""
        return [f"{head}不符合条件，没有{rule.kind}（0元）：{unmet(result)}{markers}。"]
    if (
        result.kind is Kind.ELIGIBILITY_UNKNOWN
        and result.missing
        and (entry := rule.inputs.get(result.missing[0].name))
    ):
        return [f"{head}已说的数没有达到所写的门槛，还要看{entry.label}，暂时不能计算{markers}。"]
    if result.kind is Kind.ELIGIBILITY_UNKNOWN:
        asked = result.missing[0].name if result.missing else "所列条件"
        phrase = f"如果满足“{asked}”这一条件，{conditional_phrase(result, rule)}"
        lines = [f"{head}{phrase}{markers}；不满足则没有。"]
    else:
        given = "符合所列条件的，" if rule.drafted and result.conditions else ""
        lines = [f"{head}{_if_inner(layer)}{given}{amount_phrase(result, rule)}{markers}。"]
    if len(result.parts) > 1:
        lines.append(parts_line(result))
    if (less := layer.without_inner) is not None:
        lines.append(f"不能计入的，{amount_phrase(less, rule) or _nothing(rule)}。")
    if steps := steps_line(result):
        lines.append(f"计算：{steps}。")
    for other in result.alternatives:
        phrase = amount_phrase(other, rule) or _nothing(rule)
        lines.append(f"另一种读法：{phrase}。两种读法应由主管部门确认。")
    return lines


def _nothing(rule: Rule) -> str:
    return f"不符合条件，没有{rule.kind}（0元）"


def _if_inner(layer: Layer) -> str:
    """其中300万是买地的: the amount stands only if a cost counts that the text says nothing of."""
    costs = "、".join(f"{cost.name}的“{cost.text}”" for cost in layer.heard.inner)
    return f"其中{costs}能否计入，原文未载明；如能计入，" if costs else ""


def _too_late(question: Question, layer: Layer, knowledge: Knowledge) -> str:
    """That money of this year comes too late, where the user did not say of which year it is.

    The words it rests on are those of the reply's ``validity``.
    """
    said = question.frame.spent_years or question.frame.applied is not None
    if said or layer.computation.kind not in (*_SAID, Kind.ELIGIBILITY_UNKNOWN):
        return ""
    late = too_late(layer.rule, knowledge.document(layer.card.clause), question.as_of)
    return f"{late}。" if late else ""


def _notes(layer: Layer) -> list[str]:
    """What the amount rests on and what the text leaves open.

    What the amount's own wording says (ceiling, floor) or the checklist shows is not said twice.
    """
    rule, result = layer.rule, layer.computation
    shown = {f"{rule.best_of.text}。"} if rule.best_of else set()
    told = [c for c in result.caveats if c not in shown and not c.startswith(_IN_THE_WORDING)]
    rough = [echo for echo in layer.heard.echoes if "约数" in echo]
    return [*rough, *result.assumptions, *told]


def _unpriced_layers(
    layers: list[Layer], cards: tuple[Card, ...], knowledge: Knowledge, sources: Sources
) -> list[str]:
    """What a later text without a figure of its own says about the same matter."""
    known = {layer.card.clause.key for layer in layers}
    notes = []
    for card in cards:
        for amendment in knowledge.amendments:
            if card.clause.key not in known and amendment.clause.key == card.clause.key:
                title = knowledge.document(card.clause).short_title
                marker = sources.cite(card.clause, amendment.span)
                what = f"{CHANGE_NAMES[amendment.change]}{amendment.amends_short}{amendment.target}"
                notes.append(
                    f"后来的{title}对同一事项{what}：“{amendment.span.text}”{marker}，"
                    f"以主管部门公布的正文为准"
                )
    return notes


def lapsed(question: Question, layers: list[Layer], knowledge: Knowledge) -> Reply:
    """Nothing is due: the money was spent in a year that no application under the text counts."""
    sources = Sources(knowledge.library)
    main = layers[0]
    document = knowledge.document(main.card.clause)
    marker = "".join(
        dict.fromkeys(sources.cite(main.card.clause, span) for span in main.rule.quotes)
    )
    if (span := document.validity.span) is not None:
        marker += sources.cite(knowledge.clause_at(document.id, span.start), span)
    zero = replace(main.computation, kind=Kind.NOT_ELIGIBLE, low=Decimal(0), high=Decimal(0))
    return Answer(
        status=Status.NOT_ELIGIBLE,
        conclusion=f"没有{main.rule.kind}（0元）：{main.nothing}{marker}。",
        computations=(zero,),
        citations=sources.citations,
        validity=line(document),
        contact=contact((Target(main.card.clause, main.card, question),), knowledge),
    )


def _as_it_was(question: Question, layer: Layer, document: Document) -> tuple[str, ...]:
    """What a drafted rule came to while its text was in force, of no money spent since."""
    last = document.validity.last_day_earliest
    if not layer.rule.drafted or last is None:
        return ()
    if any(year > last.year for year in question.frame.spent_years):
        return ()
    result = compute(layer.rule, layer.heard.facts, as_of=last, document=document)
    if result.kind not in _SAID or result.low is None:
        return ()
    phrase = amount_phrase(result, layer.rule)
    return (f"{DRAFTED}：若当时符合所列条件，按那时的规定{phrase}；现已不能据此申报。",)


def expired(question: Question, layer: Layer, why: str, knowledge: Knowledge) -> Reply:
    """No amount out of the text's period; what the text said is shown."""
    document = knowledge.document(layer.card.clause)
    sources = Sources(knowledge.library)
    marker = ""
    if (span := document.validity.span) is not None:
        marker = sources.cite(knowledge.clause_at(document.id, span.start), span)
    standard = paid(layer.card, knowledge, sources, named=False)
    return Answer(
        status=Status.EXPIRED,
        conclusion=f"{why}{marker}，不能据此计算金额。",
        body=(f"有效期内的规定是：{standard}", *_as_it_was(question, layer, document)),
        computations=(layer.computation,),
        citations=sources.citations,
        contact=contact((Target(layer.card.clause, layer.card, question),), knowledge),
        provision="expired",
    )
