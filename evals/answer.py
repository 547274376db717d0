"""``python -m evals answer``: answer a question file and write an answers file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from tqdm import tqdm

from environment import launch
from evals.answerer import Answered, Answerer
from evals.case import Row
from evals.opening import open_product
from evals.questions import read_questions, write_answers
from evals.table import TableError, claim


class Asked(Protocol):
    """What is answered: a question of a file, or a case with its gold."""

    @property
    def id(self) -> str:
        """What the row that answers it is called."""

    @property
    def turns(self) -> tuple[str, ...]:
        """What the user says, in order."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``answer``."""
    kinds = "（.jsonl、.csv 或 .xlsx）"
    parser.add_argument("--questions", type=Path, required=True, help=f"题目文件{kinds}")
    parser.add_argument("--out", type=Path, required=True, help=f"写入的答案文件{kinds}")
    parser.add_argument("--as-of", type=date.fromisoformat, help="按哪一天回答，默认今天")
    parser.add_argument("--llm", action="store_true", help="使用已配置的语言模型")


def run(args: argparse.Namespace) -> int:
    """Answer every item in order; an item that fails is reported and left empty.

    Interrupted, it writes what it has.

    Raises:
        TableError: the questions can't be read, or the answers can't be written.
    """
    questions = read_questions(args.questions)
    if args.out.exists() and args.out.samefile(args.questions):
        raise TableError(f"{args.out}：这是题目文件，答案要写到另一个文件。")
    answerer = open_product(model=args.llm)
    claim(args.out)
    answered: list[Answered] = []
    try:
        for one in answer_each(answerer, questions, args.as_of):
            answered.append(one)
    except KeyboardInterrupt:
        sys.stderr.write("已中断。\n")
    write_answers(args.out, questions, [one.row for one in answered])
    failed = [one for one in answered if "error" in one.trace]
    for one in failed:
        sys.stderr.write(f"{one.row.id} 出错：{one.trace['error']}\n")
    done = f"{len(questions)} 题，答了 {len(answered)} 题，{len(failed)} 题出错"
    sys.stderr.write(f"{done} → {args.out}\n")
    if len(answered) < len(questions):
        return launch.INTERRUPTED
    return 1 if failed else 0


def answer_all(
    answerer: Answerer, items: Sequence[Asked], as_of: date | None
) -> tuple[Answered, ...]:
    """Answer each item, with a progress bar; one that raises yields an empty row."""
    return tuple(answer_each(answerer, items, as_of))


def answer_each(
    answerer: Answerer, items: Sequence[Asked], as_of: date | None
) -> Iterator[Answered]:
    """The answers one by one. Progress is drawn on a terminal, and is seldom a line in a log."""
    every = 0.1 if sys.stderr.isatty() else 10.0  # seconds
    bar: Iterable[Asked] = tqdm(items, desc=answerer.name, unit="题", mininterval=every)
    for item in bar:
        yield attempt(answerer, item.id, item.turns, as_of)


def attempt(answerer: Answerer, item_id: str, turns: Sequence[str], as_of: date | None) -> Answered:
    """Answer one item. Any error counts as no answer, since a user would have got none either."""
    try:
        return answerer.answer(item_id, turns, as_of)
    except Exception as error:
        return Answered(
            Row(id=item_id, answer_text=""), trace={"error": f"{type(error).__name__}: {error}"}
        )
