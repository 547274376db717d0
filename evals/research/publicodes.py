"""The outside oracle: the clauses written once more in Publicodes, evaluated by Node.

Development only. The package is installed by ``npm ci`` in tests/oracles/publicodes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[2] / "tests" / "oracles" / "publicodes"
# our rule → Publicodes rule, and our fact → Publicodes rule with its unit
RULES = {
    "park-headquarters": "park headquarters",
    "technical-renovation": "technical renovation",
    "digital-transformation": "digital transformation ceiling",
    "public-platform": "public platform",
    "booth-fee": "booth fee floor",
    "major-event": "major event ceiling",
    "major-event-2026": "major event revised",
    "smart-glasses": "smart glasses",
}
_FACTS = {
    "引进企业数": ("engaged firms", " firm"),
    "投资额": ("renovation investment", " yuan"),
    "数字化投入": ("digital investment", " yuan"),
    "四上": ("listed enterprise", ""),
    "平台投入": ("platform investment", " yuan"),
    "年次": ("platform year", ""),
    "展位费": ("booth cost", " yuan"),
    "活动投入": ("event cost", " yuan"),
    "采购额": ("glasses cost", " yuan"),
    "产业端应用": ("industrial use", ""),
}
Fact = Decimal | int | bool


@dataclass(frozen=True, slots=True)
class Task:
    """One evaluation: a rule of ours and plain facts."""

    rule_id: str
    facts: dict[str, Fact]


def absent() -> str:
    """Say in Chinese what is missing to run Publicodes; "" where nothing is."""
    if shutil.which("node") is None:
        return "没有 node，未与 Publicodes 比较"
    if not (FOLDER / "node_modules" / "publicodes").is_dir():
        return "没有安装 Publicodes，未比较；安装：npm ci --prefix tests/oracles/publicodes"
    return ""


def evaluate(tasks: Sequence[Task]) -> tuple[list[float | None], float]:
    """Evaluate tasks in one Node process: values in 元 (None: does not apply) and seconds taken.

    Raises:
        RuntimeError: Node failed; the message is what it said.
    """
    rules = yaml.safe_load((FOLDER / "rules.publicodes.yaml").read_text(encoding="utf-8"))
    lines = [json.dumps(rules, ensure_ascii=False), *(json.dumps(_situation(t)) for t in tasks)]
    done = subprocess.run(
        ["node", "run.mjs"], input="\n".join(lines), cwd=FOLDER, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    *values, timing = (json.loads(line) for line in done.stdout.splitlines())
    return values, timing["seconds"]


def _situation(task: Task) -> dict[str, object]:
    situation = {}
    for name, value in task.facts.items():
        rule, unit = _FACTS[name]
        said = ("oui" if value else "non") if isinstance(value, bool) else f"{value}{unit}"
        situation[rule] = said
    return {"rule": RULES[task.rule_id], "situation": situation}
