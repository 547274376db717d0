"""One sentence beside its evidence: what the checks look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bot.engine.result import Computation, Kind
from bot.verify import lexicon
from bot.verify.evidence import Evidence, Source
from bot.verify.figures import Figure, in_speech, scopes_in
from bot.verify.reading import TextFacts, facts, mask, quotes, squeeze
from bot.verify.sentences import MARKER, Sentence, split
from bot.verify.violation import Violation, ViolationKind
from corpus.numerals import Comparison, QuantityKind


@dataclass(frozen=True, slots=True)
class Result:
    """An amount that a computation yields, in 元, and how it may be worded."""

    value: Fraction
    directions: frozenset[Comparison | None]
    scopes: frozenset[str]
    sources: frozenset[int]  # numbers of the sources whose words it was read from; empty: unknown


_WORDED: dict[Kind, frozenset[Comparison | None]] = {
    Kind.AT_MOST: frozenset({Comparison.AT_MOST}),
    Kind.AT_LEAST: frozenset({Comparison.AT_LEAST}),
    Kind.RANGE: frozenset({None, Comparison.AT_MOST, Comparison.AT_LEAST}),
}


class Known:
    """The evidence, read once for all sentences of a draft."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.said = facts(evidence.question, spoken=True)
        self.trusted = tuple(facts(line, spoken=True) for line in evidence.trusted)
        self.vouched = frozenset(
            squeeze(sentence.text) for line in evidence.trusted for sentence in split(line)
        ) | {squeeze(MARKER.sub("", line)) for line in evidence.trusted}
        self.computations = tuple(_with_alternatives(evidence.computations))
        self.results = tuple(r for c in self.computations for r in self._results(c))
        self.terms = tuple(
            figure
            for computation in self.computations
            for line in _lines(computation)
            for figure in in_speech(line)
        )
        self.values = frozenset(_values(self.computations))
        self.amounts = self.values | {r.value for r in self.results} | {t.low for t in self.terms}
        self.written = tuple(
            figure
            for line in self.trusted
            for figure in line.figures
            if not any(figure.same_value(k) for s in evidence.sources for k in s.facts.figures)
            and figure.low not in self.amounts
            and not any(figure.same_value(k) for k in self.said.figures)
        )  # numbers that code wrote and no source holds: 还差5万元
        self.formulas = squeeze(
            "\n".join(step.formula for c in self.computations for step in c.steps)
        )

    def _results(self, computation: Computation) -> Iterator[Result]:
        directions = _WORDED.get(computation.kind, frozenset({None}))
        spans = [step.span for step in computation.steps if step.span is not None]
        scopes = frozenset().union(*(scopes_in(span.text) for span in spans))
        numbers = frozenset(
            source.number
            for source in self.evidence.sources
            for span in spans
            if source.document.text[span.start : span.end] == span.text and span.text in source.text
        )
        amounts = [(computation.low, computation.high)]
        amounts += [(part.low, part.high) for part in computation.parts]
        for low, high in amounts:
            for value in dict.fromkeys((low, high)):
                if value is not None:
                    whole = len(computation.parts) > 1 and value in (amounts[0])
                    extent = scopes | {"total"} if whole else scopes
                    yield Result(Fraction(value), directions, extent, numbers)

    @cached_property
    def user_money(self) -> tuple[Figure, ...]:
        """The amounts that the user stated."""
        return tuple(f for f in self.said.figures if f.kind is QuantityKind.MONEY)


def _with_alternatives(computations: Iterable[Computation]) -> Iterator[Computation]:
    for computation in computations:
        yield computation
        yield from _with_alternatives(computation.alternatives)


def _lines(computation: Computation) -> Iterator[str]:
    """The words of a trace that hold numbers."""
    for step in computation.steps:
        yield from (step.formula, step.reads_as, step.label)
    yield from (part.label for part in computation.parts)
    yield from (condition.text for condition in computation.conditions)
    yield from computation.assumptions
    yield from computation.caveats


def _values(computations: Iterable[Computation]) -> Iterator[Fraction]:
    for computation in computations:
        for step in computation.steps:
            yield from (Fraction(v) for v in (step.low, step.high) if v is not None)


@dataclass(frozen=True)
class View:
    """A sentence with what it cites."""

    sentence: Sentence
    known: Known

    @property
    def evidence(self) -> Evidence:
        """What the draft may rest on."""
        return self.known.evidence

    @property
    def text(self) -> str:
        """The sentence without markers."""
        return self.sentence.text

    @cached_property
    def cited(self) -> tuple[Source, ...]:
        """The sources whose numbers the sentence carries."""
        found = (self.evidence.source(number) for number in self.sentence.cited)
        return tuple(source for source in found if source is not None)

    @cached_property
    def others(self) -> tuple[Source, ...]:
        """The sources it doesn't cite."""
        return tuple(s for s in self.evidence.sources if s not in self.cited)

    @cached_property
    def cited_facts(self) -> tuple[TextFacts, ...]:
        """What the cited clauses hold."""
        return tuple(source.facts for source in self.cited)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The numbers of the sentence, titles and addresses left out."""
        return in_speech(mask(self.text))

    @cached_property
    def vouched(self) -> bool:
        """Whether code wrote this very sentence."""
        return squeeze(self.text) in self.known.vouched

    def in_quote(self, offset: int) -> bool:
        """Whether a character stands between quotation marks; those words are checked as such."""
        return any(quote.start < offset < quote.end for quote in quotes(self.text))

    @cached_property
    def echoes(self) -> bool:
        """Whether it speaks of what the user said, or denies it."""
        return lexicon.has("echo", self.text)

    @cached_property
    def silent(self) -> bool:
        """Whether it says that something is not stated or not known."""
        return lexicon.has("silence", self.text)

    @cached_property
    def conditional(self) -> bool:
        """Whether it speaks of a case, not of this enterprise."""
        return "的，" in self.text or lexicon.has("conditional", self.text)

    @cached_property
    def reckons(self) -> bool:
        """Whether it writes out a calculation."""
        return (
            re.search(r"[×xX*÷=＝]|乘以|计算|测算|算[得出下作为]|按比例|折算", self.text)
            is not None
        )

    def words(self) -> tuple[str, ...]:
        """All texts the sentence may draw words from."""
        lines = [source.text for source in self.cited]
        lines += [f"{s.document.title}{s.clause.heading}{s.clause.label}" for s in self.cited]
        lines.append(self.evidence.question)
        lines += [line for c in self.known.computations for line in _lines(c)]
        return tuple(lines)

    def report(self, kind: ViolationKind, excerpt: str, reason: str) -> Violation:
        """A violation of this sentence."""
        return Violation(kind, self.sentence.raw.strip(), excerpt, reason)
