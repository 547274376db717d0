"""``python -m evals research selector``: the weights that choose a sentence, made anew.

``--pairs`` are questions on notices with their answers; those whose answers stand in the texts of
``--qa`` are left out. From them the shapes of answers are learned. ``--qa`` are questions with
their texts: nine weights are fitted on them, and judged by fitting on some and asking the others.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import yaml

from evals.research.sentences import holds, read_passages, touches
from evals.research.training.selector import (
    Choice,
    Floats,
    Shapes,
    choice,
    cross_fitted,
    fit_features,
    load_pairs,
)
from index.answering import PATTERNS, Answering

FOLDS = 10
_HEAD = (
    "# 由 python -m evals research selector 写出。\n"
    "# fit：哪类问题、哪种样子的句子；features：各特征的权重。\n"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``selector``."""
    parser.add_argument("--pairs", type=Path, required=True, help="问答文件（.jsonl，不含原文）")
    parser.add_argument("--qa", type=Path, required=True, help="问答文件（.jsonl，含原文与位置）")
    parser.add_argument("--out", type=Path, help="权重写到这里；不写则只量")
    parser.add_argument("--seed", type=int, default=0)


def run(args: argparse.Namespace) -> int:
    """Fit, print what cross-fitting reaches, write. Exit status 0."""
    patterns = yaml.safe_load(PATTERNS.read_text(encoding="utf-8"))
    rows = [json.loads(line) for line in args.qa.read_text(encoding="utf-8").splitlines()]
    pairs = load_pairs(args.pairs, [row["context"] for row in rows])
    bare = Answering(patterns["kinds"], patterns["shapes"], {}, {})
    shapes = Shapes(pairs, bare, args.seed)
    fit = _table(shapes, shapes.fit(np.ones(len(shapes.values), dtype=bool)))
    answering = Answering(patterns["kinds"], patterns["shapes"], fit, {})
    choices = _choices(args.qa, answering)
    documents = [row["docid"] for row in rows]
    features = {name: round(value, 3) for name, value in fit_features(choices).items()}
    reached = [cross_fitted(choices, documents, FOLDS, args.seed + i) for i in range(3)]
    sys.stdout.write(
        f"问答 {len(pairs)} 条；答案比别的答案的句子更合问题（五折）"
        f" {shapes.told_apart(5, args.seed):.3f}\n"
        f"首句含全部答案（{FOLDS} 折交叉拟合，三次划分）"
        f" {'、'.join(f'{one:.3f}' for one in reached)}\n"
    )
    if args.out:
        dumped = yaml.safe_dump({"features": features, "fit": fit}, sort_keys=False)
        args.out.write_text(_HEAD + dumped, encoding="utf-8")
    return 0


def _table(shapes: Shapes, weights: Floats) -> dict[str, dict[str, float]]:
    rounded = np.round(weights, 2).tolist()
    return {
        kind: dict(zip(shapes.shapes, row, strict=True))
        for kind, row in zip(shapes.kinds, rounded, strict=True)
    }


def _choices(path: Path, answering: Answering) -> Sequence[Choice]:
    return [
        choice(
            one.question, one.text, answering,
            partial(holds, passage=one), partial(touches, passage=one),
        )
        for one in read_passages(path)
    ]  # fmt: skip
