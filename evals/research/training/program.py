"""`python -m evals research train`: from statutes and questions to the files under index/model."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from environment.settings import Settings
from evals.research.training.card import write_card
from evals.research.training.crossfit import (
    HARD_POOL,
    Split,
    asked_counts,
    lexical_hits,
    out_of_fold,
    split,
)
from evals.research.training.export import export
from evals.research.training.measures import summary
from evals.research.training.stages import VOCABULARY, Recipe, Stages
from evals.research.training.statutes import (
    ARTICLES,
    QUESTIONS,
    Question,
    digest,
    load_articles,
    load_questions,
)
from evals.research.training.weights import fit_weights
from index.build import build
from index.fusion import Fusion
from index.progress import Bars
from index.ranking import Candidates
from index.settings import IndexSettings
from index.version import IndexVersion
from index.vocabulary import Vocabulary

FOLDS = 5


def train(statutes: Path, out: Path, seed: int = 0) -> int:
    """Train, cross-fit, quantise and write a model; returns the exit status.

    Finished stages are kept under POLICY_VAR/training and are not done twice.
    """
    started = time.monotonic()
    sources = {name: digest(statutes / name) for name in (ARTICLES, QUESTIONS)}
    articles = load_articles(statutes / ARTICLES)
    questions = load_questions(statutes / QUESTIONS)
    recipe = Recipe(seed=seed)
    with Bars() as bars:
        stages = Stages(work_folder(recipe, sources), articles, recipe, bars)
        version = statute_index(stages)
        final = stages.tuned(questions, hard_negatives(stages, version, questions), "all")
        export(out, stages.tokenizer(), final)
        division = split(questions, FOLDS, seed)
        found = out_of_fold(stages, version, questions, division)
    fusion, metrics = fit_fusion(stages, version, questions, division, found)
    fusion.write(out)
    metrics["trained articles"] = sorted({gold for q in questions for gold in q.gold})
    metrics["minutes"] = round((time.monotonic() - started) / 60, 1)
    sources["vocabulary"] = (stages.work / VOCABULARY).read_text(encoding="utf-8")
    write_card(out, asdict(recipe), sources, metrics)
    print((out / "README.md").read_text(encoding="utf-8"))  # noqa: T201
    return 0


def work_folder(recipe: Recipe, sources: dict[str, str], folds: int = FOLDS) -> Path:
    """Where the stages of one recipe on one set of files are kept."""
    whole = repr((recipe, sorted(sources.values()), folds))
    name = hashlib.sha256(whole.encode()).hexdigest()[:12]
    return IndexSettings.of(Settings()).root.parent / "training" / name


def statute_index(stages: Stages) -> IndexVersion:
    """The national articles, which are what questions are answered from.

    Under the pretext's vectors: tokens and lexical index serve every model trained from it.
    """
    national = [a for a in stages.articles if a.national] or list(stages.articles)
    base = stages.work / "base"
    export(base, stages.tokenizer(), stages.pretrained())
    settings = IndexSettings(stages.work / "index", str(base))
    passages = [article.passage for article in national]
    return build(passages, settings, exact=True, progress=stages.progress)


def hard_negatives(
    stages: Stages, version: IndexVersion, questions: list[Question]
) -> dict[int, list[int]]:
    """For each question the articles that look right by their words and are not."""
    hits = lexical_hits(version.lexical, questions, Vocabulary.load(), HARD_POOL)
    place = [stages.place[int(key)] for key in version.table.keys]
    return {
        question.id: [place[p] for p in found if int(version.table.keys[p]) not in question.gold]
        for question, found in zip(questions, hits, strict=True)
    }


def fit_fusion(
    stages: Stages,
    version: IndexVersion,
    questions: list[Question],
    division: Split,
    found: list[Candidates],
) -> tuple[Fusion, dict[str, Any]]:
    """Weights from all out-of-fold candidates, and what cross-fitted ones reach."""
    gold = [
        {version.position[str(g)] for g in q.gold if str(g) in version.position} for q in questions
    ]
    unseen = [i for i, new in enumerate(division.unseen) if new]
    law_of = {article.id: article.law for article in stages.articles}
    informed = fit_weights([found[i] for i in unseen], [gold[i] for i in unseen])
    fusion = Fusion(informed, asked_counts(questions, law_of))
    return fusion, summary(found, gold, division)
