"""A draft: what a clerk sees, and what becomes of what the clerk writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.intake.draft import Draft, correct, propose
from corpus.intake.formats import read
from corpus.intake.proposal import Field
from corpus.problem import DataError
from tests.corpus.intake import texts


def drafted(folder: Path, text: str, name: str = "某文件.txt") -> Draft:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return propose(read(path), path)


def test_a_draft_is_the_document_that_would_be_loaded(tmp_path: Path) -> None:
    document = drafted(tmp_path, texts.COVERED).document
    assert document is not None
    assert document.title == "深圳市龙岗区促进花木产业发展若干措施"
    assert (document.region, document.division) == (("龙岗", "龙岗区"), "440307")
    assert document.validity.last_day_latest is not None
    assert document.validity.last_day_latest.isoformat() == "2026-03-10"
    assert document.repeals == ("龙岗区花木产业扶持暂行办法",)
    assert document.year == 2023


def test_a_place_of_several_must_be_chosen(tmp_path: Path) -> None:
    draft = drafted(tmp_path, texts.BARE)
    assert draft.document is None
    [problem] = draft.problems
    assert "请选一处" in problem
    chosen = correct(draft, {"region": "江苏省徐州市鼓楼区"})
    assert chosen.problems == ()
    assert chosen.document is not None
    assert chosen.document.division == "320302"


def test_a_day_is_corrected_to_another_that_the_text_prints(tmp_path: Path) -> None:
    draft = drafted(tmp_path, texts.COVERED)
    changed = correct(draft, {"dated": "2023-03-10"})
    assert changed.found[Field.DATED].value == "2023-03-10"
    assert changed.found[Field.DATED].spans[0].text == "2023年3月10日"
    assert draft.found[Field.DATED].value == "2023-03-01"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("dated", "2022-01-01", "成文日期：正文没有印出“2022-01-01”这一天"),
        ("dated", "去年", "成文日期：“去年”不是日期"),
        ("issuer", "某某局", "发文机关：正文没有“某某局”这些字"),
        ("validity", "遵照执行", "效力：“遵照执行”中既没有施行日期也没有有效期"),
        ("interpreter", "区财政局", "解释机关：“区财政局”没有说由谁解释"),
        ("kind", "法律", "文种：没有“法律”这个文种"),
        ("region", "鼓楼区", "地区：“鼓楼区”有几处"),
        ("region", "乌有市", "地区：没有找到“乌有市”这个地方"),
        ("title", "长" * 500, "题名：写了 500 个字"),
    ],
)
def test_what_cannot_be_taken_is_said_and_changes_nothing(
    tmp_path: Path, field: str, value: str, said: str
) -> None:
    draft = drafted(tmp_path, texts.COVERED)
    changed = correct(draft, {field: value})
    assert changed.problems[0].startswith(said)
    assert changed.proposals == draft.proposals
    assert correct(changed, {}).problems == ()


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    changed = correct(drafted(tmp_path, texts.BARE), {"dated": "去年", "kind": "法律", "title": ""})
    assert [problem.partition("：")[0] for problem in changed.problems] == [
        "成文日期", "文种", "题名是空的；请填上",
        "地区有几种可能（江苏省南京市鼓楼区、江苏省徐州市鼓楼区、福建省福州市鼓楼区、河南省开封市鼓楼区）；请选一处",
    ]  # fmt: skip


def test_words_are_found_whatever_their_blanks_and_lines(tmp_path: Path) -> None:
    draft = correct(
        drafted(tmp_path, texts.COVERED),
        {"cover": "关于印发《深圳市龙岗区促进花木产业发展若干措施》"},
    )
    assert draft.problems == ()
    assert "\n" in draft.found[Field.COVER].spans[0].text


def test_another_title_changes_what_is_made_from_it(tmp_path: Path) -> None:
    changed = correct(drafted(tmp_path, texts.TITLELESS, "广州创业补贴.txt"), {
        "title": "广州市创业补贴办法（试行）", "region": "广州市", "aliases": "",
    })  # fmt: skip
    assert changed.found[Field.SHORT_TITLE].value == "《广州市创业补贴办法（试行）》"
    assert changed.found[Field.KIND].value == "办法"
    assert Field.ALIASES not in changed.found
    assert changed.notes == ()


def test_a_field_that_is_emptied_is_not_stated(tmp_path: Path) -> None:
    changed = correct(drafted(tmp_path, texts.COVERED), {"interpreter": "", "number": " "})
    assert changed.document is not None
    assert (changed.document.interpreter, changed.document.number) == (None, None)


def test_an_unknown_field_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="没有“colour”这个字段"):
        correct(drafted(tmp_path, texts.COVERED), {"colour": "red"})


def test_a_second_text_in_the_file_is_told(tmp_path: Path) -> None:
    second = "\n2. 绍兴市商务局关于印发会展补贴办法的通知\n第一条 略。\n"
    filler = "第二条 对企业给予补助，具体标准由主管部门另行制定。\n" * 30
    [note] = [n for n in drafted(tmp_path, texts.COVERED + filler + second).notes if "另一份" in n]
    assert "绍兴市商务局关于印发会展补贴办法的通知" in note
