"""What an enumeration in front of 分别 names, one for each figure behind it: 大型、中型、小型."""

from __future__ import annotations

import re
from typing import Final

from corpus.drafting.words import RANK

_NEAR: Final = 10  # characters between two ranks of one list
_JOINT: Final = re.compile("[、和与或]|及(?!以)|以及")
_ASIDE: Final = re.compile("（[^）]*）")
_EDGE: Final = re.compile(r"^(?:对于?|支持|鼓励|为|在|按照?|达到|获评?|被|经|认定为|评为|取得|的)+")
_BLANK: Final = "\0"  # in place of words in brackets, which name no kind
_LONGEST: Final = 30  # characters of what is named


def listed(head: str, number: int) -> list[tuple[int, int]]:
    """Offsets of so many things that the end of ``head`` enumerates; [] where it names others."""
    head = _ASIDE.sub(lambda aside: _BLANK * len(aside[0]), head)
    ranks = _ranks(head)
    if ranks:
        return ranks if len(ranks) == number else []
    phrases = [*re.finditer(r"[^，；：:]+", head)]
    for phrase in phrases[-1:-3:-1]:
        if _JOINT.search(phrase[0]):
            found = _items(phrase[0].rstrip(f"的,，{_BLANK}"), number)
            return [(phrase.start() + a, phrase.start() + b) for a, b in found]
    return []


def _ranks(head: str) -> list[tuple[int, int]]:
    """The last enumeration of ranks: 国际、国家和行业标准."""
    runs: list[list[tuple[int, int]]] = []
    last = -1
    for match in re.finditer(RANK, head):
        between = head[last : match.start()] if last >= 0 else ""
        joined = last >= 0 and len(between) <= _NEAR and re.search(r"[、和与及或/]$", between)
        if joined and "，" not in between:
            runs[-1].append(match.span())
        else:
            runs.append([match.span()])
        last = match.end()
    several = [run for run in runs if len(run) > 1]
    return several[-1] if several else []


def _items(phrase: str, number: int) -> list[tuple[int, int]]:
    """The parts between 、 and 和, the first without what leads to it, the last cut to its kind."""
    cuts = [0, *(at for one in _JOINT.finditer(phrase) for at in one.span()), len(phrase)]
    spans = [*zip(cuts[::2], cuts[1::2], strict=True)]
    led = phrase.rfind("的", *spans[0]) + 1
    if 0 < led < spans[0][1] - 1:
        spans[0] = (led, spans[0][1])  # 工作满3年的本科及以上、专科 → 本科及以上
    spans = [(a, a + len(phrase[a:b].rstrip(_BLANK))) for a, b in spans]
    if len(spans) != number or any(not 1 < b - a <= _LONGEST for a, b in spans):
        return []
    first, last = phrase[slice(*spans[0])], phrase[slice(*spans[-1])]
    middle = phrase[slice(*spans[1])] if number > 2 else first
    if number > 2 and first.endswith(middle[-1]) and len(first) > len(middle):
        spans[0] = (spans[0][1] - len(middle), spans[0][1])  # 举办的大型、中型 → 大型
    elif lead := _EDGE.match(first):
        spans[0] = (lead.end(), spans[0][1])
    if (at := last.find(middle[-1], 1)) > 0:
        spans[-1] = (spans[-1][0], spans[-1][0] + at + 1)  # 小型线下招聘活动 → 小型
    return spans if all(b - a > 1 for a, b in spans) else []
