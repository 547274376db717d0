"""What a document states once for all its rules: general conditions, 从优不重复."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from corpus.document import Span
from corpus.rules.model import Condition
from corpus.rules.problem import RuleProblem
from corpus.rules.source import ClauseText, QuoteError, locate

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shared:
    """What a document states once for all its rules."""

    conditions: tuple[Condition, ...] = ()
    best_of: Span | None = None


def compile_shared(raw: Raw, find: Callable[[str], ClauseText]) -> tuple[Shared, list[RuleProblem]]:
    """Compile a document's general conditions and its 从优不重复 provision."""
    problems: list[RuleProblem] = []
    conditions: list[Condition] = []
    best_of: list[Span] = []

    @contextmanager
    def collect() -> Iterator[None]:
        try:
            yield
        except QuoteError as error:
            problems.append(RuleProblem("", "（总则）", error.word, str(error)))

    if general := raw.get("general_conditions"):
        with collect():
            quote = find(general["clause"]).quote(general["quote"])
            for entry in general["conditions"]:
                with collect():
                    span = locate((quote,), entry["span"])
                    aliases = tuple(entry.get("aliases", ()))
                    name = entry["name"]
                    found = Condition(name, span, fact=name, general=True, aliases=aliases)
                    conditions.append(found)
    if stacking := raw.get("best_of"):
        with collect():
            best_of.append(find(stacking["clause"]).quote(stacking["quote"]))
    return Shared(tuple(conditions), best_of[0] if best_of else None), problems
