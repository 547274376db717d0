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
from corpus.drafting.beside import limited
from corpus.drafting.entry import entry_of
from corpus.drafting.reading import read_award
from corpus.drafting.sentences import Sentence, sentences
from corpus.drafting.several import read_several
from corpus.drafting.tail import is_caps_of_kinds, only_caps, unlabelled
from corpus.drafting.together import LIMITS, Read, judged, timed
from corpus.library import Library
from corpus.rules.compile import compile_rule
from corpus.rules.model import Rule
from corpus.rules.shared import Shared
from corpus.rules.source import ClauseText

_READ: Final = (ClauseKind.CLAUSE, ClauseKind.PARAGRAPH, ClauseKind.HEADING, ClauseKind.PREAMBLE)
_GENERAL: Final = ("总则", "附则")  # headings that name no matter
_NAME: Final = 24  # characters
_GRANTING: Final = re.compile("给予|予以|发放|安排")
_SHOWN: Final = 40  # characters of a sentence that a note shows
_MOST: Final = 2  # sentences that notes show


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
    read: dict[str, list[Read]] = {}
    for clause in clauses:
        found = [*_joined(clause, document.text)]
        read[clause.id] = [part for one in found for part in _read(one)]
        for part in (clause.id, clause.parent):
            together.setdefault(part, []).extend(found)
    read = limited(clauses, read)
    for clause in clauses:
        beside = together[clause.id] + (together[clause.parent] if clause.parent else [])
        for rule, entry in _of_clause(clause, document, read[clause.id], beside, held):
            rules.append(rule)
            entries[rule.id] = entry
    return Drafts(tuple(rules), tuple(held), entries)


def place_of(
    clause: Clause, document: Document, quotes: Sequence[str]
) -> tuple[ClauseText, list[Span]]:
    """The text that an entry of a clause quotes from, and what of it bears figures.

    It is the clause's own; where a quote is a limit that stands further behind, all from there on.
    """
    text, start = document.text, clause.start
    if all(words in clause.text for words in quotes):
        place = ClauseText(document.id, clause.id, clause.text, start, text)
        return place, [one.span(0, len(one.plain)) for one in _joined(clause, text) if one.figures]
    place = ClauseText(document.id, clause.id, text[start:], start, text)
    return place, [Span(start, len(text), text[start:])]


def _of_clause(
    clause: Clause,
    document: Document,
    found: list[Read],
    beside: list[Sentence],
    held: list[Held],
) -> Iterator[tuple[Rule, Mapping[str, Any]]]:
    """The rules of a clause with their entries; what is only quoted is added to ``held``."""
    read = judged(timed(found, beside))
    held += [
        Held(clause, one.span(0, len(one.plain)), why.words, why.why)
        for one, why in read
        if isinstance(why, Hindrance)
    ]
    awards = [award for _, award in read if isinstance(award, Award)]
    if not awards:
        return
    unread = _unread(beside, read)
    for award in awards:
        key = key_of(clause, award.sentence.plain)
        entry = entry_of(award, key, clause.id, _name(clause, award))
        place, quotes = place_of(clause, document, entry["quote"])
        rule, problems = compile_rule(entry, place, Shared(), quotes, drafted=True)
        if rule is not None:
            yield replace(rule, notes=(*rule.notes, *award.notes, *unread)), entry
            continue
        span = award.sentence.span(0, len(award.sentence.plain))
        held.append(Held(clause, span, problems[0].word, problems[0].message))


def _read(sentence: Sentence) -> list[Read]:
    """What a sentence grants: one award, or several of which each is read."""
    found = read_award(sentence)
    return (isinstance(found, Hindrance) and [*read_several(sentence)]) or [(sentence, found)]


def key_of(clause: Clause, sentence: str) -> str:
    """The id of what is drafted: it stays the same while its clause's number and sentence do."""
    words = f"{clause.id} {sentence}".encode()
    return f"{clause.document_id}-{hashlib.sha256(words).hexdigest()[:8]}"


def _unread(beside: Sequence[Sentence], read: Sequence[Read]) -> tuple[str, ...]:
    """What stands beside the awards and was not read: a limit or a difference bears on them."""
    own = {at for one, found in read if isinstance(found, Award) for at in one.at}
    others = [
        one for one in beside if one.start not in own and not isinstance(read_award(one), Award)
    ]
    shown = dict.fromkeys(one.plain[:_SHOWN] for one in others if LIMITS.search(one.mask))
    return tuple(f"同一部分还写着“{words}”，没有计入。" for words in [*shown][:_MOST])


def _joined(clause: Clause, text: str) -> Iterator[Sentence]:
    """The sentences; one that says only a limit belongs to the one before that has a figure.

    Between the two may stand what grants nothing: 租金高于指导价的，按指导价计算补贴。
    """
    waiting: Sentence | None = None
    aside: list[Sentence] = []
    for one in sentences(clause, text):
        if waiting is not None and _is_limit(limit := unlabelled(one)):
            next_to_it = limit is one and not aside
            together = waiting.with_next(one) if next_to_it else waiting.then(limit)
            if isinstance(read_award(together), Award):
                waiting = together
                continue
        if waiting is not None and not one.figures and not _GRANTING.search(one.plain):
            aside.append(one)
            continue
        if waiting is not None:
            yield waiting
        yield from aside
        waiting, aside = one, []
    if waiting is not None:
        yield waiting
    yield from aside


def _is_limit(sentence: Sentence) -> bool:
    return only_caps(sentence) or is_caps_of_kinds(sentence)


def _name(clause: Clause, award: Award) -> str:
    """What the award is called: its clause's heading, else the one above, else its own words."""
    text = award.sentence.text
    above = (one for one in clause.breadcrumb[::-1] if one in text and one not in _GENERAL)
    heading = clause.heading or next(above, "") or award.sentence.plain
    return heading[:_NAME]
