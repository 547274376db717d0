"""`python -m evals research retrieval`: does the right clause come first?

Articles and questions as in the training material. Without ``--crossfit`` the shipped model
answers questions it was not trained on; with it, every question is answered by a model, a
prior and weights that were fitted without its fold.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from environment.settings import Settings
from evals.research import colloquial
from evals.research.chart import bars
from evals.research.interval import paired
from evals.research.jieba_bm25 import JiebaBM25
from evals.research.measures import MEASURES, order
from evals.research.training.statutes import (
    Article,
    Question,
    digest,
    load_articles,
    load_questions,
)
from index.build import build
from index.core import Core
from index.embed import load_encoder
from index.fusion import PLAIN, Fusion
from index.grams import gram_keys
from index.progress import Bars
from index.ranking import Candidates
from index.settings import IndexSettings
from index.version import IndexVersion
from index.vocabulary import Vocabulary

DEPTH = 100  # places of a ranking that are measured
PIPELINE = "本系统"
Rankings = Mapping[str, list[list[int]]]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Questions, the positions of their articles, and which ones are unseen."""

    questions: Sequence[Question]
    gold: Sequence[set[int]]
    unseen: Sequence[int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Command-line options."""
    parser.add_argument("--articles", type=Path, required=True, help="条文（.jsonl 或 .jsonl.gz）")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--queries", type=Path, help="提问（.jsonl）")
    asked.add_argument("--colloquial", type=Path, help="对现有文件的口语提问（.jsonl）")
    parser.add_argument("--distractors", type=int, default=5000, help="口语提问时的干扰条文数")
    parser.add_argument("--crossfit", type=int, default=0, metavar="N", help="N 折交叉拟合")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="报告的文件夹，默认 var/reports/retrieval")


def run(args: argparse.Namespace) -> int:
    """Measure, print the table, write table, JSON and chart. Exit status 0."""
    settings = IndexSettings.of(Settings())
    if args.colloquial:
        found = colloquial.measure(args.colloquial, args.articles, args.distractors, settings)
        print(colloquial.table(found))  # noqa: T201
        return 0
    everything = load_articles(args.articles)
    national = [article for article in everything if article.national] or everything
    questions = load_questions(args.queries)
    root = settings.root.parent / "bench" / digest(args.articles)[:12]
    passages = [article.passage for article in national]
    with Bars() as progress:
        version = build(passages, replace(settings, root=root), exact=True, progress=progress)
        if args.crossfit:
            bench, rankings = _crossfit(args, everything, questions, progress)
        else:
            bench, rankings = _shipped(version, settings, questions, progress)
    rankings = {**rankings, **_lexical(version, questions, national)}
    report = _report(bench, rankings, crossfit=args.crossfit)
    _write(report, args.out or settings.root.parent / "reports" / "retrieval")
    return 0


def _positions(version: IndexVersion, questions: Sequence[Question]) -> list[set[int]]:
    known = version.position
    return [{known[str(g)] for g in q.gold if str(g) in known} for q in questions]


def _shipped(
    version: IndexVersion, settings: IndexSettings, questions: Sequence[Question], progress: Bars
) -> tuple[Benchmark, Rankings]:
    fusion = Fusion.load(Path(settings.model))
    core = Core(version, load_encoder(settings.model), Vocabulary.load(), fusion)
    found = []
    for question in questions:
        found.append(core.candidates(core.read(question.text)))
        progress("检索", len(questions), 1)
    trained = _trained_articles(Path(settings.model))
    unseen = [i for i, q in enumerate(questions) if trained.isdisjoint(q.gold)]
    rankings = {
        PIPELINE: [order(one, fusion.informed) for one in found],
        f"{PIPELINE}，通用权重": [order(one, PLAIN) for one in found],
        **_parts(found),
    }
    return Benchmark(questions, _positions(version, questions), unseen), rankings


def _trained_articles(model: Path) -> set[int]:
    path = model / "metrics.json"
    if not path.is_file():
        return set()
    return set(json.loads(path.read_text(encoding="utf-8")).get("trained articles", ()))


def _crossfit(
    args: argparse.Namespace,
    articles: list[Article],
    questions: list[Question],
    progress: Bars,
) -> tuple[Benchmark, Rankings]:
    from evals.research.training.crossfit import out_of_fold, split
    from evals.research.training.measures import cross_fitted
    from evals.research.training.program import statute_index, work_folder
    from evals.research.training.stages import Recipe, Stages

    recipe = Recipe(seed=args.seed)
    sources = {"articles": digest(args.articles), "questions": digest(args.queries)}
    folder = work_folder(recipe, sources, args.crossfit)
    stages = Stages(folder, articles, recipe, progress)
    version = statute_index(stages)
    division = split(questions, args.crossfit, args.seed)
    found = out_of_fold(stages, version, questions, division)
    gold = _positions(version, questions)
    unseen = [i for i, new in enumerate(division.unseen) if new]
    without = frozenset({"prior"})
    rankings = {
        PIPELINE: cross_fitted(found, gold, division),
        f"{PIPELINE}，不用先验": cross_fitted(found, gold, division, without),
        f"{PIPELINE}，通用权重": [order(one, PLAIN) for one in found],
        **_parts(found),
    }
    return Benchmark(questions, gold, unseen), rankings


def _parts(found: Sequence[Candidates]) -> Rankings:
    return {
        "字词＋词表": [order(one, {"lexical": 1.0}) for one in found],
        "静态向量": [order(one, {"dense": 1.0}) for one in found],
        "逐词比较": [order(one, {"late": 1.0}) for one in found],
        "字词与向量等权相加": [order(one, {"lexical": 1.0, "dense": 1.0}) for one in found],
    }


def _lexical(
    version: IndexVersion, questions: Sequence[Question], articles: Sequence[Article]
) -> Rankings:
    place = {key: i for i, key in enumerate(version.table.keys)}
    texts = [f"{article.law} {article.chapter} {article.text}" for article in articles]
    baseline = JiebaBM25(texts)
    own = [place[str(article.id)] for article in articles]

    def grams(question: str) -> list[int]:
        keys = gram_keys([question])[0].tolist()
        scores = version.lexical.scores({key: float(keys.count(key)) for key in set(keys)})
        return [int(i) for i in np.lexsort((np.arange(len(scores)), -scores))[:DEPTH]]

    return {
        "字的一元、二元 BM25": [grams(q.text) for q in questions],
        "jieba BM25": [[own[i] for i in baseline.search(q.text, DEPTH)] for q in questions],
    }


def _report(bench: Benchmark, rankings: Rankings, crossfit: int) -> dict[str, Any]:
    groups = {"overall": list(range(len(bench.questions))), "unseen": list(bench.unseen)}
    systems: dict[str, Any] = {}
    for name, ranking in rankings.items():
        systems[name] = {
            group: {
                measure: _mean(function, ranking, bench.gold, chosen)
                for measure, function in MEASURES.items()
            }
            for group, chosen in groups.items()
        }
    ours = _each(rankings[PIPELINE], bench.gold)
    for name, ranking in rankings.items():
        theirs = _each(ranking, bench.gold)
        for group, chosen in groups.items():
            if name != PIPELINE and chosen:
                difference = paired([ours[i] for i in chosen], [theirs[i] for i in chosen])
                systems[name][group]["本系统超出"] = str(difference)
    counts = {group: len(chosen) for group, chosen in groups.items()}
    return {"crossfit": crossfit, "questions": counts, "systems": systems}


def _each(ranking: Sequence[list[int]], gold: Sequence[set[int]]) -> list[float]:
    return [MEASURES["nDCG@10"](r, g) for r, g in zip(ranking, gold, strict=True)]


def _mean(
    measure: Callable[[Sequence[int], set[int]], float],
    ranking: Sequence[list[int]],
    gold: Sequence[set[int]],
    chosen: Sequence[int],
) -> float:
    return (
        round(float(np.mean([measure(ranking[i], gold[i]) for i in chosen])), 4) if chosen else 0.0
    )


def table(report: Mapping[str, Any]) -> str:
    """The report as Markdown, one table a group."""
    lines = []
    for group, count in report["questions"].items():
        lines += [f"\n{group}（{count} 题）\n"]
        lines += ["| | " + " | ".join(MEASURES) + " | 本系统 nDCG@10 超出 |"]
        lines += ["|---" * (len(MEASURES) + 2) + "|"]
        for name, row in report["systems"].items():
            cells = " | ".join(f"{row[group][measure]:.3f}" for measure in MEASURES)
            lines += [f"| {name} | {cells} | {row[group].get('本系统超出', '')} |"]
    return "\n".join(lines)


def _write(report: Mapping[str, Any], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    text = table(report)
    print(text)  # noqa: T201
    (out / "retrieval.md").write_text(text + "\n", encoding="utf-8")
    dumped = json.dumps(report, ensure_ascii=False, indent=1)
    (out / "retrieval.json").write_text(dumped + "\n", encoding="utf-8")
    rows = {
        name: {group: row[group]["nDCG@10"] for group in report["questions"]}
        for name, row in report["systems"].items()
    }
    (out / "retrieval.svg").write_text(bars("nDCG@10", rows), encoding="utf-8")
