"""Everyday questions on the collection, with thousands of statute articles as distractors.

Part of `python -m evals research retrieval`: with ``--colloquial`` it reports how often the right
clause comes first or among the first three, and how well confidence tells what is stated from what
is not.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.collection import Collection
from evals.research.jieba_bm25 import JiebaBM25
from evals.research.training.statutes import load_articles
from index.build import build
from index.confidence import confidence
from index.core import Core
from index.embed import load_encoder
from index.fusion import Fusion
from index.passage import Passage, passages_of
from index.progress import Bars
from index.ranking import weigh_said
from index.settings import IndexSettings
from index.vocabulary import Vocabulary

_SEED = 7  # which articles distract
Row = Mapping[str, Any]


def measure(
    cases: Path, articles: Path, distractors: int, settings: IndexSettings
) -> dict[str, Any]:
    """Hit rates with and without distractors and vocabulary, and how far confidence tells."""
    rows = [json.loads(line) for line in cases.read_text(encoding="utf-8").splitlines()]
    held = passages_of(Collection.load().library)
    national = [article for article in load_articles(articles) if article.national]
    noise = [a.passage for a in random.Random(_SEED).sample(national, distractors)]
    stated = [row for row in rows if row["gold"]]
    with tempfile.TemporaryDirectory() as folder:
        alone = _core(held, settings.model, Path(folder) / "alone")
        among = _core([*held, *noise], settings.model, Path(folder) / "among")
        bare = Vocabulary(())  # what a phrase meets that nobody thought of
        many = f"另有 {distractors} 条干扰"
        return {
            "本系统": _hits(alone, stated),
            f"本系统，{many}": _hits(among, stated),
            "本系统，不用词表": _hits(_with(alone, bare), stated),
            f"本系统，不用词表，{many}": _hits(_with(among, bare), stated),
            "字的一元、二元 BM25": _grams(alone, stated),
            f"字的一元、二元 BM25，{many}": _grams(among, stated),
            f"jieba BM25，{many}": _jieba([*held, *noise], stated),
            "把握": _confidence(alone, rows),
        }


def _core(passages: Sequence[Passage], model: str, folder: Path) -> Core:
    with Bars() as progress:
        version = build(passages, IndexSettings(folder, model), exact=True, progress=progress)
    return Core(version, load_encoder(model), Vocabulary.load(), Fusion())


def _with(core: Core, vocabulary: Vocabulary) -> Core:
    return Core(core.version, core.encoder, vocabulary, core.fusion)


def _grams(core: Core, rows: Sequence[Row]) -> dict[str, float]:
    keys = core.version.table.keys
    found = []
    for row in rows:
        scores = core.version.lexical.scores(weigh_said(core.read(row["question"])))
        best = np.lexsort((np.arange(len(scores)), -scores))[:3]
        found.append([keys[i] for i in best])
    return _rates(found, rows)


def _hits(core: Core, rows: Sequence[Row]) -> dict[str, float]:
    keys = core.version.table.keys
    found = [[keys[r.position] for r in core.ranked(core.read(row["question"]), 3)] for row in rows]
    return _rates(found, rows)


def _jieba(passages: Sequence[Passage], rows: Sequence[Row]) -> dict[str, float]:
    index = JiebaBM25([f"{p.title} {p.heading} {p.text}" for p in passages])
    found = [[passages[i].key for i in index.search(row["question"], 3)] for row in rows]
    return _rates(found, rows)


def _rates(found: Sequence[Sequence[str]], rows: Sequence[Row]) -> dict[str, float]:
    first = [bool(set(keys[:1]) & set(row["gold"])) for keys, row in zip(found, rows, strict=True)]
    third = [bool(set(keys) & set(row["gold"])) for keys, row in zip(found, rows, strict=True)]
    return {"题": len(rows), "hit@1": float(np.mean(first)), "hit@3": float(np.mean(third))}


def _confidence(core: Core, rows: Sequence[Row]) -> dict[str, float]:
    values, stated = [], []
    for row in rows:
        reading = core.read(row["question"])
        positions = [ranked.position for ranked in core.ranked(reading, 3)]
        values.append(confidence(core, reading, positions))
        stated.append(bool(row["gold"]))
    inside = [value for value, known in zip(values, stated, strict=True) if known]
    outside = [value for value, known in zip(values, stated, strict=True) if not known]
    if not outside:
        return {"有答案的题保留": float(np.mean(np.array(inside) > 0.5))}
    above = [float(a > b) + 0.5 * float(a == b) for a in inside for b in outside]
    return {
        "AUC": float(np.mean(above)),
        "有答案的题保留": float(np.mean(np.array(inside) > 0.5)),
        "无答案的题拒答": float(np.mean(np.array(outside) <= 0.5)),
    }


def table(report: Mapping[str, Mapping[str, float]]) -> str:
    """One line a row of the report."""
    return "\n".join(
        f"{name}：" + "，".join(f"{key} {value:.3g}" for key, value in row.items())
        for name, row in report.items()
    )
