"""A reply as plain text and as JSON."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from bot.aspects import NAMES
from bot.engine.explain import PREMISE
from bot.engine.result import Computation, ConditionState, Step
from bot.reply import Citation, Clarification, Refusal, Reply
from bot.supplement import Supplement

_MARKER = re.compile(r"\[\d+\]")
_SUPPOSED: Final = ("符合所列条件的，", "如果满足")  # a conclusion that says so itself


def render_text(reply: Reply) -> str:
    """The reply as people read it: conclusion, steps, what is open, sources, validity, contact."""
    lines = [reply.conclusion, *reply.body]
    if isinstance(reply, Clarification):
        lines.append(f"请问：{reply.question}")
    lines += [f"说明：{note.rstrip('。')}。" for note in reply.notes]
    spoken = _MARKER.sub("", "\n".join(lines))
    lines += _sources(reply.citations, spoken)
    if reply.validity and reply.computations:
        lines.append(f"有效期：{reply.validity}。")
    if reply.contact and (isinstance(reply, Refusal) or reply.notes):
        lines.append(f"可咨询：{reply.contact}。")
    lines += [f"{one.sentence.rstrip('。')}。" for one in reply.supplements]
    return "\n".join(line for line in lines if line)


def _sources(citations: tuple[Citation, ...], spoken: str) -> list[str]:
    """One line a clause; a quote that the text above already holds is not printed again."""
    spoken = "".join(spoken.split())  # a quote is broken where printed lines were
    marks: dict[str, str] = {}
    quotes: dict[str, list[str]] = {}
    for number, citation in enumerate(citations, 1):
        label = citation.full_label
        marks[label] = marks.get(label, "") + f"[{number}]"
        unspoken = quotes.setdefault(label, [])
        if "".join(citation.quote.split()) not in spoken:
            unspoken.append(f"“{citation.quote}”")
    return [
        f"{mark} {label}" + (f"：{'；'.join(quotes[label])}" if quotes[label] else "")
        for label, mark in marks.items()
    ]


def render_json(reply: Reply) -> dict[str, Any]:
    """The reply as data: all that showing it needs. Amounts are decimal strings in 元.

    ``premise`` leads the conclusion while conditions of its amount are open, else it is "".
    """
    data: dict[str, Any] = {
        "type": type(reply).__name__.lower(),
        "status": reply.status.value,
        "premise": _premise(reply),
        "conclusion": reply.conclusion,
        "body": list(reply.body),
        "computations": [computation_data(c) for c in reply.computations],
        "checklist": [
            {
                "text": item.text,
                "met": item.met,
                "condition": item.condition,
                "source": _citation(item.source),
            }
            for item in reply.checklist
        ],
        "citations": [_citation(citation) for citation in reply.citations],
        "notes": list(reply.notes),
        "validity": reply.validity,
        "contact": reply.contact,
        "provision": reply.provision,
        "suggestions": list(reply.suggestions),
        "supplements": [_supplement(one) for one in reply.supplements],
        "grade": reply.grade.value if reply.grade else None,
        "ledger": [{"text": e.text, "fate": e.fate.value, "why": e.why} for e in reply.ledger],
        "text": render_text(reply),
    }
    if isinstance(reply, Clarification):
        data["question"], data["choices"] = reply.question, list(reply.choices)
    return data


def _premise(reply: Reply) -> str:
    """What the conclusion rests on where nobody has said yet that every condition holds."""
    open_ = any(computation.supposes for computation in reply.computations[:1])
    return PREMISE if open_ and not any(s in reply.conclusion for s in _SUPPOSED) else ""


def _supplement(one: Supplement) -> dict[str, str]:
    return {
        "document": one.document_id,
        "matter": one.matter,
        "of": one.of,
        "aspect": one.aspect.value,
        "name": NAMES[one.aspect],
        "words": one.words,
        "source": one.source,
        "dated": one.dated.isoformat(),
        "person": one.person,
        "entered": one.entered.isoformat(),
    }


def _citation(citation: Citation | None) -> dict[str, Any] | None:
    if citation is None:
        return None
    return {
        "document": citation.clause.document_id,
        "clause": citation.clause.id,
        "key": citation.clause.key,
        "label": citation.label,
        "full_label": citation.full_label,
        "origin": citation.origin,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def condition_data(state: ConditionState) -> dict[str, Any]:
    """A condition as data; one of ``yes_or_no`` can be settled by a tap, see bot.settling."""
    return {
        "name": state.name,
        "text": state.text,
        "state": state.state.value,
        "ask": state.ask,
        "ground": state.ground,
        "rule": state.rule_id,
        "yes_or_no": state.yes_or_no,
    }


def computation_data(computation: Computation) -> dict[str, Any]:
    """A computation as data, with all its steps and conditions."""
    return {
        "rule": computation.rule_id,
        "kind": computation.kind.value,
        "low": _amount(computation.low),
        "high": _amount(computation.high),
        "parts": [
            {"label": p.label, "low": _amount(p.low), "high": _amount(p.high)}
            for p in computation.parts
        ],
        "steps": [step_data(step) for step in computation.steps],
        "conditions": [condition_data(state) for state in computation.conditions],
        "missing": [
            {"name": m.name, "ask": m.ask, "choices": list(m.choices)} for m in computation.missing
        ],
        "assumptions": list(computation.assumptions),
        "caveats": list(computation.caveats),
        "alternatives": [computation_data(other) for other in computation.alternatives],
    }


def step_data(step: Step) -> dict[str, Any]:
    """A step as data, with the words of the clause that it reads."""
    return {
        "label": step.label,
        "span": step.span.text if step.span else None,
        "reads_as": step.reads_as,
        "formula": step.formula,
        "low": _amount(step.low),
        "high": _amount(step.high),
        "bound": step.bound,
        "ground": step.ground,
    }
