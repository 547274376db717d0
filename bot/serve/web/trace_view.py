"""A computation as people read it: the amount, then every step with the words it was read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from bot.engine.result import Computation, ConditionState, Kind, Step, Truth
from bot.serve.web.markup import Markup, join, tag
from corpus.numerals.render import format_plain, format_yuan

LEADS: Final[Mapping[Kind, str]] = {
    Kind.EXACT: "可获",
    Kind.AT_MOST: "最高",
    Kind.AT_LEAST: "不少于",
    Kind.RANGE: "介于",
    Kind.NEEDS_INPUT: "还缺信息，暂不能计算",
    Kind.ELIGIBILITY_UNKNOWN: "如符合全部条件",
    Kind.NOT_ELIGIBLE: "不符合条件",
    Kind.OUT_OF_PERIOD: "不在有效期内，不计算金额",
    Kind.MANUAL: "条款没有写明金额，由主管部门确定",
}
TICKS: Final[Mapping[Truth, tuple[str, str, str]]] = {
    Truth.MET: ("met", "✓", "符合"),
    Truth.NOT_MET: ("unmet", "✗", "不符合"),
    Truth.UNKNOWN: ("open", "○", "待核实"),
}
TRIAL: Final = "试算过程（答复之后才作数）"
RESERVED: Final = "只按已理解的部分，"
SILENT: Final = frozenset(
    {Kind.NEEDS_INPUT, Kind.NOT_ELIGIBLE, Kind.OUT_OF_PERIOD, Kind.MANUAL}
)  # kinds that show no amount


def amount_words(low: Decimal | None, high: Decimal | None) -> str:
    """``70万元`` ｜ ``20万元–30万元``; of an interval open on one side, the side there is."""
    ends = [end for end in (low, high) if end is not None]
    if len(ends) == 2 and low != high:
        return f"{format_yuan(ends[0])}–{format_yuan(ends[1])}"
    return format_yuan(ends[0]) if ends else ""


def headline(computation: Computation) -> tuple[str, str]:
    """What leads the amount and the amount itself; no amount where none may be said."""
    kind = computation.kind
    if kind in SILENT:
        return LEADS[kind], ""
    low = None if kind is Kind.AT_MOST else computation.low
    high = None if kind is Kind.AT_LEAST else computation.high
    lead = LEADS[kind]
    if kind is Kind.ELIGIBILITY_UNKNOWN and low is not None and high is None:
        lead = f"{lead}，不少于"
    if kind is Kind.ELIGIBILITY_UNKNOWN and low == 0 and high:
        lead, low = f"{lead}，最高", None
    return lead, amount_words(low, high)


def sum_box(computation: Computation, scheme: str = "", *, reserved: bool = False) -> Markup:
    """The amount, large; the scheme's name where several are shown."""
    lead, amount = headline(computation)
    if reserved and amount:
        lead = f"{RESERVED}{lead}"
    title = [tag("span", scheme, class_="scheme")] if scheme else []
    if not amount:
        return tag("div", *title, tag("strong", lead), class_="sum none")
    ends = {end for end in (computation.low, computation.high) if end is not None}
    exactly = [format_plain(end) for end in ends] if len(ends) == 1 else []
    return tag(
        "div",
        *title,
        tag("span", lead, class_="what"),
        tag("strong", amount),
        *(tag("span", f"（{words}）", class_="exactly") for words in exactly if words != amount),
        class_="sum reserved" if reserved else "sum",
    )


def steps_list(steps: Sequence[Step]) -> Markup:
    """Every step: name, what it reads as or computes, its value, and the words it rests on.

    Steps of several years, projects or parks stand under the name of theirs (``第1年·比例``).
    """
    units = list(dict.fromkeys(_unit_and_name(step)[0] for step in steps))
    rows: list[Markup] = []
    for index, step in enumerate(steps):
        unit, name = _unit_and_name(step)
        first = index == 0 or _unit_and_name(steps[index - 1])[0] != unit
        if unit and first and len(units) > 1:
            rows.append(tag("li", unit, class_="unit"))
        rows.append(_step(step, name))
    return tag("ol", *rows, class_="steps") if rows else Markup("")


def _unit_and_name(step: Step) -> tuple[str, str]:
    unit, _, name = step.label.rpartition("·")
    return unit, name


def _step(step: Step, name: str) -> Markup:
    value = amount_words(step.low, step.high)
    how = step.formula or step.reads_as
    words = [f"原文“{step.span.text}”"] if step.span else []
    words += [step.ground] if step.ground else []
    return tag(
        "li",
        tag("span", name, class_="name"),
        tag("span", how, class_="how"),
        *([tag("span", value, class_="value")] if value and value != how else []),
        *([tag("span", "；".join(words), class_="words")] if words else []),
        class_="bound" if step.bound else None,
    )


def parts_list(computation: Computation) -> Markup:
    """The amount of each year, project, park or event."""
    if len(computation.parts) < 2:
        return Markup("")
    rows = (
        tag("li", part.label, tag("b", amount_words(part.low, part.high)))
        for part in computation.parts
    )
    return tag("ul", *rows, class_="parts")


def tick(truth: Truth, text: str, whence: str | Markup = "") -> Markup:
    """One line of a checklist."""
    name, sign, spoken = TICKS[truth]
    source = [tag("span", whence, class_="whence")] if whence else []
    return tag(
        "li",
        tag("span", sign, class_="tick", title=spoken, aria_label=spoken),
        tag("span", text, *source),
        class_=name,
    )


def conditions_list(conditions: Sequence[ConditionState]) -> Markup:
    """The conditions of a computation with how each stands."""
    if not conditions:
        return Markup("")
    rows = (tick(item.state, item.text, item.ground) for item in conditions)
    return tag("ul", *rows, class_="checks")


def notes_list(notes: Sequence[str]) -> Markup:
    """Assumptions and caveats."""
    if not notes:
        return Markup("")
    return tag("ul", *(tag("li", note) for note in notes), class_="notes")


def trial(computation: Computation, scheme: str = "") -> Markup:
    """How it would be computed, folded away: what is asked back decides, so no amount is shown."""
    if not computation.steps:
        return Markup("")
    title = f"{scheme}{TRIAL}" if scheme else TRIAL
    steps = steps_list(computation.steps)
    return tag("details", tag("summary", title), steps, class_="more trial")


def trace(computation: Computation, scheme: str = "", *, reserved: bool = False) -> Markup:
    """Amount, parts and steps of one computation; the other reading at an exact border beneath.

    ``reserved``: something that the user said is not understood and may change the amount.
    """
    others = (
        join((tag("h3", "另一种读法"), trace(alternative)))
        for alternative in computation.alternatives
    )
    return join(
        (
            sum_box(computation, scheme, reserved=reserved),
            parts_list(computation),
            steps_list(computation.steps),
            *others,
        )
    )
