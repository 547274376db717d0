"""Everyday questions are counted with and without the vocabulary."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from environment.settings import BUNDLED_MODEL
from evals.research import colloquial
from index.settings import IndexSettings

CASES = Path(colloquial.__file__).with_name("cases") / "colloquial_fresh.jsonl"


def test_what_the_vocabulary_adds_is_told_apart_from_what_the_search_finds(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl.gz"
    row = {
        "id": 1,
        "law": "甲法",
        "chapter": "",
        "article": "第一条",
        "text": "甲。",
        "national": True,
    }
    with gzip.open(articles, "wt", encoding="utf-8") as stream:
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")

    found = colloquial.measure(CASES, articles, 1, IndexSettings(tmp_path, str(BUNDLED_MODEL)))

    assert found["本系统"]["hit@3"] > found["本系统，不用词表"]["hit@3"] > 0
    assert found["字的一元、二元 BM25"]["题"] == found["本系统"]["题"]
