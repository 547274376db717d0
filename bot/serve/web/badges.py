"""Badges: in one word how a question ended, or whether a text applies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.reply import Status
from bot.serve.interpretations import State
from bot.serve.web.markup import Markup, tag
from corpus.document import Document
from corpus.versions import Period, period

STATUSES: Final[Mapping[Status, tuple[str, str]]] = {
    Status.ANSWERED: ("有明确规定", "good"),
    Status.PARTLY: ("部分有规定", "warn"),
    Status.NEAREST: ("最接近的原文", "wait"),
    Status.NEEDS_INPUT: ("还需要一项信息", "brand"),
    Status.NOT_STATED: ("条款未载明", "warn"),
    Status.NOT_FOUND: ("没有找到", "plain"),
    Status.NOT_HELD: ("未收录该文件", "plain"),
    Status.OUT_OF_SCOPE: ("不在政策范围内", "plain"),
    Status.EXPIRED: ("不在有效期内", "stop"),
    Status.SUPERSEDED: ("已有新规定", "warn"),
    Status.CONFLICTING: ("两份文件不一致", "warn"),
    Status.NOT_ELIGIBLE: ("不符合条件", "stop"),
    Status.NOT_UNDERSTOOD: ("没有理解", "wait"),
    Status.UNAVAILABLE: ("检索暂不可用", "stop"),
}
PERIODS: Final[Mapping[Period, tuple[str, str]]] = {
    Period.BEFORE: ("尚未施行", "plain"),
    Period.WITHIN: ("有效期内", "good"),
    Period.ENDING: ("即将届满", "warn"),
    Period.AFTER: ("已过有效期", "stop"),
    Period.UNKNOWN: ("有效期未载明", "plain"),
}
INTERPRETATIONS: Final[Mapping[State, str]] = {  # tones
    State.DRAFT: "warn", State.SIGNED: "good", State.VOID: "stop", State.WITHDRAWN: "plain",
}  # fmt: skip


def badge(words: str, tone: str) -> Markup:
    """A coloured label; ``tone`` is one of good, warn, stop, brand, plain."""
    return tag("span", words, class_=f"badge {tone}")


def status_badge(status: Status) -> Markup:
    """How a question ended."""
    return badge(*STATUSES[status])


def validity_badges(document: Document, day: date) -> Markup:
    """Whether the document applies on the day, and what sort of text it is."""
    return Markup(" ").join(
        (badge(*PERIODS[period(document, day)]), badge(document.kind.value, "brand"))
    )
