"""Plain text in the encodings of Chinese offices."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.intake.formats import Kind, read
from corpus.problem import DataError


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_are_kept_and_empty_ones_go(tmp_path: Path, codec: str, ends: str) -> None:
    path = tmp_path / "notice.md"
    path.write_bytes(ends.join(["　　一、支持对象。", "", "甲\t乙\t丙", ""]).encode(codec))
    found = read(path)
    assert (found.kind, found.text) == (Kind.TEXT, "一、支持对象。\n甲\t乙\t丙\n")


def test_the_rule_below_the_head_of_a_markdown_table_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("| 档次 | 标准 |\n| --- | :---: |\n| 一档 | 20万元 |\n", encoding="utf-8")
    assert read(path).text == "| 档次 | 标准 |\n| 一档 | 20万元 |\n"


def test_another_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("第一条 为了规范资金管理，制定本办法。".encode("gb18030"))
    assert any("GBK" in note for note in read(path).notes)


def test_characters_of_private_use_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("第一条\ue5e5总则", encoding="utf-8")
    assert any("造字区" in note for note in read(path).notes)


def test_a_text_too_long_to_be_held_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("条" * 400_000, encoding="utf-8")
    with pytest.raises(DataError, match="上限"):
        read(path)
