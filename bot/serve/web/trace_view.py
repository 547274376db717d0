"""A computation as people read it: the amount, then every step with the words it was read from.

What is shown is the computation as data (`bot.render`): one kept for years looks as it did live.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from bot.engine.result import PAYABLE, Computation, ConditionState, Kind, Step, Truth
from bot.render import computation_data, condition_data, step_data
from bot.serve.web.markup import Markup, say
from bot.serve.web.templating import render
from bot.settling import ANSWERS, settling_words
from corpus.numerals.render import format_plain, format_yuan

Data = Mapping[str, Any]  # as bot.render writes it

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
SUPPOSED: Final = "如果条件都符合，"
SILENT: Final = frozenset(
    {Kind.NEEDS_INPUT, Kind.NOT_ELIGIBLE, Kind.OUT_OF_PERIOD, Kind.MANUAL}
)  # kinds that show no amount
_SETTLED: Final = {"符合": Truth.MET, "不符合": Truth.NOT_MET}


def amount_words(low: Decimal | None, high: Decimal | None) -> str:
    """``70万元`` ｜ ``20万元–30万元``; of an interval open on one side, the side there is."""
    ends = [end for end in (low, high) if end is not None]
    if len(ends) == 2 and low != high:
        return f"{format_yuan(ends[0])}–{format_yuan(ends[1])}"
    return format_yuan(ends[0]) if ends else ""


def _bounds(data: Data) -> tuple[Decimal | None, Decimal | None]:
    low, high = data["low"], data["high"]
    return None if low is None else Decimal(low), None if high is None else Decimal(high)


def headline(computation: Computation) -> tuple[str, str]:
    """What leads the amount and the amount itself; no amount where none may be said."""
    return headline_of(computation_data(computation))


def headline_of(data: Data) -> tuple[str, str]:
    """The headline of a computation that is data."""
    kind, (low, high) = Kind(data["kind"]), _bounds(data)
    if kind in SILENT:
        return LEADS[kind], ""
    low = None if kind is Kind.AT_MOST else low
    high = None if kind is Kind.AT_LEAST else high
    lead = LEADS[kind]
    if kind is Kind.ELIGIBILITY_UNKNOWN and low is not None and high is None:
        lead = f"{lead}，不少于"
    if kind is Kind.ELIGIBILITY_UNKNOWN and low == 0 and high:
        lead, low = f"{lead}，最高", None
    return f"{supposed(data)}{lead}", amount_words(low, high)


def supposed(data: Data) -> str:
    """What leads an amount that rests on conditions nobody has settled; "" of any other."""
    open_ = any(state["state"] == Truth.UNKNOWN for state in data["conditions"])
    return SUPPOSED if open_ and data["kind"] in PAYABLE else ""


def sum_box(computation: Computation, scheme: str = "", *, reserved: bool = False) -> Markup:
    """The amount, large; the scheme's name where several are shown."""
    return _sum_box(computation_data(computation), scheme, RESERVED if reserved else "")


def _sum_box(data: Data, scheme: str, proviso: str) -> Markup:
    """``proviso`` stands before the lead: that something of the message is left out."""
    lead, amount = headline_of(data)
    ends = {end for end in _bounds(data) if end is not None}
    exactly = format_plain(ends.pop()) if len(ends) == 1 else ""
    tone = " none" if not amount else " reserved" if proviso.startswith(RESERVED) else ""
    return render(
        "sum.html.j2",
        tone=tone,
        scheme=scheme,
        lead=f"{proviso}{lead}" if amount else lead,
        amount=amount,
        exactly="" if exactly == amount else exactly,
    )


def steps_list(steps: Sequence[Step]) -> Markup:
    """Every step: name, what it reads as or computes, its value, and the words it rests on.

    Steps of several years, projects or parks stand under the name of theirs (``第1年·比例``).
    """
    return _steps_list([step_data(step) for step in steps])


def _steps_list(steps: Sequence[Data]) -> Markup:
    return render("steps.html.j2", rows=list(_steps(steps))) if steps else Markup("")


def _steps(steps: Sequence[Data]) -> Iterator[Data]:
    places = [step["label"].rpartition("·") for step in steps]
    several = len({unit for unit, _, _ in places}) > 1
    for index, (step, (unit, _, name)) in enumerate(zip(steps, places, strict=True)):
        first = index == 0 or places[index - 1][0] != unit
        value = amount_words(*_bounds(step))
        how = step["formula"] or step["reads_as"]
        words = [f"原文“{step['span']}”"] if step["span"] else []
        words += [step["ground"]] if step["ground"] else []
        yield {
            "unit": unit if unit and first and several else "",
            "name": name,
            "how": how,
            "value": "" if value == how else value,
            "words": "；".join(words),
            "bound": step["bound"],
        }


def conditions_list(conditions: Sequence[ConditionState]) -> Markup:
    """The conditions of a computation with how each stands."""
    return checks([_check(condition_data(state)) for state in conditions])


def condition_checks(conditions: Sequence[Data], *, tapped: bool) -> Markup:
    """The same of conditions that are data; ``tapped``: each can be settled."""
    told = (c["name"] if tapped and c["yes_or_no"] else "" for c in conditions)
    return checks([_check(c, name) for c, name in zip(conditions, told, strict=True)])


def _check(condition: Data, tapped: str = "") -> Data:
    return check(Truth(condition["state"]), condition["text"], condition["ground"], tapped)


def check(truth: Truth, text: str, whence: str = "", tapped: str = "") -> Data:
    """One line of a checklist; ``tapped`` is the name of a condition that can be settled here."""
    name, sign, spoken = TICKS[truth]
    taps = [
        say(answer, settling_words(tapped, answer), of=text)
        for answer in ANSWERS
        if tapped and _SETTLED.get(answer) is not truth
    ]
    return {
        "name": name, "sign": sign, "spoken": spoken, "text": text, "whence": whence, "taps": taps,
    }  # fmt: skip


def checks(items: Sequence[Data]) -> Markup:
    """A checklist of lines made by `check`."""
    return render("checks.html.j2", items=items) if items else Markup("")


def notes_list(notes: Sequence[str]) -> Markup:
    """Assumptions and caveats."""
    return render("notes.html.j2", notes=notes) if notes else Markup("")


def trial(data: Data, scheme: str = "") -> Markup:
    """How it would be computed, folded away: what is asked back decides, so no amount is shown."""
    if not data["steps"]:
        return Markup("")
    title = f"{scheme}{TRIAL}" if scheme else TRIAL
    return render("trial.html.j2", title=title, steps=_steps_list(data["steps"]))


def trace(computation: Computation, scheme: str = "", *, reserved: bool = False) -> Markup:
    """Amount, parts and steps of one computation; the other reading at an exact border beneath.

    ``reserved``: something that the user said is not understood and may change the amount.
    """
    return trace_of(computation_data(computation), scheme, RESERVED if reserved else "")


def trace_of(data: Data, scheme: str = "", proviso: str = "") -> Markup:
    """The same of a computation that is data; ``proviso`` leads its amount."""
    parts = [{"label": p["label"], "amount": amount_words(*_bounds(p))} for p in data["parts"]]
    return render(
        "trace.html.j2",
        sum_box=_sum_box(data, scheme, proviso),
        parts=parts if len(parts) > 1 else [],
        steps=_steps_list(data["steps"]),
        others=[trace_of(other) for other in data["alternatives"]],
    )
