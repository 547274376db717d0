"""``python -m evals people``: messages written by people who saw only the texts.

The sets about amounts are classed as `evals.generate.verdict` says, the everyday conversations
pass as `evals.score` says; of those that do not, an answer that asks, or says that nothing was
found or understood, is incomplete, any other failed: it says something that is not the answer.
Each set is compared with its accepted figures: more wrong answers, or fewer right ones, are a
fault.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.reply import Status
from evals.answer import answer_all
from evals.answerer import Answered, Answerer
from evals.case import CASES, Case
from evals.case_file import read_cases
from evals.generate.frame import TODAY
from evals.generate.truth import Due
from evals.generate.verdict import Verdict, judge
from evals.opening import open_assistant
from evals.score import grade

ACCEPTED = Path(__file__).with_name("people.json")
AMOUNTS = (
    "people-ordinary",
    "people-hazards",
    "people-hazards-dev",
    "people-blind-ordinary",
    "people-blind-hazards",
    "people-second-ordinary",
    "people-second-hazards",
    "people-third-ordinary",
    "people-third-hazards",
    "people-fourth-ordinary",
    "people-fourth-hazards",
    "people-fifth-ordinary",
    "people-fifth-hazards",
    "people-sixth-ordinary",
    "people-seventh-ordinary",
    "people-eighth-ordinary",
    "people-ninth-ordinary",
    "people-tenth-ordinary",
    "people-eleventh-ordinary",
    "people-twelfth-ordinary",
    "people-thirteenth-ordinary",
    "people-fourteenth-ordinary",
    "people-eighteenth-ordinary",
    "people-twentieth-ordinary",
    "people-sixth-hazards",
    "people-seventh-hazards",
    "people-eighth-hazards",
    "people-ninth-hazards",
    "people-tenth-hazards",
    "people-eleventh-hazards",
    "people-twelfth-hazards",
    "people-thirteenth-hazards",
    "people-fourteenth-hazards",
    "people-fifteenth-hazards",
    "people-sixteenth-hazards",
    "people-seventeenth-hazards",
    "people-eighteenth-hazards",
    "people-nineteenth-hazards",
    "people-twentieth-hazards",
    "people-twenty-first-hazards",
    "people-twenty-second-hazards",
    "people-twenty-third-ordinary",
    "people-twenty-third-hazards",
    "people-twenty-fourth-hazards",
)
EVERYDAY = (
    "people-everyday-a",
    "people-everyday-b",
    "people-blind-everyday",
    "people-second-everyday",
    "people-third-everyday",
    "people-fourth-everyday",
    "people-fifth-everyday",
    "people-sixth-everyday",
    "people-seventh-everyday",
    "people-eighth-everyday",
    "people-ninth-everyday",
    "people-eleventh-everyday",
    "people-twelfth-everyday",
    "people-fourteenth-everyday",
    "people-fifteenth-everyday",
    "people-sixteenth-everyday",
    "people-eighteenth-everyday",
    "people-nineteenth-everyday",
    "people-twentieth-everyday",
    "people-twenty-first-everyday",
    "people-twenty-third-everyday",
    "people-twenty-fifth-everyday",
    "people-twenty-sixth-everyday",
)
PASSED, INCOMPLETE, FAILED = "passed", "incomplete", "failed"
_HONEST = (
    Status.NOT_FOUND, Status.NOT_UNDERSTOOD, Status.NEEDS_INPUT, Status.UNAVAILABLE, Status.NEAREST,
)  # fmt: skip
Figures = Mapping[str, int]  # class → number of answers


@dataclass(frozen=True, slots=True)
class Classed:
    """A case, its answer, the class of it and why it is not the best one."""

    case: Case
    answered: Answered
    name: str
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = self.answered.row.answer_text.split("\n")[0]
        error = self.answered.trace.get("error", "")
        turns = " / ".join(self.case.turns)
        why = "；".join(self.reasons) or f"应为{_gold(self.case)}"
        return f"{self.case.id} {self.name}\n  {turns}\n  {why}\n  {said or error}\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``people``."""
    parser.add_argument("--accept", action="store_true", help="把这次结果记为今后比较的基准")
    parser.add_argument("--set", choices=[*AMOUNTS, *EVERYDAY], help="只回答这一份题目")
    parser.add_argument(
        "--list", choices=[*map(str, Verdict), PASSED, INCOMPLETE, FAILED], help="逐条列出这一类"
    )


def run(args: argparse.Namespace) -> int:
    """Answer the sets and print them; 1 where one of them is worse than accepted."""
    wanted = [args.set] if args.set else [*AMOUNTS, *EVERYDAY]
    assistant = open_assistant()
    found = {name: classed(assistant, name) for name in wanted}
    now = {name: figures(ones) for name, ones in found.items()}
    before = accepted()
    for name, ones in found.items():
        sys.stdout.write(f"{_row(name, now[name], before.get(name))}\n")
        sys.stdout.writelines(f"\n{one}" for one in ones if one.name == args.list)
    if args.accept:
        text = json.dumps({**before, **now}, ensure_ascii=False, indent=1, sort_keys=True)
        ACCEPTED.write_text(text + "\n", encoding="utf-8")
        return 0
    fallen = [fault for name in wanted if (fault := worse(name, now[name], before.get(name)))]
    sys.stdout.writelines(f"{fault}\n" for fault in fallen)
    return 1 if fallen else 0


def accepted() -> dict[str, Figures]:
    """Set → the figures that later runs are held to."""
    if not ACCEPTED.is_file():
        return {}
    stored: dict[str, Figures] = json.loads(ACCEPTED.read_text(encoding="utf-8"))
    return stored


def classed(answerer: Answerer, name: str) -> tuple[Classed, ...]:
    """Answer a set as of the day it was written for, and class every answer."""
    cases = read_cases(CASES / f"{name}.jsonl")
    answers = answer_all(answerer, cases, TODAY)
    class_of = _amount if name in AMOUNTS else _everyday
    return tuple(class_of(case, one) for case, one in zip(cases, answers, strict=True))


def figures(ones: Sequence[Classed]) -> Figures:
    """How many answers are in each class."""
    return dict(Counter(str(one.name) for one in ones))


def worse(name: str, now: Figures, before: Figures | None) -> str:
    """Say what is worse than accepted: more wrong, fewer right, fewer passed; "" where nothing."""
    if before is None:
        return ""
    good, bad = (Verdict.RIGHT, Verdict.WRONG) if name in AMOUNTS else (PASSED, FAILED)
    faults = []
    if now.get(good, 0) < before.get(good, 0):
        faults.append(f"{good} {before.get(good, 0)} → {now.get(good, 0)}")
    if now.get(bad, 0) > before.get(bad, 0):
        faults.append(f"{bad} {before.get(bad, 0)} → {now.get(bad, 0)}")
    return f"{name}：{'，'.join(faults)}" if faults else ""


def _amount(case: Case, answered: Answered) -> Classed:
    due = Due(case.amount_kind, case.amount_yuan, case.amount_any_of)
    return Classed(case, answered, judge(due, answered.row))


def _everyday(case: Case, answered: Answered) -> Classed:
    score = grade(case, None if "error" in answered.trace else answered.row)
    if score.passed:
        return Classed(case, answered, PASSED, score.reasons)
    honest = answered.trace.get("status") in _HONEST
    return Classed(case, answered, INCOMPLETE if honest else FAILED, score.reasons)


def _gold(case: Case) -> str:
    told = "、".join(f"{amount:f}" for amount in case.gold_amounts)
    return f"{case.amount_kind} {told}（{case.note}）"


def _row(name: str, now: Figures, before: Figures | None) -> str:
    total = sum(now.values())
    order = [*map(str, Verdict)] if name in AMOUNTS else [PASSED, INCOMPLETE, FAILED]
    shares = []
    for each in order:
        was = "" if before is None else f"，原{before.get(each, 0)}"
        shares.append(f"{each} {now.get(each, 0)}（{now.get(each, 0) / total:.1%}{was}）")
    return f"{name}\t{total} 题\t" + "\t".join(shares)
