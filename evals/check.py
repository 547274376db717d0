"""``python -m evals check FILE``: can a file of cases be used, and if not, what is wrong where."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpus.collection import Collection
from environment.settings import Settings
from evals.case_columns import COLUMNS
from evals.case_file import read_cases
from evals.held import HeldClauses


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files."""
    parser.add_argument("files", type=Path, nargs="*", help="题目文件；不写则列出可以写的列")


def run(args: argparse.Namespace) -> int:
    """Print how many cases there are. Raises TableError with every fault, a line each."""
    for column in () if args.files else COLUMNS:
        sys.stdout.write(f"{'／'.join(column.titles)}（{column.field}）\t{column.meaning}\n")
    if args.files:
        settings = Settings()
        library = Collection.load(settings.policy_documents, settings.policy_var).library
        cases = read_cases(*args.files, held=HeldClauses(library))
        sys.stdout.write(f"{len(cases)} 题，可以使用。\n")
    return 0
