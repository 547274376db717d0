"""The stages of training, each kept on disk so that a stopped run goes on where it was."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from evals.research.training.contrastive import Bag, Batch, fit
from evals.research.training.initial import initial_vectors
from evals.research.training.pairs import Asked, Sentences, answered, asked, pretext
from evals.research.training.statutes import Article, Question, digest
from evals.research.training.tokens import Ragged, build_tokenizer, count_words, encode
from index.progress import Progress
from index.vocabulary import GENERAL, Vocabulary

Vectors = NDArray[np.float32]
VOCABULARY = "vocabulary.sha256"  # of the curated vocabulary that the tokenizer was made with


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run does; the figures that were tried are in docs/decisions/0004-retrieval.md."""

    seed: int = 0
    dims: int = 256
    corpus_words: int = 21_000
    dictionary_words: int = 14_000
    scale: float = 20.0  # inverse temperature of the contrastive loss
    pretext_rounds: int = 3
    pretext_steps: int = 200  # a round; its result is kept
    pretext_batch: int = 512
    pretext_rate: float = 0.02
    tuning_steps: int = 240
    tuning_batch: int = 128
    tuning_rate: float = 0.02
    negatives: int = 3  # a question, taken from the best lexical hits that are wrong
    replay: float = 0.3  # share of pretext batches while fine-tuning: against forgetting
    answers: float = 0.2  # share of question-answer batches


class Stages:
    """Training material and what was made of it so far, in a work folder."""

    def __init__(
        self, work: Path, articles: Sequence[Article], recipe: Recipe, progress: Progress
    ) -> None:
        self.work = work
        self.articles = articles
        self.recipe = recipe
        self.progress = progress
        self.place = {article.id: i for i, article in enumerate(articles)}
        work.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(recipe.seed)

    def tokenizer(self) -> Tokenizer:
        """Stage 1: the tokenizer, from the words of all articles."""
        path = self.work / "tokenizer.json"
        if not path.is_file():
            build_tokenizer(
                self._words(),
                _vocabulary_terms(),
                self.recipe.corpus_words,
                self.recipe.dictionary_words,
            ).save(str(path), pretty=False)
            (self.work / VOCABULARY).write_text(digest(GENERAL), encoding="utf-8")
        return Tokenizer.from_file(str(path))

    def _words(self) -> Counter[str]:
        path = self.work / "words.json"
        if not path.is_file():
            found: Counter[str] = Counter()
            for start in range(0, len(self.articles), 1000):
                part = self.articles[start : start + 1000]
                found += count_words(f"{a.law}。{a.chapter}。{a.text}" for a in part)
                self.progress("分词", len(self.articles), len(part))
            path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        return Counter(json.loads(path.read_text(encoding="utf-8")))

    def texts(self) -> Ragged:
        """Token ids of all articles as the index embeds them."""
        path = self.work / "texts.npz"
        if not path.is_file():
            made = encode(self.tokenizer(), [a.passage.embedded for a in self.articles])
            np.savez(path, ids=made.ids, starts=made.starts)
        with np.load(path) as stored:
            return Ragged(stored["ids"], stored["starts"])

    def initial(self) -> Vectors:
        """Stage 2: vectors from co-occurrence."""
        path = self.work / "initial.npy"
        if not path.is_file():
            size = self.tokenizer().get_vocab_size()
            self.progress("初始向量", 1, 0)
            np.save(path, initial_vectors(self.texts(), size, self.recipe.dims, self.recipe.seed))
            self.progress("初始向量", 1, 1)
        vectors: Vectors = np.load(path)
        return vectors

    def pretrained(self) -> Vectors:
        """Stage 3: contrastive training on the statutes alone."""
        vectors = self.initial()
        source: Sentences | None = None
        for number in range(self.recipe.pretext_rounds):
            path = self.work / f"pretext-{number}.npy"
            if not path.is_file():
                source = source or Sentences(self.articles, self.tokenizer())
                np.save(path, self._pretext_round(vectors, source, number))
            vectors = np.load(path)
        return vectors

    def _pretext_round(self, vectors: Vectors, source: Sentences, number: int) -> Vectors:
        recipe = self.recipe
        bag = Bag(vectors)
        fit(
            bag,
            pretext(source, recipe.pretext_batch, recipe.seed * 100 + number),
            steps=recipe.pretext_steps,
            rate=recipe.pretext_rate / (1 + number),
            scale=recipe.scale,
            report=lambda *_: self.progress(f"预训练第{number + 1}轮", recipe.pretext_steps, 1),
        )
        return bag.vectors

    def tuned(
        self, questions: Sequence[Question], hard: dict[int, list[int]], name: str
    ) -> Vectors:
        """Stage 4: fine-tuning on questions. ``hard`` maps a question's id to wrong articles.

        ``name`` tells folds of a cross-fit apart; each starts from the pretext's file.
        """
        path = self.work / f"tuned-{name}.npy"
        if not path.is_file():
            bag = Bag(self.pretrained())
            recipe = self.recipe
            fit(
                bag,
                self._tuning_batches(questions, hard),
                steps=recipe.tuning_steps,
                rate=recipe.tuning_rate,
                scale=recipe.scale,
                report=lambda *_: self.progress(f"微调 {name}", recipe.tuning_steps, 1),
            )
            np.save(path, bag.vectors)
        vectors: Vectors = np.load(path)
        return vectors

    def _tuning_batches(
        self, questions: Sequence[Question], hard: dict[int, list[int]]
    ) -> Iterator[Batch]:
        recipe, tokenizer = self.recipe, self.tokenizer()
        negatives = [hard[question.id] for question in questions]
        source = Asked(questions, self.texts(), self.place, negatives, tokenizer)
        kinds = (
            asked(source, recipe.tuning_batch, recipe.negatives, recipe.seed),
            answered(source, 2 * recipe.tuning_batch, recipe.seed),
            pretext(Sentences(self.articles, tokenizer), recipe.pretext_batch // 2, recipe.seed),
        )
        shares = (1 - recipe.answers - recipe.replay, recipe.answers, recipe.replay)
        random = np.random.default_rng(recipe.seed)
        while True:
            yield next(kinds[int(random.choice(3, p=shares))])


def _vocabulary_terms() -> list[str]:
    """Words of the curated vocabulary: the tokenizer should know them whole."""
    entries = Vocabulary.load().entries
    return [term for entry in entries for term in (*entry.say, *entry.mean) if 1 < len(term) < 7]
