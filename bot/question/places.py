"""Where: place names in a question, and what they mean for it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml


class PlaceRole(StrEnum):
    """What a place in a question says."""

    OPERATING = "operating"  # the enterprise works there: 厂在惠州、经营在惠州、惠州的眼镜厂
    REGISTERED = "registered"  # 注册在南山
    ORIGIN = "origin"  # 从福田引进的总部
    POLICY = "policy"  # that place's own policy is asked about: 宝安区有没有补贴
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a question."""

    name: str
    role: PlaceRole
    local: bool  # inside the region of the collection's documents


_REGISTERED: Final = re.compile(r"(注册|登记)(地址?|地点)?(是|在|于|到)?(了)?$")
_OPERATING: Final = re.compile(
    r"((实际)?(经营|生产|办公|运营|厂房|车间)(和|与|、|及)?(经营|生产|办公|运营|仓库)?(地址?|地点|场所)?(其实|实际上?|全|都|就|则|却)*(是|设)?(在|于)|(工厂|厂房?|公司|企业|店|门店|总部|车间|我们)(都|就|还)?(是)?(开|设|搬)?(在|到|去)了?)$"
)
_ORIGIN: Final = re.compile(r"(从|由|引进|引入|引来)[^，。,]{0,4}$")
_OWNER: Final = re.compile(
    r"^(市|区|省|县|镇|那边|这边)?(的|做|生产|开|一家|某)?[^，。,？?]{0,8}?(厂|公司|企业|店|作坊|工作室|商户|品牌商|制造商)(?!.{0,4}(补贴|政策|补助)(吗|是|有))"
)
_POLICY: Final = re.compile(
    r"^(市|区|省|县|新区)?(那边|这边|政府|本地|当地)?(的|对|给|也|会|有没有|有无|有|是否有)?[^，。,？?]{0,10}?(类似|政策|补贴|补助|奖励|扶持|资助|措施|办法|标准|规定|怎么(补|给|算|奖))"
)


@cache
def _table() -> Any:  # noqa: ANN401 - parsed YAML
    return yaml.safe_load(files("bot.question").joinpath("places.yaml").read_text("utf-8"))


@cache
def _pattern() -> re.Pattern[str]:
    table = _table()
    names = [*table["districts"], *table["cities"], *table["provinces"]]
    for parts in table["local_parts"].values():
        names.extend(parts)
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


def names() -> tuple[str, ...]:
    """Every place name that is recognised, with and without 区, 市, 省."""
    table = _table()
    plain = [*table["districts"], *table["cities"], *table["provinces"]]
    for parts in table["local_parts"].values():
        plain.extend(parts)
    ended = [f"{name}{end}" for name in plain for end in ("区", "市", "省")]
    return (*plain, *ended)


def places(text: str, region: Collection[str]) -> tuple[Place, ...]:
    """The places a question names. `region`: names of the area the documents apply to."""
    local_names = set(region)
    for name in region:
        local_names.update(_table()["local_parts"].get(name, ()))
        local_names.update(_table()["above"].get(name, ()))
    found = []
    for match in _pattern().finditer(text):
        name = match.group()
        local = any(name in part or part in name for part in local_names)
        if local and _away(text, match.start()):
            found.append(Place(f"{name}以外", PlaceRole.OPERATING, local=False))
            continue
        found.append(Place(name, _role(text, match.start(), match.end()), local))
    return tuple(found)


def _away(text: str, start: int) -> bool:
    """Whether the enterprise says that it is not there: 厂子不在龙岗."""
    return (
        re.search(r"(?<!在)(不|没|没有|并不|未)(是)?(开|设)?在$", text[max(0, start - 6) : start])
        is not None
    )


def _role(text: str, start: int, end: int) -> PlaceRole:
    before, after = text[max(0, start - 12) : start], text[end : end + 24]
    if _REGISTERED.search(before):
        return PlaceRole.REGISTERED
    if _OPERATING.search(before):
        return PlaceRole.OPERATING
    if _ORIGIN.search(before):
        return PlaceRole.ORIGIN
    if re.match(
        r"(区|市|的)?[^，。,？?]{0,10}(企业|公司|厂)[^，。,？?]{0,8}(怎么|如何|有什么|有哪些|补多少)",
        after,
    ):
        return PlaceRole.POLICY
    if re.match(r"[^，。,？?]{0,14}(政府|当地|那边)", after):
        return PlaceRole.POLICY
    if re.match(r"(区|市)?(注册|登记)", after):
        return PlaceRole.REGISTERED
    if re.match(r"(区|市)?(经营|生产|办公)", after):
        return PlaceRole.OPERATING
    if _POLICY.match(after):
        return PlaceRole.POLICY
    if _OWNER.match(after):
        return PlaceRole.OPERATING
    return PlaceRole.MENTION
