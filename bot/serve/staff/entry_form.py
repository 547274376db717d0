"""An entry of a rule as fields of a form, and what was filled in as an entry again.

A clerk sees words of the clause, what they are, and how they are asked for; never the formula as it
is written. Where a field bears on the formula (a limit that is added or taken out, a threshold of
another kind), the formula follows.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from corpus.rules.formula import FormulaError, names, parse_formula
from corpus.rules.model import Role
from corpus.rules.problem import RuleProblem

ROLES: Final[Mapping[Role, str]] = {
    Role.RATE: "比例", Role.RATE_CEILING: "比例，最高", Role.RATE_FLOOR: "比例，最低",
    Role.RATE_RANGE: "比例，有上下两端", Role.SEQUENCE: "逐年的比例",
    Role.FIXED: "定额", Role.FIXED_CEILING: "定额，最高", Role.FIXED_FLOOR: "定额，最低",
    Role.FIXED_RANGE: "定额，有上下两端",
    Role.UNIT_AMOUNT: "每一个（人、家、月……）多少", Role.UNIT_CEILING: "每一个最高多少",
    Role.UNIT_FLOOR: "每一个最低多少", Role.UNIT_RANGE: "每一个多少，有上下两端",
    Role.CAP: "上限", Role.FLOOR: "下限", Role.QUOTA: "最多算多少个",
    Role.KINDS: "按类别分列", Role.STEPS: "按门槛分档", Role.TABLE: "按区间分档",
    Role.AT_LEAST: "门槛：达到（含本数）", Role.ABOVE: "门槛：超过（不含本数）",
    Role.AT_MOST: "门槛：以下（含本数）", Role.BELOW: "门槛：不满（不含本数）",
    Role.DURATION: "给几年", Role.PERIOD: "起止期间", Role.FORMER: "原来的标准，不再计算",
}  # fmt: skip
LIMITS: Final = {Role.CAP: "cap", Role.FLOOR: "floor"}
SIGNS: Final = {Role.AT_LEAST: ">=", Role.ABOVE: ">", Role.AT_MOST: "<=", Role.BELOW: "<"}
NEW: Final = ("limit.new", "cond.new")  # rows that are not there yet
_OF_INPUT: Final = ("span", "label", "ask", "unit")
Entry = dict[str, Any]


def filled(entry: Mapping[str, Any], form: Mapping[str, str]) -> Entry:
    """The entry as the form leaves it; a field that the form has not stays as it is."""
    filler = _Filler(laid_over(entry, form), form)
    filler.fill(entry.get("bind", {}))
    return _without_blanks(filler.entry)


def laid_over(entry: Mapping[str, Any], form: Mapping[str, str]) -> Entry:
    """The entry with what the form has in its fields, row for row; what was emptied is blank.

    The form is shown over this: what is sent next counts its rows as those of the same entry.
    """
    layer = _Layer(copy.deepcopy(dict(entry)), form)
    layer.lay()
    return layer.entry


@dataclass
class _Layer:
    entry: Entry
    form: Mapping[str, str]

    def lay(self) -> None:
        for name in ("name", "kind", "beneficiary"):
            self._set(self.entry, name, name)
        quotes = self._quotes()
        self.entry["quote"] = [self.form.get(f"quote.{n}", q).strip() for n, q in enumerate(quotes)]
        for number, term in enumerate(self.entry.setdefault("bind", {}).values()):
            self._term(f"bind.{number}", term)
        for number, asked in enumerate(self.entry.get("inputs", {}).values()):
            for part in _OF_INPUT:
                self._set(asked, part, f"input.{number}.{part}")
            self._several(asked, f"input.{number}.aliases")
        for number, condition in enumerate(self.entry.get("conditions", ())):
            for part in ("name", "span", "ask"):
                self._set(condition, part, f"cond.{number}.{part}")
            self._several(condition, f"cond.{number}.aliases")
        self._per()

    def _quotes(self) -> list[str]:
        quotes = self.entry["quote"]
        return [quotes] if isinstance(quotes, str) else list(quotes)

    def _set(self, target: Entry, key: str, name: str) -> None:
        if name in self.form:
            target[key] = self.form[name].strip()

    def _several(self, target: Entry, name: str) -> None:
        if name in self.form:
            target["aliases"] = [one.strip() for one in self.form[name].splitlines() if one.strip()]

    def _term(self, at: str, term: Entry) -> None:
        self._set(term, "span", f"{at}.span")
        self._set(term, "lead", f"{at}.lead")
        if self.form.get(f"{at}.as") in ROLES:
            term["as"] = self.form[f"{at}.as"]
        for number, row in enumerate(term.get("kinds", ())):
            self._set(row, "kind", f"{at}.kinds.{number}.kind")
            self._set(row, "value", f"{at}.kinds.{number}.value")
        if "kinds" in term:
            for asked in self.entry.get("inputs", {}).values():
                if asked.get("type") == "choice":
                    asked["choices"] = [row.get("kind", "") for row in term["kinds"]]

    def _per(self) -> None:
        per = self.entry.setdefault("per", {})
        self._set(per, "year", "per.year")
        items = per.setdefault("items", {})
        self._set(items, "name", "per.items.name")
        self._set(items, "span", "per.items.span")


@dataclass
class _Filler:
    """What follows from the fields: rows that go and come, and the formula with them."""

    entry: Entry
    form: Mapping[str, str]

    def fill(self, before: Mapping[str, Any]) -> None:
        """Settle the rows; ``before`` are the terms as they were."""
        for name, term in [*self._bind.items()]:
            self._settle(name, term, Role(before[name]["as"]))
        self._conditions()
        self._new_limit()
        self._drop_unused()

    @property
    def _bind(self) -> Entry:
        bind: Entry = self.entry["bind"]
        return bind

    def _settle(self, name: str, term: Entry, was: Role) -> None:
        if was in LIMITS and not term.get("span"):
            del self._bind[name]
            self.entry["amount"] = _without_limit(self.entry["amount"], name)
        elif was in SIGNS and term.get("as") in SIGNS:
            self._turn(name, SIGNS[Role(term["as"])])

    def _turn(self, name: str, sign: str) -> None:
        """Compare with a threshold as its words say."""
        for condition in self.entry.get("conditions", ()):
            parts = str(condition.get("when", "")).split(" ")
            if len(parts) == 3 and parts[2] == name:
                condition["when"] = f"{parts[0]} {sign} {name}"

    def _conditions(self) -> None:
        kept = [
            one for one in self.entry.get("conditions", ())
            if one.get("name") and (one.get("span") or one.get("when"))
        ]  # fmt: skip
        if words := self.form.get("cond.new.span", "").strip():
            named = {"name": self.form.get("cond.new.name", "").strip() or words, "span": words}
            asked = self.form.get("cond.new.ask", "").strip()
            kept.append(named | ({"ask": asked} if asked else {}))
        self.entry["conditions"] = kept

    def _new_limit(self) -> None:
        words, role = self.form.get("limit.new.span", "").strip(), self.form.get("limit.new.as", "")
        if not words or role not in LIMITS:
            return
        taken = {*self._bind, *self.entry.get("inputs", {})}
        names_free = (n for n in ("上限", "总上限", "另一上限", "下限") if n not in taken)
        name = next(names_free, f"限额{'一' * len(taken)}")
        self._bind[name] = {"span": words, "as": role}
        self.entry["amount"] = f"{LIMITS[Role(role)]}({self.entry['amount']}, {name})"

    def _drop_unused(self) -> None:
        """Take out what only a condition used that is gone."""
        formulas = [one["when"] for one in self.entry["conditions"] if "when" in one]
        formulas.append(self.entry["amount"])
        try:
            used = {name for one in formulas for name in names(parse_formula(one))}
        except FormulaError:  # said when it is compiled
            return
        inputs = self.entry.get("inputs", {})
        for name in [n for n, term in self._bind.items() if n not in used and term["as"] in SIGNS]:
            del self._bind[name]
        for name in [n for n, asked in inputs.items() if n not in used and asked.get("optional")]:
            del inputs[name]


def _without_blanks(entry: Entry) -> Entry:
    """The entry without what was emptied in it."""
    kept: Entry = {}
    for key, value in entry.items():
        if isinstance(value, dict):
            value = _without_blanks(value)
        elif isinstance(value, list | tuple):
            value = [_without_blanks(one) if isinstance(one, dict) else one for one in value]
        if value != "" and (key, value) not in (("per", {}), ("items", {})):
            kept[key] = value
    return kept


def _without_limit(formula: str, name: str) -> str:
    """The formula without a limit: ``cap(x * y, 上限)`` → ``x * y``."""
    tail = f", {name})"
    end = formula.find(tail)
    depth, at = 1, end
    while at > 0 and depth:
        at -= 1
        depth += {")": 1, "(": -1}.get(formula[at], 0)
    start = next((at - len(f) for f in LIMITS.values() if formula[:at].endswith(f)), -1)
    if end < 0 or start < 0:
        return formula
    return formula[:start] + formula[at + 1 : end] + formula[end + len(tail) :]


@dataclass(frozen=True)
class Findings:
    """What the lint says: at the field whose words it is about, the rest above the form."""

    at: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        problems: tuple[RuleProblem, ...],
        entry: Mapping[str, Any],
        form: Mapping[str, str],
    ) -> Findings:
        """Each finding to the first field that its words stand in, or that holds them."""
        new = [(row, form.get(f"{row}.span", "")) for row in NEW]
        held = [*words_of(entry), *new]
        at: dict[str, tuple[str, ...]] = {}
        others: list[str] = []
        for problem in problems:
            key = _place(problem.word, held)
            if key:
                at[key] = (*at.get(key, ()), problem.message)
            else:
                others.append(problem.message)
        return cls(at, tuple(dict.fromkeys(others)))


def _place(word: str, held: Sequence[tuple[str, str]]) -> str:
    """The field that says just this, else the first that holds it; "" where none does."""
    said = [(key, words) for key, words in held if word and word in words]
    return next((key for key, words in said if words == word), said[0][0] if said else "")


def words_of(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The words of each field that quotes the clause or names something, by the row's name."""
    for number, (name, term) in enumerate(entry.get("bind", {}).items()):
        rows = [words for row in term.get("kinds", ()) for words in row.values()]
        for words in (name, term.get("span", ""), term.get("lead", ""), *rows):
            yield f"bind.{number}", words
    for number, (name, asked) in enumerate(entry.get("inputs", {}).items()):
        for words in (name, *(asked.get(part, "") for part in _OF_INPUT)):
            yield f"input.{number}", words
    for number, condition in enumerate(entry.get("conditions", ())):
        for words in (condition.get("name", ""), condition.get("span", "")):
            yield f"cond.{number}", words
    yield "beneficiary", entry.get("beneficiary", "")
    yield "kind", entry.get("kind", "")
    yield "name", entry.get("name", "")
    per = entry.get("per", {})
    yield "per", per.get("year", "")
    yield "per", per.get("items", {}).get("span", "")
    quotes = entry.get("quote", ())
    for number, quote in enumerate([quotes] if isinstance(quotes, str) else quotes):
        yield f"quote.{number}", quote
