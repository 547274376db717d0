"""A drafted card that somebody has checked says what was checked; a changed text voids it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.cards import Card, CardEntry
from corpus.collection import Collection
from corpus.drafting.confirmed import confirm
from corpus.drafting.confirmed_cards import CHECKS, CONFIRMED_CARDS, confirm_card, entry_of
from corpus.drafting.draft import draft
from corpus.problem import DataError

TEXT = (
    "样例市若干办法\n\n第一章　冷链物流\n"
    "第一条　对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。"
    "本条由市商务局负责。\n第二条　对评为先进的企业，视情况给予适当奖励，最高30万元。\n"
)
WRAPPED = (
    "样例市若干办法\n\n"
    "第一条　为支持冷库建设，对在本县新建冷库并且投入使用满一年的企业给予补\n贴，制定本办法。\n"
    "第二条　对在本县新建冷库并且投入使用满一年的企业，按照设备投资额的20%给予\n"
    "补贴，最高不超过50万元。\n"
    "第三条　本办法自2024年1月1日起施行，由县农业农村局会同有关部门负责解释\n并组织实施。\n"
)
META = (
    "id: sample\ntitle: 样例市若干办法\nshort_title: 《若干办法》\nkind: 措施\nregion: [样例市]\n"
)
DAY = date(2026, 11, 27)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sample"
    made.mkdir()
    (made / "text.txt").write_text(TEXT, "utf-8")
    (made / "meta.yaml").write_text(META, "utf-8")
    return made


def cards(folder: Path) -> tuple[Card, Card]:
    first, second = Collection.load(folder.parent).cards
    return first, second


def notes(folder: Path) -> list[str]:
    return [str(note) for note in Collection.load(folder.parent).notes]


def check(folder: Path, number: int = 0, by: str = "王科", **changes: object) -> Card:
    held = Collection.load(folder.parent)
    drafted = [*held.cards][number]
    entry = CardEntry.model_validate({**entry_of(drafted).model_dump(), **changes})
    return confirm_card(folder, held.library, drafted, entry, by, DAY)


def test_a_checked_card_says_what_was_checked_by_whom_and_keeps_its_rule(folder: Path) -> None:
    before, other = cards(folder)
    fields = {"标准": ("按照设备投资额的20%给予补贴",), "责任单位": ("本条由市商务局负责",)}
    check(folder, name="冷库补贴", names=("冰窖",), fields=fields, silent=())
    after, untouched = cards(folder)
    assert (after.name, after.names, after.checked) == ("冷库补贴", ("冰窖",), "王科 2026-11-27")
    assert (after.id, after.topic, after.clause.id) == (before.id, before.topic, before.clause.id)
    assert after.drafted  # it is one that the program read, whoever looked at it
    assert after.id in Collection.load(folder.parent).rules
    assert [span.text for span in after.stated("责任单位")] == ["本条由市商务局负责"]
    shared = {*before.names} & {*other.names}
    names = tuple(name for name in other.names if name not in shared)
    assert shared == {"冷链物流"}
    assert untouched == replace(other, names=names)  # it must not win by what both were called


def test_words_over_a_line_end_are_found_and_kept_as_the_text_has_them(folder: Path) -> None:
    (folder / "text.txt").write_text(WRAPPED, "utf-8")
    check(folder, fields={"标准": ("20%给予补贴",), "条件": ("投入使用满一年",)})
    (card,) = Collection.load(folder.parent).cards
    (span,) = card.stated("标准")
    assert span.text == "20%给予\n补贴"
    assert WRAPPED[span.start : span.end] == span.text


def test_what_the_program_read_stays_where_it_read_it(folder: Path) -> None:
    (folder / "text.txt").write_text(
        "样例市若干办法\n\n第一条　对新建冷库的企业，每月补贴2万元；对新建冷链的企业，"
        "每月补贴2万元。\n",
        "utf-8",
    )
    before = cards(folder)[1]
    check(folder, 1)
    assert cards(folder)[1].fields == before.fields


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("最高不超过600万元", "第1处：第一条里没有“最高不超过600万元”，只有开头的“最高不超过”"),
        ("最高30万元", "没有“最高30万元”"),  # of another clause
        (" ", "是空的|match pattern"),
    ],
)
def test_words_that_the_clause_has_not_are_refused_and_nothing_is_written(
    folder: Path, quote: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        check(folder, fields={"上限": (quote,)})
    assert not (folder / CONFIRMED_CARDS).exists()


def test_what_is_only_mentioned_needs_the_words_that_mention_it(folder: Path) -> None:
    with pytest.raises(DataError, match="没有填提到它的原文"):
        check(folder, 1, silent=("名额",))
    check(folder, 1, silent=("标准",))
    assert cards(folder)[1].silent == {"标准"}


def test_nobody_checks_without_a_name(folder: Path) -> None:
    with pytest.raises(DataError, match="核对人"):
        check(folder, by=" ")


@pytest.mark.parametrize(
    "changed",
    [
        TEXT.replace("20%", "30%"),  # the sentence itself
        TEXT.replace("市商务局", "市财政局"),  # another sentence of the clause
        TEXT.replace("第一条　", ""),  # the clause is gone
    ],
)
def test_a_changed_clause_voids_the_check_and_says_so(folder: Path, changed: str) -> None:
    check(folder, name="冰窖补贴")
    (folder / "text.txt").write_text(changed, "utf-8")
    held = Collection.load(folder.parent)
    assert not held.problems
    assert [card.checked for card in held.cards if card.name == "冰窖补贴" or card.checked] == []
    (said,) = notes(folder)
    assert "王科核对的事项“冰窖补贴”已失效：正文在核对以后改动过；请重新核对" in said


def test_a_change_elsewhere_voids_nothing(folder: Path) -> None:
    check(folder)
    (folder / "text.txt").write_text(TEXT.replace("最高30万元", "最高40万元"), "utf-8")
    assert cards(folder)[0].checked
    assert notes(folder) == []


def test_a_check_that_is_taken_back_leaves_the_drafts(folder: Path) -> None:
    before = cards(folder)
    card = check(folder, names=("冰窖",))
    CHECKS.withdraw(folder, card.id)
    assert cards(folder) == before
    assert not (folder / CONFIRMED_CARDS).exists()


def test_a_second_check_takes_the_place_of_the_first(folder: Path) -> None:
    check(folder, names=("冰窖",))
    check(folder, by="李科", names=("冰库",))
    assert (cards(folder)[0].names, cards(folder)[0].checked) == (("冰库",), "李科 2026-11-27")


def test_a_card_and_its_rule_are_checked_apart(folder: Path) -> None:
    card = check(folder, names=("冰窖",))
    held = Collection.load(folder.parent)
    document, rule = held.library.document("sample"), held.rules[card.id]
    entry = draft(held.library, document).entries[rule.id]
    clause = held.library.clause("sample", rule.clause_id)
    assert not rule.checked
    confirm(folder, document, clause, {**entry, "name": "冷库补贴"}, "李科", DAY)
    held = Collection.load(folder.parent)
    assert held.rules[card.id].checked == "李科 2026-11-27"
    assert held.cards.by_id[card.id].checked == "王科 2026-11-27"
    assert held.cards.by_id[card.id].names == ("冰窖",)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("a: &a [1]\nb: *a\n", "confirmed-cards.yaml"),
        ("- !!python/object/apply:os.system [touch hacked]\n", "类型标记"),
        ("- by: 王科\n  on: 2026-13-45\n  sha256: x\n  card: {id: a, name: b, clause: c}\n", "on"),
        ("- {by: 王科, on: 2026-11-27}\n", "缺少“card”"),
        (f"{'[' * 30}{']' * 30}\n", "嵌套"),
        ("只有一句话\n", "列表"),
    ],
)
def test_a_file_that_somebody_else_wrote_leaves_the_folder_out_and_is_not_written_over(
    folder: Path, written: str, said: str
) -> None:
    held = Collection.load(folder.parent)
    drafted = next(iter(held.cards))
    path = folder / CONFIRMED_CARDS
    path.write_text(written, "utf-8")
    other = folder.parent / "other"
    other.mkdir()
    (other / "text.txt").write_text(TEXT, "utf-8")
    (other / "meta.yaml").write_text(META.replace("id: sample", "id: other"), "utf-8")
    again = Collection.load(folder.parent)
    assert again.left_out == ("sample",)
    assert any(said in str(problem) for problem in again.problems)
    with pytest.raises(DataError):
        confirm_card(folder, held.library, drafted, entry_of(drafted), "王科", DAY)
    assert path.read_text("utf-8") == written


def test_a_check_of_words_that_stand_nowhere_is_void_and_the_folder_is_used(folder: Path) -> None:
    check(folder, name="冰窖补贴")
    path = folder / CONFIRMED_CARDS
    path.write_text(path.read_text("utf-8").replace("最高不超过500万元", "最高900万元"), "utf-8")
    assert cards(folder)[0].checked == ""
    (said,) = notes(folder)
    assert "摘录与正文对不上" in said
