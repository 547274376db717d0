"""The report of a run: a page that needs nothing else, a workbook, a document, and it all as JSON.

Each begins with the run in one sentence; every figure is counted from the outcomes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.records.comparison import Comparison
from bot.records.outcome import MEASURES, Outcome, category_title
from bot.records.sentence import sentence
from bot.records.summary import Summary
from evals.judge import Judged
from evals.measure import outcome_of, reasons_of

SYSTEMS: Final[Mapping[str, str]] = {
    "assistant": "本系统", "plain-chunks": "基线：分块检索", "retrieval-only": "基线：只检索",
}  # fmt: skip


@dataclass(frozen=True)
class Report:
    """One run: the summaries by system (the product's first), every judged case of the product.

    ``since`` compares the run before, ``since_name``, with this one.
    """

    stamp: str
    questions: str
    as_of: date
    summaries: Mapping[str, Summary]
    judged: Sequence[Judged]
    since: Comparison | None
    since_name: str

    @property
    def product(self) -> Summary:
        """The figures of the product."""
        return next(iter(self.summaries.values()))

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """How each case went."""
        return tuple(map(outcome_of, self.judged))

    @property
    def sentence(self) -> str:
        """The run in one sentence."""
        return sentence(self.product, self.since)

    @property
    def failed(self) -> list[Judged]:
        """Cases that did not pass."""
        return [one for one in self.judged if not one.score.passed]

    def measures(self) -> Iterator[list[str]]:
        """The measures as a table: header, then a row each, a column for every system."""
        before = [f"{self.since_name}（相同题目）", "这次（相同题目）"] if self.since else []
        yield ["指标", *map(system_title, self.summaries), *before]
        for name, title in MEASURES.items():
            row = [str(each.measures[name]) for each in self.summaries.values()]
            if self.since:
                shared = (self.since.before.measures[name], self.since.after.measures[name])
                row += map(str, shared)
            yield [title, *row]


def system_title(name: str) -> str:
    """What a system is called."""
    return SYSTEMS.get(name, name)


def write_report(report: Report, folder: Path) -> Path:
    """Write ``report.html``, ``.xlsx``, ``.docx`` and ``.json``; returns the page's path."""
    from evals.report_document import write_document
    from evals.report_workbook import write_workbook

    folder.mkdir(parents=True, exist_ok=True)
    data = {
        "stamp": report.stamp,
        "questions": report.questions,
        "as_of": report.as_of.isoformat(),
        "sentence": report.sentence,
        "systems": {name: summary.to_json() for name, summary in report.summaries.items()},
        "items": [_item(*pair) for pair in zip(report.judged, report.outcomes, strict=True)],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    write_workbook(report, folder / "report.xlsx")
    write_document(report, folder / "report.docx")
    page = folder / "report.html"
    page.write_text(_page(report), encoding="utf-8")
    return page


def _page(report: Report) -> str:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        report=report,
        unfounded=[one for one in report.judged if one.score.passed and one.unfounded],
        category_title=category_title,
        system_title=system_title,
        reasons_of=reasons_of,
        trace_of=_trace,
    )


def _trace(one: Judged) -> str:
    return json.dumps(one.answered.trace, ensure_ascii=False, indent=1, default=str)


def _item(one: Judged, outcome: Outcome) -> dict[str, Any]:
    """One case of the JSON report; the trace only where something is wrong."""
    wrong = not one.score.passed or one.unfounded
    more = {"trace": one.answered.trace} if wrong else {}
    return {**outcome.to_json(), **more}
