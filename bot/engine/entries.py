"""What was typed into a form, field by field: what each means, and why one of them can't be used.

One wrong field never holds up the others: it is left out, its reason stands at the field, and the
rest computes as if it had not been filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from bot.engine.facts import FactError, Facts
from bot.engine.form import Field, fields, read_facts
from corpus.numerals import format_plain, format_yuan, parse_amount
from corpus.rules import InputType, Rule

T = TypeVar("T")
UNKNOWN: Final = "按“不清楚”处理：算出可能的范围"


@dataclass(frozen=True, slots=True)
class Entry:
    """A field and what was typed into it.

    ``place`` tells the field from all others of its form; ``key`` is the fact, with the item it
    belongs to before a colon (``项目1·第2年:平台投入``); see `read_facts`.
    """

    place: str
    key: str
    text: str

    @property
    def name(self) -> str:
        """The fact without its item."""
        return self.key.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as understood. ``meant`` and ``problems`` are by place; ``kept`` is what is used."""

    facts: Facts
    kept: tuple[Entry, ...]
    meant: Mapping[str, str]
    problems: Mapping[str, str]

    @property
    def given(self) -> tuple[tuple[str, str], ...]:
        """What is used, as (fact, what was typed and how it was understood) for a document."""
        return tuple(
            (entry.key, f"{entry.text}（{self.meant[entry.place]}）")
            if entry.place in self.meant
            else (entry.key, entry.text)
            for entry in self.kept
        )


def read_entries(rules: Iterable[Rule], entries: Sequence[Entry]) -> Filled:
    """Read a form for one rule or several; what can't be read is in ``problems``, never raised."""
    chosen = tuple(rules)
    known = {field.name: field for rule in chosen for field in fields(rule)}
    kept, meant, problems = [], {}, {}
    for entry in entries:
        try:
            read_facts(chosen, [(entry.key, entry.text)])
        except FactError as error:
            problems[entry.place] = str(error)
            continue
        kept.append(entry)
        if entry.name in known and (words := _meant(known[entry.name], entry.text)):
            meant[entry.place] = words
    return _together(chosen, Filled(Facts(), tuple(kept), meant, problems))


def used(rules: Iterable[Rule], filled: Filled, use: Callable[[Facts], T]) -> tuple[T, Filled]:
    """Return ``use(filled.facts)``; a fact that it can't use is left out, with the reason.

    Raises:
        FactError: about a fact that was not filled in.
    """
    chosen = tuple(rules)
    while True:
        try:
            return use(filled.facts), filled
        except FactError as error:
            filled = _together(chosen, _without(filled, error))


def _together(rules: Sequence[Rule], filled: Filled) -> Filled:
    """The facts of what is kept; of two that contradict each other the later is left out."""
    while True:
        try:
            facts = read_facts(rules, [(entry.key, entry.text) for entry in filled.kept])
        except FactError as error:
            filled = _without(filled, error, last=True)
        else:
            return replace(filled, facts=facts)


def _without(filled: Filled, error: FactError, *, last: bool = False) -> Filled:
    """The form without the fact that an error is about."""
    wrong = [entry for entry in filled.kept if entry.name == error.name]
    if not wrong:
        raise error
    wrong = wrong[-1:] if last else wrong
    kept = tuple(entry for entry in filled.kept if entry not in wrong)
    told = {entry.place: str(error) for entry in wrong}
    return replace(filled, kept=kept, problems={**filled.problems, **told})


def _meant(field: Field, text: str) -> str:
    """How an amount was understood: ``= 86,000元（8.6万元）；“8万6”按8.6万元理解``."""
    if field.type is not InputType.MONEY:
        return ""
    reading = parse_amount(text)
    if reading.high is None and reading.low == 0:
        return UNKNOWN
    if reading.high is None:
        said = f"不少于{format_plain(reading.low)}"
    elif reading.low != reading.high:
        said = f"{format_plain(reading.low)}至{format_plain(reading.high)}"
    else:
        plain, short = format_plain(reading.low), format_yuan(reading.low)
        said = plain if plain == short else f"{plain}（{short}）"
    return "；".join(filter(None, (f"= {said}", reading.assumed)))
