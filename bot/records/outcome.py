"""How one case of the evaluation went, as data: what the evals write and the pages show.

The evals stand above the bot, which may not call them; so what both speak of is defined here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

MEASURES: Final[Mapping[str, str]] = {  # name → title; higher is better in all of them
    "overall": "整体通过",
    "amount": "金额准确",
    "citation_recall": "引用召回",
    "citation_focus": "引用准确",
    "verbatim": "引文逐字一致",
    "must": "要点齐全",
    "must_not": "无禁止内容",
    "refusal": "拒答得当",
    "clarification": "追问得当",
    "invented": "无凭空金额",
    "founded": "数字均有出处",
}
CATEGORIES: Final[Mapping[str, str]] = {  # of our own set; anybody else's are shown as written
    "amount": "金额",
    "lookup": "查条款",
    "eligibility": "能否享受",
    "version": "修订与效力",
    "staff": "工作人员的问法",
    "colloquial": "口语",
    "multiturn": "多轮",
    "unanswerable": "没有依据的问题",
    "adversarial": "误导与陷阱",
}


class Fault(StrEnum):
    """Every kind of fault that an answer can have."""

    SILENT = "没有作答"
    AMOUNT = "金额错"
    NO_AMOUNT = "缺金额"
    INVENTED = "凭空金额"
    UNCITED = "引用缺"
    OVERCITED = "引用多"
    MISQUOTED = "引文不符"
    LACKING = "缺要点"
    FORBIDDEN = "含禁止内容"
    NOT_REFUSED = "该拒未拒"
    REFUSED = "不该拒却拒"
    NOT_ASKED = "该问未问"
    ASKED = "不该问却问"
    STATUS = "状态错"
    UNFOUNDED = "数字无出处"


Counts = Mapping[str, tuple[int, int]]  # measure → (good, total), where it applies


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one case went. A case that passed may have faults that decide nothing.

    ``stamp`` is another one where the question or what is right has changed: only cases that agree
    in id and stamp are the same case. ``said`` is a digest of the words of the answer; ``answer``
    the answer itself as the evals write it, empty where only the outcome was kept.
    """

    case_id: str
    stamp: str
    category: str
    clauses: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    passed: bool
    faults: tuple[Fault, ...] = ()
    reasons: tuple[str, ...] = ()
    counts: Counts = field(default_factory=dict)
    said: str = ""
    answer: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Outcome:
        """Read what `to_json` wrote.

        Raises:
            KeyError, ValueError: it is of another kind, or of an earlier version.
        """
        return cls(
            case_id=data["id"],
            stamp=data["stamp"],
            category=data["category"],
            clauses=tuple(data["clauses"]),
            turns=tuple(data.get("turns", ())),
            passed=data["passed"],
            faults=tuple(map(Fault, data["faults"])),
            reasons=tuple(data.get("reasons", ())),
            counts={name: (good, total) for name, (good, total) in data["counts"].items()},
            said=data["said"],
            answer=data.get("answer", {}),
            seconds=data.get("seconds", 0.0),
        )

    def to_json(self) -> dict[str, Any]:
        """All of it, as plain data."""
        return {
            **self.kernel(),
            "turns": list(self.turns),
            "reasons": list(self.reasons),
            "answer": dict(self.answer),
            "seconds": self.seconds,
        }

    def kernel(self) -> dict[str, Any]:
        """What a later run is compared with, without the words."""
        return {
            "id": self.case_id,
            "stamp": self.stamp,
            "category": self.category,
            "clauses": list(self.clauses),
            "passed": self.passed,
            "faults": list(self.faults),
            "counts": {name: list(pair) for name, pair in self.counts.items()},
            "said": self.said,
        }


def category_title(category: str) -> str:
    """What a category is called."""
    return CATEGORIES.get(category, category)
