"""Where a text names a place, and which of several places of one name it means.

A name with 省, 市, 区, 县 is found anywhere; a short name (龙岗) where it hardly means anything
else, or where what stands beside it says so: 深圳光明, 北京朝阳. What stays open keeps all that
are possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from corpus.regions.gazetteer import Division, above, gazetteer, within, zone

# Full names that are also what any town calls a part of itself, or that begin in another word:
# 老城区, 新县城, 相应县级部门.
_COMMON: Final = re.compile(
    r"(?:[城矿郊东西南北新老港]区|[新老古东西南北]城区?|城[关中东西南北]区|市[中南北]区|港口区|河口区|.[县])$"
)
_ZONE: Final = re.compile(
    r"市?(?P<zone>高新(?:技术)?(?:产业)?(?:开发)?区|经(?:济)?(?:技术)?开(?:发)?区"
    r"|综合保税区|保税港?区|自(?:由)?贸(?:易)?(?:试验)?区)"
)
# A short name before one of these is part of another name: 南京路, 苏州河, 中山公园.
_NOT_A_PLACE: Final = re.compile(
    r"[东西南北中]?(?:路|大道|大街|街(?!道)|公园|大学|学院)|[江河湖](?![苏西门阴津宁都北南源])"
)
_BESIDE: Final = re.compile(r"[省市区县]?[ 　·\-—]?")
_LISTED: Final = re.compile(r"[省市区县]?[、和与及，,]")
_KEPT: Final = 256  # regions whose surroundings are kept


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a text names: ``text[start:end]``, and what it can be."""

    start: int
    end: int
    text: str
    divisions: tuple[Division, ...]

    @property
    def division(self) -> Division | None:
        """What is meant; None where several are possible."""
        return self.divisions[0] if len(self.divisions) == 1 else None


def find(text: str, near: Iterable[Division] = ()) -> tuple[Place, ...]:
    """The places that a text names, in order and not overlapping.

    ``near`` is where the text belongs: a place inside or beside it may go by its short name even
    if that is an ordinary word (光明 for a text of 深圳); of two of one name the nearer is meant.
    """
    around = _around(tuple(near))
    found: list[Place] = []
    position = 0
    starts = gazetteer().by_start
    while position < len(text) - 1:
        before = found[-1] if found else None
        place = None
        for name in starts.get(text[position : position + 2], ()):
            if text.startswith(name, position):
                place = _accept(text, position, name, before, around)
                if place:
                    break
        if place is None:
            position += 1
            continue
        found.append(_with_zone(text, place))
        position = found[-1].end
    return _settled(found, around)


@lru_cache(maxsize=_KEPT)
def _around(near: tuple[Division, ...]) -> frozenset[str]:
    """Codes of what a text's own places lie in, provinces apart, and of those places."""
    held: set[str] = set()
    for division in near:
        held.add(division.code)
        held.update(upper.code for upper in above(division) if upper.parent)
    return frozenset(held)


def _accept(
    text: str, start: int, name: str, before: Place | None, around: frozenset[str]
) -> Place | None:
    """The name as a place, if it can be one here."""
    end = start + len(name)
    divisions = gazetteer().by_name[name]
    beside = _beside(text, start, before, divisions)
    if beside:
        return Place(start, end, name, beside)
    here = tuple(one for one in divisions if one.parent in around or one.code in around)
    full = tuple(one for one in divisions if name != one.short)
    if full and not (_COMMON.match(name) and len(name) <= 3):
        return Place(start, end, name, full)
    if _NOT_A_PLACE.match(text, end):
        return None
    plain = tuple(one for one in divisions if one.alone and name == one.short)
    possible = here or plain
    return Place(start, end, name, possible) if possible else None


def _beside(
    text: str, start: int, before: Place | None, divisions: tuple[Division, ...]
) -> tuple[Division, ...]:
    """Those that lie in the place named just before, or are listed with it: 东城、西城、朝阳."""
    if before is None or start - before.end > 2:
        return ()
    gap = text[before.end : start]
    if _BESIDE.fullmatch(gap):
        return tuple(
            one for one in divisions for outer in before.divisions
            if one != outer and within(one, outer)
        )  # fmt: skip
    if _LISTED.fullmatch(gap):
        parents = {other.parent for other in before.divisions if other.parent}
        return tuple(one for one in divisions if one.parent in parents)
    return ()


def _with_zone(text: str, place: Place) -> Place:
    """内江经开区 is a zone of 内江, not 内江."""
    match = _ZONE.match(text, place.end)
    if match is None:
        return place
    zones = tuple(zone(division, match["zone"]) for division in place.divisions)
    return Place(place.start, match.end(), text[place.start : match.end()], zones)


def _settled(found: list[Place], around: frozenset[str]) -> tuple[Place, ...]:
    """Candidates narrowed by what else the text names."""
    certain = {place.division for place in found if place.division}
    codes = {code for one in certain for code in (one.code, *(up.code for up in above(one)))}
    open_ones = {place.divisions for place in found if not place.division}
    meant = {divisions: _narrowed(divisions, codes, around) for divisions in open_ones}
    return tuple(
        replace(place, divisions=meant.get(place.divisions, place.divisions)) for place in found
    )


def _narrowed(
    divisions: tuple[Division, ...], named: set[str], around: frozenset[str]
) -> tuple[Division, ...]:
    """Of several: those nearby, then those in what the text names, then the uppermost."""
    left = divisions
    for known in (around, named):
        inside = tuple(
            one for one in left if one.code in known or any(up.code in known for up in above(one))
        )
        left = inside or left
    provinces = tuple(one for one in left if not one.parent)
    left = provinces or left
    outer = tuple(one for one in left if not any(one != up and within(one, up) for up in left))
    return outer or left
