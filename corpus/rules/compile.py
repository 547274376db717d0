"""From rules.yaml to `Rule`: every span located, every term read from its words, types checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from corpus.document import Span
from corpus.rules.checker import Checker
from corpus.rules.formula import Expression, FormulaError, names, parse_formula
from corpus.rules.kinds import read_kinds, read_steps
from corpus.rules.lexicon import scope_of
from corpus.rules.lint import lint
from corpus.rules.model import (
    Condition,
    Direction,
    Input,
    InputType,
    Kind,
    Role,
    Rule,
    Term,
    Unit,
)
from corpus.rules.notes import notes
from corpus.rules.problem import RuleProblem
from corpus.rules.shared import Raw, Shared
from corpus.rules.source import ClauseText, QuoteError, locate
from corpus.rules.table import Row, read_table
from corpus.rules.words import Bound, WordsError, read_term

_PROSE = ("name", "label", "ask", "first_ask")  # ours, not the text's: no numbers


def _bare(text: str) -> str:
    return "".join(text.split())


def _digits(text: str) -> bool:
    return any(char.isdigit() for char in text)


@dataclass
class _Compiler:
    raw: Raw
    clause: ClauseText
    shared: Shared
    beside: tuple[Span, ...] = ()  # what other rules of the clause quote
    drafted: bool = False
    problems: list[RuleProblem] = field(default_factory=list)
    quotes: tuple[Span, ...] = ()
    extra: list[Span] = field(default_factory=list)  # quotes of single conditions

    @property
    def id(self) -> str:
        return str(self.raw.get("id", "（缺 id）"))

    def report(self, word: str, message: str) -> None:
        self.problems.append(RuleProblem(self.clause.document_id, self.id, word, message))

    @contextmanager
    def collect(self, word: str) -> Iterator[None]:
        """Turn what the readers raise into findings, so that all are shown at once."""
        try:
            yield
        except (QuoteError, WordsError) as error:
            self.report(error.word, str(error))
        except FormulaError as error:
            self.report(word, str(error))
        except KeyError as error:
            self.report(word, f"缺少字段 {error}")

    def compile(self) -> Rule | None:
        self._no_numbers(self.raw)
        raw_quotes = self.raw.get("quote", [])
        for words in [raw_quotes] if isinstance(raw_quotes, str) else raw_quotes:
            with self.collect(str(words)):
                self.quotes += (self.clause.quote(words),)
        if self.problems:
            return None
        inputs = dict(self._each("inputs", self._input))
        terms = dict(self._each("bind", self._term))
        if self.problems:
            return None
        return self._rule(inputs, terms)

    def _no_numbers(self, value: Any, path: str = "") -> None:  # noqa: ANN401 -- YAML holds anything
        """No numeric literal anywhere: numbers come from spans."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.report(str(value), f"{path} 写了数字：数字只能从原文词句绑定")
        elif isinstance(value, Mapping):
            for key, inner in value.items():
                self._no_numbers(inner, f"{path}.{key}".strip("."))
        elif isinstance(value, list):
            for inner in value:
                self._no_numbers(inner, path)
        elif isinstance(value, str) and path.rsplit(".", 1)[-1] in _PROSE and _digits(value):  # noqa: SIM102
            if _bare(value) not in _bare(
                self.clause.document_text
            ):  # words of the text may hold any
                self.report(value, f"{path} 里写了数字：数字只能从原文词句绑定")

    def _each(self, key: str, build: Callable[[str, Raw], Any]) -> Iterator[tuple[str, Any]]:
        for name, entry in self.raw.get(key, {}).items():
            with self.collect(name):
                yield name, build(name, entry)

    def _input(self, name: str, raw: Raw) -> Input:
        return Input(
            name=name,
            type=InputType(raw["type"]),
            span=locate(self.quotes, raw["span"]),
            ask=raw["ask"],
            label=raw.get("label", name),
            unit="元" if raw["type"] == "money" else raw.get("unit", ""),
            choices=tuple(locate(self.quotes, word).text for word in raw.get("choices", ())),
            optional=bool(raw.get("optional", False)),
            aliases=tuple(raw.get("aliases", ())),
            first=raw.get("first", ""),
            first_ask=raw.get("first_ask", ""),
        )

    def _term(self, name: str, raw: Raw) -> Term:
        role = Role(raw["as"])
        if role is Role.TABLE:
            rows = [
                Row(locate(self.quotes, row["range"]), locate(self.quotes, row["value"]))
                for row in raw["rows"]
            ]
            return read_table(name, rows)
        if role in (Role.KINDS, Role.STEPS):
            kinds = [
                Kind(locate(self.quotes, row["kind"]), locate(self.quotes, row["value"]))
                for row in raw["kinds"]
            ]
            told = locate(self.quotes, raw["span"]) if "span" in raw else None
            text = self.clause.document_text
            if role is Role.KINDS:
                return read_kinds(name, kinds, text, told)
            lead = locate(self.quotes, raw["lead"]) if "lead" in raw else None
            return read_steps(name, kinds, text, lead, told)
        span = locate(self.quotes, raw["span"])
        return read_term(Bound(name, role, span, self.clause.document_text))

    def _rule(self, inputs: Mapping[str, Input], terms: Mapping[str, Term]) -> Rule | None:
        checker = Checker(inputs, terms)
        conditions = self._conditions(checker)
        unit = self._unit()
        amount, direction = self._amount(checker)
        beneficiary = None
        with self.collect("beneficiary"):
            if "beneficiary" in self.raw:
                beneficiary = self.clause.quote_within(self.raw["beneficiary"], self.quotes)
        if self.problems or amount is None:
            return None
        rule = Rule(
            id=self.id, name=self.raw["name"], kind=self._kind(),
            document_id=self.clause.document_id, clause_id=self.clause.clause_id,
            quotes=self.quotes, beneficiary=beneficiary, inputs=inputs, terms=terms,
            conditions=conditions + self.shared.conditions, unit=unit,
            amount=amount, amount_text=self.raw["amount"], direction=direction,
            topic=self.raw.get("topic", self.id), aliases=tuple(self.raw.get("aliases", ())),
            best_of=self.shared.best_of, notes=notes(terms, unit), drafted=self.drafted,
        )  # fmt: skip
        for word, message in lint(rule, self.clause, (*self.extra, *self.beside)):
            self.report(word, message)
        return rule if not self.problems else None

    def _kind(self) -> str:
        kind = str(self.raw["kind"])
        if not any(kind in _bare(quote.text) for quote in self.quotes):
            self.report(kind, f"引文里没有“{kind}”，种类须照原文")
        return kind

    def _amount(self, checker: Checker) -> tuple[Expression | None, Direction]:
        text = str(self.raw.get("amount", ""))
        with self.collect(text):
            amount = parse_formula(text)
            return amount, checker.amount(amount)
        return None, Direction.EXACT

    def _unit(self) -> Unit:
        raw = self.raw.get("per", {})
        with self.collect("per"):
            items, items_span, year_span = "", None, None
            if "items" in raw:
                items = raw["items"]["name"]
                items_span = self.clause.quote_within(raw["items"]["span"], self.quotes)
                if not scope_of(items_span.text).entity:
                    self.report(items_span.text, f"“{items_span.text}”没有写明按什么计算")
            if "year" in raw:
                year_span = self.clause.quote_within(raw["year"], self.quotes)
                if "年" not in year_span.text:
                    self.report(year_span.text, f"“{year_span.text}”没有写明按年计算")
            return Unit(items, items_span, year_span is not None, year_span)
        return Unit()

    def _conditions(self, checker: Checker) -> tuple[Condition, ...]:
        found = []
        for raw in self.raw.get("conditions", []):
            with self.collect(raw.get("name", "conditions")):
                found.append(self._condition(raw, checker))
        return tuple(found)

    def _condition(self, raw: Raw, checker: Checker) -> Condition:
        name, aliases = raw["name"], tuple(raw.get("aliases", ()))
        if "when" in raw:
            when = parse_formula(raw["when"])
            checker.condition(when)
            return Condition(name, self._covering(when, checker), when=when, aliases=aliases)
        quotes = self.quotes
        if "quote" in raw:
            quotes = (self.clause.quote(raw["quote"]),)
            self.extra += quotes
        return Condition(
            name, locate(quotes, raw["span"]), fact=raw.get("fact", name),
            ask=raw.get("ask"), aliases=aliases,
        )  # fmt: skip

    def _covering(self, when: Expression, checker: Checker) -> Span:
        """Return the words from the first input or term of a condition to its last."""
        used = [name for name in names(when) if name in checker.inputs or name in checker.terms]
        spans = [(checker.inputs.get(name) or checker.terms[name]).span for name in used]
        quote = next(q for q in self.quotes if q.start <= spans[0].start < q.end)
        spans = [s for s in spans if quote.start <= s.start < quote.end]
        start, end = min(s.start for s in spans), max(s.end for s in spans)
        return Span(start, end, self.clause.document_text[start:end])


def compile_rule(
    raw: Raw,
    clause: ClauseText,
    shared: Shared,
    beside: Sequence[Span] = (),
    *,
    drafted: bool = False,
) -> tuple[Rule | None, list[RuleProblem]]:
    """Compile one entry of rules.yaml against the text of its clause.

    ``beside`` is what other rules of the clause quote, and what is only quoted: its amounts are
    not overlooked. ``drafted``: a program wrote the entry. Returns the rule, or None with every
    finding that stands in its way.
    """
    compiler = _Compiler(raw, clause, shared, tuple(beside), drafted)
    rule = compiler.compile()
    return rule, compiler.problems
