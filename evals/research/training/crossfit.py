"""Out-of-fold candidates: what the pipeline finds for a question that no part of it has seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from evals.research.training.export import export
from evals.research.training.stages import Stages
from evals.research.training.statutes import Question
from index.embed import load_encoder
from index.fusion import FEATURES, Fusion
from index.lexical import LexicalIndex
from index.nearest import Nearest
from index.ranking import Candidates, candidates, weigh
from index.static_model import StaticModel, Vectors
from index.version import IndexVersion
from index.vocabulary import Vocabulary

HARD_POOL = 60  # best lexical hits from which wrong ones are taken as negatives
PRIOR = FEATURES.index("prior")


@dataclass(frozen=True, slots=True)
class Split:
    """Which fold each question is in, and whether its articles occur in no other fold."""

    fold: list[int]
    unseen: list[bool]


def split(questions: Sequence[Question], folds: int, seed: int) -> Split:
    """A random division of questions into folds of equal size."""
    order = np.random.default_rng(seed).permutation(len(questions))
    fold = np.empty(len(questions), dtype=int)
    for number in range(folds):
        fold[order[number::folds]] = number
    elsewhere = [
        {gold for q, f in zip(questions, fold, strict=True) if f != number for gold in q.gold}
        for number in range(folds)
    ]
    unseen = [
        elsewhere[f].isdisjoint(q.gold) for q, f in zip(questions, fold.tolist(), strict=True)
    ]
    return Split(fold.tolist(), unseen)


def lexical_hits(
    lexical: LexicalIndex, questions: Sequence[Question], vocabulary: Vocabulary, k: int
) -> list[list[int]]:
    """The best k positions by the lexical index alone."""
    found = []
    for question in questions:
        scores = lexical.scores(weigh(vocabulary.read(question.text)))
        best = np.argpartition(-scores, k - 1)[:k]
        found.append(best[np.lexsort((best, -scores[best]))].tolist())
    return found


def asked_counts(questions: Sequence[Question], law_of: dict[int, str]) -> dict[str, float]:
    """How often each document answered one of the questions."""
    counts: dict[str, float] = {}
    for question in questions:
        for gold in question.gold:
            if gold in law_of:
                counts[law_of[gold]] = counts.get(law_of[gold], 0.0) + 1
    return dict(sorted(counts.items()))


def with_model(version: IndexVersion, model: StaticModel) -> IndexVersion:
    """The same passages under another model of the same tokenizer, searched exactly."""
    if version.tokens is None:
        raise ValueError("索引里没有词元，不能换模型")
    ids, starts = version.tokens.ids, version.tokens.starts
    vectors: Vectors = model.pool([ids[a:b] for a, b in pairwise(starts)])
    return replace(version, vectors=vectors, nearest=Nearest(vectors, version.position))


def out_of_fold(
    stages: Stages,
    version: IndexVersion,
    questions: Sequence[Question],
    division: Split,
) -> list[Candidates]:
    """Candidates of every question, found by a model and a prior fitted on the other folds."""
    vocabulary = Vocabulary.load()
    place = {key: i for i, key in enumerate(version.table.keys)}
    law_of = {article.id: article.law for article in stages.articles}
    hits = lexical_hits(version.lexical, questions, vocabulary, HARD_POOL)
    to_all = [stages.place[int(key)] for key in version.table.keys]
    hard = {
        q.id: [to_all[p] for p in found if p not in {place.get(str(g)) for g in q.gold}]
        for q, found in zip(questions, hits, strict=True)
    }
    result: dict[int, Candidates] = {}
    for number in sorted(set(division.fold)):
        known = [q for q, f in zip(questions, division.fold, strict=True) if f != number]
        folder = stages.work / f"fold-{number}"
        export(folder, stages.tokenizer(), stages.tuned(known, hard, f"fold-{number}"))
        encoder = load_encoder(str(folder))
        if not isinstance(encoder, StaticModel):
            raise TypeError(f"{folder} 不是静态模型")
        own = with_model(version, encoder)
        fusion = Fusion({}, asked_counts(known, law_of))
        held = [i for i, f in enumerate(division.fold) if f == number]
        for i in held:
            reading = vocabulary.read(questions[i].text)
            result[i] = candidates(own, encoder, fusion, reading)
            stages.progress(f"检索 fold-{number}", len(held), 1)
    return [result[i] for i in range(len(questions))]
