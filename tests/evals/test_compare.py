"""``python -m evals compare``: which runs it finds, what it says of them, what it returns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.records.outcome import Fault, Outcome
from evals.__main__ import main
from evals.compare import ACCEPTED, RunError, accept, accepted, find, read_run


def outcome(case_id: str, *, passed: bool = True, stamp: str = "s", said: str = "w") -> Outcome:
    return Outcome(
        case_id=case_id,
        stamp=stamp,
        category="amount",
        clauses=("measures:4",),
        turns=(f"{case_id}？",),
        passed=passed,
        faults=() if passed else (Fault.AMOUNT,),
        reasons=() if passed else ("金额1，应为2",),
        counts={"overall": (int(passed), 1), "amount": (int(passed), 1)},
        said=said,
    )


def report(folder: Path, *outcomes: Outcome) -> str:
    folder.mkdir(parents=True)
    items = [one.to_json() for one in outcomes]
    (folder / "report.json").write_text(json.dumps({"items": items}), "utf-8")
    return str(folder)


def test_the_accepted_run_holds_every_case_of_our_own_set() -> None:
    from evals.case import OWN_CASES
    from evals.case_file import read_cases
    from evals.measure import stamp_of

    run = accepted()
    assert run is not None
    now = {case.id: stamp_of(case) for case in read_cases(*OWN_CASES)}
    assert {one.case_id: one.stamp for one in run.outcomes} == now


def test_a_run_is_accepted_without_its_words_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "accepted.json"
    accept([outcome("a"), outcome("b", passed=False)], path)
    run = accepted(path)
    assert run is not None
    assert [(one.case_id, one.passed, one.turns) for one in run.outcomes] == [
        ("a", True, ()), ("b", False, ()),
    ]  # fmt: skip
    assert len(path.read_text("utf-8").splitlines()) == 5  # a case a line


def test_there_is_no_accepted_run_before_the_first(tmp_path: Path) -> None:
    assert accepted(tmp_path / "accepted.json") is None


def test_runs_are_found_by_folder_file_stamp_and_name(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    folder = report(reports / "20261128T000000", outcome("a"))
    for name in (folder, f"{folder}/report.json", "20261128T000000"):
        assert find(name, reports).outcomes[0].case_id == "a"
    assert len(find("accepted", reports).outcomes) == len(read_run(ACCEPTED, "").outcomes)


@pytest.mark.parametrize("content", [None, "{", "{}", '{"items": [{"id": "a"}]}', '{"items": 1}'])
def test_what_is_no_run_is_said_in_words(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "report.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(RunError, match=r"没有这次评测|不是这一版写出的评测结果"):
        find(str(path), tmp_path)


def test_the_command_says_what_is_shared_what_moved_and_what_was_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = report(
        tmp_path / "A",
        outcome("a"), outcome("b", passed=False), outcome("c"), outcome("d"), outcome("old"),
    )  # fmt: skip
    after = report(
        tmp_path / "B",
        outcome("a", passed=False), outcome("b"), outcome("c", said="另一句"),
        outcome("d", stamp="t", passed=False), outcome("new", passed=False),
    )  # fmt: skip
    assert main(["compare", before, after]) == 1
    said = capsys.readouterr().out
    assert "相同的题目 3" in said
    assert "只在甲 1：old" in said
    assert "只在乙 1：new" in said
    assert "编号相同但题目或标准答案改过，不比较 1：d" in said
    assert "两次相同的 3 题中，前一次答对 2 题，后一次答对 2 题，一样多。" in said
    assert "整体通过\t2/3（66.7%）\t2/3（66.7%）" in said
    assert "新答对 1\n  b　b？　金额1，应为2" in said
    assert "新答错 1\n  a　a？　金额1，应为2" in said
    assert "对错未变、答复改了 1：c" in said
    assert "各类 金额\t2/3（66.7%）\t2/3（66.7%）\t新答对 1，新答错 1" in said
    assert "错误类型 金额错\t1\t1" in said


def test_runs_that_share_nothing_get_no_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = report(tmp_path / "A", outcome("a"))
    after = report(tmp_path / "B", outcome("b", passed=False))
    assert main(["compare", before, after]) == 0
    said = capsys.readouterr().out
    assert "两次没有相同的题目，不能比较。" in said
    assert "整体通过" not in said


def test_a_name_that_is_no_run_ends_the_command_with_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["compare", "accepted", "昨天"]) == 2
    assert "昨天：没有这次评测" in capsys.readouterr().err
