"""Legacy Word files go through LibreOffice (here a program of the test) or are refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus.intake.formats import Kind, doc, read
from corpus.problem import DataError
from tests.corpus.intake.formats.making import make_docx, paragraph

_RTF = b"{\\rtf1\\ansi text}"


def _program(folder: Path, body: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport sys, time, shutil\n{body}\n", encoding="utf-8")
    program.chmod(0o755)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    file = tmp_path / "--evil.doc"
    file.write_bytes(_RTF)
    return file


def test_without_libreoffice_it_is_refused_with_a_way_out(path: Path) -> None:
    with pytest.raises(DataError, match=r"没有安装 LibreOffice.*另存为 \.docx"):
        read(path)


def test_it_is_read_as_the_word_file_that_libreoffice_makes(path: Path, tmp_path: Path) -> None:
    made = make_docx(tmp_path / "made.docx", paragraph("第一条 总则。"))
    _program(
        tmp_path,
        "assert not any('evil' in word for word in sys.argv), sys.argv\n"
        "assert any(word.startswith('-env:UserInstallation=file:///') for word in sys.argv)\n"
        f"shutil.copy({str(made)!r}, sys.argv[sys.argv.index('--outdir') + 1] + '/source.docx')",
    )
    found = read(path)
    assert (found.kind, found.text) == (Kind.DOC, "第一条 总则。\n")
    assert "LibreOffice" in found.notes[0]


def test_a_conversion_that_fails_is_said(path: Path, tmp_path: Path) -> None:
    _program(tmp_path, "sys.exit(1)")
    with pytest.raises(DataError, match="没能转换"):
        read(path)


def test_a_conversion_without_end_is_ended(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doc, "_SECONDS", 0.5)
    _program(tmp_path, "time.sleep(60)")
    with pytest.raises(DataError, match="还没有转换完"):
        read(path)
