"""The training material: articles of statutes and questions that laypeople asked."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from index.passage import Passage

ARTICLES = "articles.jsonl.gz"
QUESTIONS = "queries_train.jsonl"


@dataclass(frozen=True, slots=True)
class Question:
    """A layperson's question, a lawyer's answer, and the articles that decide it (by id)."""

    id: int
    text: str
    keywords: str
    answer: str
    gold: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a statute; ``national`` marks the benchmark's corpus."""

    id: int
    law: str
    chapter: str
    number: str  # 第十条
    text: str
    national: bool

    @property
    def passage(self) -> Passage:
        """The article as the index sees it."""
        headings = (self.chapter,) if self.chapter else ()
        return Passage(str(self.id), self.law, self.law, headings, self.text)


def load_articles(path: Path, national_only: bool = False) -> list[Article]:
    """Articles in the file's order. Raises OSError or ValueError for a broken file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return [
            Article(
                row["id"],
                row["law"],
                row["chapter"] or "",
                row["article"],
                row["text"],
                row["national"],
            )
            for row in rows
            if row["national"] or not national_only
        ]


def load_questions(path: Path) -> list[Question]:
    """Questions in the file's order."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [
        Question(
            row["id"],
            row["question"],
            row.get("keywords") or "",
            row.get("answer") or "",
            tuple(row["gold"]),
        )
        for row in rows
    ]


def digest(path: Path) -> str:
    """SHA-256 of a file, for provenance."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
