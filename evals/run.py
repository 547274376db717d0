"""``python -m evals``: the whole set, against the accepted run and two baselines."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from environment.settings import Settings
from evals.answer import answer_all
from evals.case import OWN_CASES, Case
from evals.case_file import read_cases
from evals.compare import Comparison, accept, compare
from evals.judge import Judged, judge_all
from evals.measure import MEASURES, Summary, summarise
from evals.opening import AS_OF, Opened, open_all
from evals.report import Report, write_report

if TYPE_CHECKING:
    from evals.answerer import Answerer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the whole run."""
    parser.add_argument("--questions", type=Path, nargs="+", default=OWN_CASES, help="题目文件")
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF, help="按哪一天回答")
    parser.add_argument("--accept", action="store_true", help="把这次结果记为今后比较的基准")
    parser.add_argument("--out", type=Path, help="报告目录，默认在数据目录的 reports/ 下")
    parser.add_argument("--llm", action="store_true", help="用已配置的语言模型作答")


def run(args: argparse.Namespace) -> int:
    """Run, report, compare; 1 where something is worse than in the accepted run."""
    cases = read_cases(*args.questions)
    opened = open_all(model=args.llm)
    judged = {
        answerer.name: _judge(answerer, cases, args.as_of, opened) for answerer in opened.answerers
    }
    summaries = [summarise(name, ones) for name, ones in judged.items()]
    product = summaries[0]
    comparison = compare(product, [case.id for case in cases])
    stamp = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%S")
    report = Report(stamp, args.as_of, summaries, judged[product.system], comparison)
    reports = args.out or Settings().policy_var / "reports"
    page = write_report(report, reports / stamp)
    _print(summaries, comparison, page)
    if args.accept:
        accept(product)
        return 0
    return 1 if comparison is not None and comparison.regressed else 0


def _judge(
    answerer: Answerer, cases: Sequence[Case], as_of: date, opened: Opened
) -> tuple[Judged, ...]:
    return judge_all(cases, answer_all(answerer, cases, as_of), opened.library)


def _print(summaries: Sequence[Summary], comparison: Comparison | None, page: Path) -> None:
    """Print the measures of every system, one measure a line, then what changed."""
    lines = ["\t".join(["指标", *(summary.system for summary in summaries)])]
    for name, (title, _) in MEASURES.items():
        lines.append("\t".join([title, *(str(s.measures[name]) for s in summaries)]))
    lines.append("\t".join(["答案字数中位数", *(str(s.median_length) for s in summaries)]))
    if comparison is None:
        lines.append("尚无已接受的结果，可用 --accept 记下这次。")
    else:
        fallen = "、".join(MEASURES[name][0] for name in comparison.lower)
        lines.append(f"与已接受的结果相比：下降的指标 {fallen or '无'}")
        lines.append(f"新增失败 {list(comparison.newly_failing)}")
        lines.append(f"新增通过 {list(comparison.newly_passing)}")
    lines.append(f"报告：{page}")
    sys.stdout.write("\n".join(lines) + "\n")
