"""Texts made in every format and read back, and the command that counts what is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.intake.formats import read
from evals.__main__ import main
from evals.intake.measure import compare, differences
from evals.intake.printed import make_pdf, make_scan
from evals.intake.source import Source, make_source
from evals.intake.word import make_docx
from tests.programs import CHROMIUM

_CONDITIONS = "申报单位应当在本区登记，依法纳税，信用良好，并且在上一年度完成不少于规定数额的投入"
_TEXT = "\n".join(
    [
        "关于支持企业高质量发展的若干措施",
        "为了支持企业发展，结合本区实际，制定本措施。",
        "一、支持设备更新",
        *(
            f"（{n}）{_CONDITIONS}；设备投入按百分之二十给予资助，最高不超过200万元。"
            for n in "一二三"
        ),
        "二、支持参加展会",
        "（一）资助条件",
        *(f"{n}.{_CONDITIONS}，展位费用按实际支出的一半给予资助；" for n in range(1, 13)),
        "（二）资助程序",
        "由区主管部门受理，审核后公示。",
        "三、附则",
        "本措施自印发之日起施行，有效期三年。",
    ]
)


@pytest.fixture
def source() -> Source:
    return make_source("措施", _TEXT)


needs_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason="没有安装 chromium")


def _kept_whole(source: Source, path: Path) -> bool:
    return compare(source, read(path).text, 0.0).whole


def test_a_word_file_of_automatic_numbers_reads_as_the_text(source: Source, tmp_path: Path) -> None:
    assert make_docx(source, tmp_path / "a.docx") == 20
    found = read(tmp_path / "a.docx")
    assert found.text == source.text
    assert any("某某市人民政府规范性文件" in note for note in found.notes)


@needs_browser
@pytest.mark.parametrize("plain", [False, True], ids=["as an office prints", "as a browser prints"])
def test_a_printed_text_reads_as_the_text(source: Source, tmp_path: Path, plain: bool) -> None:
    make_pdf(source, tmp_path / "a.pdf", plain=plain)
    found = read(tmp_path / "a.pdf")
    assert len(found.pages) > 1
    assert found.text.split() == source.text.split()
    assert _kept_whole(source, tmp_path / "a.pdf")


@needs_browser
def test_a_scan_of_it_keeps_every_clause_and_the_table(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="没有安装扫描识别：requirements-scan.lock")
    source = make_source("短文", "\n".join(_TEXT.split("\n")[:6]))
    make_pdf(source, tmp_path / "a.pdf")
    make_scan(tmp_path / "a.pdf", 1, tmp_path / "scan.pdf")
    kept = compare(source, read(tmp_path / "scan.pdf").text, 0.0)
    assert (kept.right, kept.rows_right) == (kept.clauses, kept.rows)
    assert kept.extra == 0
    assert kept.lost + kept.added <= 0.02 * kept.characters + len("某某市人民政府规范性文件")


@pytest.mark.parametrize(
    ("whole", "read_as", "lost", "added"),
    [
        ("甲乙丙", "甲乙丙", 0, 0),
        ("甲乙丙丁", "甲丙丁", 1, 0),
        ("甲乙", "甲一乙二", 0, 2),
        ("甲", "乙", 1, 1),
        ("", "乙", 0, 1),
    ],
)
def test_characters_lost_and_added_are_told_apart(
    whole: str, read_as: str, lost: int, added: int
) -> None:
    assert differences(whole, read_as) == (lost, added)


def test_a_clause_glued_to_the_one_before_is_counted(source: Source) -> None:
    kept = compare(source, source.text.replace("\n二、", "二、"), 0.0)
    assert kept.right < kept.clauses
    assert not kept.whole


@needs_browser
def test_the_command_counts_by_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.txt").write_text(_TEXT, encoding="utf-8")
    argv = ["intake", "--path", str(tmp_path / "text"), "--scans", "0", "--keep", str(tmp_path)]
    assert main(argv) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["docx", "OFD", "PDF", "PDF（浏览器打印）"]
    assert all("丢 0、多 0" in line and "100.0%" in line for line in lines)
    assert (tmp_path / "00.docx.read.txt").read_text("utf-8") == (tmp_path / "00.txt").read_text(
        "utf-8"
    )
