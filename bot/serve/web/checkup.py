"""Page 政策体检: the enterprise's facts once, every scheme with its amount or what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic_ns
from typing import Any, Final

import gradio as gr

from bot.engine.facts import FactError
from bot.engine.form import Field
from bot.serve.intake import DayError, read_day
from bot.serve.services import Services, today
from bot.serve.web.calc_form import NUMERIC, Cell, entries, field_component, premises
from bot.serve.web.checkup_view import checkup_html
from bot.serve.web.markup import tag
from bot.serve.web.shell import failure, guarded, html, lead, masthead

HINT: Final = tag(
    "div",
    "填上任意一项数字，点“开始体检”：能拿多少、还缺什么，按金额从高到低列在这里。",
    class_="card empty",
)


def build(services: Services, pages: gr.Blocks) -> None:
    """Put the page into the surrounding `gradio.Blocks`."""
    html(masthead("checkup"), elem_classes="masthead-holder")
    with gr.Column(elem_classes="site-main"):
        html(lead("政策体检", "企业情况填一次，每项政策能拿多少、还缺什么、为什么不行，一次看全。"))

        def form() -> None:
            _place(services)

        # Laid out as the page arrives: what is asked for follows the texts that are held then.
        gr.render(triggers=[pages.load], show_progress="hidden")(form)


def _place(services: Services) -> None:
    """Lay out what is asked for, and where the schemes will be listed, and connect them."""
    with gr.Row():
        with gr.Column(scale=5, min_width=300, elem_classes="card form-card"):
            cells = _cells(services.engine.all_fields())
            with gr.Accordion("按某一天的政策体检（默认今天）", open=False, elem_classes="day"):
                day = gr.Textbox(
                    label="日期", placeholder="2026-11-22", max_lines=1, elem_id="as-of"
                )
            start = gr.Button("开始体检", variant="primary")
        with gr.Column(scale=7, min_width=320):
            run = _runner(services, cells)
            shown = html(HINT, elem_id="result")
    inputs = [day, *(cell.component for cell in cells)]
    submits = [c.component.submit for c in cells if isinstance(c.component, gr.Textbox)]
    gr.on(
        [start.click, *submits], run, inputs, shown,
        api_visibility="private", show_progress="hidden", concurrency_limit=8,
    )  # fmt: skip


def _cells(fields: Sequence[Field]) -> list[Cell]:
    """A box for every amount, a choice for every question, one list of premises."""
    amounts = [f for f in fields if f.type in NUMERIC]
    questions = [f for f in fields if f.asked and f.choices]
    placed = [Cell(field_component(f), f.name) for f in (*amounts, *questions)]
    with gr.Accordion("默认符合的条件（有不符合的再展开）", open=False, elem_classes="day"):
        return [*placed, *premises(fields, {})]


def _runner(services: Services, cells: Sequence[Cell]) -> Any:  # noqa: ANN401 -- Gradio's handler
    @guarded(str)
    def run(day_typed: str, *values: Any) -> str:  # noqa: ANN401 -- a form's values
        try:
            day = read_day(day_typed, today())
            facts = services.engine.read(entries(cells, values))
            found = services.engine.checkup(facts, as_of=day)
        except (DayError, FactError) as error:
            return str(failure(str(error)))
        shown = checkup_html(services, found, day)
        return str(tag("div", shown, class_="turn", id=f"found-{monotonic_ns()}"))

    return run
