"""``python -m bot compute`` on the command line."""

import argparse
import json
from pathlib import Path

import pytest

from bot.compute import add_arguments, run


def command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    status = run(parser.parse_args(words))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_an_amount_with_its_steps(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = command(
        capsys, "technical-renovation", "投资额=350万", "--as-of", "2026-11-22"
    )
    assert status == 0
    assert "资助70万元（700,000元）。" in out
    assert "3,500,000元 × 20% = 700,000元" in out


def test_several_years(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = command(
        capsys, "public-platform", "第1年:平台投入=300万", "第2年:平台投入=200万",
        "第3年:平台投入=100万", "--as-of", "2026-11-22",
    )  # fmt: skip
    assert "资助230万元" in out
    assert "第2年：60万元（600,000元）" in out


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = command(capsys, "booth-fee", "展位费=50万", "--json", "--as-of", "2026-11-22")
    found = json.loads(out)
    assert (found["kind"], found["low"], found["high"]) == ("at_least", "250000.00", None)
    assert found["source"] == "《若干措施》三、（四）9"


def test_out_of_period(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = command(capsys, "technical-renovation", "投资额=350万", "--as-of", "2027-02-01")
    assert "有效期已届满" in out
    assert "70万元" not in out


def test_the_list_and_the_explanation_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    _, listed, _ = command(capsys, "--list", "--json")
    assert len(json.loads(listed)) == 8
    _, explained, _ = command(capsys, "digital-transformation", "--explain")
    assert "门槛〔30万元以上〕读作 ≥ 300,000元（含本数）" in explained
    assert "公式：cap(数字化投入 * 比例, 上限)" in explained


def test_the_reverse_question(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = command(capsys, "technical-renovation", "--reach", "上限")
    assert "至少25,000,000元（2,500万元）时，金额为500万元" in out
    _, out, _ = command(capsys, "technical-renovation", "--reach", "800万", "--json")
    assert json.loads(out)["least"] is None


def test_the_check_up(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = command(capsys, "--all", "投资额=350万", "活动投入=1700万", "--as-of", "2026-11-22")
    assert "技术改造资助（《若干措施》三、（二）4）：如果待核实的条件都符合，资助70万元" in out
    assert "不重复享受下合计：570万元至920万元。" in out


def test_a_sheet_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.docx", "a.xlsx"):
        path = tmp_path / name
        assert command(capsys, "booth-fee", "展位费=50万", "--out", str(path))[0] == 0
        assert path.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["technical-renovation", "投资额=350"], "没有写单位"),
        (["technical-renovation", "投资额=-350万"], "负数"),
        (["technical-renovation", "投资额=0元"], "为零"),
        (["technical-renovation", "投资额=NaN"], "没有可识别的金额"),
        (["technical-renovation", "投资额=1e30"], "科学计数法"),
        (["technical-renovation", "投资额=300万美元"], "外币"),
        (["technical-renovation", "投资额=很多"], "没有可识别的金额"),
        (["technical-renovation", "投资额=350万", "投资额=400万"], "两个不同的值"),
        (["technical-renovation", "350万"], "名称=值"),
        (["technical-renovation", "利润=350万"], "没有“利润”这一项"),
        (["park-headquarters", "引进企业数=1.5"], "应为个数"),
        (["no-such-rule", "投资额=350万"], "没有规则"),
        ([], "请给出规则编号"),
        (["booth-fee", "展位费=5万", "--out", "a.pdf"], ".docx 或 .xlsx"),
    ],
)
def test_bad_input_is_refused_in_words_and_never_gives_an_amount(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = command(capsys, *words)
    assert (status, out) == (2, "")
    assert says in err
