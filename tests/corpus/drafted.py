"""Draft the rules of one clause, as if it were a published document."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.engine.facts import Facts, Interval
from bot.engine.outcome import outcome
from corpus.document import Document, DocumentKind
from corpus.drafting.draft import Drafts, draft
from corpus.library import Library
from corpus.rules import Rule

DOCUMENT: Final = Document(
    id="sample", title="样例市若干办法", kind=DocumentKind.MEASURES, text="", sha256="",
    short_title="《若干办法》",
)  # fmt: skip


def drafts(*clauses: str) -> Drafts:
    """The drafts of a text with these clauses, each an article."""
    numbered = "\n".join(
        f"第{n}条　{clause}" for n, clause in zip("一二三四五", clauses, strict=False)
    )
    text = f"样例市若干办法\n\n{numbered}\n"
    document = replace(DOCUMENT, text=text)
    return draft(Library([document]), document)


def drafted(clause: str) -> Rule:
    """The one rule of a clause, which must have been drafted."""
    found = drafts(clause)
    assert [held.why for held in found.held] == []
    (rule,) = found.rules
    return rule


def amount(rule: Rule, **facts: str | int) -> tuple[object, object]:
    """What a rule comes to on facts: numbers are amounts or counts, words are choices."""
    values = {
        name: value if isinstance(value, str) else Interval.exact(Decimal(value))
        for name, value in facts.items()
    }
    total = outcome(rule, Facts(values)).total
    return (
        Decimal(total.low.numerator) / total.low.denominator,
        None if total.high is None else Decimal(total.high.numerator) / total.high.denominator,
    )
