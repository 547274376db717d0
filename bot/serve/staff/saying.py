"""How the pages of the staff call what the records keep as a word of the program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.reply import Status

STATUSES: Final[Mapping[str, str]] = {
    Status.ANSWERED: "已答", Status.PARTLY: "部分答", Status.NEEDS_INPUT: "追问",
    Status.NEAREST: "只有相近原文", Status.NOT_STATED: "未载明", Status.NOT_FOUND: "没有找到",
    Status.NOT_HELD: "没有收录", Status.OUT_OF_SCOPE: "不属本库", Status.EXPIRED: "已届满",
    Status.SUPERSEDED: "已被取代", Status.CONFLICTING: "规定不一致",
    Status.NOT_ELIGIBLE: "不符合条件", Status.NOT_UNDERSTOOD: "没有听懂",
    Status.UNAVAILABLE: "检索不可用",
}  # fmt: skip
CHANNELS: Final[Mapping[str, str]] = {"page": "网页", "api": "接口"}
