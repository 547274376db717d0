"""The sets of cases that a run can take: our own, those of other people, those of the staff."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from corpus.clause import Clause
from environment.settings import Settings
from evals.case import CASES, OWN_CASES, Case
from evals.case_file import case_of, read_cases
from evals.generate.frame import TODAY
from evals.opening import AS_OF
from evals.people import AMOUNTS, EVERYDAY
from evals.questions import FieldError
from evals.table import TableError

OWN: Final = "own"
STAFF: Final = "staff-cases"
SIGNED: Final = "signed-interpretations"
_KINDS: Final[Mapping[str, str]] = {
    "ordinary": "金额题", "hazards": "易错的金额题", "everyday": "日常对话",
}  # fmt: skip
_ORDINALS: Final = (
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
    " twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth"
)
_BATCHES: Final = {word: number for number, word in enumerate(_ORDINALS.split(), 2)}
_OTHERS: Final[Mapping[str, str]] = {
    "": "第 1 批", "blind": "未看系统的人写", "dev": "供改进用", "a": "甲组", "b": "乙组",
}  # fmt: skip
_INTERPRETED: Final = "口径"  # a category
_UNSOUND: Final = "工作人员存的第 {id} 题不能用：{why}"


@dataclass(frozen=True, slots=True)
class CaseSet:
    """A set by name. ``as_of`` is the day that its answers are right on; None is today."""

    name: str
    title: str
    files: tuple[Path, ...]
    as_of: date | None

    def cases(self) -> tuple[Case, ...]:
        """Its cases. Raises TableError."""
        made = {STAFF: staff_cases, SIGNED: signed_cases}.get(self.name)
        return made() if made else read_cases(*self.files)


def case_sets() -> Iterator[CaseSet]:
    """Every set."""
    yield CaseSet(OWN, "自带题目", OWN_CASES, AS_OF)
    yield CaseSet(STAFF, "工作人员存的题目", (), None)
    yield CaseSet(SIGNED, "已签署口径的例问", (), None)
    for name in (*AMOUNTS, *EVERYDAY):
        yield CaseSet(name, f"旁人写的{_title(name)}", (CASES / f"{name}.jsonl",), TODAY)


def staff_cases() -> tuple[Case, ...]:
    """What the staff made of questions, each with the answer that a person signed off as right.

    Raises:
        TableError: one of them is no case any more, or there are none.
    """
    from bot.records.records import Records

    records = Records.open(Settings())
    try:
        kept = records.runs.staff_cases()
    finally:
        records.close()
    cases, faults = [], []
    for number, fields in kept.items():
        try:
            cases.append(case_of({"id": f"staff-{number}", **fields}, number))
        except FieldError as why:
            faults.append(_UNSOUND.format(id=number, why=why))
    if faults or not cases:
        raise TableError("\n".join(faults) or "工作人员还没有存过题目。")
    return tuple(cases)


def signed_cases() -> tuple[Case, ...]:
    """Every signed interpretation that names an example of a question: it must be answered with it.

    Raises:
        TableError: there are none.
    """
    from bot.serve.services import Services

    services = Services(Settings())
    interpreted = services.interpreted
    services.records.close()
    cases = tuple(
        Case(
            id=f"reading-{one.id}",
            turns=(one.reading.question,),
            category=_INTERPRETED,
            gold_clauses=tuple((_address(ground.clause),) for ground in one.reading.grounds),
            must_contain=((one.reading.text,),),
            amount_free=True,
            note=f"口径“{one.title}”，{one.signer} {one.day} 签署",
        )
        for one in interpreted
        if one.reading is not None and one.reading.signed and one.reading.question
    )
    if not cases:
        raise TableError("没有签署过、又写有例问的口径：在“口径”页写上例问，签署后就是一题。")
    return cases


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(args: argparse.Namespace) -> int:
    """Print the sets, a JSON object a line."""
    for one in case_sets():
        line = {"name": one.name, "title": one.title}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


def _address(clause: Clause) -> str:
    """A clause as cases name it."""
    return f"{clause.document_id}:{clause.id}"


def _title(name: str) -> str:
    words = name.removeprefix("people-").split("-")
    kind = next(word for word in words if word in _KINDS)
    rest = "-".join(word for word in words if word != kind)
    batch = f"第 {_BATCHES[rest]} 批" if rest in _BATCHES else _OTHERS[rest]
    return f"{_KINDS[kind]}（{batch}）"
