"""Training pairs: from statutes alone (pretext), and from questions (fine-tuning)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from evals.research.training.contrastive import Batch
from evals.research.training.statutes import Article, Question
from evals.research.training.tokens import Ragged, encode

_SENTENCE = re.compile(r"(?<=[。；;：\n])")
Ids = NDArray[np.int32]


class Sentences:
    """Articles cut into sentences, as token ids, with their titles."""

    def __init__(self, articles: Sequence[Article], tokenizer: Tokenizer) -> None:
        parts = [[part for part in _SENTENCE.split(a.text) if part.strip()] for a in articles]
        self.first = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
        self.sentences = encode(tokenizer, [sentence for part in parts for sentence in part])
        titles = sorted({(a.law, a.chapter) for a in articles})
        place = {title: position for position, title in enumerate(titles)}
        self.title_of = np.array([place[(a.law, a.chapter)] for a in articles])
        self.titles = encode(tokenizer, [f"{law}。{chapter}" for law, chapter in titles])
        same = [a.law == b.law and a.chapter == b.chapter for a, b in pairwise(articles)]
        self.followed = np.array([*same, False])

    def __len__(self) -> int:
        return len(self.first) - 1

    def title(self, article: int) -> Ids:
        """Ids of law and chapter."""
        return self.titles[int(self.title_of[article])]

    def body(self, article: int, without: int = -1) -> Ids:
        """Ids of the article's text, a sentence left out."""
        parts = [
            self.sentences[s]
            for s in range(self.first[article], self.first[article + 1])
            if s != without
        ]
        return np.concatenate(parts) if parts else np.empty(0, np.int32)


def pretext(source: Sentences, size: int, seed: int) -> Iterator[Batch]:
    """Batches from the text alone, without end.

    A sentence finds its article, a title finds its articles, an article finds the next one.
    """
    random = np.random.default_rng(seed)
    while True:
        queries, passages = [], []
        for article in random.permutation(len(source))[: size * 2]:
            pair = _pretext_pair(source, int(article), random)
            if pair is not None and min(len(pair[0]), len(pair[1])) > 1:
                queries.append(pair[0])
                passages.append(pair[1])
            if len(queries) == size:
                break
        yield Batch(queries, passages, [])


def _pretext_pair(
    source: Sentences, article: int, random: np.random.Generator
) -> tuple[Ids, Ids] | None:
    kind = random.random()
    title, body = source.title(article), source.body(article)
    if kind < 0.15:
        return title, body
    if kind < 0.3:
        if not source.followed[article]:
            return None
        return thin(body, random), source.body(article + 1)
    sentence = int(random.integers(source.first[article], source.first[article + 1]))
    query = thin(source.sentences[sentence], random)
    alone = source.first[article + 1] - source.first[article] == 1
    rest = body if alone or random.random() < 0.15 else source.body(article, sentence)
    if alone:  # nothing is left without it: half of its words ask for the other half
        keep = random.random(len(body)) < 0.5
        query, rest = body[keep], body[~keep]
    return query, np.concatenate([title, rest]) if random.random() < 0.6 else rest


def thin(ids: Ids, random: np.random.Generator) -> Ids:
    """Between two fifths and all of the tokens: people say less than statutes do."""
    return ids[random.random(len(ids)) < random.uniform(0.4, 1.0)]


class Asked:
    """Questions ready for fine-tuning: ids of question, answer and right and wrong articles."""

    def __init__(
        self,
        questions: Sequence[Question],
        articles: Ragged,
        place: Mapping[int, int],
        hard: Sequence[Sequence[int]],
        tokenizer: Tokenizer,
    ) -> None:
        """Tokenise questions, keywords and answers.

        ``articles`` holds the ids of all articles, ``place`` an article's position in it,
        ``hard`` for each question positions of articles that look right and are not.
        """
        self.questions = encode(tokenizer, [q.text for q in questions])
        self.keywords = encode(tokenizer, [q.keywords for q in questions])
        self.answers = encode(tokenizer, [q.answer for q in questions])
        self.articles = articles
        self.gold = [[place[gold] for gold in q.gold if gold in place] for q in questions]
        self.hard = hard

    def __len__(self) -> int:
        return len(self.questions)


def asked(source: Asked, size: int, negatives: int, seed: int) -> Iterator[Batch]:
    """Batches of questions with one of their articles, and articles that only look right."""
    random = np.random.default_rng(seed)
    while True:
        chosen = [int(i) for i in random.permutation(len(source))[:size] if source.gold[i]]
        right = [int(random.choice(source.gold[i])) for i in chosen]
        wrong = [
            int(other) for i in chosen for other in random.permutation(source.hard[i])[:negatives]
        ]
        columns = right + wrong
        same = np.zeros((len(chosen), len(columns)), dtype=bool)
        for row, i in enumerate(chosen):
            gold = set(source.gold[i])
            same[row] = [column in gold for column in columns]
            same[row, row] = False
        queries = [_asked_as(source, i, random) for i in chosen]
        yield Batch(
            queries, [source.articles[i] for i in right], [source.articles[i] for i in wrong], same
        )


def _asked_as(source: Asked, i: int, random: np.random.Generator) -> Ids:
    """The question; at times its keywords, or a part of the lawyer's answer, in its place."""
    kind = random.random()
    if kind < 0.1 and len(source.keywords[i]) > 1:
        return source.keywords[i]
    if kind < 0.3 and len(source.answers[i]) > 8:
        return thin(source.answers[i], random)
    if kind < 0.65:
        return source.questions[i]
    thinned = thin(source.questions[i], random)
    return thinned if len(thinned) else source.questions[i]


def answered(source: Asked, size: int, seed: int) -> Iterator[Batch]:
    """Batches of questions with their lawyers' answers."""
    random = np.random.default_rng(seed)
    usable = [i for i in range(len(source)) if len(source.answers[i]) > 3]
    while True:
        chosen = [usable[i] for i in random.permutation(len(usable))[:size]]
        yield Batch(
            [source.questions[i] for i in chosen],
            [thin(source.answers[i], random) for i in chosen],
            [],
        )
