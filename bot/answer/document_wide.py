"""What a text says of all its provisions: who interprets it, who answers for what, no stacking."""

from __future__ import annotations

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.target import Target, scopes_of
from bot.question.ask import Question
from bot.question.asks import Cue
from bot.reply import Answer, Reply, Status


def responsibilities(question: Question, knowledge: Knowledge) -> Reply | None:
    """Which clauses a unit is responsible for (哪几条由区商务局负责)."""
    if Cue.WHICH_CLAUSES not in question.cues:
        return None
    units = {u for clause in knowledge.library.clauses() for u in clause.responsible}
    named = [u for u in units if u in question.text or u.removeprefix("区") in question.text]
    if not named:
        return None
    sources = Sources(knowledge.library)
    lines = []
    for clause in knowledge.library.clauses():
        if set(named) & set(clause.responsible):
            target = Target(clause, None, question)
            marker = sources.cite(clause, target.responsible()[clause.responsible.index(named[0])])
            lines.append(f"{knowledge.called(clause)} {clause.heading}{marker}")
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"责任单位里有{'、'.join(named)}的条款：",
        body=tuple(lines),
        citations=sources.citations,
    )


def interpreter(question: Question, knowledge: Knowledge) -> Reply | None:
    """Who interprets the text (负责解释)."""
    for scope in scopes_of(question, knowledge):
        if scope.interpreter is None or not question.documents <= {scope.document_id}:
            continue
        sources = Sources(knowledge.library)
        clause, span = scope.interpreter
        return Answer(
            status=Status.ANSWERED,
            conclusion=f"“{span.text}”{sources.cite(clause, span)}",
            citations=sources.citations,
        )
    return None


def non_stacking(question: Question, knowledge: Knowledge) -> Reply | None:
    """Whether the same project may be supported twice (从优不重复)."""
    for scope in scopes_of(question, knowledge):
        if (said := scope.non_stacking) is not None:
            sources = Sources(knowledge.library)
            words = f"“{said.span.text}”{sources.cite(said.clause, said.span)}"
            status, conclusion, further = Status.ANSWERED, f"不能重复享受：{words}", said.note
            if any(part.has("authority.above") for part in question.frame.parts):
                # 市里的和区里的能不能同时拿: what is written of the district's own settles nothing
                conclusion, further = f"原文只写了：{words}", ""
                if said.note:
                    status, conclusion = Status.NOT_STATED, f"{said.note}。{conclusion}"
            return Answer(
                status=status,
                conclusion=conclusion,
                citations=sources.citations,
                notes=(f"{further}。",) if further else (),
            )
    return None
