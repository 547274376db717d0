"""Where: place names in a question, and what they mean for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from bot.question.place_roles import PlaceRole, role_of
from bot.question.place_table import table
from corpus import regions
from corpus.document import Document


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a question."""

    name: str
    role: PlaceRole
    local: bool  # inside the region of the texts asked, or above it


AWAY: Final = "以外"
NATIONAL: Final = frozenset({"全国", "国家", "中国"})  # regions of texts that apply everywhere
_NOTHING_THERE: Final = re.compile(
    r"(区|这边|那边|本地)?(没有?|无)(注册|实体|自己的)?(公司|厂|店|经营|办公|场所|人)"
)
_UNKNOWN: Final = re.compile(
    r"(?:在|位于|搬到|搬去|落在|你们|我们|来自)(?P<name>(?![在是的])[\u4e00-\u9fff]{2,3}(?:区|县|市))(?![内外里])"
)
_SUFFIX: Final = re.compile(r"(?<=.{2})(省|市|区|县|镇|新区|街道)$")


_KEPT: Final = 1 << 14  # names whose place is kept: each is held against every region
_KEPT_REGIONS: Final = 256  # regions of scopes whose names are kept


@cache
def _above() -> Mapping[str, str]:
    return {name: above for above, names in table()["within"].items() for name in names}


@lru_cache(maxsize=_KEPT)
def stem(name: str) -> str:
    """A place's name without what kind of place it is: 盐田区 → 盐田."""
    return _SUFFIX.sub("", name)


@lru_cache(maxsize=_KEPT)
def above(name: str) -> tuple[str, ...]:
    """What a place lies in, the nearest first: 盐田 → 深圳, 广东."""
    upper = _above().get(stem(name))
    if upper is not None:
        return (upper, *above(upper))
    held = regions.named(name) or regions.named(stem(name))
    chains = {tuple(stem(one.name) for one in regions.above(division)) for division in held}
    return chains.pop() if len(chains) == 1 else ()  # of two of one name neither is meant


@dataclass(frozen=True, slots=True)
class Region:
    """Where a text applies: the names of the region and of places inside it."""

    names: frozenset[str]  # 龙岗
    places: frozenset[str] = frozenset()  # 横岗

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Region:
        """The region of texts that apply in the same one."""
        held = tuple(documents)
        names = frozenset(stem(name) for document in held for name in document.region)
        return cls(names, frozenset(stem(name) for d in held for name in d.places))

    @property
    def is_national(self) -> bool:
        """Whether its texts apply everywhere."""
        return bool(self.names & NATIONAL)

    def is_of(self, place: str) -> bool:
        """Whether a place is the region itself, or a part of it that its texts name."""
        return stem(place) in self.names or stem(place) in self.places

    def is_at(self, place: str) -> bool:
        """Whether a place is the region, a part of it, or above it: 上海 for a text of 临港."""
        return self.is_of(place) or self.lies_in(place)

    def is_below(self, other: Region) -> bool:
        """Whether another region is above this one: 盐田 below 深圳, 深圳 below the nation."""
        if other.is_national:
            return bool(self.names) and not self.is_national
        return any(set(above(name)) & other.names for name in self.names) and not (
            self.names & other.names
        )

    def holds(self, place: str) -> bool:
        """Whether being at a place is being in the region."""
        name = stem(place)
        return bool({name, *above(place)} & self.names) or name in self.places

    def covers(self, place: str) -> bool:
        """Whether somebody at a place may be in the region: 深圳 is not elsewhere for 龙岗."""
        return self.is_national or self.holds(place) or self.lies_in(place)

    def lies_in(self, place: str) -> bool:
        """Whether a place is above the region: 深圳 for a text of 龙岗."""
        return any(stem(place) in above(name) for name in self.names)


def nearest(found: Iterable[Region]) -> frozenset[Region]:
    """The regions that none of the others is below: a district and not its city."""
    held = frozenset(found)
    inside: dict[str, list[Region]] = {}  # what is in a place of that name
    for region in held:
        for upper in {upper for name in region.names for upper in above(name)}:
            inside.setdefault(upper, []).append(region)

    def lower(region: Region) -> Iterable[Region]:
        if region.is_national:
            return held
        return (one for name in region.names for one in inside.get(name, ()))

    return frozenset(r for r in held if not any(one.is_below(r) for one in lower(r)))


@lru_cache(maxsize=_KEPT_REGIONS)
def _declared(region: Region, others: tuple[Region, ...]) -> frozenset[str]:
    found = frozenset(name for one in (region, *others) for name in (*one.names, *one.places))
    return found - NATIONAL  # 国家级: says nothing of where


@cache
def _pattern(others: frozenset[str]) -> re.Pattern[str]:
    listed = table()
    names = {*listed["within"], *listed["abroad"], *listed["others"], *others}
    names.update(name for inside in listed["within"].values() for name in inside)
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


def names(region: Region, others: Iterable[Region]) -> tuple[str, ...]:
    """Every place name that is recognised, with and without 区, 市, 省."""
    listed = table()
    plain = {*listed["within"], *listed["abroad"], *listed["others"]}
    plain.update(name for inside in listed["within"].values() for name in inside)
    plain.update(name for one in (region, *others) for name in (*one.names, *one.places))
    plain -= NATIONAL
    ended = [f"{name}{end}" for name in sorted(plain) for end in ("区", "市", "省", "街道", "镇")]
    return (*sorted(plain), *ended)


# 1200万全是今年投的 names no 万全.
_NUMERALS: Final = frozenset("0123456789一二三四五六七八九十百千几多")


@lru_cache(maxsize=_KEPT_REGIONS)
def _near(region: Region) -> tuple[regions.Division, ...]:
    return tuple(division for name in region.names for division in regions.named(name))


def gazetteered(text: str, region: Region) -> tuple[regions.Place, ...]:
    """The places of the gazetteer that a text names; those near the region by a short name too."""
    found = regions.find(text, _near(region))
    return tuple(p for p in found if p.start == 0 or text[p.start - 1] not in _NUMERALS)


def places(
    text: str,
    region: Region,
    others: Iterable[Region] = (),
    said: str = "",
    *,
    hosts: bool = False,
) -> tuple[Place, ...]:
    """The places a question names.

    ``region`` is where the texts asked apply, ``others`` the regions of the other texts held.
    ``text`` hides the matters (□) that ``said`` names. ``hosts``: it is about firms brought in, so
    that 汕头的企业 is one of them and not the one that asks.
    """
    pattern = _pattern(_declared(region, tuple(others)))
    spans = [(m.start(), m.end(), m.group()) for m in pattern.finditer(text)]
    outer: dict[int, dict[str, str]] = {}  # a place's start → what it lies in, what it is there
    for place in gazetteered(text, region):
        if not any(a < place.end and place.start < b for a, b, _ in spans):
            spans.append((place.start, place.end, place.text))
            outer[place.start] = {
                stem(one.name): held.name for held in place.divisions for one in regions.above(held)
            }
    for match in _UNKNOWN.finditer(text):
        name, start = match["name"], match.start("name")
        known = any(a < match.end("name") and start < b for a, b, _ in spans)
        if not known and not any(name.endswith(word) for word in table()["not_places"]):
            spans.append((start, match.end("name"), name))
    found: list[Place] = []
    begins: int | None = None  # 深圳盐田: the nearer name says where, the upper one how
    upper = ""  # 内江东兴: of two of one name the one that lies there
    ordered = sorted(spans)
    for (start, end, name), following in zip(ordered, (*ordered[1:], None), strict=False):
        begins = start if begins is None else begins
        inner = (*above(following[2]), *outer.get(following[0], ())) if following else ()
        if following and following[0] - end <= 1 and stem(name) in inner:
            upper = stem(name)
            continue
        name = outer.get(start, {}).get(upper, name)
        if upper and upper not in above(name):
            name = upper  # 北京朝阳: another city has a 朝阳区 too
        upper = ""
        local = region.covers(name)
        if local and (_away(text, begins) or _NOTHING_THERE.match(text[end:])):
            found.append(Place(f"{name}{AWAY}", PlaceRole.OPERATING, local=False))
        else:
            found.append(
                Place(
                    name,
                    role_of(text, begins, end, said or text, hosts=hosts, abroad=is_abroad(name)),
                    local,
                )
            )
        begins = None
    return tuple(found)


def _away(text: str, start: int) -> bool:
    """Whether the enterprise says that it is not there: 厂子不在龙岗."""
    return (
        re.search(
            r"(?<!在)(?<!不是)(?<!并非)(不|没|没有|并不|未)(是)?(开|设)?在$",
            text[max(0, start - 6) : start],
        )
        is not None
    )


def is_abroad(name: str) -> bool:
    """Whether a place is in another country, where much is bought and shown."""
    held = regions.named(name)
    outside = bool(held) and not any(regions.within(one, regions.CHINA) for one in held)
    return name in table()["abroad"] or outside
