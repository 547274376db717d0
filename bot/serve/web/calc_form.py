"""The form of the page 测算: fields made from a rule's inputs, and what was typed into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

from bot.engine.form import Field, fields
from corpus.rules import InputType, Rule

UNSURE: Final = "不清楚"
SEPARATORS: Final = str.maketrans("", "", ":：·\n")  # they structure a key; names do without
HINTS: Final[Mapping[InputType, str]] = {
    InputType.MONEY: "如 350万元；可填区间“80到120万”或“不清楚”",
    InputType.COUNT: "如 3",
    InputType.YEAR: "如 2025年",
    InputType.DATE: "如 2025年3月1日",
}
NUMERIC: Final = (InputType.MONEY, InputType.COUNT)
ROWS: Final = 6  # years, projects or parks that the form takes at most


@dataclass(frozen=True, slots=True)
class Cell:
    """A component of the form and the fact it stands for.

    ``row`` counts from 0; None for a fact of the applicant. ``place`` marks what is no fact: the
    name (``name``) or year (``year``) of a row, the conditions that are not met (``unmet``).
    """

    component: Any
    name: str
    row: int | None = None
    place: str = ""

    @property
    def key(self) -> str:
        """What the cell's value is kept under while the form is laid out anew."""
        return f"{self.name or self.place}#{self.row or 0}"


Given = Mapping[str, Any]  # cell key → value


def several(rule: Rule) -> bool:
    """Whether the rule counts years, projects, parks or events one by one."""
    return bool(rule.unit.items or rule.unit.yearly)


def row_word(rule: Rule) -> str:
    """What one row of the form is: 园区 ｜ 年度."""
    return rule.unit.items or "年度"


def place_form(rule: Rule, rows: int, given: Given) -> list[Cell]:
    """Put the fields of a rule into the surrounding layout, filled with what is given."""
    all_fields = fields(rule)
    own = [f for f in all_fields if f.required and f.type is not InputType.BOOL]
    cells: list[Cell] = []
    for row in range(rows):
        with gr.Group(elem_classes="form-row"):
            if rows > 1:
                cells += _row_head(rule, row, given)
            cells += [_cell(field, given, row, alone=rows == 1) for field in own]
    asked = [f for f in all_fields if f.asked and f.type is InputType.BOOL]
    extra = [f for f in all_fields if not f.required and f.type in NUMERIC]
    cells += [_cell(field, given) for field in (*asked, *extra)]
    return [*cells, *premises(all_fields, given)]


def _row_head(rule: Rule, row: int, given: Given) -> list[Cell]:
    cells = []
    if rule.unit.items:
        name = gr.Textbox(
            label=f"{rule.unit.items}名称",
            value=given.get(f"name#{row}", f"{rule.unit.items}{row + 1}"),
            info="同一个写同样的名称" if rule.unit.yearly and row == 0 else None,
            max_lines=1,
            interactive=True,
        )
        cells.append(Cell(name, "", row, "name"))
    ordinal = any(entry.type is InputType.YEAR for entry in rule.required)
    if rule.unit.yearly and not ordinal:
        year = gr.Textbox(
            label="年度", placeholder=HINTS[InputType.YEAR], max_lines=1, interactive=True,
            value=given.get(f"year#{row}", ""),
        )  # fmt: skip
        cells.append(Cell(year, "", row, "year"))
    return cells


def _cell(field: Field, given: Given, row: int = 0, *, alone: bool = True) -> Cell:
    value = given.get(f"{field.name}#{row}")
    return Cell(field_component(field, value), field.name, None if alone else row)


def field_component(field: Field, value: Any = None) -> Any:  # noqa: ANN401 -- a component of Gradio
    """A choice where the answers are fixed, a box where not."""
    if field.choices:
        choices = [*field.choices, UNSURE]
        return gr.Radio(
            choices, value=value if value in choices else None, label=field.label,
            info=field.ask if field.type is InputType.BOOL else None, interactive=True,
        )  # fmt: skip
    optional = "" if field.required else "（可不填）"
    return gr.Textbox(
        value=value or "", label=f"{field.label}{optional}", max_lines=1, interactive=True,
        placeholder=HINTS.get(field.type, ""),
    )  # fmt: skip


def premises(all_fields: Sequence[Field], given: Given) -> list[Cell]:
    """Conditions that are taken as met unless the user says otherwise."""
    names = [(f.label, f.name) for f in all_fields if not f.asked and f.type is InputType.BOOL]
    if not names:
        return []
    box = gr.CheckboxGroup(
        names, label="下列条件默认符合，不符合的请勾选", elem_classes="premises", interactive=True,
        value=given.get("unmet#0") or [],
    )  # fmt: skip
    return [Cell(box, "", None, "unmet")]


def entries(cells: Sequence[Cell], values: Sequence[Any]) -> list[tuple[str, str]]:
    """What was typed, as (fact, text); facts of a row carry its name and year before a colon."""
    typed: list[tuple[str, str]] = []
    heads = _heads(cells, values)
    for cell, value in zip(cells, values, strict=True):
        if cell.place == "unmet":
            typed += [(name, "否") for name in value or ()]
        elif not cell.place and value and str(value).strip():
            head = heads.get(cell.row, "")
            if str(value) in head.split("·"):
                continue  # the year of the row, said by its head already
            typed.append((f"{head}:{cell.name}" if head else cell.name, str(value)))
    return typed


def _heads(cells: Sequence[Cell], values: Sequence[Any]) -> dict[int | None, str]:
    """Row → ``园区1·2025年``; a row that names neither is told apart by its number."""
    rows: dict[int | None, list[str]] = {}
    for cell, value in zip(cells, values, strict=True):
        if cell.row is not None:
            parts = rows.setdefault(cell.row, [])
            word = str(value or "").translate(SEPARATORS).strip()
            if word and (cell.place or word.startswith("第")):
                parts.append(word)
    return {row: "·".join(parts) or f"第{(row or 0) + 1}项" for row, parts in rows.items()}
