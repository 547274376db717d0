"""从优不重复: the best set of schemes of which no two exclude each other, by exact search."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Option:
    """A scheme with the bounds of its amount in 元; ``high`` None is open upwards."""

    id: str
    low: Decimal
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of schemes that may be taken together, with the bounds of their sum in 元."""

    ids: tuple[str, ...]
    low: Decimal
    high: Decimal | None


def best_of(options: Sequence[Option], conflicts: Collection[frozenset[str]]) -> tuple[Choice, ...]:
    """Return every choice that no other one beats for certain, the most promising first.

    A choice beats another if the least it can bring beyond their common part is no less than
    the most the other can. One result means the choice is decided.
    """
    by_id = {option.id: option for option in options}
    sets = list(_independent(frozenset(by_id), conflicts))
    kept = [
        one
        for i, one in enumerate(sets)
        if not any(
            _beats(other, one, by_id) and (j < i or not _beats(one, other, by_id))
            for j, other in enumerate(sets)
            if j != i
        )
    ]  # of exact equals the first stands for all
    return tuple(sorted((_choice(ids, by_id) for ids in kept), key=_promise, reverse=True))


def _promise(choice: Choice) -> tuple[bool, Decimal, Decimal]:
    return (choice.high is None, choice.high or Decimal(0), choice.low)


def _independent(
    ids: frozenset[str], conflicts: Collection[frozenset[str]]
) -> Iterator[frozenset[str]]:
    """Yield the maximal sets without a conflicting pair (Bron–Kerbosch on the complement)."""
    free = {a: {b for b in ids if b != a and frozenset((a, b)) not in conflicts} for a in ids}

    def extend(
        chosen: frozenset[str], candidates: set[str], excluded: set[str]
    ) -> Iterator[frozenset[str]]:
        if not candidates and not excluded:
            yield chosen
        for option in sorted(candidates):
            yield from extend(chosen | {option}, candidates & free[option], excluded & free[option])
            candidates = candidates - {option}
            excluded = excluded | {option}

    yield from extend(frozenset(), set(ids), set())


def _bounds(ids: Collection[str], by_id: dict[str, Option]) -> tuple[Decimal, Decimal | None]:
    low = sum((by_id[i].low for i in ids), Decimal(0))
    highs = [by_id[i].high for i in ids]
    if any(high is None for high in highs):
        return low, None
    return low, sum((high for high in highs if high is not None), Decimal(0))


def _beats(one: frozenset[str], other: frozenset[str], by_id: dict[str, Option]) -> bool:
    low, _ = _bounds(one - other, by_id)
    _, high = _bounds(other - one, by_id)
    return high is not None and low >= high


def _choice(ids: frozenset[str], by_id: dict[str, Option]) -> Choice:
    ordered = tuple(option for option in by_id if option in ids)
    return Choice(ordered, *_bounds(ids, by_id))
