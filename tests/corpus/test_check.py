"""The commands `python -m corpus check` and `show`."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus.check
from corpus.__main__ import main
from corpus.check import check_text
from corpus.clause import Clause
from corpus.parse import parse


def test_check_passes_both_documents_with_every_item_reachable(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    table = {row[0]: row[1:] for row in rows if row[0].startswith("longgang")}
    assert len(table) == 2
    for _, _, items, reachable, lost, _, unplaced, candidates, differences in table.values():
        assert items == reachable
        assert (lost, unplaced, differences) == ("0", "0", "0")
        assert int(candidates) >= int(items)
    assert rows[-1] == ["2", "份文件，全部通过。"]


def test_lost_characters_fail_the_check() -> None:
    text = "一、甲\n乙乙乙\n二、丙\n"
    clauses = parse(text, "d")
    assert check_text("d", text, clauses).passed
    report = check_text("d", text, clauses[1:])
    assert report.lost > 0
    assert not report.passed


def test_check_of_a_path_reports_lines_it_could_not_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(
        "某办法\n一、甲\n（一）项所列的企业。\n二、乙\n", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text("没有编号。\n", encoding="utf-8")
    assert main(["check", "--path", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "a.txt 第3行 正文引用，不是编号：（一）项所列的企业。" in out
    assert "2 份文本，丢失字符 0；像编号的行 3，未能归位 1（33.33%）" in out


def test_check_says_where_an_independent_reading_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "某办法\n目录\n一、甲……1\n一、甲\n1.1 乙乙乙。\n二、丙\n（一）项所列的企业。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert main(["check", "--path", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "a.txt 第3行 两读不同（归入目录）：一、甲……1" in out
    assert "a.txt 第5行 两读不同（没有切开，归入一、甲）：1.1 乙乙乙。" in out
    assert "a.txt 第7行 两读不同（正文引用，不是编号）：（一）项所列的企业。" in out
    assert "另一种读法看到 5 处可能的编号，与程序的切分有 3 处不同。" in out


def test_a_boundary_that_only_the_parser_sees_is_a_difference() -> None:
    text = "一、加强要素支撑（一）强化领导。甲。\n（二）强化用地。乙。\n"
    report = check_text("d", text)
    assert [(one.taken, one.candidate.words[:5]) for one in report.differences] == [
        (True, "（一）强化")
    ]
    assert report.passed


def test_of_many_differences_the_first_twenty_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "".join(f"{number}.1 乙乙乙。\n" for number in range(1, 31))
    (tmp_path / "a.txt").write_text(f"某办法\n一、甲\n{lines}", encoding="utf-8")
    assert main(["check", "--path", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert out.count("两读不同（") == 20
    assert "a.txt 还有 10 处两读不同，未列出" in out


def test_a_catalogue_number_before_the_title_is_counted_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("7. 某市支持节水的办法\n1．甲。\n2．乙。\n", encoding="utf-8")
    assert main(["check", "--path", str(path)]) == 0
    assert "未能归位 0（0.00%）；另有 1 行是题名前的汇编序号" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "a.txt：是空的；请写上内容，不用的文件请删去。"),
        (b"\xff\xfe\x00", "a.txt：开头标明编码是 UTF-16，内容却不是；"),
        (b"\x00\n\n", "a.txt：不是纯文本；请把原件转成纯文本后再放入。"),
        (b"\x81\xff\n", "a.txt：不是 UTF-8、GBK 或 UTF-16 编码的文字；"),
    ],
)
def test_a_loose_file_that_is_no_text_is_named_and_the_others_are_checked(
    tmp_path: Path, content: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    (tmp_path / "b.txt").write_text("某办法\n一、甲\n", encoding="utf-8")
    assert main(["check", "--path", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert err.startswith(words)
    assert "1 份文本，丢失字符 0" in out


def test_a_loose_file_in_gbk_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("某办法\n一、甲\n二、乙\n", encoding="gbk")
    assert main(["check", "--path", str(path)]) == 0
    assert "1 份文本，丢失字符 0；像编号的行 2" in capsys.readouterr().out


def test_a_loose_file_on_which_the_parser_fails_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(text: str, name: str) -> tuple[Clause, ...]:
        raise IndexError(text, name)

    monkeypatch.setattr(corpus.check, "parse", failing)
    path = tmp_path / "a.txt"
    path.write_text("某办法\n", encoding="utf-8")
    assert main(["check", "--path", str(path)]) == 1
    expected = "a.txt：程序没能读懂（IndexError）；请把这个文件交给维护人员。\n"
    assert capsys.readouterr().err == expected


def test_a_folder_that_links_to_itself_is_walked_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("某办法\n", encoding="utf-8")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "b.txt").symlink_to("b.txt")
    assert main(["check", "--path", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert "1 份文本" in out
    assert err == "b.txt：是首尾相接的链接；请删去链接，放入文件本身。\n"


def test_a_folder_without_texts_is_said_to_have_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "空"
    empty.mkdir()
    assert main(["check", "--path", str(empty)]) == 1
    assert capsys.readouterr().err == "空 里没有 .txt 文件。\n"


def test_a_path_too_long_for_the_system_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--path", "a" * 5000]) == 1
    assert capsys.readouterr().err.startswith("没有这个文件或文件夹：aaa")


def test_a_path_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--path", "没有这里"]) == 1
    assert "没有这个文件或文件夹：没有这里" in capsys.readouterr().err


def test_show_prints_a_clause_with_its_place_and_who_is_responsible(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", "三.4"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("《若干措施》三、（二）4    longgang-fashion-measures-2024#三.(二).4\n")
    assert "› 重点工作 › 支持企业提质增效" in out
    assert "责任单位：区工业和信息化局" in out
    assert "按照实际投资额的20%进行资助，最高500万元。" in out


def test_show_says_how_to_write_an_address_that_it_does_not_find(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", "第99条"]) == 1
    assert "没有找到“第99条”" in capsys.readouterr().out
