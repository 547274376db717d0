"""Cards and rules kept from one start to the next are those that the text is drafted to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus import drafted
from corpus.collection import Collection
from corpus.drafted import FILE
from corpus.drafting.confirmed import confirm
from corpus.drafting.draft import Drafts, draft
from corpus.library import Library

TEXT = """样例市若干办法

第一条　对设备投资额100万元（含）以上的企业，按照设备投资额的20%给予补贴，最高不超过500万元。

第二条　每招用1名应届毕业生，给予不超过1500元补贴，期限不超过12个月。

第三条　对获得一等奖、二等奖的，分别给予50万元、30万元奖励。

第四条　对营业收入首次突破1000万元、5000万元的企业，分别给予5万元、10万元奖励。

第五条　对重大项目采取一事一议方式给予最高1000万元支持。（责任单位：市商务局）
"""
META = (
    "id: sample\ntitle: 样例市若干办法\nshort_title: 《若干办法》\nkind: 措施\nregion: [样例市]\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents" / "sample"
    made.mkdir(parents=True)
    (made / "text.txt").write_text(TEXT, "utf-8")
    (made / "meta.yaml").write_text(META, "utf-8")
    return made


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were drafted after all."""
    ids: list[str] = []

    def draft_and_tell(library: Library, document: object) -> Drafts:
        ids.extend(one.id for one in library.documents)
        return draft(library, library.documents[0])

    monkeypatch.setattr(drafted, "draft", draft_and_tell)
    return ids


def load(folder: Path, *, kept: bool = True) -> Collection:
    var = folder.parent.parent / "var"
    return Collection.load(folder.parent, var if kept else None)


def same(one: Collection, other: Collection) -> bool:
    """Whether two collections have the same cards and rules, to the letter."""
    said = [(repr([*held.cards]), repr([*held.rules.items()])) for held in (one, other)]
    return said[0] == said[1]


def test_what_is_kept_is_what_was_drafted(folder: Path, anew: list[str]) -> None:
    first = load(folder)
    assert len(first.rules) > 2
    assert anew == ["sample"]
    again = load(folder)
    assert anew == ["sample"]
    assert same(again, first)
    assert same(again, load(folder, kept=False))
    clauses = {clause.key: clause for clause in again.library.clauses()}
    assert all(card.clause is clauses[card.clause.key] for card in again.cards)


def test_a_changed_text_is_drafted_anew(folder: Path, anew: list[str]) -> None:
    load(folder)
    (folder / "text.txt").write_text(TEXT.replace("20%", "30%"), "utf-8")
    assert same(load(folder), load(folder, kept=False))
    assert anew == ["sample"] * 3


def test_a_check_of_a_rule_is_seen_at_once(folder: Path, anew: list[str]) -> None:
    held = load(folder)
    document = held.library.document("sample")
    rule = next(iter(held.rules.values()))
    entry = draft(held.library, document).entries[rule.id]
    clause = held.library.clause("sample", rule.clause_id)
    confirm(folder, document, clause, entry, "王科", date(2026, 11, 27))
    assert load(folder).rules[rule.id].checked == "王科 2026-11-27"
    assert load(folder).rules[rule.id].checked == "王科 2026-11-27"
    assert anew == ["sample"] * 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: b"0" + whole[1:] if whole[:1] != b"0" else b"1" + whole[1:],
    ],
    ids=["cut", "other code"],
)
def test_a_damaged_or_foreign_file_is_not_used(
    folder: Path, anew: list[str], damage: object
) -> None:
    first = load(folder)
    path = folder.parent.parent / "var" / FILE
    assert callable(damage)
    path.write_bytes(damage(path.read_bytes()))
    assert same(load(folder), first)
    assert anew == ["sample"] * 2
