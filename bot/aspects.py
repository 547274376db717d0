"""What of the service information (办事信息) a message asks for: window, phone, link, hours, …

``aspects.yaml`` lists the turns of phrase. A message that only mentions a telephone, a website or a
process asks for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from bot.question import asks
from bot.question.phrases import Phrases, compiled

_CUTS: Final = re.compile(r"[,，。;；?？!！、\n]+")


class Aspect(StrEnum):
    """What is asked for."""

    WINDOW = "window"
    PHONE = "phone"
    LINK = "link"
    HOURS = "hours"
    MATERIALS = "materials"
    STEPS = "steps"


NAMES: Final[Mapping[Aspect, str]] = {
    Aspect.WINDOW: "窗口", Aspect.PHONE: "电话", Aspect.LINK: "链接", Aspect.HOURS: "受理时间",
    Aspect.MATERIALS: "材料", Aspect.STEPS: "流程",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """How one of them is asked for."""

    aspect: Aspect
    phrases: Phrases
    examples: tuple[str, ...]
    not_asked: tuple[str, ...]


def aspects_of(message: str) -> tuple[Aspect, ...]:
    """What the small clauses of a message ask for, each once."""
    clauses = _CUTS.split(message)
    return tuple(
        one.aspect for one in table() if any(one.phrases.found_in(clause) for clause in clauses)
    )


@cache
def table() -> tuple[Asked, ...]:
    """The table of ``aspects.yaml``."""
    source = yaml.safe_load(files("bot").joinpath("aspects.yaml").read_text("utf-8"))
    own = {name: tuple(listed.split()) for name, listed in source["classes"].items()}
    classes = dict(asks.table().classes) | own
    return tuple(
        Asked(
            Aspect(row["aspect"]),
            compiled(row["phrases"], classes, unless=row["unless"]),
            tuple(row["examples"].split()),
            tuple(row["not"].split()),
        )
        for row in source["aspects"]
    )
