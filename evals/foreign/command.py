"""``python -m evals foreign``: 300 questions on thirty published texts of other places.

The texts are taken in as ``python -m corpus add`` does, beside the bundled documents, with nothing
corrected by hand; then every question is asked. Who wrote the questions saw only the texts. At
first contact 30 of the first hundred were right and 4 were answered from another place's text (by
an earlier judge); of the fifty of ``second.jsonl`` 13 and 1, of those of ``third.jsonl`` 15 and 1,
of those of ``fourth.jsonl`` (at ece8f80) 14 and 2, of those of ``fifth.jsonl`` (at c82fa1e) 11 and
1, with one amount that was a cap alone; no amount with figures was right. All are training since.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.intake.draft import propose
from corpus.intake.filing import Filing
from corpus.intake.formats import read
from environment.settings import DOCUMENTS
from evals.foreign.judge import Verdict, judge
from evals.opening import open_assistant
from evals.table import TableError

QUESTIONS = tuple(
    Path(__file__).with_name(f"{name}.jsonl")
    for name in ("first", "second", "third", "fourth", "fifth")
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``foreign``."""
    parser.add_argument(
        "--texts", type=Path, nargs="+", required=True, help="放着各地文本（.txt）的文件夹"
    )
    parser.add_argument("--questions", type=Path, nargs="+", default=QUESTIONS, help="题目文件")
    parser.add_argument("--list", type=Verdict, nargs="*", default=(), help="逐条列出哪几类")


def run(args: argparse.Namespace) -> int:
    """Print how many of each class; 1 where another place's text, or a wrong amount, was given.

    Raises:
        TableError: a text that a question is about is not in the folders.
    """
    rows = [json.loads(line) for path in args.questions for line in path.open(encoding="utf-8")]
    with TemporaryDirectory() as folder:
        root = Path(folder) / "documents"
        shutil.copytree(DOCUMENTS, root)
        ids = take_in(args.texts, root)
        if missing := {row["doc"] for row in rows} - ids.keys():
            raise TableError(f"文件夹里没有这些文本：{'、'.join(sorted(missing))}。")
        classed = _ask(rows, root, ids)
    counts: Counter[Verdict] = Counter()
    for row, verdict, said in classed:
        counts[verdict] += 1
        if verdict in args.list:
            asked = "｜".join(row["turns"])
            sys.stdout.write(f"{row['id']} {verdict}：{asked}\n  应为 {_due(row)}\n  {said}\n")
    told = "　".join(f"{verdict} {counts[verdict]}" for verdict in Verdict)
    sys.stdout.write(f"{len(rows)} 题，收录 {len(ids)} 份文本：{told}\n")
    return 1 if counts[Verdict.OTHER_PLACE] or counts[Verdict.WRONG_AMOUNT] else 0


def take_in(folders: Sequence[Path], root: Path) -> dict[str, str]:
    """Publish every text of the folders into ``root``: the document ids by file name."""
    files = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}
    filing = Filing(root, root.parent / "var")
    return {path.name: filing.publish(propose(read(path), path)) for path in hashes.values()}


def _ask(
    rows: Sequence[Mapping[str, Any]], root: Path, ids: Mapping[str, str]
) -> list[tuple[Mapping[str, Any], Verdict, str]]:
    answerer = open_assistant(root)
    found = []
    for row in rows:
        day = date.fromisoformat(row["as_of"])
        answered = answerer.answer(row["id"], row["turns"], day)
        said = answered.row.answer_text.partition("\n")[0]
        found.append((row, judge(row, answered, ids), said))
    return found


def _due(row: Mapping[str, Any]) -> str:
    return f"{row['amount_yuan'] or ''} {row['must_contain']}"
