"""``python -m evals research sure``: the weights by which a sentence is given as the answer.

Questions on texts that nobody annotated are asked; the sentence that comes first is right where it
has words of a sentence that answers. Each is asked once more without the sentences that answer, so
that the nearest other one is seen as well. Judged by fitting on some texts and asking the others.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.answer.lookup import found_in
from bot.answer.sure import features
from bot.assistant import Assistant
from bot.context import Context
from bot.extract import Extract
from bot.pipeline import Asked
from environment.settings import DOCUMENTS
from evals.foreign.command import QUESTIONS, take_in
from evals.foreign.judge import covers
from evals.opening import open_on

FOLDS: Final = 20
_SHRINK: Final = 0.3  # inverse strength of L2 on standardised features
_GIVEN: Final = (20, 25, 30, 35, 40, 50)  # so many of the surest are given as answers


@dataclass(frozen=True, slots=True)
class Sample:
    """A question with the sentence that came first; ``kind`` is 所问, 去掉答案 or 原文没有."""

    values: tuple[float, ...]
    right: bool
    document: str
    kind: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``sure``."""
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="放着各地文本的文件夹")
    parser.add_argument("--questions", type=Path, nargs="+", default=QUESTIONS, help="题目文件")


def run(args: argparse.Namespace) -> int:
    """Fit, print what cross-fitting reaches and the weights. Exit status 0."""
    rows = [json.loads(line) for path in args.questions for line in path.open(encoding="utf-8")]
    with TemporaryDirectory() as folder:
        root = Path(folder) / "documents"
        shutil.copytree(DOCUMENTS, root)
        ids = take_in(args.texts, root)
        samples = list(_samples(rows, open_on(root), ids))
    values = np.array([one.values for one in samples])
    right = np.array([one.right for one in samples])
    asked = np.array([one.kind != "去掉答案" for one in samples])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_SHRINK))
    likely = cross_val_predict(
        model, values, right, groups=[one.document for one in samples],
        cv=GroupKFold(FOLDS), method="predict_proba",
    )[:, 1]  # fmt: skip
    order = np.argsort(-likely[asked])
    sys.stdout.write(
        f"句子 {asked.sum()} 条，其中对的 {right[asked].sum()} 条；按文本分 {FOLDS} 折：\n"
    )
    silent = np.array([one.kind == "原文没有" for one in samples])
    for count in _GIVEN:
        first = order[:count]
        sys.stdout.write(
            f"  最有把握的 {count} 条：对 {right[asked][first].sum()}，原文没有的"
            f" {silent[asked][first].sum()}，把握 ≥ {likely[asked][first[-1]]:.2f}\n"
        )
    scaler, fitted = model.fit(values, right)
    weights = fitted.coef_[0] / scaler.scale_
    constant = fitted.intercept_[0] - (weights * scaler.mean_).sum()
    sys.stdout.write(f"权重：{[round(float(one), 3) for one in (*weights, constant)]}\n")
    return 0


def _samples(
    rows: list[Mapping[str, Any]], assistant: Assistant, ids: Mapping[str, str]
) -> Iterator[Sample]:
    for row in rows:
        gold = [
            s for each in row["gold_quotes"] for s in ([each] if isinstance(each, str) else each)
        ]
        context, day = Context(), date.fromisoformat(row["as_of"])
        for said in row["turns"][:-1]:
            context = assistant.ask(said, context, as_of=day).context
        for question in assistant.pipeline.questions(Asked(row["turns"][-1], context, day)):
            shelf = assistant.pipeline.shelf(question)
            found, pool = found_in(question, shelf)
            if not found:
                continue
            without = [one for one in found if not _answers(one, gold)]
            if not row["answerable"]:
                yield Sample(
                    features(question, found, pool, shelf.unmarked),
                    False,
                    ids[row["doc"]],
                    "原文没有",
                )
                continue
            right = _answers(found[0], gold)
            yield Sample(
                features(question, found, pool, shelf.unmarked), right, ids[row["doc"]], "所问"
            )
            if right and without:
                values = features(question, without, pool, shelf.unmarked)
                yield Sample(values, False, ids[row["doc"]], "去掉答案")


def _answers(one: Extract, gold: list[str]) -> bool:
    return any(covers(sentence, one.span.text) for sentence in gold)
