"""``python -m evals model``: what a model's words, readings and choices do to replies.

Everything is sent once over real HTTP by a scripted endpoint and judged on the reply that is shown.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.model.wire import ModelSettings
from evals.answer import answer_all
from evals.answerer import AssistantAnswerer, amounts_of
from evals.case import CASES, OWN_CASES, Case
from evals.case_file import read_cases
from evals.generate.frame import TODAY
from evals.judge import judge_all
from evals.model.endpoint import serve
from evals.model.scripts import Answer, Task, by_turns, friendly, hostile, numbered, scripted
from evals.opening import AS_OF
from evals.wording import fold, holds

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.pipeline import Turn

SET_FOLDER: Final = Path(__file__).with_name("cases")
SETS: Final = (
    "faithful",
    "false",
    "second-false",
    "third-false",
    "good-readings",
    "hazards-readings",
    "bad-readings",
)
SEED: Final = 1
_TIMEOUT: Final = 20.0  # seconds


@dataclass(frozen=True, slots=True)
class Row:
    """One answer of a scripted model to the last of some messages."""

    id: str
    turns: tuple[str, ...]
    answer: Mapping[str, Any]
    kind: str = ""
    amount: Decimal | None = None  # in 元, what a right reading comes to

    @classmethod
    def read(cls, name: str) -> Iterator[Row]:
        """The rows of a set."""
        for line in (SET_FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines():
            data = json.loads(line)
            amount = data.get("amount_yuan")
            yield cls(
                data["id"],
                tuple(data["turns"]),
                data["answer"],
                data.get("kind", ""),
                None if amount is None else Decimal(str(amount)),
            )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--set", choices=(*SETS, "grades"), help="只跑一套")
    parser.add_argument("--list", action="store_true", help="列出不如所愿的")


def run(args: argparse.Namespace) -> int:
    """Print a line a set; 1 where something false was shown or a grade fell."""
    from bot.assistant import Assistant

    assistant = Assistant.open()
    wanted = (args.set,) if args.set else (*SETS, "grades")
    faults = 0
    for name in wanted:
        if name == "grades":
            faults += _print_grades(assistant)
        elif name.endswith(("faithful", "false")):
            faults += _print_wordings(assistant, name, listed=args.list)
        else:
            faults += _print_readings(assistant, name, listed=args.list)
    return 1 if faults else 0


class Trial:
    """A chain whose scripted model answers each row as the row says."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self._answer: Mapping[str, Any] = {}

    def each(self, rows: Iterable[Row], day: date) -> Iterator[tuple[Row, Turn, Turn]]:
        """Every row with the last turn without a model and with it."""
        from bot.model.chain import Chain

        with serve(scripted(lambda task, text: self._answer)) as endpoint:
            settings = ModelSettings(endpoint.base_url, "scripted", timeout=_TIMEOUT, wording=True)
            chain = Chain(self.assistant, settings)
            for row in rows:
                self._answer = row.answer
                context = None
                for text in row.turns[:-1]:
                    context = self.assistant.ask(text, context, as_of=day).context
                plain = self.assistant.ask(row.turns[-1], context, as_of=day)
                yield row, plain, chain.answer(row.turns[-1], context, as_of=day)


@dataclass(frozen=True, slots=True)
class Wordings:
    """How many wordings of a set were shown, and those that went the wrong way."""

    total: int
    shown: int
    odd: tuple[Row, ...]


def wordings(assistant: Assistant, name: str) -> Wordings:
    """Try a set: of a false one nothing is to be shown, of a faithful one most."""
    total, shown, odd = 0, 0, list[Row]()
    for row, plain, turn in Trial(assistant).each(Row.read(name), AS_OF):
        changed = (turn.reply.body, turn.reply.notes) != (plain.reply.body, plain.reply.notes)
        total, shown = total + 1, shown + changed
        if changed is name.endswith("false"):
            odd.append(row)
    return Wordings(total, shown, tuple(odd))


@dataclass(frozen=True, slots=True)
class Readings:
    """What became of the readings of a set; ``computed``: counted without being confirmed."""

    outcomes: Counter[str]
    computed: int
    rows: tuple[tuple[Row, str], ...]


def readings(assistant: Assistant, name: str) -> Readings:
    """Try a set of readings, and confirm those that are offered."""
    rows, computed = list[tuple[Row, str]](), 0
    for row, plain, turn in Trial(assistant).each(Row.read(name), TODAY):
        computed += amounts_of(turn.reply) != amounts_of(plain.reply)
        rows.append((row, _confirmed(assistant, turn, row)))
    return Readings(Counter(outcome for _, outcome in rows), computed, tuple(rows))


def _confirmed(assistant: Assistant, turn: Turn, row: Row) -> str:
    """What became of a reading: not offered, or the amount that it comes to once confirmed."""
    proposed = turn.context.proposed
    if proposed is None:
        return "未提出"
    after = assistant.ask(proposed.tap, turn.context, as_of=TODAY)
    if row.amount is None:
        return "提出"
    return "提出，确认后金额对" if amounts_of(after.reply) == (row.amount,) else "提出，金额不同"


def _print_wordings(assistant: Assistant, name: str, *, listed: bool) -> int:
    found = wordings(assistant, name)
    share = found.shown / found.total
    sys.stdout.write(f"{name}\t{found.total}条\t采用{found.shown}（{share:.0%}）\n")
    for row in found.odd if listed else ():
        sys.stdout.write(f"    {row.id}\t{row.kind}\t{row.answer}\n")
    return found.shown if name.endswith("false") else 0


def _print_readings(assistant: Assistant, name: str, *, listed: bool) -> int:
    found = readings(assistant, name)
    for row, outcome in found.rows if listed else ():
        sys.stdout.write(f"    {row.id}\t{row.kind}\t{outcome}\n")
    told = "\t".join(f"{outcome}{count}" for outcome, count in found.outcomes.items())
    sys.stdout.write(f"{name}\t{len(found.rows)}条\t{told}\t未经确认就算{found.computed}\n")
    return found.computed


def grades(assistant: Assistant, cases: Sequence[Case]) -> Mapping[str, int]:
    """Passed cases without a model, then with a perfect, a mediocre and a hostile one."""
    found = {"不用模型": _passed(assistant, cases, None)}
    for name, answer in _models(cases).items():
        found[name] = _passed(assistant, cases, answer)
    return found


def _print_grades(assistant: Assistant) -> int:
    from evals.people import EVERYDAY

    faults = 0
    everyday = tuple(CASES / f"{name}.jsonl" for name in EVERYDAY)
    for title, files in (("自有题目", OWN_CASES), ("日常会话", everyday)):
        cases = read_cases(*files)
        found = grades(assistant, cases)
        told = "\t".join(f"{name}{passed}" for name, passed in found.items())
        sys.stdout.write(f"{title}\t{len(cases)}题\t{told}\n")
        faults += sum(passed < found["不用模型"] for passed in found.values())
    return faults


def _models(cases: Sequence[Case]) -> dict[str, Answer]:
    bad = hostile(SEED)
    good = _perfect(cases)
    return {"完美": good, "平常": by_turns(SEED, good, bad), "恶意": bad}


def _perfect(cases: Sequence[Case]) -> Answer:
    """A model that picks a sentence of the clauses that a case wants, and words by the list."""
    wanted = {case.turns[-1]: case for case in cases}

    def answer(task: Task, text: str) -> Mapping[str, Any]:
        if task is Task.WORD:
            return friendly(text)
        if task is Task.READ:
            return {}
        question = text.rpartition("\n【问题】\n")[2].partition("\n")[0]
        case = wanted.get(question)
        lines = numbered(text, "原文")
        best = max(lines, key=lambda n: _held(case, lines[n]), default=0)
        picked = best if best and _held(case, lines[best]) else 0
        return {"sentence": picked, "matter": 0, "ask": 0, "first": []}

    return answer


def _held(case: Case | None, line: str) -> int:
    """How much of what a case wants to read a sentence holds."""
    groups = case.must_contain if case else ()
    return sum(any(holds(words, fold(line)) for words in group) for group in groups)


def _passed(assistant: Assistant, cases: Sequence[Case], answer: Answer | None) -> int:
    from bot.model.chain import Chain

    library = assistant.knowledge.library
    if answer is None:
        answerer = AssistantAnswerer(assistant.ask, assistant.knowledge)
        judged = judge_all(cases, answer_all(answerer, cases, AS_OF), library)
        return sum(one.score.passed for one in judged)
    with serve(scripted(answer)) as endpoint:
        settings = ModelSettings(endpoint.base_url, "scripted", timeout=_TIMEOUT, wording=True)
        answerer = AssistantAnswerer(Chain(assistant, settings).answer, assistant.knowledge)
        judged = judge_all(cases, answer_all(answerer, cases, AS_OF), library)
    return sum(one.score.passed for one in judged)
