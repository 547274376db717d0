"""Scans: recognised with models that come with the package, page by page, and never by fetching."""

from __future__ import annotations

import socket
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from corpus.intake.formats import Kind, page_image, read
from corpus.problem import DataError
from tests.corpus.intake.formats.making import make_picture

pytest.importorskip("rapidocr", reason="没有安装扫描识别：requirements-scan.lock")

_LINES = [
    "关于支持企业发展的若干措施",
    "一、支持对象",
    "在本区登记的企业可以申请，最高资助200万元。",
]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("it reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_a_picture_is_read_without_a_network(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    found = read(make_picture(tmp_path / "a.png", _LINES), lambda a, b: told.append((a, b)))
    assert (found.kind, found.text.splitlines()) == (Kind.SCAN, _LINES)
    assert told == [(1, 1)]
    assert any("请逐页核对" in note for note in found.notes)


def test_the_strokes_of_large_characters_are_no_table(tmp_path: Path) -> None:
    found = read(make_picture(tmp_path / "a.png", ["申请中国制造业用", "首都标准"], size=90))
    assert found.text.splitlines() == ["申请中国制造业用", "首都标准"]


def test_a_pdf_of_text_and_pictures_reads_each_as_what_it_is(tmp_path: Path) -> None:
    scanned = make_picture(tmp_path / "scan.pdf", _LINES)
    text = pypdfium2.PdfDocument.new()
    page = text.new_page(595, 842)
    item = pypdfium2.raw.FPDFPageObj_NewTextObj(text, b"Helvetica", 12.0)
    words = (pypdfium2.raw.FPDF_WCHAR * 13)(*b"Article One.\0")
    pypdfium2.raw.FPDFText_SetText(item, words)
    pypdfium2.raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 90, 600)
    pypdfium2.raw.FPDFPage_InsertObject(page, item)
    page.gen_content()
    with pypdfium2.PdfDocument(scanned) as pictures:
        text.import_pages(pictures)
    text.save(tmp_path / "mixed.pdf")
    text.close()
    told: list[tuple[int, int]] = []
    found = read(tmp_path / "mixed.pdf", lambda a, b: told.append((a, b)))
    assert found.kind is Kind.PDF
    assert found.text.splitlines() == ["Article One.", *_LINES]
    assert told == [(1, 1)]
    assert any("第 2 页是图片" in note for note in found.notes)


def test_a_sheet_that_lay_askew_is_turned_upright(tmp_path: Path) -> None:
    lines = [*_LINES, "二、附则"]
    path = make_picture(tmp_path / "a.png", lines, size=36)
    with Image.open(path) as image:
        image.rotate(2.5, expand=True, fillcolor="white").save(path)
    assert read(path).text.splitlines() == lines


def test_each_frame_of_a_tiff_is_a_page_and_can_be_shown(tmp_path: Path) -> None:
    path = make_picture(tmp_path / "a.tiff", ["第一条"], pages=2)
    assert page_image(path, 2).startswith(b"\x89PNG")
    with pytest.raises(DataError, match="没有第 3 页"):
        page_image(path, 3)


def test_a_picture_of_too_many_pixels_is_not_opened(tmp_path: Path) -> None:
    Image.new("1", (20_000, 5_000)).save(tmp_path / "a.png")
    with pytest.raises(DataError, match="像素"):
        read(tmp_path / "a.png")


def test_a_damaged_picture_is_said(tmp_path: Path) -> None:
    path = make_picture(tmp_path / "a.png", ["第一条"])
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(DataError, match="损坏"):
        read(path)
