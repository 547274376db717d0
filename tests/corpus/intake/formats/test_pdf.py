"""PDFs: damaged and endless ones; upright words; pictures of pages. Layouts: test_layout."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from corpus.intake.formats import Kind, bounds, page_image, read
from corpus.problem import DataError
from tests.corpus.intake.formats.making import make_picture


def _make(path: Path, *, pages: int = 1, turned: int = 0, slanted: str = "") -> Path:
    """A PDF of pages that say ``Article N``; ``turned`` quarters, with a watermark across."""
    document = pypdfium2.PdfDocument.new()
    for number in range(1, pages + 1):
        page = document.new_page(300, 400)
        _write(document, page, f"Article {number}", (1, 0, 0, 1, 40, 300), turned)
        if slanted:
            _write(document, page, slanted, (0.7, 0.7, -0.7, 0.7, 60, 60), 0)
        page.set_rotation(90 * turned)
        page.gen_content()
    document.save(path)
    document.close()
    return path


def _write(
    document: pypdfium2.PdfDocument,
    page: pypdfium2.PdfPage,
    words: str,
    matrix: tuple[float, ...],
    turned: int,
) -> None:
    item = pdfium.FPDFPageObj_NewTextObj(document, b"Helvetica", 12.0)
    encoded = (words + "\0").encode("utf-16-le")
    held = (pdfium.FPDF_WCHAR * (len(encoded) // 2)).from_buffer_copy(encoded)
    assert pdfium.FPDFText_SetText(item, held)
    if turned == 1:  # so that it stands upright once the page is turned a quarter clockwise
        matrix = (0, 1, -1, 0, 100, 40)
    pdfium.FPDFPageObj_Transform(item, *matrix)
    pdfium.FPDFPage_InsertObject(page, item)


def test_words_of_each_page_stand_where_the_page_says(tmp_path: Path) -> None:
    found = read(_make(tmp_path / "a.pdf", pages=3))
    assert found.kind is Kind.PDF
    texts = [found.text[page.start : page.end] for page in found.pages]
    assert texts == ["Article 1\n", "Article 2\n", "Article 3\n"]
    assert [page.number for page in found.pages] == [1, 2, 3]


def test_a_page_turned_on_its_side_is_read(tmp_path: Path) -> None:
    assert read(_make(tmp_path / "a.pdf", turned=1)).text == "Article 1\n"


def test_a_watermark_across_the_page_goes_and_is_said(tmp_path: Path) -> None:
    found = read(_make(tmp_path / "a.pdf", slanted="Draft"))
    assert found.text == "Article 1\n"
    assert any("水印" in note and "Draft" in note for note in found.notes)


def test_more_pages_than_are_read_are_refused(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(bounds.PAGES + 1):
        document.new_page(10, 10)
    document.save(tmp_path / "a.pdf")
    with pytest.raises(DataError, match="601 页，超过了 600 页"):
        read(tmp_path / "a.pdf")


def test_a_page_of_too_many_characters_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "GLYPHS", 5)
    with pytest.raises(DataError, match="不像一页文字"):
        read(_make(tmp_path / "a.pdf"))


@pytest.mark.parametrize("kept", [8, 200])
def test_a_damaged_pdf_is_said(tmp_path: Path, kept: int) -> None:
    path = _make(tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(DataError, match="损坏"):
        read(path)


def test_pages_without_words_are_refused_where_recognition_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_picture(tmp_path / "a.pdf", ["第一条"], pages=2)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(DataError, match=r"全部页是图片，没有文字.*扫描识别"):
        read(path)


def test_a_page_is_shown_as_a_picture_of_its_size(tmp_path: Path) -> None:
    path = _make(tmp_path / "a.pdf", pages=2)
    (tmp_path / "page.png").write_bytes(page_image(path, 2))
    with Image.open(tmp_path / "page.png") as image:
        assert image.format == "PNG"
        assert image.width / image.height == pytest.approx(300 / 400, abs=0.01)


@pytest.mark.parametrize("number", [0, 3])
def test_a_page_that_is_not_there_is_said(tmp_path: Path, number: int) -> None:
    with pytest.raises(DataError, match=f"没有第 {number} 页"):
        page_image(_make(tmp_path / "a.pdf", pages=2), number)


def test_pages_that_together_take_too_long_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "SECONDS", -1)
    with pytest.raises(DataError, match="还没有读完"):
        read(_make(tmp_path / "a.pdf"))


def test_more_characters_than_a_policy_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "CHARACTERS", 20)
    with pytest.raises(DataError, match="放不下"):
        read(_make(tmp_path / "a.pdf", pages=4))
