"""Limits in a clause of their own, behind the clauses whose awards they limit.

（3）…给予不超过50%的资金支持 （4）单个项目支持额度不超过500万元: the limit belongs to the award
before it; to each of several only where it says of whom it is. What it may limit else is held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from corpus.clause import Clause
from corpus.drafting.award import Award, Hindrance
from corpus.drafting.reading import read_award
from corpus.drafting.sentences import MONEY, Sentence
from corpus.drafting.tail import only_caps, unlabelled
from corpus.drafting.together import Read

_OF_EACH: Final = re.compile(r"^(?:对?单[个家一项]|每[个家一项]|同一)")
_SHARED: Final = "上限“{}”也是同一部分其他给付的上限，此处只按这一项计。"
_APART: Final = Hindrance("", "后面一项另有限额，没有读懂限的是哪一项")


def limited(clauses: Sequence[Clause], read: Mapping[str, Sequence[Read]]) -> dict[str, list[Read]]:
    """What was read of each clause, by its id, with the limits that stand in clauses of their own.

    A clause that says nothing but limits of awards before it is read with those, not by itself.
    """
    found = {key: list(one) for key, one in read.items()}
    for siblings in _siblings(clauses):
        for at, clause in enumerate(siblings):
            limits = _limits(found[clause.id])
            before = [one.id for one in siblings[:at] if any(map(_grants, found[one.id]))]
            if limits and before:
                _limit(found, before, limits)
                found[clause.id] = []
    return found


def _siblings(clauses: Sequence[Clause]) -> Iterator[Sequence[Clause]]:
    below: dict[str | None, list[Clause]] = {}
    for clause in clauses:
        below.setdefault(clause.parent, []).append(clause)
    return iter(below.values())


def _limits(read: Sequence[Read]) -> list[Sentence]:
    """The sentences of a clause that says nothing but limits; [] of any other."""
    own = [unlabelled(one) for one, _ in read]
    return own if own and all(map(only_caps, own)) else []


def _grants(read: Read) -> bool:
    return isinstance(read[1], Award)


def _limit(
    found: Mapping[str, list[Read]], before: Sequence[str], limits: Sequence[Sentence]
) -> None:
    """Read each award again with the limits behind it; hold those that they may not be of."""
    alone = sum(map(_grants, (one for key in before for one in found[key]))) == 1
    of_each = all(MONEY in one.mask and _OF_EACH.match(one.plain) for one in limits)
    for key in before:
        found[key][:] = [
            (_with(one, limits, shared=not alone) if alone or of_each else (one[0], _APART))
            if _grants(one)
            else one
            for one in found[key]
        ]


def _with(read: Read, limits: Sequence[Sentence], *, shared: bool) -> Read:
    whole = read[0]
    for one in limits:
        whole = whole.then(one)
    award = read_award(whole)
    if not isinstance(award, Award):
        words = "，".join(one.plain for one in limits)
        return read[0], Hindrance(words, "后面一项的限额没有读懂")
    notes = tuple(_SHARED.format(one.plain) for one in limits) if shared else ()
    return whole, replace(award, notes=(*award.notes, *notes))
