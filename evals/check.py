"""``python -m evals check FILE``: can a file of cases be used, and if not, what is wrong where."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from evals.case_columns import COLUMNS
from evals.case_file import read_cases


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files."""
    parser.add_argument("files", type=Path, nargs="*", help="题目文件；不写则列出可以写的列")


def run(args: argparse.Namespace) -> int:
    """Print how many cases there are. Raises TableError with every fault, a line each."""
    for column in () if args.files else COLUMNS:
        sys.stdout.write(f"{'／'.join(column.titles)}（{column.field}）\t{column.meaning}\n")
    if args.files:
        sys.stdout.write(f"{len(read_cases(*args.files))} 题，可以使用。\n")
    return 0
