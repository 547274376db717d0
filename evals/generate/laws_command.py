"""``python -m evals laws``: put every law to generated cases, or to the turns of a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from evals.generate.case import generate
from evals.generate.laws import LAWS, Violation
from evals.generate.variants import Told
from evals.opening import open_assistant
from evals.questions import read_questions


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``laws``."""
    parser.add_argument("--count", type=int, default=200, help="生成多少题")
    parser.add_argument("--seed", type=int, default=1, help="随机种子")
    parser.add_argument("--questions", type=Path, help="改用这个题目文件里的问法")
    parser.add_argument("--list", choices=[*LAWS, "all"], help="逐条列出违反这条规律的问法")


def run(args: argparse.Namespace) -> int:
    """Print how many cases break each law; 1 where one is broken."""
    cases: Sequence[Told] = (
        read_questions(args.questions) if args.questions else tuple(generate(args.count, args.seed))
    )
    answerer = open_assistant()
    broken: dict[str, list[Violation]] = {}
    for name, law in LAWS.items():
        bar = tqdm(cases, desc=name, unit="题", disable=None)
        found = [one for case in bar for one in law(answerer, case)]
        broken[name] = found
        ids = len({one.id for one in found})
        sys.stdout.write(f"{name}: {ids} of {len(cases)} cases ({ids / len(cases):.1%})\n")
    shown = broken if args.list == "all" else {args.list: broken.get(args.list, [])}
    sys.stdout.writelines(f"\n{one}\n" for found in shown.values() for one in found)
    return 1 if any(broken.values()) else 0
