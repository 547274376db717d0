"""Frames drawn at random: what is said and what it is worth is settled here, not how."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evals.generate.figures import figures_of, sum_for
from evals.generate.frame import Aside, Deed, Denial, Frame, Scheme, Strange
from evals.generate.truth import COUNTED
from evals.generate.vocabulary import Draw

_COMMON = (
    "plain",
    "plain",
    "actual",
    "restated",
    "repeated",
    "corrected",
    "scaled",
    "added",
    "reset",
)
_WHOLE = ("split", "excluded", "netted", "totalled", "joined")
SHAPES: dict[Scheme, tuple[str, ...]] = {
    Scheme.RENOVATION: (
        *_COMMON, *_WHOLE, "units", "monthly", "quarterly", "years", "denied", "foreign",
        "reassigned", "switched", "difference",
    ),
    Scheme.DIGITAL: (*_COMMON, *_WHOLE, "units", "monthly", "quarterly", "switched", "difference"),
    Scheme.PLATFORM: (*_COMMON, *_WHOLE, "monthly", "staged"),
    Scheme.PARK: ("recruited", "unsigned", "small"),
    Scheme.BOOTH: ("plain", "restated", "corrected", "added", "reset", "joined", "units"),
    Scheme.EVENT: (
        "plain", "actual", "restated", "corrected", "scaled", "reset", "shared",
        "switched", "difference",
    ),
    Scheme.GLASSES: ("plain", "actual", "restated", "corrected", "reset", "joined", "units"),
}  # fmt: skip
_WEIGHTS = {
    Scheme.RENOVATION: 34,
    Scheme.DIGITAL: 20,
    Scheme.PLATFORM: 12,
    Scheme.PARK: 8,
    Scheme.BOOTH: 9,
    Scheme.EVENT: 9,
    Scheme.GLASSES: 8,
}
_BESIDE = ("turnover", "financing", "tax", "neighbour", "plan", "company", "talk")
_MORE = (*_BESIDE, "cost", "received", "company", "talk")
ASIDES = {
    scheme: _BESIDE if scheme in {Scheme.PLATFORM, Scheme.EVENT} else _MORE
    for scheme in Scheme
    if scheme is not Scheme.PARK
} | {Scheme.PARK: ("talk",)}
EDITS = frozenset(
    {"scaled", "added", "reset", "switched", "difference"}
)  # speak of the one sum that was named
BARE = frozenset({"company", "talk"})  # asides without a sum
_PAIRED = (Scheme.RENOVATION, Scheme.DIGITAL, Scheme.BOOTH, Scheme.GLASSES)
_STRANGE_ASIDES = ("turnover", "financing", "tax", "cost", "neighbour", "plan", "received")
_STRANGE_SCHEMES = (Scheme.RENOVATION, Scheme.DIGITAL, Scheme.BOOTH, Scheme.GLASSES)


def sample(draw: Draw) -> Frame:
    """Draw a frame: a fifth with a strange word, some of several firms or several schemes."""
    if draw.chance(0.2):
        return _strange(draw)
    kind = draw.rng.choices(["one", "firms", "schemes"], [80, 8, 12])[0]
    match kind:
        case "firms":
            scheme = draw.rng.choice([Scheme.RENOVATION, Scheme.DIGITAL])
            return Frame(deeds=_of_two_firms(draw, scheme), firms=True)
        case "schemes":
            pair = draw.rng.sample(_PAIRED, 2)
            deeds = tuple(_deed(draw, scheme, "plain", dated=True) for scheme in pair)
            return Frame(deeds=deeds, asides=_asides(draw, deeds[0], shared=pair))
        case _:
            return _single(draw)


def _single(draw: Draw) -> Frame:
    scheme = draw.rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    shape = draw.rng.choice(SHAPES[scheme])
    deed = _deed(draw, scheme, shape, dated=draw.chance(0.7))
    asides = _asides(draw, deed)
    if deed.year is None and any(aside.kind not in BARE for aside in asides):
        deed = _dated(deed)
    return Frame(deeds=(deed,), denial=_denial(draw, deed), asides=asides)


def _of_two_firms(draw: Draw, scheme: Scheme) -> tuple[Deed, ...]:
    sums = (sum_for(draw, scheme), sum_for(draw, scheme))
    four_up = True if scheme is Scheme.DIGITAL else None
    return tuple(
        Deed(scheme=scheme, shape="plain", figures={"x": x}, year=2025, four_up=four_up)
        for x in sums
    )


def _strange(draw: Draw) -> Frame:
    """Draw a frame with one word beside a figure that nobody knows."""
    scheme = draw.rng.choice(_STRANGE_SCHEMES)
    deed = replace(_deed(draw, scheme, "plain", dated=True), year=2025, received=Decimal(0))
    deed = replace(deed, four_up=deed.four_up or None)  # nothing else may make it worth nothing
    where = draw.rng.choice(list(Strange))
    if where is not Strange.ASIDE:
        return Frame(deeds=(deed,), strange=where)
    return Frame(deeds=(deed,), strange=where, asides=(_aside(draw, _STRANGE_ASIDES),))


def _deed(draw: Draw, scheme: Scheme, shape: str, *, dated: bool) -> Deed:
    deed = Deed(scheme=scheme, shape=shape, figures=_figures(draw, scheme, shape))
    deed = _dated(deed, draw) if dated else deed
    match scheme:
        case Scheme.DIGITAL:
            return _digital(draw, deed)
        case Scheme.PLATFORM if shape != "staged":
            ordinal = draw.rng.choices([1, 2, 3, 4, None], [30, 30, 20, 8, 12])[0]
            return replace(deed, year=None, ordinal=ordinal)
        case Scheme.PARK:
            return replace(deed, year=None)
        case _:
            return deed


def _figures(draw: Draw, scheme: Scheme, shape: str) -> dict[str, Decimal]:
    """Draw the sums; not exactly 30万元, where a text without （含） has two readings."""
    if scheme is Scheme.GLASSES and shape == "units":
        each = Decimal(draw.rng.randrange(2500, 9000, 100)) / 10000
        return {"u": each, "n": Decimal(draw.rng.randrange(20, 300, 5))}
    while True:
        figures = figures_of(draw, shape, sum_for(draw, scheme))
        counted = COUNTED.get(shape)
        told = set(figures.values()) if shape == "difference" else set()
        if Decimal(30) not in told and (counted is None or counted(figures) != 30):
            return figures


def _digital(draw: Draw, deed: Deed) -> Deed:
    deed = replace(deed, four_up=draw.rng.choices([True, False, None], [78, 10, 12])[0])
    if deed.shape == "plain" and deed.four_up and draw.chance(0.3):
        deed = replace(deed, year=2026, received=Decimal(draw.rng.randint(3, 27)))
    return deed


def _dated(deed: Deed, draw: Draw | None = None) -> Deed:
    """Name the year: mostly the last one; for a renovation now and then a year that is not due."""
    if deed.shape in {"years", "foreign", "reassigned", "switched"} or draw is None:
        return replace(deed, year=2025)
    if deed.scheme is Scheme.RENOVATION:
        return replace(deed, year=draw.rng.choices([2025, 2026, 2024], [88, 7, 5])[0])
    return replace(deed, year=draw.rng.choice([2025, 2026]))


def _denial(draw: Draw, deed: Deed) -> Denial | None:
    if deed.scheme is Scheme.DIGITAL and deed.four_up is False:
        return Denial.FOUR_UP
    if deed.shape == "switched":
        return None  # what is denied would be said of the other scheme
    open_year = deed.scheme is Scheme.PLATFORM and deed.ordinal is None
    closed = deed.scheme is Scheme.PARK or deed.shape in {"denied", "foreign"}
    if open_year or closed or not draw.chance(0.08):
        return None
    fit = [Denial.TRADE, Denial.PLACE]
    return draw.rng.choice([*fit, Denial.PERSONAL] if deed.scheme is Scheme.GLASSES else fit)


def _asides(draw: Draw, deed: Deed, shared: list[Scheme] | None = None) -> tuple[Aside, ...]:
    kinds = set(ASIDES[deed.scheme]).intersection(*(ASIDES[s] for s in shared or ()))
    if deed.shape in EDITS:
        kinds &= BARE
    fit = sorted(kinds)
    count = draw.rng.choices([0, 1, 2, 3], [35, 35, 20, 10])[0]
    chosen = draw.rng.sample(fit, min(count, len(fit)))
    return tuple(_aside(draw, (kind,)) for kind in chosen)


def _aside(draw: Draw, kinds: tuple[str, ...]) -> Aside:
    kind = draw.rng.choice(kinds)
    sums = [*range(20, 990, 10), *range(1000, 9000, 100), 12000, 35000]
    figure = Decimal(draw.rng.choice(range(4, 200, 2) if kind == "received" else sums))
    reward = (figure * Decimal("0.2")).quantize(Decimal(1))
    return Aside(kind, figure, reward, draw.rng.choices([2025, 2024], [4, 1])[0])
