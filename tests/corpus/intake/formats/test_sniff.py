"""What comes in is told by its bytes, and what is hostile is refused before it is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.intake.formats import bounds, read
from corpus.intake.formats.original import Kind
from corpus.intake.formats.sniff import sniff
from corpus.problem import DataError
from tests.corpus.intake.formats.making import make_docx, make_encrypted_pdf, make_zip, paragraph

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", b"%PDF-1.7\n", Kind.PDF),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", Kind.SCAN),
        ("a.pdf", "第一条".encode(), Kind.TEXT),
        ("a.docx", b"{\\rtf1", Kind.DOC),
        ("a.doc", b"\xef\xbb\xbf<html><body>", Kind.HTML),
        ("a", b"<?xml version='1.0'?>\n<!DOCTYPE html>", Kind.HTML),
        ("a.docx", _OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), Kind.DOC),
    ],
)
def test_bytes_say_what_a_file_is_whatever_its_name(
    tmp_path: Path, name: str, content: bytes, kind: Kind
) -> None:
    assert sniff(_write(tmp_path, name, content)) is kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (b"\x7fELF\0\0\0", "不是能读的文件"),
        (_OLE + "Workbook".encode("utf-16-le"), "Excel"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", ".mht"),
        (b"PK\x03\x04broken", "压缩结构损坏"),
    ],
)
def test_what_is_not_read_is_named_by_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read(_write(tmp_path, "policy.docx", content))


@pytest.mark.parametrize(
    ("inside", "said"),
    [("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint"), ("a.docx", "压缩包")],
)
def test_other_zip_files_are_named_too(tmp_path: Path, inside: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read(make_zip(tmp_path / "a.docx", {inside: "x"}))


def test_a_missing_file_is_said_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="失效"):
        read(tmp_path / "nowhere.pdf")


def test_a_file_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "FILE_BYTES", 10)
    with pytest.raises(DataError, match="上限"):
        read(_write(tmp_path, "a.txt", b"01234567890"))


# -- zip files ------------------------------------------------------------------------------------


def test_a_part_that_unpacks_to_far_more_than_it_packs_is_refused(tmp_path: Path) -> None:
    bomb = make_zip(tmp_path / "a.docx", {"word/document.xml": b" " * 3_000_000})
    with pytest.raises(DataError, match="大小不相称"):
        read(bomb)


def test_many_parts_that_are_large_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "UNPACKED_BYTES", 100_000)
    files: dict[str, str | bytes] = {"word/document.xml": "x"}
    files |= {f"{i}.xml": b"0123456789" * 1_000 for i in range(12)}
    with pytest.raises(DataError, match="大小不相称"):
        read(make_zip(tmp_path / "a.docx", files))


def test_more_entries_than_a_document_has_are_refused(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"word/document.xml": "x"}
    files |= {str(i): b"" for i in range(bounds.ENTRIES)}
    with pytest.raises(DataError, match="个文件"):
        read(make_zip(tmp_path / "a.docx", files))


def test_a_damaged_part_is_said(tmp_path: Path) -> None:
    path = make_docx(tmp_path / "a.docx", paragraph("正文"))
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("word/document.xml").header_offset
    raw = bytearray(path.read_bytes())
    raw[place + 60 : place + 70] = b"\xff" * 10
    path.write_bytes(raw)
    with pytest.raises(DataError, match="损坏"):
        read(path)


# -- XML ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
    ids=["that grow", "that read files"],
)
def test_entities_are_refused(tmp_path: Path, declared: str) -> None:
    body = f'<?xml version="1.0"?>{declared}<w:document xmlns:w="x">&b;</w:document>'
    with pytest.raises(DataError, match="实体声明"):
        read(make_zip(tmp_path / "a.docx", {"word/document.xml": body}))


def test_elements_inside_one_another_without_end_are_refused(tmp_path: Path) -> None:
    deep = "<w:ins>" * 230 + paragraph("正文") + "</w:ins>" * 230
    with pytest.raises(DataError, match="嵌套"):
        read(make_docx(tmp_path / "a.docx", deep))


def test_what_is_no_xml_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="不是完好的 XML"):
        read(make_zip(tmp_path / "a.docx", {"word/document.xml": "<w:document"}))


def test_a_document_without_words_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="没有文字"):
        read(make_docx(tmp_path / "a.docx", paragraph("")))


def test_a_pdf_with_a_password_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="打开密码"):
        read(make_encrypted_pdf(tmp_path / "a.pdf"))
