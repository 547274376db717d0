"""The units a rule is computed over: each item and year, or the applicant as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.engine.facts import FactError, Facts, Item, Unsure, Value, check_amount
from bot.engine.ranges import Range
from corpus.rules import Input, InputType, Rule

_CALENDAR = 1000  # an item's year from here on is a calendar year, below it an ordinal
_NUMERIC = (InputType.MONEY, InputType.COUNT)


@dataclass
class UnitFacts:
    """What is known of one unit. Inputs nobody gave are absent; 不清楚 is the widest range."""

    label: str = ""
    year: int | None = None
    ranges: dict[str, Range] = field(default_factory=dict)
    ordinal: int | None = None
    unsure_ordinal: bool = False
    unsure: set[str] = field(default_factory=set)
    flags: dict[str, bool | Unsure] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    lacks_first: bool = False  # a calendar year is given but not the year it counts from
    parts: tuple[dict[str, Range], ...] = ()  # the amounts of the items that were added up

    @property
    def name(self) -> str:
        """How the unit is shown: A项目·第2年."""
        year = ""
        if self.year is not None:
            year = f"{self.year}年" if self.year >= _CALENDAR else f"第{self.year}年"
        elif self.ordinal is not None:
            year = f"第{self.ordinal}年"
        return "·".join(part for part in (self.label, year) if part)

    def settles(self, entry: Input) -> bool:
        """Whether a required input other than an amount is given, or answered with 不清楚."""
        match entry.type:
            case InputType.YEAR:
                return self.ordinal is not None or self.unsure_ordinal
            case InputType.CHOICE:
                return entry.name in self.choices or entry.name in self.unsure
            case InputType.DATE:
                return entry.name in self.days or entry.name in self.unsure
            case InputType.BOOL:
                return entry.name in self.flags
        return entry.name in self.ranges


def units_of(rule: Rule, facts: Facts) -> list[UnitFacts]:
    """Split facts into the rule's units, adding up what belongs to the same one.

    Raises:
        FactError: a value is unusable, or an amount is given both overall and per item.

    """
    names = {name for name, entry in rule.inputs.items() if entry.type is not InputType.BOOL}
    items = [item for item in facts.items if names & set(item.values) or _only_year(item, rule)]
    shared = _read(rule, Item(values={k: v for k, v in facts.shared.items() if k in rule.inputs}))
    flags = {k: v for k, v in facts.shared.items() if isinstance(v, bool | Unsure)}
    if not items:
        items = [Item()]
    units: dict[tuple[str, int | None], UnitFacts] = {}
    _not_twice(rule, shared, items)
    for item in items:
        unit = _with_shared(rule, _read(rule, item), shared, facts)
        unit.flags.update(flags)
        key = (unit.label if rule.unit.items else "", unit.year if rule.unit.yearly else None)
        units[key] = _add(units[key], unit, shared) if key in units else _placed(rule, unit)
    _not_all_zero(rule, list(units.values()))
    return list(units.values())


def _not_twice(rule: Rule, shared: UnitFacts, items: list[Item]) -> None:
    """An amount is given overall or per item, and overall only where there is one item."""
    for entry in rule.inputs.values():
        if entry.name not in shared.ranges:
            continue
        if any(entry.name in item.values for item in items):
            raise FactError(entry.name, f"“{entry.label}”既给了总数又给了分项，请只给一种")
        if len(items) > 1 and not entry.optional:
            raise FactError(entry.name, f"“{entry.label}”只有总数，请按年份或项目分别给出")


def _only_year(item: Item, rule: Rule) -> bool:
    has_year = any(entry.type is InputType.YEAR for entry in rule.inputs.values())
    return has_year and item.year is not None and not item.values


def _placed(rule: Rule, unit: UnitFacts) -> UnitFacts:
    unit.label = unit.label if rule.unit.items else ""
    unit.year = unit.year if rule.unit.yearly else None
    unit.parts = (dict(unit.ranges),)
    return unit


def _read(rule: Rule, item: Item) -> UnitFacts:
    """Type-check one item's values."""
    unit = UnitFacts(item.label, item.year)
    for name, value in item.values.items():
        entry = rule.inputs.get(name)
        if entry is None:
            if isinstance(value, bool | Unsure):
                unit.flags[name] = value
            continue
        _store(unit, entry, value)
    return unit


def _store(unit: UnitFacts, entry: Input, value: Value) -> None:
    if entry.type in _NUMERIC:
        checked = check_amount(entry.name, value, whole=entry.type is InputType.COUNT)
        unit.ranges[entry.name] = Range.of(checked)
    elif value is Unsure.UNSURE:
        unit.unsure_ordinal |= entry.type is InputType.YEAR
        unit.unsure.add(entry.name)
    elif entry.type is InputType.YEAR:
        unit.ordinal = _year(entry, value)
    elif entry.type is InputType.CHOICE:
        if value not in entry.choices:
            listed = "、".join(entry.choices)
            raise FactError(entry.name, f"“{entry.name}”应为其中之一：{listed}")
        unit.choices[entry.name] = str(value)
    elif entry.type is InputType.DATE:
        if not isinstance(value, date):
            raise FactError(entry.name, f"“{entry.name}”应为日期，收到的是“{value}”")
        unit.days[entry.name] = value


def _year(entry: Input, value: Value) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value < _CALENDAR:
        raise FactError(
            entry.name, f"“{entry.name}”应为第几年（从一起算的整数），收到的是“{value}”"
        )
    return value


def _with_shared(rule: Rule, unit: UnitFacts, shared: UnitFacts, facts: Facts) -> UnitFacts:
    unit.ranges = {**shared.ranges, **unit.ranges}
    unit.choices = {**shared.choices, **unit.choices}
    unit.days = {**shared.days, **unit.days}
    unit.unsure |= shared.unsure
    year_input = next((e for e in rule.inputs.values() if e.type is InputType.YEAR), None)
    if year_input is None:
        return unit
    unit.unsure_ordinal |= shared.unsure_ordinal
    if unit.ordinal is None:
        _count_years(unit, year_input, facts.shared)
    if unit.ordinal is None:
        unit.ordinal = shared.ordinal
        if shared.ordinal is not None and unit.year is None:
            unit.year = shared.ordinal
    return unit


def _count_years(unit: UnitFacts, entry: Input, shared: Mapping[str, Value]) -> None:
    """The ordinal of an item's year: as given, or counted from the year named by ``first``."""
    if unit.year is None:
        return
    if unit.year < _CALENDAR:
        unit.ordinal = unit.year
        return
    first = shared.get(entry.first)
    if not isinstance(first, int) or isinstance(first, bool):
        unit.lacks_first = True
        return
    unit.ordinal = unit.year - first + 1
    if unit.ordinal < 1:
        raise FactError(entry.first, f"{unit.year}年早于{entry.first}（{first}年），请核对")


def _add(total: UnitFacts, unit: UnitFacts, shared: UnitFacts) -> UnitFacts:
    for name, value in unit.ranges.items():
        if name in shared.ranges:
            continue
        total.ranges[name] = total.ranges[name] + value if name in total.ranges else value
    total.flags.update(unit.flags)
    total.parts += ({n: r for n, r in unit.ranges.items() if n not in shared.ranges},)
    return total


def _not_all_zero(rule: Rule, units: list[UnitFacts]) -> None:
    """A required amount of exactly zero is a slip, not something to compute on."""
    for entry in rule.required:
        given = [unit.ranges[entry.name] for unit in units if entry.name in unit.ranges]
        if given and all(value.high == 0 for value in given):
            raise FactError(entry.name, f"“{entry.label}”为零，没有可计算的内容，请核对")
