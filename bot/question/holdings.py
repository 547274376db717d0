"""Holdings: a message that asks which texts are held, not what they say."""

from __future__ import annotations

import re
from typing import Final

_WHO: Final = r"(?:请问|那|你们|你|这里|这儿|库里|系统|目前|现在|一共|总共|都|还)*"
_TEXTS: Final = r"(?:相关|其他|地方|补贴|扶持|惠企)*(?:政策文件|政策|文件|办法|法规|规定)"
_OF_A_PLACE: Final = re.compile(
    rf"^{_WHO}(?:有没有|有无|是否有|有|收录了?|收了|包括|包含)(?:收录)?(?:关于)?□(?:省|市|区|县|那边)?的?{_TEXTS}"
    r"(?:吗|么|没有|没|呢)?[?？。]?$"
    rf"|^□(?:省|市|区|县|那边)?的?{_TEXTS}(?:你们|这里)?(?:有没有|有吗|有么|收录了?吗|收录了?没有|收了吗)[?？。]?$"
)
_OF_ALL: Final = re.compile(
    rf"^{_WHO}(?:收录|收|有|存)了?(?:哪些|哪几|什么|多少|几)(?:份|个|部|篇)?(?:政策文件|文件|法规|地方的政策|城市的政策|地区的政策)"
    r"(?:呢|啊)?[?？。]?$"
    rf"|^{_WHO}(?:收录|收|有|存)了?(?:哪些|哪几个|什么|多少个?|几个)(?:地方|城市|地区|省市|省)(?:的(?:政策|文件))?[?？。]?$"
)


def asks_what_is_held(text: str, places: tuple[str, ...]) -> bool:
    """Whether a message asks which texts are held, of all places or of those it names."""
    for place in places:
        text = text.replace(place, "□")
    return (_OF_A_PLACE if places else _OF_ALL).match(text) is not None
