"""``python -m evals neighbours``: other texts loaded beside the documents change no answer.

Each plain text becomes a folder without a card or a rule, titled by its file's name, beside a copy
of the documents; every question is answered with them and without, and what differs is listed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from environment.settings import DOCUMENTS
from evals.answer import answer_all
from evals.answerer import Answered
from evals.case import OWN_CASES
from evals.opening import AS_OF, open_assistant
from evals.questions import Question, read_questions
from evals.table import TableError

TITLE = 120  # characters of a file's name that a title takes


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose answer is another beside other texts."""

    question: Question
    alone: Answered
    beside: Answered

    def __str__(self) -> str:
        asked = "｜".join(self.question.turns)
        alone, beside = _first(self.alone), _first(self.beside)
        return f"{self.question.id} {asked}\n  单独：{alone}\n  并列：{beside}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``neighbours``."""
    parser.add_argument(
        "--beside", type=Path, nargs="+", required=True, help="放着 .txt 文本或政策文件夹的文件夹"
    )
    parser.add_argument("--questions", type=Path, nargs="+", default=OWN_CASES, help="题目文件")
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF, help="按哪一天回答")


def run(args: argparse.Namespace) -> int:
    """Answer alone and beside; 1 where an answer changed.

    Raises:
        TableError: a folder holds no text, or the questions can't be read.
    """
    questions = [one for path in args.questions for one in read_questions(path)]
    with TemporaryDirectory() as folder:
        root = Path(folder) / "documents"
        shutil.copytree(DOCUMENTS, root)
        written = sum(put_beside(root, folder) for folder in args.beside)
        changed = list(changes(questions, root, args.as_of))
    sys.stdout.writelines(f"{one}\n" for one in changed)
    total = f"{len(questions)} 题，旁边 {written} 份文本，答复改变 {len(changed)} 题"
    sys.stdout.write(f"{total}\n")
    return 1 if changed else 0


def put_beside(root: Path, texts: Path) -> int:
    """Write the texts and the policy folders of a folder into ``root``; how many there were.

    Raises:
        TableError: there is none.
    """
    plain = sorted(texts.glob("*.txt"))
    for number, path in enumerate(plain, 1):
        folder = root / f"{texts.name}-{number:03}"
        folder.mkdir()
        shutil.copyfile(path, folder / "text.txt")
        title = path.stem[:TITLE]
        meta = {"id": folder.name, "title": title, "short_title": f"《{title}》", "kind": "其他"}
        written = yaml.safe_dump(meta, allow_unicode=True)
        (folder / "meta.yaml").write_text(written, encoding="utf-8")
    policies = sorted(path.parent for path in texts.glob("*/meta.yaml"))
    for policy in policies:
        shutil.copytree(policy, root / policy.name)
    if not plain and not policies:
        raise TableError(f"{texts}：没有 .txt 文本，也没有政策文件夹。")
    return len(plain) + len(policies)


def changes(questions: Sequence[Question], root: Path, day: date) -> Iterator[Changed]:
    """The questions that the texts of ``root`` answer otherwise than the documents alone."""
    alone = answer_all(open_assistant(), questions, day)
    beside = answer_all(open_assistant(root), questions, day)
    return _changes(zip(questions, alone, beside, strict=True))


def _changes(answers: Iterable[tuple[Question, Answered, Answered]]) -> Iterator[Changed]:
    for question, alone, beside in answers:
        if alone.row != beside.row:
            yield Changed(question, alone, beside)


def _first(answered: Answered) -> str:
    error = answered.trace.get("error")
    return str(error) if error else answered.row.answer_text.partition("\n")[0][:120]
