"""`python -m evals research passages`: real questions on notices that nobody here wrote.

The notices are a government's. Every one is cut into clauses by our parser and all clauses are
searched together. Counted is how often the clause shown first, or one of the first three, holds the
whole answer, and, because an answer may run over several clauses, how often it holds at least half
of it. Baselines: jieba BM25 over the same clauses, and fixed chunks of 500 characters with an
overlap of 50. A chunk shows three times the text of a clause; so that both show as much, clauses
are also counted with what follows and precedes them in the notice, up to 500 characters.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.clause import ClauseKind
from corpus.parse import parse
from environment.settings import Settings
from evals.research.chart import bars
from evals.research.interval import paired
from evals.research.jieba_bm25 import JiebaBM25
from index.build import build
from index.core import Core
from index.embed import load_encoder
from index.fusion import Fusion
from index.passage import Passage
from index.progress import Bars
from index.settings import IndexSettings
from index.vocabulary import Vocabulary

CHUNK, OVERLAP = 500, 50
PIPELINE = "本系统"
WIDER = "本系统，连同上下文至 500 字"
CHUNKS = "500/50 定长块，jieba BM25"
_TITLE = 60  # characters of a notice's first line that serve as its title
# Where the collection lost a line break: Chinese writes no space inside a line.
_GAP = re.compile(r"(?<=[^\x00-\x7f])[ \u3000\u2003\xa0]+|[ \u3000\u2003\xa0]{2,}")
Search = Callable[[str], list[str]]  # question -> texts shown, best first


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the letters of its answer."""

    question: str
    answer: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Command-line options."""
    parser.add_argument("--qa", type=Path, required=True, help="问答文件（.jsonl，含原文）")
    parser.add_argument("--out", type=Path, help="报告的文件夹，默认 var/reports/passages")


def run(args: argparse.Namespace) -> int:
    """Measure, print the table, write table, JSON and chart. Exit status 0."""
    rows = [json.loads(line) for line in args.qa.read_text(encoding="utf-8").splitlines()]
    contexts = {row["docid"]: row["context"] for row in rows}
    asked = [Asked(row["question"], letters(row["answer"])) for row in rows]
    passages = [p for key, text in contexts.items() for p in clauses_of(key, text)]
    settings = IndexSettings.of(Settings())
    with tempfile.TemporaryDirectory() as folder:
        systems = _systems(passages, contexts, IndexSettings(Path(folder), settings.model))
        shown = {
            name: [search(one.question)[:3] for one in asked] for name, search in systems.items()
        }
    report = _report(asked, shown, len(passages))
    _write(report, args.out or settings.root.parent / "reports" / "passages")
    return 0


def with_breaks(text: str) -> str:
    """A text whose line breaks were lost to runs of spaces, with them; as long as before."""
    return _GAP.sub(lambda gap: "\n" + " " * (len(gap.group()) - 1), text)


def clauses_of(key: str, text: str) -> list[Passage]:
    """The clauses of a notice whose line breaks were lost to runs of spaces."""
    lines = with_breaks(text)
    title = lines.strip().split("\n", 1)[0][:_TITLE]
    return [
        Passage(f"{key}#{number}", key, title, tuple(c.breadcrumb), c.text)
        for number, c in enumerate(parse(lines, key, title))
        if c.kind is not ClauseKind.REMNANT and c.text.strip()
    ]


def letters(text: str) -> str:
    """The text without spaces and punctuation: what must agree for an answer to be held."""
    return re.sub(r"[^\w%]+", "", text)


def _systems(
    passages: Sequence[Passage], contexts: Mapping[str, str], settings: IndexSettings
) -> dict[str, Search]:
    with Bars() as progress:
        version = build(passages, settings, progress=progress)
    core = Core(version, load_encoder(settings.model), Vocabulary.load(), Fusion())
    texts = [passage.text for passage in passages]
    wider = widened(passages, CHUNK)
    words = JiebaBM25([f"{p.title} {p.heading} {p.text}" for p in passages])
    chunks = [
        text[start : start + CHUNK]
        for text in contexts.values()
        for start in range(0, max(len(text) - OVERLAP, 1), CHUNK - OVERLAP)
    ]
    chunk_words = JiebaBM25(chunks)
    chunk_vectors = core.encoder.encode(chunks)

    def ours(question: str) -> list[str]:
        return [texts[one.position] for one in core.ranked(core.read(question), 3)]

    def ours_wider(question: str) -> list[str]:
        return [wider[one.position] for one in core.ranked(core.read(question), 3)]

    def near(question: str) -> list[str]:
        scores = chunk_vectors @ core.encoder.encode([question])[0]
        return [chunks[i] for i in np.argsort(-scores, kind="stable")[:3]]

    return {
        PIPELINE: ours,
        WIDER: ours_wider,
        "jieba BM25，同样的条款": lambda question: [texts[i] for i in words.search(question, 3)],
        CHUNKS: lambda question: [chunks[i] for i in chunk_words.search(question, 3)],
        "500/50 定长块，向量": near,
    }


def widened(passages: Sequence[Passage], budget: int) -> list[str]:
    """Each clause with its neighbours, those behind it first, as far as the budget goes.

    Lengths are in characters; a clause longer than the budget stays as it is.
    """
    shown = []
    for place, passage in enumerate(passages):
        first = last = place
        size = len(passage.text)
        for step in (1, -1):
            beside = place + step
            while 0 <= beside < len(passages) and passages[beside].document == passage.document:
                size += len(passages[beside].text)
                if size > budget:
                    size -= len(passages[beside].text)
                    break
                first, last = min(first, beside), max(last, beside)
                beside += step
        shown.append("".join(one.text for one in passages[first : last + 1]))
    return shown


def share_held(shown: Sequence[str], answer: str) -> float:
    """The largest share of the answer that one of the texts holds in one piece, 0..1."""
    best = 0.0
    for text in map(letters, shown):
        if answer in text:
            return 1.0
        low, high = 0, len(answer)
        while low < high:  # the longest prefix or suffix of the answer that the text holds
            middle = (low + high + 1) // 2
            held = answer[:middle] in text or answer[-middle:] in text
            low, high = (middle, high) if held else (low, middle - 1)
        best = max(best, low / len(answer) if answer else 0.0)
    return best


def _report(
    asked: Sequence[Asked], shown: Mapping[str, list[list[str]]], size: int
) -> dict[str, Any]:
    values = {
        name: {
            f"{label}@{k}": [
                float(share_held(texts[:k], one.answer) >= enough)
                for one, texts in zip(asked, lists, strict=True)
            ]
            for label, enough in (("全部", 1.0), ("过半", 0.5))
            for k in (1, 3)
        }
        for name, lists in shown.items()
    }
    systems: dict[str, Any] = {}
    for name, measures in values.items():
        systems[name] = {measure: round(float(np.mean(v)), 4) for measure, v in measures.items()}
        first = [len(texts[0]) for texts in shown[name] if texts]
        systems[name]["首条平均字数"] = round(float(np.mean(first))) if first else 0
        if name not in {PIPELINE, WIDER}:
            ours = values[WIDER if "500/50" in name else PIPELINE]  # what shows as much
            systems[name]["本系统超出"] = {
                measure: str(paired(ours[measure], v)) for measure, v in measures.items()
            }
    return {"questions": len(asked), "passages": size, "systems": systems}


def table(report: Mapping[str, Any]) -> str:
    """The report as Markdown."""
    measures = [name for name in report["systems"][PIPELINE] if "@" in name]
    lines = [f"{report['questions']} 题，{report['passages']} 个条款\n"]
    lines += [
        "| | " + " | ".join(measures) + " | 首条平均字数 |",
        "|---" * (len(measures) + 2) + "|",
    ]
    for name, row in report["systems"].items():
        cells = " | ".join(f"{row[measure]:.3f}" for measure in measures)
        lines.append(f"| {name} | {cells} | {row['首条平均字数']} |")
    lines += ["\n本系统超出（95% 区间，成对自助法；定长块与同样字数的上下文相比）\n"]
    lines += ["| | " + " | ".join(measures) + " |", "|---" * (len(measures) + 1) + "|"]
    for name, row in report["systems"].items():
        if "本系统超出" in row:
            cells = " | ".join(row["本系统超出"][measure] for measure in measures)
            lines.append(f"| {name} | {cells} |")
    return "\n".join(lines)


def _write(report: Mapping[str, Any], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    text = table(report)
    print(text)  # noqa: T201
    (out / "passages.md").write_text(text + "\n", encoding="utf-8")
    dumped = json.dumps(report, ensure_ascii=False, indent=1)
    (out / "passages.json").write_text(dumped + "\n", encoding="utf-8")
    rows = {
        name: {measure: row[measure] for measure in ("全部@1", "全部@3")}
        for name, row in report["systems"].items()
    }
    (out / "passages.svg").write_text(bars("条款含全部答案", rows), encoding="utf-8")
