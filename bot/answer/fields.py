"""Fields of a provision: what the clause states, word for word, or 未载明."""

from __future__ import annotations

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.target import Target, targets
from bot.extract import sentences
from bot.question.ask import Question
from bot.question.patterns import Attribute
from bot.reply import Answer, Refusal, Reply, Status
from corpus.clause import Clause
from corpus.document import Span


def answer_field(question: Question, knowledge: Knowledge) -> Reply | None:
    """The fields asked for, per layer; None where no field or no provision is asked about."""
    if not question.attributes:
        return None
    wanted = targets(question, knowledge)
    attributes = _telling(question)
    if not wanted:
        return _anywhere(attributes[0], question, knowledge)
    sources = Sources(knowledge.library)
    lines: list[str] = []
    silent: list[str] = []
    for attribute in attributes:
        stated = [
            line for target in wanted if (line := _line(target, attribute, knowledge, sources))
        ]
        lines.extend(stated)
        if not stated:
            silent.append(attribute.name)
    if not lines:
        return not_stated(wanted, silent[0], knowledge)
    notes = tuple(f"{name}：原文未载明。" for name in silent)
    return Answer(
        status=Status.PARTLY if silent else Status.ANSWERED,
        conclusion=lines[0],
        body=tuple(lines[1:]),
        citations=sources.citations,
        notes=notes,
        contact=contact(wanted, knowledge),
        provision=wanted[0].provision(knowledge),
    )


def not_stated(wanted: tuple[Target, ...], name: str, knowledge: Knowledge) -> Refusal:
    """The clause is held and does not say it: shown, with whom it names to ask."""
    sources = Sources(knowledge.library)
    looked = []
    for target in wanted[:2]:
        span = target.gist()
        marker = sources.cite(target.clause, span)
        looked.append(f"{knowledge.document(target.clause).short_title}{target.clause.label}{marker}")
    return Refusal(
        status=Status.NOT_STATED,
        conclusion=f"{name}：原文未载明。已查{'、'.join(looked)}，没有写这一项。",
        citations=sources.citations,
        contact=contact(wanted, knowledge),
    )


def contact(wanted: tuple[Target, ...], knowledge: Knowledge) -> str:
    """Who to ask, as the clause names it; else who interprets the text."""
    for target in wanted:
        if target.clause.responsible:
            return "、".join(target.clause.responsible)
    for scope in knowledge.scopes:
        if scope.interpreter:
            return scope.interpreter[1].text
    return ""


def _telling(question: Question) -> tuple[Attribute, ...]:
    """The attributes asked for, without those that a more specific one already covers."""
    kept: list[Attribute] = []
    covered: list[tuple[int, int]] = []
    for attribute in question.attributes:
        spans = [match.span() for match in attribute.asks.finditer(question.text)]
        fresh = [s for s in spans if not any(a <= s[0] and s[1] <= b for a, b in covered)]
        if fresh or not spans:
            kept.append(attribute)
            covered.extend(fresh)
    return tuple(kept[:3])


def _line(
    target: Target, attribute: Attribute, knowledge: Knowledge, sources: Sources
) -> str | None:
    title = knowledge.document(target.clause).short_title
    spans = stated(target, attribute)
    if not spans:
        return None
    quotes = "；".join(f"“{span.text}”{sources.cite(target.clause, span)}" for span in spans)
    silent = target.card is not None and attribute.field in target.card.silent
    tail = "（只写到这里，没有写明数额）" if silent else ""
    return f"{title}{target.clause.label}的{attribute.name}：{quotes}{tail}"


def stated(target: Target, attribute: Attribute) -> tuple[Span, ...]:
    """Where a provision states an attribute: its card's field, else a sentence that shows it."""
    if attribute.field and target.card is not None:
        if spans := target.card.stated(attribute.field):
            return spans
        if attribute.field in ("标准", "上限", "对象", "条件", "基数"):
            return ()
    if attribute.field == "责任单位":
        return target.responsible()
    if attribute.evidence is None:
        return ()
    return tuple(
        span for span in sentences(target.clause) if attribute.evidence.search(span.text)
    )[:1]


def _anywhere(attribute: Attribute, question: Question, knowledge: Knowledge) -> Reply | None:
    """A field asked of no provision in particular: any clause that states it answers."""
    if attribute.field in ("标准", "上限", "对象", "条件", "理由", "基数", "年限", "名额"):
        return None
    if attribute.field == "责任单位":
        return None
    if attribute.name == "重复享受":
        return _non_stacking(knowledge)
    searched = "、".join(d.short_title for d in knowledge.library.documents)
    found = _evidence(attribute, knowledge)
    if found is not None and attribute.field is not None:
        return None
    return Refusal(
        status=Status.NOT_STATED,
        conclusion=f"{attribute.name}：已查{searched}全文，原文未载明。",
        contact=contact((), knowledge),
        suggestions=("有哪些补贴可以申请？",),
    )


def _non_stacking(knowledge: Knowledge) -> Reply | None:
    for scope in knowledge.scopes:
        if scope.non_stacking is not None:
            sources = Sources(knowledge.library)
            clause, span = scope.non_stacking
            marker = sources.cite(clause, span)
            return Answer(
                status=Status.ANSWERED,
                conclusion=f"不能重复享受：“{span.text}”{marker}",
                citations=sources.citations,
                notes=("与市级、省级、国家政策能否同时享受，原文未载明。",),
            )
    return None


def _evidence(attribute: Attribute, knowledge: Knowledge) -> tuple[Clause, Span] | None:
    if attribute.evidence is None:
        return None
    for clause in knowledge.library.clauses():
        for span in sentences(clause):
            if attribute.evidence.search(span.text):
                return clause, span
    return None
