"""Grown collections: as many documents as asked, the same each time, no copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.collection import Collection
from evals.growth.grown import moved, read_texts, write_collection
from evals.growth.messages import messages
from evals.table import TableError

TEXTS = (
    ("南昌市技改补贴", "南昌市技改补贴\n第一条　2024年投资500万元以上的，补贴3%。\n12.其他。\n"),
    ("展位补贴", "展位补贴\n一、展位费补贴2000元。\n"),
)


def test_a_variant_has_another_place_year_and_amount_and_the_same_clauses() -> None:
    text = moved(TEXTS[0][1], 1)
    assert "南昌" not in text
    assert "市技改补贴\n第一条　2025年投资600万元以上的，补贴3%。\n12.其他。\n" in text
    assert moved(TEXTS[0][1], 2) not in (text, TEXTS[0][1])


def test_a_collection_has_the_size_asked_for_and_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_collection(tmp_path / name, TEXTS, 9)
    first, second = (Collection.load(tmp_path / name).library.documents for name in ("a", "b"))
    assert first == second
    assert len(first) == len({document.text for document in first}) == 9
    assert len(messages(Collection.load(tmp_path / "a").library)) > 60


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"没有 \.txt 文本"):
        read_texts([tmp_path])
