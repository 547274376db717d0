"""政策体检: an enterprise's facts once, every scheme computed, totals without stacking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from bot.engine.bestof import Choice, Option, best_of
from bot.engine.compute import compute
from bot.engine.facts import Facts
from bot.engine.result import PAYABLE, Computation, Kind
from corpus.document import Document
from corpus.rules import InputType, Rule
from corpus.whose import place_of

_ORDER = {
    **dict.fromkeys(PAYABLE, 0),
    Kind.ELIGIBILITY_UNKNOWN: 1,
    Kind.NEEDS_INPUT: 2,
    Kind.MANUAL: 3,
    Kind.NOT_ELIGIBLE: 4,
    Kind.OUT_OF_PERIOD: 5,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One scheme of a check-up.

    ``relevant``: one of its own facts was given; of an award that needs no figure, that one of
    its own conditions is met. Only these count in the total.
    """

    rule: Rule
    computation: Computation
    relevant: bool


@dataclass(frozen=True, slots=True)
class Total:
    """What can be had together under the texts of one place.

    ``choices`` holds the sets of schemes that no other set beats for certain; more than one
    means that open facts decide, and ``undecided`` says which schemes stand against each other.
    ``supposes``: an amount in it rests on conditions that nobody has settled.
    """

    place: str
    choices: tuple[Choice, ...]
    undecided: str
    supposes: bool

    @property
    def bounds(self) -> tuple[Decimal, Decimal | None]:
        """What it comes to in 元, whichever choice turns out best."""
        open_up = any(choice.high is None for choice in self.choices)
        high = None if open_up else max(c.high or Decimal(0) for c in self.choices)
        return max(choice.low for choice in self.choices), high


@dataclass(frozen=True, slots=True)
class Checkup:
    """All schemes, payable ones first by amount, and what can be had together.

    An enterprise gets its support from where it is: nothing is added up over several places.
    ``totals`` has each place of which a scheme is relevant, that of the best scheme first.
    """

    findings: tuple[Finding, ...]
    totals: tuple[Total, ...]


def checkup(
    rules: Iterable[Rule],
    facts: Facts,
    *,
    as_of: date,
    documents: Mapping[str, Document],
    same_project: Collection[frozenset[str]] = (),
) -> Checkup:
    """Compute every rule on the same facts and choose among those that exclude each other.

    Rules on the same topic exclude each other, and so do the rule ids of each set in
    ``same_project``: schemes that support one and the same project (从优不重复).

    Raises:
        FactError: a fact is not usable.

    """
    found = []
    for rule in rules:
        result = compute(rule, facts, as_of=as_of, document=documents[rule.document_id])
        found.append(Finding(rule, result, _relevant(rule, facts)))
    ordered = tuple(sorted(found, key=_rank))
    places: dict[str, list[Finding]] = {}
    for finding in ordered:
        if finding.relevant:
            place = place_of(documents[finding.rule.document_id])
            places.setdefault(place, []).append(finding)
    totals = (_total(place, own, same_project) for place, own in places.items())
    return Checkup(ordered, tuple(totals))


def _total(
    place: str, findings: Sequence[Finding], same_project: Collection[frozenset[str]]
) -> Total:
    choices = best_of(_options(findings), _conflicts(findings, same_project))
    taken = {rule_id for choice in choices for rule_id in choice.ids}
    supposes = any(one.computation.supposes for one in findings if one.rule.id in taken)
    return Total(place, choices, _undecided(choices, findings), supposes)


def _relevant(rule: Rule, facts: Facts) -> bool:
    told = [facts.shared, *(item.values for item in facts.items)]
    figures = {n for n, entry in rule.inputs.items() if entry.type is not InputType.BOOL}
    if figures:
        return any(figures & set(one) for one in told)
    own = {condition.fact for condition in rule.conditions if not condition.general}
    return any(one.get(name) is True for one in told for name in own)


def _rank(finding: Finding) -> tuple[int, Decimal, str]:
    result = finding.computation
    amount = result.low if result.high is None else result.high
    return (_ORDER[result.kind], -(amount or Decimal(0)), finding.rule.id)


def _options(findings: Iterable[Finding]) -> list[Option]:
    options = []
    for finding in findings:
        result = finding.computation
        if result.low is None:
            continue
        if result.kind in PAYABLE:
            options.append(Option(finding.rule.id, result.low, result.high))
        elif result.kind is Kind.ELIGIBILITY_UNKNOWN:
            options.append(Option(finding.rule.id, Decimal(0), result.high))
    return options


def _conflicts(
    findings: Iterable[Finding], same_project: Collection[frozenset[str]]
) -> set[frozenset[str]]:
    by_topic: dict[str, list[str]] = {}
    for finding in findings:
        by_topic.setdefault(finding.rule.topic, []).append(finding.rule.id)
    groups = [*by_topic.values(), *(sorted(group) for group in same_project)]
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def _undecided(choices: tuple[Choice, ...], findings: Iterable[Finding]) -> str:
    if len(choices) < 2:
        return ""
    names = {finding.rule.id: finding.rule.name for finding in findings}
    common = set(choices[0].ids).intersection(*(choice.ids for choice in choices))
    rivals = list(dict.fromkeys(i for c in choices for i in c.ids if i not in common))
    listed = "”与“".join(names[i] for i in rivals)
    return f"“{listed}”不重复享受，哪一项更高取决于核定的数额，两种都列出。"
