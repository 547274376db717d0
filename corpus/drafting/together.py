"""What stands together is drafted together or not at all: limits, thresholds, parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.drafting.award import Award, Hindrance
from corpus.drafting.kinds import read_kinds
from corpus.drafting.reading import denied, is_range
from corpus.drafting.sentences import MONEY, OTHER, Sentence
from corpus.drafting.steps import in_parts
from corpus.drafting.tail import TIMES, limits_count
from corpus.drafting.words import AID, UP
from corpus.rules.band import TO
from corpus.rules.model import Role

LIMITS: Final = re.compile(
    rf"差额|补足|按[^，。]{{2,16}}计算|为准|{UP}[^，。；]{{0,8}}?{MONEY}|合计|累计|总额不|同一|超出|超过部分"
)
_TIME_LIMIT: Final = re.compile(
    rf"(?:期限|周期|累计|最长|时间|连续)[^，。；]{{0,8}}?(?:不超过|最长|为|不得超过)?[^，。；]{{0,3}}{OTHER}+"
)
_SHARED: Final = re.compile(r"合计|累计|总额|同一|超出|超过部分")
_SUMS: Final = (Role.FIXED, Role.FIXED_CEILING, Role.FIXED_FLOOR, Role.FIXED_RANGE, Role.KINDS)
_BARE: Final = ("told_sum", "bounded_sum", "kinds")  # nothing says what is given to whom
_ALTERS: Final = re.compile("减半|折半|加倍|翻倍|双倍")  # how much, without a figure
_GRANTS: Final = re.compile(rf"[，的].*(?:{AID})|给予|予以")  # no heading: 租金补贴
_OWN: Final = ("对", "支持", "鼓励")
_EACH: Final = re.compile("对?(?:每|各|单)")

Read = tuple[Sentence, Award | Hindrance | None]


def timed(read: list[Read], beside: list[Sentence]) -> list[Read]:
    """What is paid for each month or year is not drafted where a limit on time stands beside it."""
    limit = next((one for one in beside if _limits_time(one)), None)
    if limit is None:
        return read
    why = Hindrance(limit.plain[:40], "给付的期限另有限制，没有读懂")
    return [
        (one, why if isinstance(found, Award) and _open_in_time(found) else found)
        for one, found in read
    ]


def _limits_time(sentence: Sentence) -> bool:
    """Whether a sentence says for how long at most; 连续工作满3年 says from when on."""
    return any(
        not sentence.plain[: quantity.start].endswith("满")
        for match in _TIME_LIMIT.finditer(sentence.mask)
        for quantity in sentence.quantities
        if quantity.start < match.end() <= quantity.end
    )


def _open_in_time(award: Award) -> bool:
    """Whether it is paid for each month or year and its own sentence does not say for how many."""
    limited = {unit for quota in award.quotas for unit in quota.units}
    paid_by_time = bool(TIMES & set(award.figure.units)) or award.of_month
    return paid_by_time and not limited & TIMES


def judged(read: Sequence[Read]) -> list[Read]:
    """What stands together is drafted together or not at all.

    A limit that was not read may be one of any award of its clause; a part behind a semicolon that
    was not read may change the parts before it; several amounts by one threshold are steps.
    """
    read = _capped_apart(read)
    limit = next((one for one, found in read if _is_limit(one, found)), None)
    if limit is not None:
        why = Hindrance(limit.plain[:40], "同一条里的限额没有读懂，可能限制这项给付")
        return [(one, why if isinstance(found, Award) else found) for one, found in read]
    groups: list[list[Read]] = []
    for one in read:
        if one[0].goes_on and groups and not one[0].plain.startswith(_OWN):
            groups[-1].append(one)
        else:
            groups.append([one])
    return [_within(*one) for group in groups for one in _group(group)]


def _within(one: Sentence, found: Award | Hindrance | None) -> Read:
    """An award between two amounts (产值300万元至500万元的) is a step, or it is held."""
    if not isinstance(found, Award) or found.steps or not _between(found):
        return one, found
    table = in_parts([found])
    return one, table or Hindrance(one.plain[:40], "门槛是一个区间，没有读成分档")


def _between(award: Award) -> bool:
    head = [q for q in award.sentence.quantities if q.end <= award.head and q.unit == "元"]
    return any(is_range(award.sentence, quantity) for quantity in head)


def _capped_apart(read: Sequence[Read]) -> list[Read]:
    """A limit in a sentence of its own, behind an award without one, may be that award's.

    What each enterprise gets (每家企业) behind a sentence that grants is for those that it names.
    """
    found = list(read)
    for at in range(1, len(found)):
        (before, first), (one, second) = found[at - 1], found[at]
        if not isinstance(second, Award):
            continue
        if _EACH.match(one.plain) and not before.figures and _GRANTS.search(before.mask):
            found[at] = (one, Hindrance(before.plain[:40], "给谁、什么条件在前一句，没有读懂"))
            continue
        if not before.figures or one.plain.startswith(_OWN):
            continue
        if second.shape not in _BARE:
            continue
        ceiling = second.figure.role is Role.FIXED_CEILING or second.told is not None
        ceiling = ceiling or (bool(second.rows) and re.search(UP, one.mask) is not None)
        open_up = not isinstance(first, Award) or (
            not first.caps and first.figure.role not in _SUMS
        )
        if ceiling and open_up:
            why = Hindrance(one.plain[:40], "这个限额可能是前一句的，没有读懂")
            found[at - 1] = (before, why if isinstance(first, Award) else first)
            found[at] = (one, why)
    return found


def _is_limit(sentence: Sentence, found: Award | Hindrance | None) -> bool:
    if isinstance(found, Award):
        return False
    if not sentence.figures:
        return _ALTERS.search(sentence.plain) is not None or limits_count(sentence)
    if sentence.plain.startswith(_OWN) and not _SHARED.search(sentence.plain):
        return False
    return LIMITS.search(sentence.mask) is not None


def _group(group: list[Read]) -> list[Read]:
    if len(group) < 2:
        return group
    unread = next(
        (one for one, found in group if one.figures and not isinstance(found, Award)), None
    )
    stepped = [f for _, f in group if isinstance(f, Award) and _by_threshold(f)]
    bearing = [one for one, _ in group if not one.figures and _bears(one)]
    unread = unread or (bearing[0] if stepped and bearing else None)
    if unread is None and len(stepped) > 1 and (table := in_parts(stepped)):
        rest = [one for one in group if one[1] not in stepped]
        return [*rest, (table.sentence, table)]
    marginal = any(isinstance(found, Award) and found.over for _, found in group)
    unread = unread or (group[0][0] if marginal else None)  # beside what is paid below its start
    if unread is not None and (together := _as_kinds(group)):
        return together
    if unread is None and len(stepped) < 2:
        return group
    words = (unread or stepped[0].sentence).plain[:40]
    why = Hindrance(words, "同一句里有没有读懂的部分" if unread else "按门槛分档，没有读成分档")
    return [(one, why if isinstance(found, Award) else found) for one, found in group]


def _as_kinds(group: Sequence[Read]) -> list[Read]:
    """B类150万元；C类80万元: parts that are read together, as kinds, where they are not apart."""
    whole = group[0][0].with_next(group[-1][0])
    found = read_kinds(whole)
    return [(whole, found)] if found and not denied(whole, found.figure.end) else []


def _bears(sentence: Sentence) -> bool:
    """A part without a figure that may change what is paid by the thresholds beside it."""
    counted = any(q.comparison is not None for q in sentence.quantities)
    adds = re.search("累加|叠加|累计|同时享受|合并", sentence.plain)
    return adds is not None or (counted and "不予" not in sentence.plain)


def _by_threshold(award: Award) -> bool:
    head = [q for q in award.sentence.quantities if q.end <= award.head]
    fixed = award.figure.role not in (Role.RATE, Role.RATE_CEILING, Role.KINDS)
    banded = re.search(TO, award.sentence.plain[: award.head]) is not None
    return fixed and bool(head) and (banded or any(q.comparison is not None for q in head))
