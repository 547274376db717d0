"""Rules drafted from a text: what its money sentences grant, and why some are only quoted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from corpus.clause import Clause, ClauseKind
from corpus.document import Document, Span
from corpus.drafting.award import Award, Hindrance
from corpus.drafting.entry import entry_of
from corpus.drafting.reading import read_award
from corpus.drafting.sentences import MONEY, OTHER, Sentence, sentences
from corpus.drafting.steps import in_parts
from corpus.drafting.tail import TIMES, only_caps
from corpus.drafting.words import AID, UP
from corpus.library import Library
from corpus.rules.band import TO
from corpus.rules.compile import compile_rule
from corpus.rules.model import Role, Rule
from corpus.rules.shared import Shared
from corpus.rules.source import ClauseText

_READ: Final = (ClauseKind.CLAUSE, ClauseKind.PARAGRAPH, ClauseKind.HEADING, ClauseKind.PREAMBLE)
_LIMITS: Final = re.compile(rf"{UP}[^，。；]{{0,8}}?{MONEY}|合计|累计|总额不|同一|超出|超过部分")
_TIME_LIMIT: Final = re.compile(
    rf"(?:期限|周期|累计|最长|时间|连续)[^，。；]{{0,8}}?(?:不超过|最长|为|不得超过)?[^，。；]{{0,3}}{OTHER}"
)
_SHARED: Final = re.compile(r"合计|累计|总额|同一|超出|超过部分")
_SUMS: Final = (Role.FIXED, Role.FIXED_CEILING, Role.FIXED_FLOOR, Role.FIXED_RANGE, Role.KINDS)
_BARE: Final = ("told_sum", "bounded_sum", "kinds")  # nothing says what is given to whom
_OWN: Final = ("对", "支持", "鼓励")
_EACH: Final = re.compile("对?(?:每|各|单)")
_GENERAL: Final = ("总则", "附则")  # headings that name no matter
_NAME: Final = 24  # characters
_SHOWN: Final = 40  # characters of a sentence that a note shows
_MOST: Final = 2  # sentences that notes show


_Read = tuple[Sentence, Award | Hindrance | None]


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence that grants something and from which nothing is computed, and why."""

    clause: Clause
    span: Span
    words: str  # what hinders
    why: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """What a text gave: rules, and the sentences that are only quoted."""

    rules: tuple[Rule, ...] = ()
    held: tuple[Held, ...] = ()
    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # of each rule, by id


def draft(library: Library, document: Document) -> Drafts:
    """Draft the rules of a text, clause by clause."""
    rules: list[Rule] = []
    held: list[Held] = []
    entries: dict[str, Mapping[str, Any]] = {}
    clauses = [c for c in library.clauses(document.id) if c.kind in _READ]
    together: dict[str | None, list[Sentence]] = {}
    read: dict[str, list[_Read]] = {}
    for clause in clauses:
        found = [*_joined(clause, document.text)]
        read[clause.id] = [(one, read_award(one)) for one in found]
        for part in (clause.id, clause.parent):
            together.setdefault(part, []).extend(found)
    for clause in clauses:
        beside = together[clause.id] + (together[clause.parent] if clause.parent else [])
        for rule, entry in _of_clause(clause, document, read[clause.id], beside, held):
            rules.append(rule)
            entries[rule.id] = entry
    return Drafts(tuple(rules), tuple(held), entries)


def place_of(clause: Clause, document: Document) -> tuple[ClauseText, list[Span]]:
    """A clause's own text as rules quote it, and its sentences with figures."""
    place = ClauseText(document.id, clause.id, clause.text, clause.start, document.text)
    quotes = [one.span(0, len(one.plain)) for one in _joined(clause, document.text) if one.figures]
    return place, quotes


def _of_clause(
    clause: Clause,
    document: Document,
    found: list[_Read],
    beside: list[Sentence],
    held: list[Held],
) -> Iterator[tuple[Rule, Mapping[str, Any]]]:
    """The rules of a clause with their entries; what is only quoted is added to ``held``."""
    read = _judged(_timed(found, beside))
    held += [
        Held(clause, one.span(0, len(one.plain)), why.words, why.why)
        for one, why in read
        if isinstance(why, Hindrance)
    ]
    awards = [award for _, award in read if isinstance(award, Award)]
    if not awards:
        return
    place, quotes = place_of(clause, document)
    unread = _unread(beside, read)
    for award in awards:
        key = _key(clause, award)
        entry = entry_of(award, key, clause.id, _name(clause, award))
        rule, problems = compile_rule(entry, place, Shared(), quotes, drafted=True)
        if rule is not None:
            yield replace(rule, notes=(*rule.notes, *unread)), entry
            continue
        span = award.sentence.span(0, len(award.sentence.plain))
        held.append(Held(clause, span, problems[0].word, problems[0].message))


def _key(clause: Clause, award: Award) -> str:
    """The id of a drafted rule: it stays the same while its clause's number and sentence do."""
    words = f"{clause.id} {award.sentence.plain}".encode()
    return f"{clause.document_id}-{hashlib.sha256(words).hexdigest()[:8]}"


def _unread(beside: Sequence[Sentence], read: Sequence[_Read]) -> tuple[str, ...]:
    """What stands beside the awards with a figure and was not read: it may bear on them."""
    own = {one.start for one, found in read if isinstance(found, Award)}
    others = [
        one
        for one in beside
        if one.figures and one.start not in own and not isinstance(read_award(one), Award)
    ]
    shown = dict.fromkeys(one.plain[:_SHOWN] for one in others if _LIMITS.search(one.mask))
    return tuple(f"同一部分还写着“{words}”，没有计入。" for words in [*shown][:_MOST])


def _joined(clause: Clause, text: str) -> Iterator[Sentence]:
    """The sentences; one that says only a limit belongs to the one before."""
    waiting: Sentence | None = None
    for one in sentences(clause, text):
        if waiting is not None and only_caps(one):
            together = waiting.with_next(one)
            if isinstance(read_award(together), Award):
                waiting = together
                continue
        if waiting is not None:
            yield waiting
        waiting = one
    if waiting is not None:
        yield waiting


def _timed(read: list[_Read], beside: list[Sentence]) -> list[_Read]:
    """What is paid for each month or year is not drafted where a limit on time stands beside it."""
    limit = next((one for one in beside if _TIME_LIMIT.search(one.mask)), None)
    if limit is None:
        return read
    why = Hindrance(limit.plain[:40], "给付的期限另有限制，没有读懂")
    return [
        (one, why if isinstance(found, Award) and _open_in_time(found) else found)
        for one, found in read
    ]


def _open_in_time(award: Award) -> bool:
    """Whether it is paid for each month or year and its own sentence does not say for how many."""
    limited = {unit for quota in award.quotas for unit in quota.units}
    return bool(TIMES & set(award.figure.units)) and not limited & TIMES


def _judged(read: Sequence[_Read]) -> list[_Read]:
    """What stands together is drafted together or not at all.

    A limit that was not read may be one of any award of its clause; a part behind a semicolon that
    was not read may change the parts before it; several amounts by one threshold are steps.
    """
    read = _capped_apart(read)
    limit = next((one for one, found in read if _is_limit(one, found)), None)
    if limit is not None:
        why = Hindrance(limit.plain[:40], "同一条里的限额没有读懂，可能限制这项给付")
        return [(one, why if isinstance(found, Award) else found) for one, found in read]
    groups: list[list[_Read]] = []
    for one in read:
        if one[0].goes_on and groups and not one[0].plain.startswith(_OWN):
            groups[-1].append(one)
        else:
            groups.append([one])
    return [one for group in groups for one in _group(group)]


def _capped_apart(read: Sequence[_Read]) -> list[_Read]:
    """A limit in a sentence of its own, behind an award without one, may be that award's.

    What each enterprise gets (每家企业) behind a sentence that grants is for those that it names.
    """
    found = list(read)
    for at in range(1, len(found)):
        (before, first), (one, second) = found[at - 1], found[at]
        if not isinstance(second, Award):
            continue
        if _EACH.match(one.plain) and not before.figures and re.search(AID, before.mask):
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
    if not sentence.figures or isinstance(found, Award):
        return False
    if sentence.plain.startswith(_OWN) and not _SHARED.search(sentence.plain):
        return False
    return _LIMITS.search(sentence.mask) is not None


def _group(group: list[_Read]) -> list[_Read]:
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
    if unread is None and len(stepped) < 2:
        return group
    words = (unread or stepped[0].sentence).plain[:40]
    why = Hindrance(words, "同一句里有没有读懂的部分" if unread else "按门槛分档，没有读成分档")
    return [(one, why if isinstance(found, Award) else found) for one, found in group]


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


def _name(clause: Clause, award: Award) -> str:
    """What the award is called: its clause's heading, else the one above, else its own words."""
    text = award.sentence.text
    above = (one for one in clause.breadcrumb[::-1] if one in text and one not in _GENERAL)
    heading = clause.heading or next(above, "") or award.sentence.plain
    return heading[:_NAME]
