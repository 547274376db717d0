"""Reading in a process of its own: the same as here, but it can be stopped and can die."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus.intake.apart import PREVIEW, page_apart, read_apart
from corpus.intake.formats import as_html, page_image, read
from corpus.problem import DataError
from tests.corpus.intake.formats.making import make_docx, make_picture, paragraph


def test_a_file_is_read_as_here_and_its_preview_is_kept(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", paragraph("样例县办法") + paragraph("第一条　补贴。"))
    assert read_apart(path, tmp_path) == read(path)
    assert (tmp_path / PREVIEW).read_text("utf-8") == as_html(path)


def test_what_is_refused_is_refused_in_the_same_words(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\3\4")
    with pytest.raises(DataError) as here:
        read(path)
    with pytest.raises(DataError) as apart:
        read_apart(path, tmp_path)
    assert str(apart.value) == str(here.value)


def test_what_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", paragraph("样例县办法"))
    with pytest.raises(DataError, match="还没有读完"):
        read_apart(path, tmp_path, seconds=0.01)


def test_a_reader_that_dies_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(DataError, match="读取时程序中断了"):
        read_apart(tmp_path / "a.docx", tmp_path)


def test_pages_are_told_of_and_drawn(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    path = make_picture(tmp_path / "s.png", ["样例县办法", "第一条　每户补贴500元。"])
    told: list[tuple[int, int]] = []
    read_apart(path, tmp_path, lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]
    assert page_apart(path, 1, tmp_path).read_bytes() == page_image(path, 1)
    with pytest.raises(DataError):
        page_apart(path, 9, tmp_path)
