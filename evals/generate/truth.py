"""What is due on a frame, by direct arithmetic, as of `frame.TODAY`.

Written from the two texts alone. Where they differ on an event, both amounts are accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from evals.generate.frame import TODAY, Deed, Frame, Scheme

Figures = Mapping[str, Decimal]
_WAN = 10000
_NONE = Decimal(0)

# The sum that counts, in 万元; for a park the number of headquarters that qualify.
COUNTED: dict[str, Callable[[Figures], Decimal]] = {
    "plain": lambda f: f["x"],
    "actual": lambda f: f["x"],
    "split": lambda f: f["x"],
    "excluded": lambda f: f["w"] - f["y"],
    "netted": lambda f: f["x"],
    "restated": lambda f: f["x"],
    "corrected": lambda f: f["x"],
    "units": lambda f: f["u"] * f["n"],
    "monthly": lambda f: f["u"] * f["n"],
    "quarterly": lambda f: f["u"] * 4,
    "joined": lambda f: f["x"] + f["y"],
    "totalled": lambda f: f["x"],
    "years": lambda f: f["x"],
    "scaled": lambda f: f["w"] * f["factor"],
    "added": lambda f: f["w"] + f["y"],
    "reset": lambda f: f["x"],
    "shared": lambda f: f["w"] * f["share"],
    "repeated": lambda f: f["x"],
    "reassigned": lambda f: f["x"],
    "switched": lambda f: f["x"],
    "denied": lambda f: _NONE,
    "recruited": lambda f: f["n"],
    "unsigned": lambda f: f["n"] - f["k"],
    "small": lambda f: f["n"] - f["k"],
}
_PLATFORM = {1: Decimal("0.5"), 2: Decimal("0.3"), 3: Decimal("0.2")}
_KINDS = {Scheme.DIGITAL: "at_most", Scheme.EVENT: "at_most", Scheme.BOOTH: "at_least"}


@dataclass(frozen=True, slots=True)
class Due:
    """An amount in 元 with its kind, further readings that are accepted, and how it came about."""

    kind: str
    amount: Decimal | None = None
    others: tuple[Decimal, ...] = ()
    note: str = ""


def due(frame: Frame) -> Due:
    """Return what an answer to the last turn must say."""
    if frame.strange:
        return Due("ask", note="a word that nobody knows beside a figure")
    if any(deed.shape == "foreign" for deed in frame.deeds):
        return Due("none", note="foreign money needs a dated rate")
    if any(_lacks_ordinal(deed) for deed in frame.deeds):
        return Due("ask", note="which year of the platform is not said")
    if frame.denial:
        return Due("zero", _NONE, note=f"denied: {frame.denial}")
    readings = [_readings(deed) for deed in frame.deeds]
    first, second = (sum((r[at] for r in readings), _NONE) * _WAN for at in (0, -1))
    note = " + ".join(f"{r[0]:f}万" for r in readings)
    if not first:
        return Due("zero", _NONE, note=note)
    kinds = {_KINDS.get(deed.scheme, "exact") for deed in frame.deeds}
    kind = kinds.pop() if len(kinds) == 1 else "exact"
    return Due(kind, first, (second,) if second != first else (), note)


def _lacks_ordinal(deed: Deed) -> bool:
    return deed.scheme is Scheme.PLATFORM and deed.ordinal is None and deed.shape != "staged"


def _readings(deed: Deed) -> tuple[Decimal, ...]:
    """The amounts in 万元 that the texts give for one deed, the later text first."""
    if deed.shape == "staged":
        sums = (deed.figures[name] for name in "xyz")
        return (sum((_platform(x, year) for year, x in enumerate(sums, 1)), _NONE),)
    if deed.shape == "difference":
        more, less = (replace(deed, shape="plain", figures={"x": deed.figures[n]}) for n in "xy")
        pairs = zip(_readings(more), _readings(less), strict=True)
        return tuple(first - second for first, second in pairs)
    base = COUNTED[deed.shape](deed.figures)
    match deed.scheme:
        case Scheme.RENOVATION:
            return (_renovation(base, deed.year),)
        case Scheme.DIGITAL:
            return (_digital(base, deed),)
        case Scheme.PLATFORM:
            return (_platform(base, deed.ordinal or 0),)
        case Scheme.PARK:
            return (min(base * 200, Decimal(600)),)
        case Scheme.BOOTH:
            return (base * Decimal("0.5"),)
        case Scheme.EVENT:
            new = min(base * Decimal("0.3"), Decimal(500))
            return (new, min(base * Decimal("0.5"), Decimal(1000)))
        case Scheme.GLASSES:
            return (min(base * Decimal("0.15"), Decimal(30)),)


def _renovation(base: Decimal, year: int | None) -> Decimal:
    """Only last year's investment counts; this year's is due when the text has expired."""
    if year not in {None, TODAY.year - 1} or base < 100:
        return _NONE
    return min(base * Decimal("0.2"), Decimal(500))


def _digital(base: Decimal, deed: Deed) -> Decimal:
    if base < 30 or deed.four_up is False:
        return _NONE
    return min(base * Decimal("0.4"), Decimal(30) - deed.received)


def _platform(base: Decimal, ordinal: int) -> Decimal:
    return min(base * _PLATFORM.get(ordinal, _NONE), Decimal(200))
