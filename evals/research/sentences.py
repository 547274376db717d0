"""``python -m evals research sentences``: does the sentence shown first hold the answer?

The questions are real ones on government notices that nobody here wrote; each carries its text,
the answer and the answer's span. Answers that run over several sentences can be held by no single
one, so overlap is counted beside containment, and the best that any sentence could do.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.extract import best_sentences, sentences
from bot.model.choosing import CANDIDATES
from bot.records.summary import Tally
from corpus.document import Span
from corpus.parse import parse
from evals.research.passages import with_breaks


@dataclass(frozen=True, slots=True)
class Passage:
    """A question on a text, with the answer's place in it."""

    question: str
    text: str
    start: int
    end: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``sentences``."""
    parser.add_argument(
        "--qa", type=Path, required=True, help="问答文件（JSONL，含原文与答案位置）"
    )


def run(args: argparse.Namespace) -> int:
    """Print how often the first sentence contains and touches the answer."""
    passages = read_passages(args.qa)
    tallies = measure(passages)
    width = max(len(name) for name in tallies)
    lines = [f"{name.ljust(width, '　')}\t{tally}" for name, tally in tallies.items()]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def read_passages(path: Path) -> list[Passage]:
    """Read the questions; a text has the line breaks that the collection lost."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        start, end = data["span"]
        text = with_breaks(data["context"])
        found.append(Passage(data["question"], text, start, end))
    return found


def measure(passages: Iterable[Passage]) -> dict[str, Tally]:
    """Count containment and overlap: the extractor, models that choose, a baseline, the best.

    A model chooses among what `bot.model.choosing` tells it; what it chooses stands beside the
    sentence that is shown without it, so a wrong choice takes nothing away.
    """
    counts: Counter[str] = Counter()
    total = 0
    for passage in passages:
        total += 1
        clauses = parse(passage.text, "passage")
        every = [span for clause in clauses for span in sentences(clause)]
        ranked = [e.span for e in best_sentences(passage.question, clauses, CANDIDATES)]
        shown = ranked[:1]
        wrong = [span for span in ranked if not holds(span, passage)][:1]
        plain = sorted(every, key=lambda span: -_shared(passage.question, span.text))[:1]
        for name, spans in (
            ("首句", shown),
            ("挑对的模型", ranked),
            ("挑错的模型所挑", wrong),
            ("挑错的模型连同首句", [*wrong, *shown]),
            ("基线（共有二字最多的句子）", plain),
            ("任一句（上限）", every),
        ):
            counts[f"{name}含全部答案"] += any(holds(span, passage) for span in spans)
            counts[f"{name}与答案相交"] += any(touches(span, passage) for span in spans)
    return {name: Tally(good, total) for name, good in counts.items()}


def holds(span: Span, passage: Passage) -> bool:
    """Whether a sentence has the whole answer, blanks and marks aside."""
    answer = _letters(passage.text[passage.start : passage.end])
    return bool(answer) and answer in _letters(span.text)


def touches(span: Span, passage: Passage) -> bool:
    """Whether a sentence and the answer share letters at their places."""
    low, high = max(span.start, passage.start), min(span.end, passage.end)
    return low < high and bool(_letters(passage.text[low:high]))


def _letters(text: str) -> str:
    return re.sub(r"[^\w%]+", "", text)


def _shared(question: str, sentence: str) -> int:
    pairs = {question[at : at + 2] for at in range(len(question) - 1)}
    return sum(pair in sentence for pair in pairs)
