"""The commands `python -m corpus check` and `show`."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.__main__ import main
from corpus.check import check_beside, check_text
from corpus.library import Library
from corpus.parse import parse


def test_check_passes_both_documents_with_every_item_reachable(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    table = {row[0]: row[1:] for row in rows if row[0].startswith("longgang")}
    assert len(table) == 2
    for _, _, items, reachable, lost, _, unplaced in table.values():
        assert items == reachable
        assert (lost, unplaced) == ("0", "0")
    assert rows[-1] == ["2", "份文件，全部通过。"]


def test_check_reports_what_stands_beside_a_text_and_does_not_fit_it(tmp_path: Path) -> None:
    home = tmp_path / "doc"
    home.mkdir()
    (home / "text.txt").write_text("一、标准\n每家补贴5万元。\n", encoding="utf-8")
    meta = "id: doc\ntitle: 某办法\nshort_title: 《某办法》\nkind: 措施\n"
    (home / "meta.yaml").write_text(meta, encoding="utf-8")
    (home / "scope.yaml").write_text("definitions: [{clause: 九, quote: 无}]\n", encoding="utf-8")
    assert check_beside(Library.load(tmp_path)) != []


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


def test_a_catalogue_number_before_the_title_is_counted_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("7. 某市支持节水的办法\n1．甲。\n2．乙。\n", encoding="utf-8")
    assert main(["check", "--path", str(path)]) == 0
    assert "未能归位 0（0.00%）；另有 1 行是题名前的汇编序号" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", "\u0000\n\n".encode()])
def test_a_file_of_any_bytes_gets_a_plain_answer(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    main(["check", "--path", str(path)])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert out or err


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
