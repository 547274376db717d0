"""Fields of a provision: what the clause states, word for word, or 未载明."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.answer.document_wide import interpreter, non_stacking, responsibilities
from bot.answer.knowledge import Knowledge
from bot.answer.lookup import CLEAR, asks_more, found_by_search, told
from bot.answer.sources import Sources
from bot.answer.sure import shows
from bot.answer.target import Target, contact, provision_of, targets
from bot.answer.unstated import OPEN_FIELDS, anywhere, not_stated, unknown_here
from bot.engine import Facts, compute
from bot.engine.result import Computation, Kind
from bot.extract import best_sentences, sentences
from bot.question.amounts import COUNTED, Role
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue, Field
from bot.question.place_roles import PlaceRole
from bot.reply import Answer, Refusal, Reply, Status
from corpus.document import Span
from corpus.numerals import exact_decimal
from corpus.rules import Direction

_CERTAIN: Final = 0.75  # coverage from which a sentence is preferred to a field that is stated


def answer_precise_field(question: Question, knowledge: Knowledge) -> Reply | None:
    """Fields that can hardly be meant otherwise: 申报材料, 到账时间, 责任单位 …"""
    precise = tuple(f for f in _telling(question) if f.card not in OPEN_FIELDS)
    if not precise or _gives_new_amount(question):
        return None
    by_unit = any(f.card == "责任单位" for f in precise)
    if by_unit and (reply := responsibilities(question, knowledge)):
        return reply
    if precise[0].name == "条款位置":
        return None
    if precise[0].name == "重复享受":
        return non_stacking(question, knowledge)
    if precise[0].name == "解释单位":
        return interpreter(question, knowledge)
    return _fields(question, precise, knowledge)


def answer_field(question: Question, knowledge: Knowledge) -> Reply | None:
    """The fields asked for, per layer; None where no field or no provision is asked about."""
    fields = tuple(f for f in _telling(question) if f.name != "条款位置")
    if fields and fields[0].name == "重复享受" and (reply := non_stacking(question, knowledge)):
        return reply
    if question.figures and _is_drafted(question, knowledge):
        # 审定下来168万，最多能支持多少: nothing was computed, so the cap alone is half an award;
        # the sentence that has the rate is looked up
        fields = tuple(f for f in fields if f.card != "上限")
    return _fields(question, fields, knowledge) if fields else None


def _is_drafted(question: Question, knowledge: Knowledge) -> bool:
    """Whether what is asked about is known from cards that the program drafted."""
    cards = [target.card for target in targets(question, knowledge) if target.card is not None]
    return any(card.drafted for card in cards)


def _gives_new_amount(question: Question) -> bool:
    return bool(question.frame.account.items) and question.frame.money


def _fields(question: Question, fields: tuple[Field, ...], knowledge: Knowledge) -> Reply | None:
    wanted = targets(question, knowledge)
    if not wanted and fields[0].card is not None:
        wanted = found_by_search(question, knowledge)
    if not wanted:
        return anywhere(fields[0], question, knowledge)
    wanted = _that_give(fields[0], wanted)
    sources = Sources(knowledge.library)
    lines, silent = _gathered(question, fields, wanted, knowledge, sources)
    reply = _better_told(question, fields, lines, wanted, knowledge)
    if reply is not None:
        return reply
    if not lines:
        unproven = _is_unproven(fields[0], wanted, question, knowledge)
        return None if unproven else not_stated(wanted, silent[0], knowledge)
    if all(t.is_silent_on(fields[0].card) for t in wanted):
        return Refusal(
            status=Status.NOT_STATED,
            conclusion=f"具体的{fields[0].name}：原文未载明。{lines[0]}",
            citations=sources.citations,
            contact=contact(wanted, knowledge),
        )
    drafted = all(target.card is None or target.card.drafted for target in wanted)
    lacking = "没有找到直接写明的句子" if drafted else "原文未载明"
    notes = [f"{name}：{lacking}。" for name in silent]
    notes += [f"“{word}”：原文没有提到。" for word in unknown_here(question, knowledge)]
    return Answer(
        status=Status.PARTLY if notes else Status.ANSWERED,
        conclusion=lines[0],
        body=tuple(dict.fromkeys(lines[1:])),
        due=_most(wanted, question, knowledge) if fields[0].name == "上限" else (),
        citations=sources.citations,
        notes=tuple(notes),
        contact=contact(wanted, knowledge),
        provision=provision_of(sources.citations, question, knowledge),
    )


def _is_unproven(
    field: Field, wanted: tuple[Target, ...], question: Question, knowledge: Knowledge
) -> bool:
    """Whether that no line states a field is no proof of silence, or is answered otherwise.

    A reason may stand anywhere, a rate is sometimes called a cap, a clause without a card is shown
    as it is, and a drafted card holds only what the program could read.
    """
    capped = field.card == "上限" and bool(question.rates) and not _floors(wanted, knowledge)
    drafted = any(target.card is not None and target.card.drafted for target in wanted)
    return (
        field.card == "理由" or capped or drafted or all(target.card is None for target in wanted)
    )


def _that_give(field: Field, wanted: tuple[Target, ...]) -> tuple[Target, ...]:
    """Of a reason the provisions that state one; else all."""
    if field.card != "理由":
        return wanted
    return tuple(t for t in wanted if t.card and t.card.stated("理由")) or wanted


def _most(
    wanted: tuple[Target, ...], question: Question, knowledge: Knowledge
) -> tuple[Computation, ...]:
    """The cap of the first provision as the amount that is stated; () where it has not one."""
    card = wanted[0].card
    rule = knowledge.rules.get(card.id) if card is not None else None
    said = [a for a in question.figures if a.role in (*COUNTED, Role.RECEIVED)]
    given = bool(said or question.frame.account.items or question.frame.account.stuck)
    away = any(p.role is PlaceRole.MENTION and not p.local for p in question.places)
    given = given or away  # 我说广州白云区: whether the text holds there is another question
    if rule is None or len(rule.caps) != 1 or given:
        return ()  # where amounts are given more is asked than the cap
    document = knowledge.document(wanted[0].clause)
    found = compute(rule, Facts(), as_of=question.as_of, document=document)
    high = exact_decimal(rule.caps[0].value)
    return (replace(found, kind=Kind.AT_MOST, low=None, high=high, missing=()),)


def _floors(wanted: tuple[Target, ...], knowledge: Knowledge) -> bool:
    """Whether the provisions only set a floor: they have no cap to ask for."""
    rules = [knowledge.rules[t.card.id] for t in wanted if t.card and t.card.id in knowledge.rules]
    return bool(rules) and all(rule.direction is Direction.FLOOR for rule in rules)


def _gathered(
    question: Question,
    fields: tuple[Field, ...],
    wanted: tuple[Target, ...],
    knowledge: Knowledge,
    sources: Sources,
) -> tuple[list[str], list[str]]:
    """The lines that state the fields, and the names of those that no clause states."""
    lines: list[str] = []
    silent: list[str] = []
    for field in fields:
        stated = [
            line
            for target in _vouched(field, wanted, question)
            if (line := _line(target, field, knowledge, sources))
            and (field.name == "上限口径" or shows(question, line))
        ]
        lines.extend(stated)
        if not stated:
            silent.append(field.name)
    if len(question.addresses) > 1:
        lines += _not_shown(wanted, sources, knowledge)
    if lines and fields[0].card == "理由":
        lines += _reasons(question, fields[0], wanted, knowledge, sources)
    return lines, silent


def _vouched(field: Field, wanted: tuple[Target, ...], question: Question) -> tuple[Target, ...]:
    """The provisions whose card states a field, before sentences that only look like it.

    10名 in the reason of a deletion is no quota.
    """
    if question.addresses or field.card is None:
        return wanted
    return tuple(t for t in wanted if t.card and t.card.stated(field.card)) or wanted


def _not_shown(wanted: tuple[Target, ...], sources: Sources, knowledge: Knowledge) -> list[str]:
    """Of several clauses named by number, those that state no field asked for: their gist."""
    shown = {citation.clause.key for citation in sources.citations}
    lines = []
    for target in wanted:
        if target.clause.key not in shown:
            span = target.gist()
            marker = sources.cite(target.clause, span)
            lines.append(f"{knowledge.called(target.clause)}写的是：“{span.text}”{marker}")
    return lines


def _reasons(
    question: Question,
    field: Field,
    wanted: tuple[Target, ...],
    knowledge: Knowledge,
    sources: Sources,
) -> list[str]:
    """The sentence of the same clauses that gives a reason and is most like the question."""
    clauses = [c for t in wanted for c in (t.clause, *knowledge.library.children(t.clause))]
    found = best_sentences(question.text, clauses, k=8)
    for extract in found:
        if shows(question, extract.span.text) and field.shown_in(extract.span.text):
            marker = sources.cite(extract.clause, extract.span)
            return [f"{knowledge.called(extract.clause)}还写到：“{extract.span.text}”{marker}"]
    return []


def _better_told(
    question: Question,
    fields: tuple[Field, ...],
    lines: list[str],
    wanted: tuple[Target, ...],
    knowledge: Knowledge,
) -> Reply | None:
    """A sentence of the clauses that answers more closely than their fields."""
    if any(f.card is None for f in fields):
        return None
    reasons = fields[0].card == "理由"
    if reasons and (Cue.WHY in question.cues or not asks_more(question)):
        return None
    least = _CERTAIN if lines and not reasons else CLEAR
    reply = told(question, knowledge, least=least, within=wanted)
    return None if reply is None or _covers(reply, lines) else reply


def _covers(reply: Reply, lines: list[str]) -> bool:
    """Whether the fields already say what the look-up found, or quote from the same sentence."""
    quotes = [quote for line in lines for quote in _quotes(line)]
    return any(quote in citation.quote for citation in reply.citations for quote in quotes)


def _quotes(line: str) -> list[str]:
    """The quotes of a line of fields: what stands before each marker, “…”[1]."""
    return [part.rpartition("“")[2] for part in line.split("”[")[:-1]]


def _telling(question: Question) -> tuple[Field, ...]:
    """The fields asked for, without those that a more specific one covers; a reason alone."""
    if reasons := [field for field in question.fields if field.card == "理由"]:
        return tuple(reasons[:1])
    kept: list[Field] = []
    covered: list[tuple[int, int]] = []
    for ask in question.asks:
        if ask.kind is not AskKind.FIELD or ask.field is None:
            continue
        fresh = [s for s in ask.spans if not any(a <= s[0] and s[1] <= b for a, b in covered)]
        if fresh or not ask.spans:
            kept.append(ask.field)
            covered.extend(fresh)
    return tuple(kept[:3])


def _line(target: Target, field: Field, knowledge: Knowledge, sources: Sources) -> str | None:
    spans = stated(target, field)
    if not spans:
        return None
    quotes = sources.quoted(target.clause, spans)
    silent = target.card is not None and field.card in target.card.silent
    tail = "（只写到这里，没有写明数额）" if silent else ""
    heading = target.clause.heading
    named = f"（{heading}）" if target.question.addresses and heading not in quotes else ""
    return f"{knowledge.called(target.clause)}{named}的{field.name}：{quotes}{tail}"


def stated(target: Target, field: Field) -> tuple[Span, ...]:
    """Where a provision states an field: its card's field, else a sentence that shows it."""
    if field.card and target.card is not None:
        if spans := target.card.stated(field.card):
            if field.card == "标准":  # from which amount on, and up to which
                spans = (*target.card.stated("条件"), *spans, *target.card.stated("上限"))
            return tuple(dict.fromkeys(spans))
        if field.card in ("标准", "上限", "对象", "条件", "基数"):
            return ()
    if field.card == "责任单位":
        return target.responsible()
    return tuple(s for s in sentences(target.clause) if field.shown_in(s.text))[:1]
