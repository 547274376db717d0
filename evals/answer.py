"""``python -m evals answer``: answer a question file and write an answers file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from tqdm import tqdm

from evals.answerer import Answered, Answerer
from evals.case import Case, Row, read_cases, write_rows
from evals.opening import open_assistant, open_with_model


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``answer``."""
    parser.add_argument("--questions", type=Path, required=True, help="题目文件（JSONL）")
    parser.add_argument("--out", type=Path, required=True, help="写入的答案文件（JSONL）")
    parser.add_argument("--as-of", type=date.fromisoformat, help="按哪一天回答，默认今天")
    parser.add_argument("--llm", action="store_true", help="使用已配置的语言模型")


def run(args: argparse.Namespace) -> int:
    """Answer every item in order; an item that fails is reported and left empty."""
    cases = read_cases(args.questions)
    answerer = open_with_model() if args.llm else open_assistant()
    answered = answer_all(answerer, cases, args.as_of)
    write_rows(args.out, (one.row for one in answered))
    failed = sum(1 for one in answered if "error" in one.trace)
    sys.stderr.write(f"{len(cases)} 题，{failed} 题出错 → {args.out}\n")
    return 1 if failed else 0


def answer_all(
    answerer: Answerer, cases: Sequence[Case], as_of: date | None
) -> tuple[Answered, ...]:
    """Answer each case, with a progress bar; a case that raises yields an empty row."""
    bar: Iterable[Case] = tqdm(cases, desc=answerer.name, unit="题", disable=None)
    return tuple(attempt(answerer, case.id, case.turns, as_of) for case in bar)


def attempt(answerer: Answerer, item_id: str, turns: Sequence[str], as_of: date | None) -> Answered:
    """Answer one item. Any error counts as no answer, since a user would have got none either."""
    try:
        return answerer.answer(item_id, turns, as_of)
    except Exception as error:
        return Answered(
            Row(id=item_id, answer_text=""), trace={"error": f"{type(error).__name__}: {error}"}
        )
