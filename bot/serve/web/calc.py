"""Page 测算: choose a scheme, fill in its facts, and watch the amount with every step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import gradio as gr

from bot.serve.intake import DayError, read_day
from bot.serve.services import Services, today
from bot.serve.web.calc_form import ROWS, Cell, Given, entries, place_form, row_word, several
from bot.serve.web.calc_view import result, rule_clause
from bot.serve.web.shell import failure, guarded, html, lead, masthead

GONE: Final = "现在没有这一项可以测算的规定，请刷新页面，或到“政策库”查看原文。"
PRIVATE: Final[Mapping[str, Any]] = {"api_visibility": "private", "show_progress": "hidden"}


@dataclass(frozen=True, slots=True, eq=False)  # each plan is one of its own: it lays out anew
class Plan:
    """What form is laid out: the scheme, how many rows, and what is filled in already."""

    rule_id: str
    rows: int = 1
    given: Given = field(default_factory=dict)


def build(services: Services, pages: gr.Blocks) -> None:
    """Put the page into the surrounding `gradio.Blocks`."""
    html(masthead("calc"), elem_classes="masthead-holder")
    plan = gr.State()
    with gr.Column(elem_classes="site-main"):
        html(lead("测算", "选一项政策，填上数字，金额和每一步的依据随填随出。"))
        scheme = gr.Radio([], label="政策事项", elem_classes="schemes", elem_id="scheme")
        with gr.Accordion("按某一天的政策测算（默认今天）", open=False, elem_classes="day"):
            day = gr.Textbox(label="日期", placeholder="2026-11-22", max_lines=1, elem_id="as-of")

        def form(laid: Plan) -> None:
            _place(services, laid, day, plan)

        gr.render(inputs=[plan], triggers=[plan.change], show_progress="hidden")(form)

    scheme.input(Plan, scheme, plan, **PRIVATE)
    pages.load(_arrive(services), None, [scheme, plan], **PRIVATE)


def _arrive(services: Services) -> Callable[[gr.Request], list[Any]]:
    def arrive(request: gr.Request) -> list[Any]:
        """List the schemes there are now; choose the one, and the facts, that the address names."""
        given = {f"{name}#0": text[:200] for name, text in request.query_params.items()}
        named = given.pop("rule#0", "")
        choices = [(name, rule_id) for rule_id, name in services.schemes.items()]
        chosen = named if named in services.rules else next(iter(services.rules), "")
        return [gr.Radio(choices, value=chosen or None), Plan(chosen, given=given)]

    return arrive


def _place(services: Services, laid: Plan, day: gr.Textbox, plan: gr.State) -> None:
    """Lay out form and result of the chosen scheme, and connect them."""
    if laid.rule_id not in services.rules:  # none at all, or gone since the page was opened
        html(failure(GONE))
        return
    rule = services.engine.rule(laid.rule_id)
    with gr.Row():
        with gr.Column(scale=5, min_width=300, elem_classes="card form-card"):
            cells = place_form(rule, laid.rows, laid.given)
            if several(rule):
                _row_buttons(row_word(rule), laid, cells, plan)
        with gr.Column(scale=7, min_width=320):
            shown = html(elem_id="result")
            html(str(rule_clause(services, rule, today())), elem_id="clause")
    update = _updater(services, laid.rule_id, cells)
    inputs = [day, *(cell.component for cell in cells)]
    initial = [today().isoformat(), *(cell.component.value for cell in cells)]
    shown.value = update(*initial)
    for component in inputs:
        component.change(update, inputs, shown, trigger_mode="always_last", **PRIVATE)


def _row_buttons(word: str, laid: Plan, cells: list[Cell], plan: gr.State) -> None:
    """Buttons that lay the form out anew with a row more or less, keeping what was typed."""
    inputs = [cell.component for cell in cells]

    def lay_out(rows: int) -> Callable[..., Plan]:
        return lambda *values: Plan(
            laid.rule_id,
            rows,
            {cell.key: value for cell, value in zip(cells, values, strict=True)},
        )

    with gr.Row(elem_classes="choices"):
        if laid.rows < ROWS:
            more = gr.Button(f"再加一个{word}", elem_classes="choice")
            more.click(lay_out(laid.rows + 1), inputs, plan, **PRIVATE)
        if laid.rows > 1:
            fewer = gr.Button("减少一个", elem_classes="choice")
            fewer.click(lay_out(laid.rows - 1), inputs, plan, **PRIVATE)


def _updater(services: Services, chosen: str, cells: list[Cell]) -> Callable[..., str]:
    @guarded(str)
    def update(day_typed: str, *values: Any) -> str:  # noqa: ANN401 -- a form's values
        try:
            day = read_day(day_typed, today())
        except DayError as error:
            return str(failure(str(error)))
        rule = services.engine.rule(chosen)
        return str(result(services, rule, entries(cells, values), day))

    return update
