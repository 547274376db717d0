"""``python -m evals compare A B``: two runs, case by case, over the cases that both hold."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.records.comparison import Comparison, Line, Pair, compare
from bot.records.outcome import MEASURES, Outcome, category_title
from bot.records.sentence import compared
from bot.records.summary import summarise
from environment.settings import Settings

ACCEPTED: Final = Path(__file__).with_name("accepted.json")
WORD: Final = "accepted"  # what the accepted run is called in a command
REPORT: Final = "report.json"
SHOWN: Final = 20  # cases of a list in a terminal
UNKNOWN: Final = (
    "{name}：没有这次评测。"
    "应是报告文件夹、其中的 report.json、{reports} 里的文件夹名，或 accepted。"
)
UNREADABLE: Final = "{path}：不是这一版写出的评测结果（{why}）。请重新运行，再比较。"


class RunError(ValueError):
    """A run can't be found or read; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A run as it was kept: what it is called and how each case went."""

    name: str
    outcomes: tuple[Outcome, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the two runs."""
    which = "报告文件夹、report.json、数据目录 reports/ 下的文件夹名，或 accepted（上次接受的）"
    parser.add_argument("before", metavar="A", help=f"前一次：{which}")
    parser.add_argument("after", metavar="B", help="后一次，写法相同")


def run(args: argparse.Namespace) -> int:
    """Print the comparison; 1 where the second run is worse over the shared cases.

    Raises:
        RunError: one of them is no run.
    """
    reports = Settings().policy_var / "reports"
    before, after = find(args.before, reports), find(args.after, reports)
    comparison = compare(before.outcomes, after.outcomes)
    sys.stdout.writelines(f"{line}\n" for line in described(comparison, before.name, after.name))
    return 1 if comparison.regressed else 0


def find(name: str, reports: Path) -> Kept:
    """The run that a word of the command names. Raises RunError."""
    if name == WORD:
        return read_run(ACCEPTED, WORD)
    for path in (Path(name), reports / name):
        if path.is_file():
            return read_run(path, name)
        if (path / REPORT).is_file():
            return read_run(path / REPORT, name)
    raise RunError(UNKNOWN.format(name=name, reports=reports))


def read_run(path: Path, name: str) -> Kept:
    """Read ``report.json`` or the accepted run. Raises RunError."""
    try:
        items = json.loads(path.read_text(encoding="utf-8"))["items"]
        return Kept(name, tuple(map(Outcome.from_json, items)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = f"缺 {error}" if isinstance(error, KeyError) else str(error)
        raise RunError(UNREADABLE.format(path=path, why=why)) from None


def accepted(path: Path = ACCEPTED) -> Kept | None:
    """The run that was accepted last; None before the first."""
    return read_run(path, WORD) if path.is_file() else None


def accept(outcomes: Sequence[Outcome], path: Path = ACCEPTED) -> None:
    """Make this run the one that later runs are compared with: a case a line, for the diff."""
    summary = json.dumps(summarise(outcomes).to_json(), ensure_ascii=False)
    path.write_text(f'{{"summary": {summary},\n"items": [\n{_lines(outcomes)}\n]}}\n', "utf-8")


def described(comparison: Comparison, before: str, after: str) -> Iterator[str]:
    """A comparison in lines for a terminal."""
    yield f"甲 {before}　乙 {after}"
    yield f"相同的题目 {len(comparison.shared)}"
    for words, ids in (
        ("只在甲", comparison.only_before),
        ("只在乙", comparison.only_after),
        ("编号相同但题目或标准答案改过，不比较", comparison.altered),
    ):
        if ids:
            yield f"{words} {len(ids)}：{_some(ids)}"
    yield compared(comparison)
    if not comparison.shared:
        return
    yield "指标\t甲\t乙\t"
    for name, title in MEASURES.items():
        fell = "下降" if name in comparison.fallen else ""
        then, now = comparison.before.measures[name], comparison.after.measures[name]
        yield f"{title}\t{then}\t{now}\t{fell}"
    yield from _listed("新答对", comparison.newly_right)
    yield from _listed("新答错", comparison.newly_wrong)
    reworded = [other.case_id for _, other in comparison.reworded]
    yield f"对错未变、答复改了 {len(reworded)}" + (f"：{_some(reworded)}" if reworded else "")
    yield from _grouped("各类", comparison.categories)
    yield from _grouped("各条款", comparison.clauses)
    for line in comparison.faults:
        yield f"错误类型 {line.fault}\t{line.before}\t{line.after}"


def _listed(words: str, pairs: Sequence[Pair]) -> Iterator[str]:
    yield f"{words} {len(pairs)}"
    for before, after in pairs[:SHOWN]:
        reasons = "；".join((after if before.passed else before).reasons)
        asked = "".join((after.turns or before.turns)[-1:])
        yield f"  {after.case_id}　{asked[:60]}　{reasons[:160]}"
    if len(pairs) > SHOWN:
        yield f"  …… 共 {len(pairs)} 题"


def _grouped(words: str, lines: Iterable[Line]) -> Iterator[str]:
    """Only groups in which something moved: the others are in the report."""
    for line in lines:
        if line.newly_right or line.newly_wrong:
            moved = f"新答对 {len(line.newly_right)}，新答错 {len(line.newly_wrong)}"
            yield f"{words} {category_title(line.name)}\t{line.before}\t{line.after}\t{moved}"


def _some(ids: Sequence[str]) -> str:
    more = f" 等 {len(ids)} 题" if len(ids) > SHOWN else ""
    return "、".join(ids[:SHOWN]) + more


def _lines(outcomes: Iterable[Outcome]) -> str:
    rows: Iterable[Mapping[str, Any]] = (one.kernel() for one in outcomes)
    return ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
