"""What a signature rests on: another basis where clause, rule or reading is another, else not."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.basis import basis
from corpus.collection import Collection
from corpus.readings import entry_of
from tests.corpus.policies import READINGS, RULES, TEXT, of, write_policy


def basis_of(root: Path, **others: str) -> str:
    write_policy(root, "a", **others)
    held = Collection.load(root)
    return basis(held.readings[0], held.library, held.rules.values())


CHANGES = {
    "the clause": {"text_txt": of(TEXT, "a", ("补助50万元。", "补助50万元，分两年给。"))},
    "the rule": {"rules_yaml": of(RULES, "a", ("企业数 * 标准", "标准 * 企业数"))},
    "the reading": {"readings_yaml": of(READINGS, "a", ("按法人计", "按人计"))},
    "when it answers": {"readings_yaml": of(READINGS, "a", ("[[每家]]", "[[每家], [怎样]]"))},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_what_was_signed_makes_another_basis(tmp_path: Path, change: str) -> None:
    before = basis_of(tmp_path / "before")
    assert basis_of(tmp_path / "after", **CHANGES[change]) != before


def test_a_change_elsewhere_in_the_text_leaves_the_basis(tmp_path: Path) -> None:
    elsewhere = of(TEXT, "a", ("对企业给予补助。", "对本区的企业，按照本办法给予补助。"))
    assert basis_of(tmp_path / "after", text_txt=elsewhere) == basis_of(tmp_path / "before")


def test_a_reading_gives_back_its_entry(tmp_path: Path) -> None:
    write_policy(
        tmp_path, "a", readings_yaml=of(READINGS, "a", ("  terms", "  question: 几家？\n  terms"))
    )
    entry = entry_of(Collection.load(tmp_path).readings[0])
    assert entry.model_dump(mode="json", exclude_none=True) == {
        "id": "a-reading",
        "title": "每家怎样算",
        "reading": "按法人计。",
        "clauses": ["第2条"],
        "grounds": [{"clause": "第2条", "quote": "每家企业"}],
        "terms": [["每家"]],
        "question": "几家？",
    }


def test_a_name_in_the_file_is_no_signature_and_that_is_said(tmp_path: Path) -> None:
    signed = of(READINGS, "a", ("  terms", "  signer: 张三\n  terms"))
    write_policy(tmp_path, "a", readings_yaml=signed)
    held = Collection.load(tmp_path)
    assert held.readings[0].signer is None
    (note,) = held.notes
    assert str(note) == (
        "a/readings.yaml 第5行：口径“每家怎样算”写有签署人“张三”，文件里的不算签署；"
        "请删去 signer，登录后在“口径”页签署。"
    )
