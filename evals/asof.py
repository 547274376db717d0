"""``python -m evals asof``: on another day, exactly the answers that depend on the day change.

What must change follows from the gold of a case and the validity its document prints, not from
what the bot says: an amount under a text that is not in force on that day is withheld and the
reason said; what rests on no such text is word for word the same. Where an answer shows a dated
text beside the one asked about, that part may go with the day; figure and verdict may not.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence, Set
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from evals.address import cited_address
from evals.answer import answer_all, attempt
from evals.answerer import AssistantAnswerer
from evals.case import OWN_CASES, Case, Row
from evals.case_file import read_cases
from evals.opening import AS_OF, open_assistant
from evals.wording import holds

if TYPE_CHECKING:
    from corpus.library import Library

QUESTIONS = Path(__file__).with_name("asof.yaml")
DAYS = {"before": date(2023, 12, 31), "within": AS_OF, "after": date(2027, 2, 1)}
_APPLIES = re.compile(r"20\d\d年.{0,2}申[报请]")  # the question names its own day
_NOTICE = ("尚未", "还没", "未施行", "未生效", "+过期", "+失效", "届满", "到期", "不再有效")


class Duty(StrEnum):
    """What another day must do to an answer."""

    WITHHELD = "金额应收回并说明"
    SAME = "应一字不变"
    OPEN = "可以附带时间提示"  # a look-up in a text that is out of force: the words stay true


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``asof``: none."""
    parser.description = __doc__


def run(args: argparse.Namespace) -> int:
    """Answer the whole set on the three days and compare; 1 where one breaks its duty."""
    answerer = open_assistant()
    cases = read_cases(*OWN_CASES)
    rows = {name: _rows(answerer, cases, day) for name, day in DAYS.items()}
    dated = dated_documents(answerer.knowledge.library)
    duties = [duty_of(case, dated) for case in cases]
    broken: list[str] = []
    for name in ("before", "after"):
        for case, duty in zip(cases, duties, strict=True):
            if why := breach(duty, rows["within"][case.id], rows[name][case.id], dated):
                broken.append(f"{DAYS[name]} {case.id} {case.turns[-1][:40]}：{duty.value}，{why}")
    broken += _about_time(answerer)
    counts = Counter(duty.value for duty in duties)
    sys.stdout.write("\n".join([*broken, f"{dict(counts)}", f"不符 {len(broken)} 处"]) + "\n")
    return 1 if broken else 0


def dated_documents(library: Library) -> frozenset[str]:
    """Names (as cases use them) of the texts that print when they apply."""
    held = (document for document in library.documents if document.validity.effective)
    return frozenset(cited_address(document.id, "").document for document in held)


def duty_of(case: Case, dated: Set[str]) -> Duty:
    """What a day outside the validity of the gold clauses' texts must do to the answer."""
    rests = {address.partition(":")[0] for group in case.gold_clauses for address in group}
    if not rests & dated:
        return Duty.SAME
    named = any(_APPLIES.search(turn) for turn in case.turns)
    payable = bool(case.amount_yuan) and rests <= dated and not case.amount_optional
    return Duty.WITHHELD if payable and not named else Duty.OPEN


def breach(duty: Duty, within: Row, other: Row, dated: Set[str]) -> str:
    """Say how the other day's answer breaks its duty; "" where it does not."""
    if duty is Duty.SAME:
        cited = {cited_address(c.doc, c.clause).document for c in within.citations}
        same = _verdict(within) == _verdict(other) if cited & dated else within == other
        return "" if same else "答案变了"
    if duty is Duty.OPEN or not within.amounts:
        return ""
    if other.amounts:
        return "仍给出金额"
    told = any(holds(word, other.answer_text) for word in _NOTICE)
    return "" if told else "没有说明不在有效期"


def _verdict(row: Row) -> tuple[object, ...]:
    return row.amounts, row.refused, row.asked


def _rows(answerer: AssistantAnswerer, cases: Sequence[Case], day: date) -> dict[str, Row]:
    return {one.row.id: one.row for one in answer_all(answerer, cases, day)}


def _about_time(answerer: AssistantAnswerer) -> list[str]:
    """Ask about validity itself on every day."""
    broken = []
    for item in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8")):
        for name, day in DAYS.items():
            row = attempt(answerer, item["question"], [item["question"]], day).row
            if not any(holds(word, row.answer_text) for word in item[name]):
                text = row.answer_text.replace("\n", " ")[:80]
                broken.append(f"{day} {item['question']}：应含{item[name]}，得到 {text}")
    return broken
