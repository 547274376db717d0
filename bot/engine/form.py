"""The facts a rule can use, as form fields, and typed text read into `Facts`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.engine.facts import FactError, Facts, Interval, Item, Unsure, Value
from bot.engine.missing import choices_of
from bot.engine.remarks import APPLICATION_YEAR
from corpus.numerals import QuantityKind, parse_amount, read_people
from corpus.rules import InputType, Rule

_YES = {"是", "有", "满足", "符合", "对", "yes", "true", "y"}
_NO = {"否", "不是", "没有", "无", "不满足", "不符合", "不", "no", "false", "n"}
_UNSURE = {"不清楚", "不知道", "不确定", "未知", "不详"}
_ORDINAL = re.compile(r"^第(.{1,3})年$")
_CALENDAR = re.compile(r"^((?:19|20)\d\d)年?$")


@dataclass(frozen=True, slots=True)
class Field:
    """A fact as a form asks for it. ``required``: no amount without it.

    ``asked`` is False for premises: conditions that are listed but not asked about.
    """

    name: str
    type: InputType
    label: str
    ask: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    required: bool = False
    asked: bool = True


def fields(rule: Rule) -> tuple[Field, ...]:
    """Every fact a rule can use: inputs first, then its conditions, then general ones."""
    found = [
        Field(
            entry.name, entry.type, entry.label, entry.ask, entry.unit,
            choices_of(rule, entry), entry.aliases, not entry.optional, not entry.optional,
        )
        for entry in rule.inputs.values()
    ]  # fmt: skip
    found += [
        Field(e.first, InputType.YEAR, e.first, e.first_ask, asked=False)
        for e in rule.inputs.values()
        if e.first
    ]
    found += [
        Field(
            c.fact, InputType.BOOL, c.name, c.ask or f"是否满足：{c.name}？", "", ("是", "否"),
            c.aliases, asked=c.ask is not None,
        )
        for c in rule.conditions
        if c.when is None
    ]  # fmt: skip
    return tuple(found)


def read_facts(rules: Iterable[Rule], entries: Iterable[tuple[str, str]]) -> Facts:
    """Read typed text into facts for one rule or several.

    ``entries`` are (name, text) pairs; a name may carry the item it belongs to before a colon:
    ``第1年:平台投入``, ``A园区:引进企业数``, ``A项目·第2年:平台投入``. Empty texts are left out.

    Raises:
        FactError: an unknown name, a name given twice with other values, or unreadable text.

    """
    known = {field.name: field for rule in rules for field in fields(rule)}
    shared: dict[str, Value] = {}
    items: dict[tuple[str, int | None], dict[str, Value]] = {}
    for key, text in entries:
        if not text.strip():
            continue
        place, name = _split(key)
        value = _value(known, name, text)
        target = shared if place is None else items.setdefault(place, {})
        if target.get(name, value) != value:
            raise FactError(name, f"“{key}”给了两个不同的值，请只给一个")
        target[name] = value
    listed = tuple(Item(label, year, values) for (label, year), values in items.items())
    return Facts(shared, listed)


def _split(key: str) -> tuple[tuple[str, int | None] | None, str]:
    place, _, name = key.replace("：", ":").rpartition(":")
    if not place:
        return None, name.strip()
    label, year = [], None
    for part in re.split(r"[·\s]+", place.strip()):
        number = _year(part)
        if number is None:
            label.append(part)
        else:
            year = number
    return ("·".join(label), year), name.strip()


def _year(text: str) -> int | None:
    """第2年 → 2, 2024年 → 2024, else None."""
    if match := _CALENDAR.match(text):
        return int(match[1])
    if not _ORDINAL.match(text):
        return None
    found = [q for q in read_people(text) if q.kind is QuantityKind.ORDINAL]
    return int(found[0].value) if found and not found[0].issue else None


def _value(known: Mapping[str, Field], name: str, text: str) -> Value:
    if name == APPLICATION_YEAR:
        return _calendar(name, text)
    field = known.get(name)
    if field is None:
        raise FactError(name, f"没有“{name}”这一项，可填：{'、'.join(known)}")
    if text.strip() in _UNSURE:
        return Unsure.UNSURE
    match field.type:
        case InputType.MONEY:
            return _money(field, text)
        case InputType.COUNT:
            return _count(field, text)
        case InputType.BOOL:
            return _yes_no(field, text)
        case InputType.YEAR:
            return _ordinal(field, text) if field.choices else _calendar(name, text)
        case InputType.DATE:
            return _day(field, text)
    return text.strip()


def _money(field: Field, text: str) -> Interval:
    try:
        reading = parse_amount(text)
    except ValueError as error:
        raise FactError(field.name, f"{field.label}：{error}") from error
    return Interval(reading.low, reading.high)


def _count(field: Field, text: str) -> Interval:
    found = read_people(text)
    fits = [q for q in found if q.kind in (QuantityKind.COUNT, QuantityKind.NUMBER)]
    if len(found) != 1 or not fits or fits[0].value.denominator != 1 or fits[0].value < 0:
        typed = text.strip()[:40]
        raise FactError(field.name, f"{field.label}：“{typed}”应为个数，如 2{field.unit}")
    return Interval(Decimal(int(fits[0].low)), Decimal(int(fits[0].high)))


def _yes_no(field: Field, text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise FactError(field.name, f"“{field.label}”请答 是 或 否（也可答 不清楚）")
    return word in _YES


def _ordinal(field: Field, text: str) -> int:
    word = text.strip()
    number = int(word) if word.isdecimal() else _year(word)
    if number is None:
        raise FactError(field.name, f"{field.label}：请写第几年，如 第2年")
    return number


def _calendar(name: str, text: str) -> int:
    match = _CALENDAR.match(text.strip())
    if match is None:
        raise FactError(name, f"“{name}”请写年份，如 2024年")
    return int(match[1])


def _day(field: Field, text: str) -> date:
    days = [q.day for q in read_people(text) if q.day is not None and q.unit == "日"]
    if len(days) != 1:
        raise FactError(field.name, f"{field.label}：请写日期，如 2024年1月5日")
    return days[0]
