"""The report of a run: one HTML page that needs nothing else, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.compare import Comparison
from evals.judge import Judged
from evals.measure import MEASURES, Summary


@dataclass(frozen=True, slots=True)
class Report:
    """One run: the summaries (the product's first) and every judged case of the product."""

    stamp: str
    as_of: date
    summaries: Sequence[Summary]
    judged: Sequence[Judged]
    comparison: Comparison | None


def write_report(report: Report, folder: Path) -> Path:
    """Write ``report.html`` and ``report.json`` into a folder; returns the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {
        "stamp": report.stamp,
        "as_of": report.as_of.isoformat(),
        "systems": [summary.to_json() for summary in report.summaries],
        "items": [_item(one) for one in report.judged],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
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
    product = report.summaries[0]
    return environment.get_template("report.html.j2").render(
        report=report,
        product=product,
        titles={name: title for name, (title, _) in MEASURES.items()},
        failed=[one for one in report.judged if not one.score.passed],
        unfounded=[one for one in report.judged if one.score.passed and one.unfounded],
        trace_of=_trace,
    )


def _trace(one: Judged) -> str:
    return json.dumps(one.answered.trace, ensure_ascii=False, indent=1, default=str)


def _item(one: Judged) -> dict[str, Any]:
    """One case of the JSON report; the trace only where something is wrong."""
    item: dict[str, Any] = {
        "id": one.case.id,
        "category": one.case.category,
        "turns": list(one.case.turns),
        "passed": one.score.passed,
        "checks": dict(one.score.checks),
        "reasons": list(one.score.reasons),
        "unfounded": list(one.unfounded),
        "seconds": round(one.answered.elapsed.wall, 4),
        "answer": one.answered.row.to_json(),
    }
    wrong = not one.score.passed or one.unfounded
    return {**item, "trace": one.answered.trace} if wrong else item
