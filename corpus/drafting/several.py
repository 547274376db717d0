"""A sentence that grants several things one after the other, each with its own figure.

过1夜的按每人20元奖励，过2夜的按每人50元奖励，单家旅行社不超过60万元: what stands in front of the
first one's phrase holds for all of them, and so does a cap behind the last.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from corpus.drafting.award import Award
from corpus.drafting.reading import read_award
from corpus.drafting.sentences import MONEY, RATE, Sentence
from corpus.drafting.tail import is_cap

_MOST: Final = 5
_PHRASE: Final = re.compile(r"[^，,]+[，,]?")
_FIGURE: Final = re.compile(f"[{MONEY}{RATE}]")
# A later one that leans on what was said before it: how much is not in its own words alone.
_LEANING: Final = re.compile(
    r"^(?:否则|以后|此后|其余|另外?|其中|超[过出]|剩余|不足|每增|其他|并|且|但|则)|部分|上述|前款|该|另(?:给予|补|奖|发)"
)
_SHARED: Final = "上限“{}”由这句里的几项给付合计，此处只按这一项计。"


def read_several(sentence: Sentence) -> list[tuple[Sentence, Award]]:
    """The awards of a sentence, each with the words that concern it; [] where one is not read."""
    phrases = [match.span() for match in _PHRASE.finditer(sentence.mask)]
    figures = [at for at, span in enumerate(phrases) if _FIGURE.search(sentence.mask[slice(*span)])]
    caps = [at for at in figures if is_cap(sentence.mask[slice(*phrases[at])].rstrip("，,"))]
    own = [at for at in figures if at not in caps]
    if not 1 < len(own) <= _MOST or own != [*range(own[0], own[-1] + 1)]:
        return []
    if any(cap < own[-1] for cap in caps) or any(
        _LEANING.search(sentence.plain[slice(*phrases[at])]) for at in own[1:]
    ):
        return []
    found = []
    for at in own:
        part = sentence.without(phrases[at][1], phrases[own[-1]][1])
        part = part.without(phrases[own[0]][0], phrases[at][0])
        award = read_award(part)
        if not isinstance(award, Award) or award.rows or _steps_on(sentence, part, award):
            return []
        shared = [part.plain[cap.start : cap.end] for cap in award.caps] if caps else []
        found.append((part, replace(award, notes=tuple(map(_SHARED.format, shared)))))
    return found


def _steps_on(sentence: Sentence, part: Sentence, award: Award) -> bool:
    """满1年的奖励2万元，满2年的奖励5万元: thresholds of one thing, of which only one is paid."""
    return any(
        quantity.comparison is not None
        for quantity in part.quantities
        if quantity.end <= award.head and part.at[quantity.start] > sentence.start
    )
