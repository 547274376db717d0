"""``python -m evals counterfactual``: other numbers in the law, other answers from the bot.

Each round changes every number of counterfactual.yaml in a copy of the documents, opens the
assistant on it and asks again. What must come out is worked out here from the changed numbers,
by code that shares nothing with the engine.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from tqdm import tqdm

from evals.amend import Edit, amended_copy
from evals.answer import attempt
from evals.answerer import Answerer
from evals.case import Row
from evals.opening import open_assistant
from evals.wording import amounts_in, holds

PLAN = Path(__file__).with_name("counterfactual.yaml")
ROUNDS = 3  # as many as each number has values
AIM = Decimal("0.98")
_MYRIAD = 10000
_BEFORE = ("尚未", "还没", "还未", "未施行", "未生效")
_WITHIN = ("在有效期", "有效期内", "仍有效", "+有效")
_AFTER = ("+过期", "+失效", "届满", "已到期", "不再有效")
_REFUSED = ("不符合", "不满足", "未达到", "低于", "没有资助", "没有补贴")


@dataclass(frozen=True, slots=True)
class Probe:
    """A question on the changed documents, asked as of a day.

    ``due`` in 元; None where one of ``shows`` is looked for instead and no amount is due.
    """

    name: str
    question: str
    day: date
    due: Decimal | None = None
    shows: tuple[str, ...] = ()

    def followed(self, row: Row) -> bool:
        """Whether the answer says what the changed text says."""
        if self.due:
            return row.amounts == (self.due,) and self.due in amounts_in(row.answer_text)
        wanted = self.shows if self.due is None else _REFUSED
        nothing = row.amounts in ((), (Decimal(0),))
        return nothing and any(holds(word, row.answer_text) for word in wanted)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``counterfactual``."""
    parser.add_argument("--rounds", type=int, default=ROUNDS, choices=range(1, ROUNDS + 1))


def run(args: argparse.Namespace) -> int:
    """Ask in every round; 1 where fewer answers follow than aimed at."""
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    asked = followed = 0
    for number in range(args.rounds):
        probes = probes_of(plan, number)
        with TemporaryDirectory() as folder:
            root = amended_copy(edits_of(plan, number), Path(folder) / "documents")
            answerer = open_assistant(root)
            failed = list(_failures(answerer, probes, number))
        asked += len(probes)
        followed += len(probes) - len(failed)
        sys.stdout.writelines(failed)
    sys.stdout.write(f"改动后随之改变的答案：{followed}/{asked}（{followed / asked:.1%}）\n")
    return 0 if followed >= AIM * asked else 1


def edits_of(plan: Mapping[str, Any], number: int) -> list[Edit]:
    """Every change of one round; the values rotate so that a round mixes high and low."""
    edits = []
    for place, scheme in enumerate(plan["schemes"]):
        for at, one in enumerate(scheme["numbers"].values()):
            edits.append(_edit(scheme["document"], one, number + place + at))
    edits += [_edit(fact["document"], fact, number + at) for at, fact in enumerate(plan["facts"])]
    period = plan["period"]
    return [*edits, *(_edit(period["document"], period[n], number) for n in ("effective", "years"))]


def probes_of(plan: Mapping[str, Any], number: int) -> list[Probe]:
    """Every question of one round with what its answer must be."""
    effective = _day(_value(plan["period"]["effective"], number))
    inside = effective + timedelta(days=300)
    probes: list[Probe] = []
    for place, scheme in enumerate(plan["schemes"]):
        numbers = {
            name: Decimal(_value(one, number + place + at))
            for at, (name, one) in enumerate(scheme["numbers"].items())
        }
        for question in scheme["questions"]:
            for x in _inputs(scheme["shape"], numbers):
                due = expected(scheme["shape"], numbers, x)
                text = question.format(x=f"{x.normalize():f}")
                probes.append(Probe(scheme["name"], text, inside, due))
    probes += [_shown(fact, number + at, inside) for at, fact in enumerate(plan["facts"])]
    return probes + _about_period(plan["period"], number, effective, inside)


def _about_period(
    period: Mapping[str, Any], number: int, effective: date, inside: date
) -> list[Probe]:
    """What the text prints of its period, and what is due on days around its ends."""
    years = int(_value(period["years"], number))
    before = effective - timedelta(days=1)
    after = effective.replace(year=effective.year + years) + timedelta(days=2)
    last = effective.replace(year=effective.year + years) - timedelta(days=2)
    return [
        _shown(period["effective"], number, inside),
        _shown(period["years"], number, inside),
        Probe("尚未施行", period["standing"], before, shows=_BEFORE),
        Probe("有效期内", period["standing"], last, shows=_WITHIN),
        Probe("已届满", period["standing"], after, shows=_AFTER),
        Probe("施行前无金额", period["amount"], before, shows=_BEFORE),
        Probe("届满后无金额", period["amount"], after, shows=_AFTER),
    ]


def expected(shape: str, numbers: Mapping[str, Decimal], x: Decimal) -> Decimal:
    """The amount in 元 for an input of ``x`` 万元 (``count``: x heads); numbers in 万元 and %."""
    if x < numbers.get("threshold", Decimal(0)):
        return Decimal(0)
    raw = x * numbers["unit"] if shape == "count" else x * numbers["rate"] / 100
    capped = min(raw, numbers["cap"]) if "cap" in numbers else raw
    return (capped * _MYRIAD).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _inputs(shape: str, numbers: Mapping[str, Decimal]) -> list[Decimal]:
    """Below, at and above the threshold; below, at and above the point where the cap binds."""
    if shape == "count":
        return [Decimal(heads) for heads in (1, 2, 3, 6)]
    points = [Decimal(8), Decimal("12.5")]
    if threshold := numbers.get("threshold"):
        points = [threshold - 1, threshold, threshold + 5]
    if "cap" in numbers:
        full = (numbers["cap"] * 100 / numbers["rate"]).quantize(Decimal(1), ROUND_HALF_UP)
        points += [full - 1, full + 10, full * 3]
    return points


def _failures(answerer: Answerer, probes: Sequence[Probe], number: int) -> Iterator[str]:
    bar = tqdm(probes, desc=f"第{number + 1}轮", unit="题", disable=None)
    for at, probe in enumerate(bar):
        row = attempt(answerer, f"{number}-{at}", [probe.question], probe.day).row
        if not probe.followed(row):
            due = "／".join(probe.shows) if probe.due is None else f"{probe.due:f}元"
            got = "、".join(f"{amount:f}元" for amount in row.amounts)
            text = row.answer_text.replace("\n", " ")[:120]
            yield f"[{probe.name}] {probe.question}\n  应为 {due}，得到 {got or '无金额'}：{text}\n"


def _edit(document: str, one: Mapping[str, Any], turn: int) -> Edit:
    return Edit(document, one["words"], str(one["number"]), _value(one, turn))


def _shown(one: Mapping[str, Any], turn: int, day: date) -> Probe:
    shows = (one["shows"].format(v=_value(one, turn)),)
    return Probe(one["words"], one["question"], day, shows=shows)


def _day(written: str) -> date:
    year, month, day = re.findall(r"\d+", written)
    return date(int(year), int(month), int(day))


def _value(one: Mapping[str, Any], turn: int) -> str:
    values = one["values"]
    return str(values[turn % len(values)])
