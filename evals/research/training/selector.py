"""Training of the sentence selector: what shapes answers have, and what makes a sentence one.

Shapes are learned from questions with their answers, no text needed: the sentence of the answer
against sentences of other answers. The few weights of the features need texts, with all the
sentences that are no answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.extract import compared
from corpus.document import Span
from corpus.parse import parse
from index.answering import ALWAYS, FEATURES, Answering

OVERLAP = 20  # letters in a row that a text and an answer must not share
_NEGATIVES = 20  # sentences of other answers, for each question
_SHRINK_FIT = 1e-3  # L2 on the weights of shapes
_SHRINK = 0.03  # L2 on the weights of standardised features

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question on a notice and its answer; ``document`` names the notice."""

    document: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Sentences of one text against one question: features by row, and which rows are right."""

    values: Floats
    right: NDArray[np.bool_]
    whole: NDArray[np.bool_]  # rows that hold the whole answer


def load_pairs(path: Path, without: Sequence[str]) -> list[Pair]:
    """Pairs of a file (.jsonl) whose answers are not in the texts ``without``."""
    known = {
        text[i : i + OVERLAP] for text in map(letters, without) for i in range(len(text) - OVERLAP)
    }
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [Pair(row["docid"], row["question"], row["answer"]) for row in rows]
    return [pair for pair in pairs if known.isdisjoint(_runs(letters(pair.answer)))]


def letters(text: str) -> str:
    """The text without blanks and marks."""
    return re.sub(r"[^\w%]+", "", text)


def _cut(answer: str) -> list[str]:
    parts = re.split(r"(?<=[。；;！？!?\n])", answer)
    return [part.strip() for part in parts if len(letters(part)) > 1]


def _runs(text: str) -> set[str]:
    return {text[i : i + OVERLAP] for i in range(len(text) - OVERLAP + 1)}


class Shapes:
    """Questions' kinds against the shapes of a sentence of the answer and of other answers."""

    def __init__(self, pairs: Sequence[Pair], answering: Answering, seed: int) -> None:
        self.kinds = (ALWAYS, *(name for name, _ in answering.kinds))
        self.shapes = tuple(name for name, _ in answering.shapes)
        cut = [[self._row(answering, one) for one in _cut(p.answer)] for p in pairs]
        usable = [i for i, rows in enumerate(cut) if rows]
        random = np.random.default_rng(seed)

        def drawn(i: int) -> Floats:
            return cut[i][int(random.integers(len(cut[i])))]

        kinds, values, documents = [], [], []
        for i in usable:
            # One sentence an answer, right or wrong: else long answers would count for more.
            others = [j for j in random.choice(usable, _NEGATIVES).tolist() if j != i]
            others += [j for j in usable[: _NEGATIVES + 1] if j != i][: _NEGATIVES - len(others)]
            asked = answering.kinds_of(pairs[i].question)
            kinds.append([float(name in asked) for name in self.kinds])
            values.append(np.vstack([drawn(i), *map(drawn, others)]))
            documents.append(pairs[i].document)
        self.asked, self.values, self.documents = np.array(kinds), np.array(values), documents

    def _row(self, answering: Answering, sentence: str) -> Floats:
        row = np.zeros(len(self.shapes))
        row[list(answering.shape(sentence).shapes)] = 1.0
        return row

    def fit(self, chosen: NDArray[np.bool_]) -> Floats:
        """What each shape tells for each kind, shape (kinds, shapes), from the chosen pairs."""
        asked, values = self.asked[chosen], self.values[chosen]
        size = (asked.shape[1], values.shape[2])

        def loss(flat: Floats) -> tuple[float, Floats]:
            weights = flat.reshape(size)
            share = _softmax(np.einsum("nks,ns->nk", values, asked @ weights))
            error = share.copy()
            error[:, 0] -= 1
            slope = asked.T @ np.einsum("nk,nks->ns", error, values) / len(asked)
            slope += 2 * _SHRINK_FIT * weights
            value = -np.log(share[:, 0]).mean() + _SHRINK_FIT * (weights**2).sum()
            return float(value), slope.ravel()

        return _least(loss, size[0] * size[1]).reshape(size)

    def told_apart(self, folds: int, seed: int) -> float:
        """How often an unseen answer fits better than a sentence of another one, 0 to 1."""
        fold = folds_of(self.documents, folds, seed)
        found = []
        for number in range(folds):
            held = fold == number
            weights = self.fit(~held)
            score = np.einsum("nks,ns->nk", self.values[held], self.asked[held] @ weights)
            right, wrong = score[:, :1], score[:, 1:]
            found.append((wrong < right).mean(axis=1) + 0.5 * (wrong == right).mean(axis=1))
        return float(np.concatenate(found).mean())


def folds_of(documents: Sequence[str], folds: int, seed: int) -> NDArray[np.int64]:
    """The fold of each row; rows of one document share it."""
    names = sorted(set(documents))
    order = np.random.default_rng(seed).permutation(len(names))
    fold = {names[place]: number % folds for number, place in enumerate(order)}
    return np.array([fold[name] for name in documents])


def choice(
    question: str,
    text: str,
    answering: Answering,
    holds: Callable[[Span], bool],
    touches: Callable[[Span], bool],
) -> Choice:
    """Features of every sentence of a text; right are those that hold, else touch, the answer."""
    found = compared(question, parse(text, "passage"))
    asked = answering.asked(question)
    values = np.array([asked.features(one.shape, one.focus, one.context) for one in found])
    whole = np.array([holds(one.span) for one in found], dtype=bool)
    right = whole if whole.any() else np.array([touches(one.span) for one in found], dtype=bool)
    return Choice(values, right, whole)


def fit_features(choices: Sequence[Choice]) -> dict[str, float]:
    """Weights of FEATURES that put right sentences first, ``focus`` as 1.

    Raises ValueError where sharing words with the question tells nothing.
    """
    every = np.vstack([one.values for one in choices])
    spread = np.where(every.std(axis=0) > 0, every.std(axis=0), 1.0)
    usable = [(one.values / spread, one.right) for one in choices if one.right.any()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = 0.0, np.zeros(len(weights))
        for values, right in usable:
            share = _softmax((values @ weights)[None])[0]
            good = share[right].sum()
            value -= float(np.log(good))
            slope -= values[right].T @ (share[right] / good) - values.T @ share
        value, slope = value / len(usable), slope / len(usable)
        return value + _SHRINK * float(weights @ weights), slope + 2 * _SHRINK * weights

    weights = _least(loss, len(FEATURES)) / spread
    if weights[0] <= 0:
        raise ValueError("这些问答里，答案所在的句子并不含所问的词，量不出权重；请换一份问答文件")
    return dict(zip(FEATURES, (weights / weights[0]).tolist(), strict=True))


def cross_fitted(
    choices: Sequence[Choice], documents: Sequence[str], folds: int, seed: int
) -> float:
    """How often the first sentence holds the whole answer, by weights of the other folds."""
    fold = folds_of(documents, folds, seed)
    good = 0
    for number in range(folds):
        known = [one for one, f in zip(choices, fold, strict=True) if f != number]
        weights = np.array(list(fit_features(known).values()))
        for one, f in zip(choices, fold, strict=True):
            good += f == number and bool(one.whole[int(np.argmax(one.values @ weights))])
    return good / len(choices)


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    share: Floats = raised / raised.sum(axis=1, keepdims=True)
    return share


def _least(loss: Callable[[Floats], tuple[float, Floats]], size: int) -> Floats:
    found: Floats = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B").x
    return found
