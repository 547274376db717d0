"""``python -m evals research engines``: evaluations a second against two other engines.

Every system gets the same tasks in one run, on one core. The engine returns its whole trace each
time; Publicodes and OpenFisca-Core return the amount. What isn't installed is said.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bot.engine.result import Computation, Kind
from bot.engine.service import Engine
from evals.bench import one_core
from evals.golden import DEFAULT_DAY
from evals.research import publicodes
from evals.research.publicodes import Task
from evals.research.samples import as_facts, tasks

COUNT = 4_000
ROOT = Path(__file__).parents[2]
OPENFISCA = ROOT / "tests" / "oracles" / "openfisca"
_VENV = ROOT / "var" / "openfisca" / "bin" / "python"
_HALF_CENT = 0.005 + 1e-6


@dataclass(frozen=True, slots=True)
class Row:
    """One system: evaluations a second, and how many amounts differ from the engine's by 1 分."""

    name: str
    per_second: float
    differing: int | None

    def __str__(self) -> str:
        """Return the line of the table."""
        differing = "" if self.differing is None else f"　与引擎不同的金额 {self.differing}"
        return f"{self.name:<34}{self.per_second:>12,.0f} 次/秒{differing}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--tasks", type=int, default=COUNT, help="计算次数")


def run(args: argparse.Namespace) -> int:
    """Print the table; always 0, since a missing comparison is no failure."""
    one_core()
    engine = Engine.load()
    drawn = list(tasks(list(engine.rules.values()), args.tasks, seed=1))
    sys.stdout.write(f"测算引擎：同样的 {len(drawn)} 次计算，八条规则\n")
    found, row = _ours(engine, drawn)
    sys.stdout.write(f"{row}\n")
    amounts = [_amount(one) for one in found]
    for line in (*_publicodes(drawn, amounts), *_openfisca(drawn, amounts)):
        sys.stdout.write(f"{line}\n")
    return 0


def _ours(engine: Engine, drawn: Sequence[Task]) -> tuple[list[Computation], Row]:
    facts = [as_facts(task) for task in drawn]
    began = time.perf_counter()
    found = [
        engine.compute(task.rule_id, fact, as_of=DEFAULT_DAY)
        for task, fact in zip(drawn, facts, strict=True)
    ]
    return found, Row("本引擎（含全部步骤）", len(drawn) / (time.perf_counter() - began), None)


def _amount(found: Computation) -> Decimal:
    amount = found.low if found.kind is Kind.AT_LEAST else found.high
    return amount or Decimal(0)


def _differing(values: Sequence[float | None], amounts: Sequence[Decimal]) -> int:
    pairs = zip(values, amounts, strict=True)
    return sum(abs((value or 0.0) - float(amount)) > _HALF_CENT for value, amount in pairs)


def _publicodes(drawn: Sequence[Task], amounts: Sequence[Decimal]) -> list[str]:
    if reason := publicodes.absent():
        return [reason]
    values, seconds = publicodes.evaluate(drawn)
    return [str(Row("Publicodes", len(drawn) / seconds, _differing(values, amounts)))]


def _openfisca(drawn: Sequence[Task], amounts: Sequence[Decimal]) -> list[str]:
    python = Path(os.environ.get("OPENFISCA_PYTHON", _VENV))
    if not python.exists():
        return [
            "没有安装 OpenFisca-Core，未比较；安装：python3 -m venv var/openfisca && "
            "var/openfisca/bin/pip install -r tests/oracles/openfisca/requirements.txt"
        ]
    done = subprocess.run(
        [str(python), "run.py"], input=json.dumps([_plain(task) for task in drawn]),
        cwd=OPENFISCA, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        return [f"OpenFisca-Core 未能运行：{done.stderr.strip().splitlines()[-1]}"]
    result = json.loads(done.stdout)
    differing = _differing(result["values"], amounts)
    return [
        str(Row("OpenFisca-Core（每次一个模拟）", len(drawn) / result["single"], differing)),
        str(Row("OpenFisca-Core（全部作为向量）", len(drawn) / result["batch"], differing)),
    ]


def _plain(task: Task) -> dict[str, object]:
    facts = {k: float(v) if isinstance(v, Decimal) else v for k, v in task.facts.items()}
    return {"rule": task.rule_id, "facts": facts}
