"""The sums of a deed, so drawn that every shape of telling has whole and plausible figures."""

from __future__ import annotations

from decimal import Decimal

from evals.generate.frame import Scheme
from evals.generate.vocabulary import Draw

Figures = dict[str, Decimal]
# From, to and step in 万元, now and then below the threshold of the scheme.
_RANGES: dict[Scheme, tuple[int, int, int]] = {
    Scheme.RENOVATION: (110, 1500, 10),
    Scheme.DIGITAL: (32, 160, 2),
    Scheme.PLATFORM: (60, 900, 10),
    Scheme.PARK: (1, 6, 1),
    Scheme.BOOTH: (4, 60, 2),
    Scheme.EVENT: (120, 2600, 20),
    Scheme.GLASSES: (12, 260, 4),
}
_BELOW: dict[Scheme, tuple[int, int, int]] = {
    Scheme.RENOVATION: (30, 100, 2),
    Scheme.DIGITAL: (10, 30, 2),
}
_ABOVE = {Scheme.RENOVATION: (2600, 6000, 100)}


def sum_for(draw: Draw, scheme: Scheme) -> Decimal:
    """Draw a sum for a scheme: mostly in its ordinary range."""
    kind = draw.rng.choices([_RANGES, _BELOW, _ABOVE], [88, 8, 4])[0]
    whole = draw.rng.randrange(*kind.get(scheme, _RANGES[scheme]))
    half = Decimal("0.5") if scheme is not Scheme.PARK and draw.chance(0.08) else Decimal(0)
    return whole + half


def figures_of(draw: Draw, shape: str, x: Decimal) -> Figures:
    """The figures of one shape around a sum ``x``."""
    rng = draw.rng
    match shape:
        case "plain" | "restated" | "repeated" | "switched" | "denied" | "foreign":
            return {"x": x}
        case "actual":
            return {"x": x, "y": _whole(x * rng.randint(13, 30) / 10)}
        case "split" | "totalled":
            y = _share(draw, x)
            return {"x": x, "y": y, "z": x - y}
        case "excluded":
            y = _share(draw, x)
            return {"w": x + y, "y": y}
        case "netted" | "joined" | "years":
            return {"x": x, "y": _share(draw, x)}
        case "corrected" | "reassigned" | "reset":
            return {"x": x, "w": _other(draw, x)}
        case "difference":
            return {"x": x + _share(draw, x), "y": x}
        case "added":
            return {"w": x, "y": _share(draw, x)}
        case "staged":
            return {name: _whole(x * rng.randint(5, 15) / 10) for name in "xyz"}
        case _:
            return _counted(draw, shape, x)


def _counted(draw: Draw, shape: str, x: Decimal) -> Figures:
    """Figures with a count, a period or a factor."""
    rng = draw.rng
    match shape:
        case "units":
            n = rng.randint(2, 20)
            return {"u": max(_whole(x / n), Decimal(1)), "n": Decimal(n)}
        case "monthly":
            n = rng.randint(2, 12)
            return {"u": max(_whole(x / n), Decimal(1)), "n": Decimal(n)}
        case "quarterly":
            return {"u": max(_whole(x / 4), Decimal(1))}
        case "scaled":
            return {"w": x, "factor": Decimal(draw.at("factor")[draw.one("factor")])}
        case "shared":
            return {"w": x, "share": Decimal(draw.at("share")[draw.one("share")])}
        case "recruited":
            return {"n": x}
        case "unsigned" | "small":
            return {"n": x + 1, "k": Decimal(rng.randint(1, int(x)))}
        case _:
            raise ValueError(f"no figures for the shape {shape}")


def _share(draw: Draw, x: Decimal) -> Decimal:
    """A part of a sum, whole and neither nothing nor all of it."""
    return max(_whole(x * draw.rng.randint(10, 45) / 100), Decimal(1))


def _other(draw: Draw, x: Decimal) -> Decimal:
    """Another sum of the same order."""
    return _whole(x * draw.rng.choice([6, 7, 8, 12, 13, 15]) / 10) + 1


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1))
