"""``python -m evals``: a set of cases, against the accepted run and two baselines."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.records.comparison import Comparison, compare
from bot.records.outcome import MEASURES
from bot.records.summary import Summary, summarise
from environment.settings import Settings
from evals.answer import answer_all, answer_each
from evals.case import Case
from evals.case_file import read_cases
from evals.compare import WORD, accept, accepted, described
from evals.judge import Judged, judge_all
from evals.measure import outcome_of
from evals.opening import AS_OF, open_all, open_product
from evals.recording import CancelledError, Recording
from evals.report import Report, write_report
from evals.sets import OWN, case_sets

CANCELLED = "已取消。\n"
ACCEPTED_TITLE = "上次接受的结果"
LAST_TITLE = "上次"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of a run."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--questions", type=Path, nargs="+", help="题目文件（.jsonl、.csv 或 .xlsx）"
    )
    names = [one.name for one in case_sets()]
    which.add_argument("--set", choices=names, default=OWN, metavar="名称", help="题目集，见 sets")
    parser.add_argument("--as-of", type=date.fromisoformat, help="按哪一天回答")
    parser.add_argument("--accept", action="store_true", help="把这次结果记为今后比较的基准")
    parser.add_argument("--out", type=Path, help="报告目录，默认在数据目录的 reports/ 下")
    parser.add_argument("--llm", action="store_true", help="用已配置的语言模型作答")
    parser.add_argument("--record", metavar="编号", help="由评测页使用：记入这一次，不跑基线")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is run: the cases, what they are called, the day of the answers."""

    title: str
    cases: tuple[Case, ...]
    as_of: date

    @classmethod
    def of(cls, args: argparse.Namespace) -> Chosen:
        """What the options name. Raises TableError."""
        today = datetime.now(tz=UTC).astimezone().date()
        if args.questions:
            title = "、".join(path.name for path in args.questions)
            return cls(title, read_cases(*args.questions), args.as_of or AS_OF)
        one = next(one for one in case_sets() if one.name == args.set)
        return cls(one.title, one.cases(), args.as_of or one.as_of or today)


def run(args: argparse.Namespace) -> int:
    """Run, report, compare; 1 where something is worse than in the accepted run."""
    if args.record:
        return _recorded(args)
    chosen = Chosen.of(args)
    opened = open_all(model=args.llm)
    judged = {
        answerer.name: judge_all(
            chosen.cases, answer_all(answerer, chosen.cases, chosen.as_of), opened.library
        )
        for answerer in opened.answerers
    }
    product = judged[opened.answerers[0].name]
    before = accepted()
    outcomes = tuple(map(outcome_of, product))
    since = compare(before.outcomes, outcomes) if before else None
    summaries = {name: summarise(list(map(outcome_of, ones))) for name, ones in judged.items()}
    report = _report(chosen, summaries, product, since, ACCEPTED_TITLE)
    reports = args.out or Settings().policy_var / "reports"
    page = write_report(report, reports / report.stamp)
    _print(report, page)
    if args.accept:
        accept(outcomes)
        return 0
    return 1 if since is not None and since.regressed else 0


def _recorded(args: argparse.Namespace) -> int:
    """Run the product alone for the page that began this run; it is told of every step."""
    try:
        with Recording.open(args.record) as recording:
            chosen = Chosen.of(args)
            product = open_product(model=args.llm)
            recording.describe(len(chosen.cases), product.knowledge)
            answers = recording.followed(answer_each(product, chosen.cases, chosen.as_of))
            judged = judge_all(chosen.cases, tuple(answers), product.knowledge.library)
            outcomes = tuple(map(outcome_of, judged))
            since = recording.since(outcomes)
            summaries = {product.name: summarise(outcomes)}
            report = _report(chosen, summaries, judged, since, LAST_TITLE)
            write_report(report, recording.folder)
            recording.finish(report)
    except CancelledError:
        sys.stderr.write(CANCELLED)
        return 1
    return 0


def _report(
    chosen: Chosen,
    summaries: Mapping[str, Summary],
    judged: Sequence[Judged],
    since: Comparison | None,
    since_name: str,
) -> Report:
    stamp = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%S")
    return Report(stamp, chosen.title, chosen.as_of, summaries, judged, since, since_name)


def _print(report: Report, page: Path) -> None:
    """Print the sentence, the measures of every system, then what changed."""
    lines = [report.sentence, "\t".join(["指标", *report.summaries])]
    for name, title in MEASURES.items():
        told = (str(each.measures[name]) for each in report.summaries.values())
        lines.append("\t".join([title, *told]))
    lengths = (str(each.median_length) for each in report.summaries.values())
    lines.append("\t".join(["答案字数中位数", *lengths]))
    if report.since is None:
        lines.append("尚无已接受的结果，可用 --accept 记下这次。")
    else:
        lines += described(report.since, WORD, report.stamp)
    lines.append(f"报告：{page}")
    sys.stdout.write("\n".join(lines) + "\n")
