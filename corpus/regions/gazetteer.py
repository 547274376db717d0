"""The divisions (行政区划), read once when first asked for."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

ABROAD: Final = "abroad"  # the parent of every place in another country
_ZONES: Final = {"高新区": "高新", "经开区": "经", "保税区": "保税", "自贸区": "自"}


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city, county, development area or country.

    ``code`` is the official code (440307) or, where there is none, a key of ours; ``short`` the
    name without 省, 市, 区, 县, empty where that would be one character; ``also`` other names;
    ``alone`` says whether ``short`` means the place wherever it stands; ``parent`` is the code of
    what it lies in, empty for a province.
    """

    code: str
    name: str
    short: str = ""
    alone: bool = True
    parent: str = ""
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called, the short name first: 龙岗, 龙岗区."""
        return (self.short, self.name, *self.also) if self.short else (self.name, *self.also)


@dataclass(frozen=True)
class Gazetteer:
    """All divisions by code and by name, and the names by their first two characters."""

    by_code: Mapping[str, Division]
    by_name: Mapping[str, tuple[Division, ...]]
    by_start: Mapping[str, tuple[str, ...]]  # the longest first


@cache
def gazetteer() -> Gazetteer:
    """The data beside this file; some 15 ms of one core."""
    by_code = {division.code: division for division in _read()}
    by_name: dict[str, tuple[Division, ...]] = {}
    for division in by_code.values():
        for name in division.names:
            by_name[name] = (*by_name.get(name, ()), division)
    by_start: dict[str, tuple[str, ...]] = {}
    for name in sorted(by_name, key=len, reverse=True):
        by_start[name[:2]] = (*by_start.get(name[:2], ()), name)
    return Gazetteer(by_code, by_name, by_start)


def _read() -> Iterator[Division]:
    for code, name, short, alone, parent in _rows("divisions.csv"):
        yield Division(code, name, short, alone == "1", parent)
    for code, name, also, parent in _rows("areas.csv"):
        yield Division(code, name, "", True, parent, tuple(filter(None, also.split(";"))))


def _rows(name: str) -> Iterator[list[str]]:
    text = files("corpus.regions").joinpath(name).read_text("utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    return rows


def by_code(code: str) -> Division | None:
    """The division of a code, also of one that `zone` made; None where there is none."""
    if code == CHINA.code:
        return CHINA
    found = gazetteer().by_code.get(code)
    if found is None and "/" in code:
        parent, _, name = code.partition("/")
        held = gazetteer().by_code.get(parent)
        return zone(held, name) if held else None
    return found


def named(name: str) -> tuple[Division, ...]:
    """Every division of that name, with or without 省, 市, 区, 县: 鼓楼区 is four."""
    return gazetteer().by_name.get(name, ())


def names() -> tuple[str, ...]:
    """Every name that is known, places abroad included."""
    return tuple(gazetteer().by_name)


CHINA: Final = Division("100000", "全国", "", False, "")


def above(division: Division) -> tuple[Division, ...]:
    """What a division lies in, the nearest first: 盐田区 → 深圳市, 广东省."""
    upper = gazetteer().by_code.get(division.parent)
    return () if upper is None else (upper, *above(upper))


def within(inner: Division, outer: Division) -> bool:
    """Whether a division is another one or lies in it; all but those abroad lie in CHINA."""
    if outer == CHINA:
        return inner.parent != ABROAD
    return inner == outer or outer in above(inner)


def zone(place: Division, name: str) -> Division:
    """The development zone of a place, by what follows the place's name: 内江 + 经济开发区."""
    kind = next((short for short, mark in _ZONES.items() if name.startswith(mark)), name)
    kind = "综合保税区" if name.startswith("综合保税") else kind
    stem = place.short or re.sub(r"[省市区县]$", "", place.name)
    return Division(f"{place.code}/{kind}", f"{stem}{kind}", "", True, place.code)
