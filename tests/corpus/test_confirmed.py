"""A drafted rule that somebody has checked loses its label; a changed text gives it back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.collection import Collection
from corpus.drafting.confirmed import CHECKS, CONFIRMED, confirm
from corpus.drafting.draft import draft
from corpus.problem import DataError
from corpus.rules import Rule

TEXT = (
    "样例市若干办法\n\n第一条　对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。\n"
)
META = (
    "id: sample\ntitle: 样例市若干办法\nshort_title: 《若干办法》\nkind: 措施\nregion: [样例市]\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sample"
    made.mkdir()
    (made / "text.txt").write_text(TEXT, "utf-8")
    (made / "meta.yaml").write_text(META, "utf-8")
    return made


def loaded(folder: Path) -> Rule:
    (rule,) = Collection.load(folder.parent).rules.values()
    return rule


def check(folder: Path, by: str = "王科", **changes: Any) -> Rule:  # noqa: ANN401 -- YAML holds anything
    library = Collection.load(folder.parent).library
    document = library.document("sample")
    drafts = draft(library, document)
    (rule,) = drafts.rules
    entry = {**drafts.entries[rule.id], **changes}
    clause = library.clause("sample", rule.clause_id)
    return confirm(folder, document, clause, entry, by, date(2026, 11, 27))


def test_a_checked_rule_says_who_checked_it_and_when(folder: Path) -> None:
    assert loaded(folder).checked == ""
    check(folder)
    assert loaded(folder).checked == "王科 2026-11-27"


def test_a_changed_text_voids_the_check_and_says_so(folder: Path) -> None:
    check(folder)
    (folder / "text.txt").write_text(TEXT.replace("20%", "30%"), "utf-8")
    assert loaded(folder).checked == ""
    assert any("已失效" in str(note) for note in Collection.load(folder.parent).notes)


def test_a_correction_is_kept(folder: Path) -> None:
    check(folder, name="冷库设备补贴")
    assert loaded(folder).name == "冷库设备补贴"


def test_a_correction_that_the_words_do_not_bear_out_is_refused_and_nothing_is_written(
    folder: Path,
) -> None:
    with pytest.raises(DataError, match="没有"):
        check(folder, bind={"标准": {"span": "按照设备投资额的20%", "as": "rate"}})
    assert not (folder / CONFIRMED).exists()


def test_nobody_checks_without_a_name(folder: Path) -> None:
    with pytest.raises(DataError, match="核对人"):
        check(folder, by=" ")


def test_a_check_that_is_taken_back_leaves_the_draft(folder: Path) -> None:
    rule = check(folder)
    CHECKS.withdraw(folder, rule.id)
    assert loaded(folder).checked == ""
    assert not (folder / CONFIRMED).exists()
