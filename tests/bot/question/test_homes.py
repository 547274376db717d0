"""Texts that are read together: one region, and tied to one another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from bot.question.homes import families
from corpus.collection import Collection


def collection(root: Path, titles: Sequence[tuple[str, str]]) -> Collection:
    """One text a title, in order, each of a region."""
    for number, (region, title) in enumerate(titles):
        folder = root / f"text-{number}"
        folder.mkdir()
        (folder / "text.txt").write_text(f"{title}\n第一条　甲。\n", "utf-8")
        meta = {"id": folder.name, "title": title, "short_title": f"《{title}》", "kind": "其他"}
        written = yaml.safe_dump({**meta, "region": [region]}, allow_unicode=True)
        (folder / "meta.yaml").write_text(written, "utf-8")
    return Collection.load(root)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            [("甲市", "冷库办法"), ("乙市", "茶叶办法"), ("甲市", "冷库办法实施细则")],
            [[1], [0, 2]],
        ),
        ([("甲市", "冷库办法"), ("乙市", "冷库办法实施细则")], [[0], [1]]),
        (
            [("甲市", "茶叶办法"), ("甲市", "冷库办法"), ("甲市", "冷库办法和茶叶办法修订说明")],
            [[0, 1, 2]],
        ),
    ],
    ids=["the later text says when", "of two places", "one text ties two"],
)
def test_texts_of_one_region_that_name_one_another_are_one_family(
    tmp_path: Path, titles: Sequence[tuple[str, str]], expected: Sequence[Sequence[int]]
) -> None:
    held = collection(tmp_path, titles)
    found = [[one.id for one in group] for group in families(held.library.documents, held)]
    assert found == [[f"text-{number}" for number in group] for group in expected]


def test_a_part_of_a_collection_keeps_the_order_of_its_folders(tmp_path: Path) -> None:
    held = collection(tmp_path, [("甲市", f"办法{n}") for n in "一二三四"])
    part = held.part(frozenset({"text-3", "text-1", "none of ours"}))
    assert [one.id for one in part.library.documents] == ["text-1", "text-3"]
    assert {clause.document_id for clause in part.library.clauses()} == {"text-1", "text-3"}
