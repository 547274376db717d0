"""Where: place names in a question, and what they mean for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from corpus import regions
from corpus.document import Document


class PlaceRole(StrEnum):
    """What a place in a question says."""

    OPERATING = "operating"  # the enterprise works there: 厂在惠州、经营在惠州、惠州的眼镜厂
    REGISTERED = "registered"  # 注册在南山
    ORIGIN = "origin"  # 从福田引进的总部
    POLICY = "policy"  # that place's own policy is asked about: 宝安区有没有补贴
    VISITED = "visited"  # 去上海参展、上海也有厂: named beside what the enterprise does here
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a question."""

    name: str
    role: PlaceRole
    local: bool  # inside the region of the texts asked, or above it


AWAY: Final = "以外"
NATIONAL: Final = frozenset({"全国", "国家", "中国"})  # regions of texts that apply everywhere
_REGISTERED: Final = re.compile(r"(注册|登记)(地址?|地点)?(是|在|于|到)?(了)?$")
_AT_WORK: Final = (
    "(?:(?<!总)公司|办公室|工厂|厂房|厂子|厂区|厂里|厂|企业|店|门店|车间|仓库|单位|园区|经营|生产|办公|运营|产线|员工|人员|工人|机器|设备|实验室|展厅|人"
    "|我们|我司|我厂|本厂|咱们?|这边)"
)
_OPERATING: Final = re.compile(
    rf"({_AT_WORK}([和与、及跟]?{_AT_WORK}|地址?|地点|场所|其实|实际上?|全部?|都|就|则|却|也|还|仍|一直|始终|长期"
    "|目前|现在|早就|主要|已经?|平时|上个月|去年底?|今年初?|年初|年底|前阵子)*(是|开|设|搬|落|放|拉|迁|挪|转)?(在|于|到|去)了?|(搬|迁)(到|至|去|进|往)?了?)$"
)
_OF: Final = re.compile(r"(公司|企业|厂|单位|机构|我们|我司)(都|全)?是$")
_ORIGIN: Final = re.compile(r"(从|由|引进|引入|引来|招来|谈下来|拉来|引了|招了)[^，。,；;]{0,4}$")
_OWNER: Final = re.compile(
    r"^(市|区|省|县|镇|那边|这边)?(的|做|生产|开|一家|某)?[^，。；,;？?\d]{0,8}?(厂|公司|企业|店|作坊|工作室|商户|品牌商|制造商)(?!.{0,4}(补贴|政策|补助)(吗|是|有))"
)
_POLICY: Final = re.compile(
    r"^(市|区|省|县|新区)?(那边|这边|政府|本地|当地)?(的|对|给|也|会|有没有|有无|有|是否有)?[^，。,；;？?]{0,10}?(类似|政策|补贴|补助|奖励|扶持|资助|措施|办法|标准|规定|怎么(补|给|算|奖))"
)


_BEFORE: Final = (
    (_REGISTERED, PlaceRole.REGISTERED),
    (_OPERATING, PlaceRole.OPERATING),
    (_ORIGIN, PlaceRole.ORIGIN),
)
_AFTER: Final = (
    (re.compile(r"(市|区)?(的)?(那[个边间家]?|分)(分?厂|分?公司|车间|门?店)"), PlaceRole.MENTION),
    (re.compile(r"(市|区)?(的)?(一家|某家|那家|有家|一间)"), PlaceRole.ORIGIN),
    (re.compile(r"(市|区)?(那边|那里)?(过来|来|搬过来|迁过来|搬来|迁来)的"), PlaceRole.ORIGIN),
    (
        re.compile(
            r"[^，。,；;？?]{0,16}(迁来|搬来|(搬|迁|落户|进驻|入驻)到?(来)?(我们|咱|本)[^，。,；;]{0,2}园|引(进|来|入))"
        ),
        PlaceRole.ORIGIN,
    ),
    (
        re.compile(
            r"(区|市|的)?[^，。,；;？?]{0,10}(企业|公司|厂)[^，。,；;？?]{0,8}(怎么|如何|有什么|有哪些|补多少)"
        ),
        PlaceRole.POLICY,
    ),
    (
        re.compile(
            r"(市|区)?(那边|这边)?(做|搞|开|卖|生产)[^，。,；;？?展会]{1,10}的(?=[，。,？?]|$)"
        ),
        PlaceRole.OPERATING,
    ),
    (re.compile(r"[^，。,；;？?]{0,14}(政府|当地|那边)"), PlaceRole.POLICY),
    (re.compile(r"(区|市)?(注册|登记)"), PlaceRole.REGISTERED),
    (re.compile(r"(区|市)?(经营|生产|办公)"), PlaceRole.OPERATING),
    (_POLICY, PlaceRole.POLICY),
    (_OWNER, PlaceRole.OPERATING),
)
_ALSO_THERE: Final = re.compile(r"(区|市|那边|这边)?(也|还|另外?)[有开设]")  # 我们在越南也有厂
# What somebody goes to a place for, not where the enterprise is: 上海眼镜展, 广州家博会.
_VISITED: Final = re.compile(
    r"(市|区)?(的|参加|参|办|开)?[^，。,；;？?在厂司]{0,6}(展(?!厅|示|柜)|博会|交易会|论坛|大赛|时装周|时尚周|发布会)"
)
_GOING: Final = re.compile(r"(参加|参|去|到|赴|在|跑|飞)(了|过)?$")
_NOTHING_THERE: Final = re.compile(
    r"(区|这边|那边|本地)?(没有?|无)(注册|实体|自己的)?(公司|厂|店|经营|办公|场所|人)"
)
_UNKNOWN: Final = re.compile(
    r"(?:在|位于|搬到|搬去|落在|你们|我们|来自)(?P<name>(?![在是的])[\u4e00-\u9fff]{2,3}(?:区|县|市))(?![内外里])"
)
_ALONE: Final = re.compile(
    r"^(那|那么|换成|如果是|要是)?□(区|市|县|省|镇)?(那边|这边|的)?"
    r"(呢|咧|怎么样|怎么算|怎么补|有吗|有没有|行吗|可以吗)?[?？。]?$"
)
_ITS_MATTER: Final = re.compile(r"^(区|市|县|省|镇)?(这边|那边)?的?(?=□)")
_SUFFIX: Final = re.compile(r"(?<=.{2})(省|市|区|县|镇|新区|街道)$")


_KEPT: Final = 1 << 14  # names whose place is kept: each is held against every region


@cache
def _table() -> Any:  # noqa: ANN401 - parsed YAML
    return yaml.safe_load(files("bot.question").joinpath("places.yaml").read_text("utf-8"))


@cache
def _above() -> Mapping[str, str]:
    return {name: above for above, names in _table()["within"].items() for name in names}


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
        return bool({name, *above(name)} & self.names) or name in self.places

    def covers(self, place: str) -> bool:
        """Whether somebody at a place may be in the region: 深圳 is not elsewhere for 龙岗."""
        return self.is_national or self.holds(place) or self.lies_in(place)

    def lies_in(self, place: str) -> bool:
        """Whether a place is above the region: 深圳 for a text of 龙岗."""
        return any(stem(place) in above(name) for name in self.names)


@cache
def _pattern(others: frozenset[str]) -> re.Pattern[str]:
    table = _table()
    names = {*table["within"], *table["abroad"], *table["others"], *others}
    names.update(name for inside in table["within"].values() for name in inside)
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


def names(region: Region, others: Iterable[Region]) -> tuple[str, ...]:
    """Every place name that is recognised, with and without 区, 市, 省."""
    table = _table()
    plain = {*table["within"], *table["abroad"], *table["others"]}
    plain.update(name for inside in table["within"].values() for name in inside)
    plain.update(name for one in (region, *others) for name in (*one.names, *one.places))
    plain -= NATIONAL
    ended = [f"{name}{end}" for name in sorted(plain) for end in ("区", "市", "省", "街道", "镇")]
    return (*sorted(plain), *ended)


# 1200万全是今年投的 names no 万全.
_NUMERALS: Final = frozenset("0123456789一二三四五六七八九十百千几多")


def gazetteered(text: str, region: Region) -> tuple[regions.Place, ...]:
    """The places of the gazetteer that a text names; those near the region by a short name too."""
    near = [division for name in region.names for division in regions.named(name)]
    found = regions.find(text, near)
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
    declared = frozenset(name for one in (region, *others) for name in (*one.names, *one.places))
    declared -= NATIONAL  # 国家级: says nothing of where
    spans = [(m.start(), m.end(), m.group()) for m in _pattern(declared).finditer(text)]
    outer: dict[int, set[str]] = {}  # where a place begins → what it lies in: 广州白云区
    for place in gazetteered(text, region):
        if not any(a < place.end and place.start < b for a, b, _ in spans):
            spans.append((place.start, place.end, place.text))
            lies = (stem(one.name) for held in place.divisions for one in regions.above(held))
            outer[place.start] = set(lies)
    for match in _UNKNOWN.finditer(text):
        name, start = match["name"], match.start("name")
        known = any(a < match.end("name") and start < b for a, b, _ in spans)
        if not known and not any(name.endswith(word) for word in _table()["not_places"]):
            spans.append((start, match.end("name"), name))
    found: list[Place] = []
    begins: int | None = None  # 深圳盐田: the nearer name says where, the upper one how
    ordered = sorted(spans)
    for (start, end, name), following in zip(ordered, (*ordered[1:], None), strict=False):
        begins = start if begins is None else begins
        inner = (*above(following[2]), *outer.get(following[0], ())) if following else ()
        if following and following[0] - end <= 1 and stem(name) in inner:
            continue
        local = region.covers(name)
        if local and (_away(text, begins) or _NOTHING_THERE.match(text[end:])):
            found.append(Place(f"{name}{AWAY}", PlaceRole.OPERATING, local=False))
        else:
            found.append(Place(name, _role(text, begins, end, said or text, hosts=hosts), local))
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


def _role(text: str, start: int, end: int, said: str, *, hosts: bool) -> PlaceRole:
    before, after = text[max(0, start - 12) : start], text[end : end + 24]
    if _ALONE.match(f"{text[:start]}□{text[end:]}"):
        return PlaceRole.POLICY
    if _OF.search(before) and after.startswith("的"):
        return PlaceRole.OPERATING  # 承办公司是福田的
    if _ALSO_THERE.match(after):
        return PlaceRole.VISITED
    for pattern, role in _BEFORE:
        if pattern.search(before):
            visited = role is PlaceRole.OPERATING and _VISITED.match(said[end : end + 24])
            return PlaceRole.VISITED if visited else role  # 我们去上海眼镜展摆摊
    for pattern, role in _AFTER:
        if pattern.match(after):
            return PlaceRole.ORIGIN if hosts and pattern is _OWNER else role
    if (match := _ITS_MATTER.match(text[end:])) and not is_held_there(
        said[end + match.end() :][:4]
    ):
        return PlaceRole.POLICY  # 盐田区技改投了350万: the matter is asked of that place
    shown = _VISITED.match(said[end : end + 24]) or is_held_there(said[end : end + 3])
    whose = after.startswith("的") and not _GOING.search(before)  # 北京的展位费, 去北京的展会
    return PlaceRole.VISITED if shown and not whose else PlaceRole.MENTION


def is_abroad(name: str) -> bool:
    """Whether a place is in another country, where much is bought and shown."""
    held = regions.named(name)
    outside = bool(held) and not any(regions.within(one, regions.CHINA) for one in held)
    return name in _table()["abroad"] or outside


def is_held_there(matter: str) -> bool:
    """Whether it is of what takes place somewhere: 广州展会 says nothing of where a firm is."""
    return any(word in matter for word in _table()["held_there"])
