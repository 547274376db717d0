"""How much a sentence looks like an answer: what a question asks for against a sentence's shape.

Sharing words with the question is not enough: a heading repeats the question and answers nothing.
So a sentence gains by the shapes that answers to that kind of question have (多少 → a figure,
电话 → digits), and loses where it only asks, only leads over or says nothing new. The patterns are
written by hand, the weights are learned (docs/decisions/0004-retrieval.md).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

import yaml

PATTERNS: Final = Path(__file__).with_name("answering.yaml")
WEIGHTS: Final = Path(__file__).with_name("answering_weights.yaml")
# Features of a sentence and a question, in the order of their weights. The first two are shares
# of the question's content, 0 to 1, that the caller knows.
FEATURES: Final = ("focus", "context", "fit", "new", "long", "bare", "asks", "leads", "aside")
ALWAYS: Final = "any"  # a kind that every question has
_ASKING: Final = re.compile(
    r"多少|几[个家名项条次年月天类种大方]|什么|哪些|哪个|哪家|哪里|哪[天儿种]|怎么样?|如何|怎样|为什么|"
    r"为何|谁|何时|何|吗|是否"
)
_REACH: Final = 12.0  # characters from the word of asking at which a gram counts e times less
_NEW: Final = 30  # letters that the question lacks: more of them say no more
_SHORT: Final = 40  # characters; what is longer costs
_ASIDE: Final = re.compile(r"[（(][^（）()]*[）)]")
_CLOSED: Final = re.compile(r"[。；;！!”）)：:？?]$")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a sentence looks like, whatever is asked: kept with the sentence."""

    letters: str
    shapes: tuple[int, ...]  # positions of the shapes it has
    long: float  # characters above 40, in hundreds
    bare: float  # 1.0 for a line without a closing mark: a heading, a title
    asks: float  # 1.0 for a question
    leads: float  # 1.0 for what only introduces what follows
    aside: float  # 1.0 for what stands in brackets as a whole: （责任单位：…）, （记者…）


class Answering:
    """Patterns and weights. Safe to share between threads."""

    def __init__(
        self,
        kinds: Mapping[str, str],
        shapes: Mapping[str, str],
        fit: Mapping[str, Mapping[str, float]],
        features: Mapping[str, float],
    ) -> None:
        """``fit``: by kind and shape, what the shape tells; ``features``: weights of FEATURES."""
        self.kinds = tuple((name, re.compile(pattern)) for name, pattern in kinds.items())
        self.shapes = tuple((name, re.compile(pattern)) for name, pattern in shapes.items())
        self.features = {name: features.get(name, 0.0) for name in FEATURES}
        self._fit = {
            kind: tuple(row.get(shape, 0.0) for shape, _ in self.shapes)
            for kind, row in fit.items()
        }

    @classmethod
    @cache
    def load(cls) -> Self:
        """The shipped patterns and weights, read once."""
        patterns = yaml.safe_load(PATTERNS.read_text(encoding="utf-8"))
        weights = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
        return cls(patterns["kinds"], patterns["shapes"], weights["fit"], weights["features"])

    def kinds_of(self, question: str) -> tuple[str, ...]:
        """The kinds of things that a question asks for, `ALWAYS` among them."""
        return (ALWAYS, *(name for name, pattern in self.kinds if pattern.search(question)))

    def shape(self, sentence: str) -> Shape:
        """What a sentence looks like."""
        return Shape(
            letters=re.sub(r"[^\w%]+", "", sentence),
            shapes=tuple(i for i, (_, p) in enumerate(self.shapes) if p.search(sentence)),
            long=max(0, len(sentence) - _SHORT) / 100,
            bare=float(not _CLOSED.search(sentence)),
            asks=float(sentence.endswith(("？", "?"))),
            leads=float(sentence.endswith(("：", ":")) or "如下" in sentence[-8:]),
            aside=float(bool(_ASIDE.fullmatch(sentence))),
        )

    def asked(self, question: str) -> Asked:
        """A question made ready to be compared with many sentences."""
        rows = [self._fit[kind] for kind in self.kinds_of(question) if kind in self._fit]
        fit = tuple(map(sum, zip(*rows, strict=True))) or (0.0,) * len(self.shapes)
        return Asked(fit, frozenset(question), self.features)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: what each shape tells for it, and its letters."""

    fit: tuple[float, ...]
    letters: frozenset[str]
    weights: Mapping[str, float]

    def features(self, shape: Shape, focus: float, context: float) -> tuple[float, ...]:
        """The values of FEATURES for a sentence."""
        new = sum(letter not in self.letters for letter in shape.letters)
        fit = sum(self.fit[i] for i in shape.shapes)
        look = (shape.long, shape.bare, shape.asks, shape.leads, shape.aside)
        return (focus, context, fit, min(new, _NEW) / _NEW, *look)

    def score(self, shape: Shape, focus: float, context: float) -> float:
        """Higher for what is likelier an answer; a share of the question counts as itself."""
        values = self.features(shape, focus, context)
        return sum(w * v for w, v in zip(self.weights.values(), values, strict=True))


def nearness(question: str, grams: Iterable[str]) -> dict[str, float]:
    """How near each gram stands to a word of asking, 0 to 1; all 1 where there is none.

    What stands beside 多少 or 哪些 is what is asked for; the rest says of whom and when.
    """
    asking = [match.span() for match in _ASKING.finditer(question)]
    if not asking:
        return dict.fromkeys(grams, 1.0)
    return {gram: max(_near(question, gram, asking), math.exp(-9)) for gram in grams}


def _near(question: str, gram: str, asking: Iterable[tuple[int, int]]) -> float:
    best = 0.0
    at = question.find(gram)
    while at >= 0:
        gap = min(max(at - end, start - at - len(gram), 0) for start, end in asking)
        best = max(best, math.exp(-gap / _REACH))
        at = question.find(gram, at + 1)
    return best
