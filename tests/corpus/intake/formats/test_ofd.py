"""OFD documents; whole texts in them are read back in tests/evals/test_intake.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.intake.formats import Kind, page_image, read
from corpus.problem import DataError
from evals.intake.fixed import make_ofd
from evals.intake.source import make_source
from tests.corpus.intake.formats.making import make_zip

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_OFD = (
    f"<ofd:OFD {_SPACE}><ofd:DocBody>"
    "<ofd:DocRoot>Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
)


def _make(path: Path, content: str, **parts: str) -> Path:
    common = "".join(f"<ofd:PublicRes>{name}.xml</ofd:PublicRes>" for name in parts)
    document = (
        f"<ofd:Document {_SPACE}><ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>"
        '<ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages></ofd:Document>'
    )
    page = (
        f"<ofd:Page {_SPACE}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"
    )
    files = {"OFD.xml": _OFD, "Document.xml": document, "Page.xml": page}
    return make_zip(path, {**files, **{f"{name}.xml": text for name, text in parts.items()}})


def test_a_text_is_read_with_its_table_and_without_its_heads(tmp_path: Path) -> None:
    lines = [
        "关于支持企业的若干措施",
        *(f"第{i}条 在本区登记的企业，可以申请。" for i in range(1, 60)),
    ]
    source = make_source("a", "\n".join(lines))
    make_ofd(source, tmp_path / "a.ofd")
    found = read(tmp_path / "a.ofd")
    assert (found.kind, found.text) == (Kind.OFD, source.text)
    assert len(found.pages) == 3


def test_pages_that_are_pictures_are_said(tmp_path: Path) -> None:
    path = _make(tmp_path / "a.ofd", '<ofd:ImageObject ID="5" Boundary="0 0 210 297"/>')
    with pytest.raises(DataError, match=r"页面是图片.*转成 PDF"):
        read(path)


def test_a_document_without_its_parts_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="损坏或不合标准"):
        read(make_zip(tmp_path / "a.ofd", {"OFD.xml": _OFD}))


def test_drawings_made_of_drawings_without_end_are_refused(tmp_path: Path) -> None:
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{i}"><ofd:Content>'
        f'<ofd:CompositeObject ResourceID="{i + 1}"/><ofd:CompositeObject ResourceID="{i + 1}"/>'
        "</ofd:Content></ofd:CompositeGraphicUnit>"
        for i in range(30)
    )
    resources = (
        f"<ofd:Res {_SPACE}><ofd:CompositeGraphicUnits>{units}"
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    path = _make(tmp_path / "a.ofd", '<ofd:CompositeObject ResourceID="0"/>', Res=resources)
    with pytest.raises(DataError, match="图形套图形"):
        read(path)


def test_it_has_no_pictures_of_pages(tmp_path: Path) -> None:
    path = _make(tmp_path / "a.ofd", "")
    with pytest.raises(DataError, match="没有页面图片"):
        page_image(path, 1)
