"""What a place in a message says: where a firm works, or whose policy is meant."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from bot.question.place_table import table


class PlaceRole(StrEnum):
    """What a place in a question says."""

    OPERATING = "operating"  # the enterprise works there: 厂在惠州、经营在惠州、惠州的眼镜厂
    REGISTERED = "registered"  # 注册在南山
    ORIGIN = "origin"  # 从福田引进的总部
    POLICY = "policy"  # that place's own policy is asked about: 宝安区有没有补贴
    INVESTED = "invested"  # 我们在老挝投了个项目: abroad, and nothing is said of where the firm is
    VISITED = "visited"  # 去上海参展、上海也有厂: named beside what the enterprise does here
    MENTION = "mention"


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
# Of a firm that is spoken of from outside; where firms are brought in, one of those.
_THEIRS: Final = re.compile(
    r"(?<![其应])(?:那|这|该|人家|他们?|它们?|对方)[^，。,；;？?在于我咱本]{0,10}(在|于|是|到)(了)?$"
)
_OWNER: Final = re.compile(
    r"^(市|区|省|县|镇|那边|这边)?(的|做|生产|开|一家|某)?[^，。；,;？?\d]{0,8}?(厂|公司|企业|店|作坊|工作室|商户|品牌商|制造商)(?!.{0,4}(补贴|政策|补助)(吗|是|有))"
)
_POLICY: Final = re.compile(
    r"^(市|区|省|县|新区)?(那边|这边|政府|本地|当地)?(的|对|给|也|会|有没有|有无|有|是否有)?[^，。,；;？?]{0,10}?(类似|政策|补贴|补助|奖励|扶持|资助|措施|办法|标准|规定|怎么(补|给|算|奖))"
)


_THERE: Final = re.compile(r"[^，。,；;？?]{0,14}(政府|当地|那边)")
_BEFORE: Final = (
    (_REGISTERED, PlaceRole.REGISTERED),
    (_OPERATING, PlaceRole.OPERATING),
    (_ORIGIN, PlaceRole.ORIGIN),
)
_BEFORE_HOSTS: Final = ((_THEIRS, PlaceRole.ORIGIN), *_BEFORE)  # 那家企业在罗湖
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
    (_THERE, PlaceRole.POLICY),
    (re.compile(r"(区|市)?(注册|登记)"), PlaceRole.REGISTERED),
    (re.compile(r"(区|市)?(经营|生产|办公)"), PlaceRole.OPERATING),
    (_POLICY, PlaceRole.POLICY),
    (_OWNER, PlaceRole.OPERATING),
)
_RUNS: Final = re.compile(r"(市|区|县|镇)?(那边|这边|本地)?(开|经营)(?!会|展)")
_ALSO_THERE: Final = re.compile(r"(区|市|那边|这边)?(也|还|另外?)[有开设]")  # 我们在越南也有厂
# What somebody goes to a place for, not where the enterprise is: 上海眼镜展, 广州家博会.
_VISITED: Final = re.compile(
    r"(市|区)?(的|参加|参|办|开)?[^，。,；;？?在厂司]{0,6}(展(?!厅|示|柜)|博会|交易会|论坛|大赛|时装周|时尚周|发布会)"
)
_GOING: Final = re.compile(r"(参加|参|去|到|赴|在|跑|飞)(了|过)?$")
_ALONE: Final = re.compile(
    r"^(那|那么|换成|如果是|要是)?□(区|市|县|省|镇)?(那边|这边|的)?"
    r"(呢|咧|怎么样|怎么算|怎么补|有吗|有没有|行吗|可以吗)?[?？。]?$"
)
_ITS_MATTER: Final = re.compile(r"^(区|市|县|省|镇)?(这边|那边)?的?(?=□)")


# What an enterprise of here does in another country.
_INVESTING: Final = re.compile(
    r"(投|建|做|接|中|承|收购|并购|参与|开展)[^，。,；;？?\d]{0,10}?(项目|工程)"
)


def role_of(text: str, start: int, end: int, said: str, *, hosts: bool, abroad: bool) -> PlaceRole:
    """What the place between two offsets says, by the words around it.

    ``said`` is the text with the matters that ``text`` hides; ``hosts`` as in `places`.
    """
    before, after = text[max(0, start - 12) : start], text[end : end + 24]
    if _ALONE.match(f"{text[:start]}□{text[end:]}"):
        return PlaceRole.POLICY
    if abroad and before.endswith("在") and _INVESTING.match(after):
        return PlaceRole.INVESTED
    if told := _plainly(before, after, said[end : end + 24]):
        return told
    for pattern, role in _BEFORE_HOSTS if hosts else _BEFORE:
        if pattern.search(before):
            visited = role is PlaceRole.OPERATING and _VISITED.match(said[end : end + 24])
            return PlaceRole.VISITED if visited else role  # 我们去上海眼镜展摆摊
    for pattern, role in _AFTER:
        if pattern is _THERE and abroad:
            continue  # 德国那边的研发中心: whose policy is asked is said otherwise
        if pattern.match(after):
            return PlaceRole.ORIGIN if hosts and pattern is _OWNER else role
    if (match := _ITS_MATTER.match(text[end:])) and not is_held_there(
        said[end + match.end() :][:4]
    ):
        return PlaceRole.POLICY  # 盐田区技改投了350万: the matter is asked of that place
    shown = _VISITED.match(said[end : end + 24]) or is_held_there(said[end : end + 3])
    whose = after.startswith("的") and not _GOING.search(before)  # 北京的展位费, 去北京的展会
    return PlaceRole.VISITED if shown and not whose else PlaceRole.MENTION


def _plainly(before: str, after: str, said: str) -> PlaceRole | None:
    """What words on both sides, or those right behind, tell whatever else is said."""
    if _OF.search(before) and after.startswith("的"):
        return PlaceRole.OPERATING  # 承办公司是福田的
    if _ALSO_THERE.match(after):
        return PlaceRole.VISITED
    if before.endswith("在") and _RUNS.match(after) and not _VISITED.match(said):
        return PlaceRole.OPERATING  # 我在东兴开了家店
    return None


def is_held_there(matter: str) -> bool:
    """Whether it is of what takes place somewhere: 广州展会 says nothing of where a firm is."""
    return any(word in matter for word in table()["held_there"])
