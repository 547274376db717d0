"""The verifier: a list of checks over each sentence of a draft, whole or as it streams in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.verify.addresses import (
    check_articles,
    check_authorities,
    check_headings,
    check_quotes,
    check_titles,
)
from bot.verify.dates import check_dates
from bot.verify.evidence import Evidence
from bot.verify.hygiene import LONGEST_DRAFT, check_leak, check_markup
from bot.verify.numbers import check_numbers
from bot.verify.reckoning import check_arithmetic, check_sequence
from bot.verify.sentences import Sentence, Splitter, split
from bot.verify.standing import check_refusal, check_status, check_versions, check_whole
from bot.verify.view import Known, View
from bot.verify.violation import Violation, ViolationKind
from bot.verify.wording import (
    check_acts,
    check_citation,
    check_grounded,
    check_negation,
    check_promises,
    check_support,
)

Check = Callable[[View], Iterable[Violation]]
FORM: Final[tuple[Check, ...]] = (check_markup, check_leak)  # of every sentence
CHECKS: Final[tuple[Check, ...]] = (  # of sentences that code did not write itself
    check_citation,
    check_titles,
    check_articles,
    check_headings,
    check_authorities,
    check_quotes,
    check_numbers,
    check_dates,
    check_sequence,
    check_arithmetic,
    check_promises,
    check_negation,
    check_acts,
    check_grounded,
    check_status,
    check_refusal,
    check_versions,
    check_support,
)
_REPEATS: Final = 2  # times a sentence may have been said before it is said again


def verify(draft: str, evidence: Evidence) -> tuple[Violation, ...]:
    """Everything in ``draft`` that its evidence doesn't bear out; () means that it may be shown.

    ``draft`` is Chinese text with markers ``[n]`` that point at ``evidence.sources``.
    """
    sentences = split(draft)
    known = Known(evidence)
    found = [v for sentence in sentences for v in _sentence(sentence, known)]
    return (*found, *_whole(draft, evidence, sentences))


def _sentence(sentence: Sentence, known: Known) -> Iterator[Violation]:
    view = View(sentence, known)
    for check in FORM if view.vouched else (*FORM, *CHECKS):
        yield from check(view)


def _whole(draft: str, evidence: Evidence, sentences: list[Sentence]) -> Iterator[Violation]:
    if not sentences:
        yield Violation(ViolationKind.LENGTH, "", "", "没有内容。")
        return
    if len(draft) > LONGEST_DRAFT:
        yield Violation(ViolationKind.LENGTH, draft[:40], f"{len(draft)}字", "回答过长。")
    yield from check_whole(evidence, sentences)


class UnverifiedError(ValueError):
    """A draft says more than its evidence; ``violations`` say what."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__("；".join(dict.fromkeys(v.reason for v in self.violations)))


@dataclass
class Gate:
    """Lets sentences of a streaming draft through as soon as they are verified.

    ``evidence`` is asked for anew at each sentence, because tools add to it while a draft grows.
    """

    evidence: Callable[[], Evidence]
    passed: list[Sentence] = field(default_factory=list)
    seen: str = ""  # everything that came in since the start or the last `restart`
    _splitter: Splitter = field(default_factory=Splitter)
    _length: int = 0  # of everything, restarts included
    _known: Known | None = None

    def feed(self, chunk: str) -> list[str]:
        """The sentences, as written, that ``chunk`` completes.

        Raises:
            UnverifiedError: one of them may not be shown, or the draft is endless.

        """
        self._length += len(chunk)
        self.seen += chunk
        if self._length > LONGEST_DRAFT:
            raise UnverifiedError([Violation(ViolationKind.LENGTH, "", "", "回答过长。")])
        return self._pass(self._splitter.feed(chunk))

    def close(self) -> list[str]:
        """The last sentences of the draft.

        Raises:
            UnverifiedError: one of them, or the draft as a whole, may not be shown.

        """
        last = self._pass(self._splitter.close())
        draft = "".join(sentence.raw for sentence in self.passed)
        if violations := tuple(_whole(draft, self.evidence(), self.passed)):
            raise UnverifiedError(violations)
        return last

    def restart(self) -> None:
        """Forget what was said before a tool was used: the answer begins after it."""
        self.passed, self._splitter, self.seen = [], Splitter(), ""

    def _pass(self, sentences: list[Sentence]) -> list[str]:
        for sentence in sentences:
            if violations := (*_sentence(sentence, self._current()), *self._repeats(sentence)):
                raise UnverifiedError(violations)
            self.passed.append(sentence)
        return [sentence.raw for sentence in sentences]

    def _repeats(self, sentence: Sentence) -> Iterator[Violation]:
        if sum(sentence.text == said.text for said in self.passed) >= _REPEATS:
            yield Violation(ViolationKind.LENGTH, sentence.raw, sentence.text, "同一句话说了多遍。")

    def _current(self) -> Known:
        evidence = self.evidence()
        if self._known is None or self._known.evidence is not evidence:
            self._known = Known(evidence)
        return self._known
