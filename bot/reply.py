"""What the bot says back: an answer, a question or a refusal, each with a closed status."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bot.engine.result import Computation
from bot.question.account import Entry
from corpus.clause import Clause

if TYPE_CHECKING:
    from bot.supplement import Supplement


class Status(StrEnum):
    """Every way a reply can end."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NEEDS_INPUT = "needs_input"
    NEAREST = "nearest"  # words that are like what was asked; whether they answer it is not known
    NOT_STATED = "not_stated"
    NOT_FOUND = "not_found"  # no sentence was found; that none says it is not proven
    NOT_HELD = "not_held"
    OUT_OF_SCOPE = "out_of_scope"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    CONFLICTING = "conflicting"
    NOT_ELIGIBLE = "not_eligible"
    NOT_UNDERSTOOD = "not_understood"  # nothing in the message says what is asked
    UNAVAILABLE = "unavailable"  # what was asked needs a search, and none is to be had


# Nothing that was found is known to answer.
SILENT: Final = (Status.NOT_FOUND, Status.NOT_STATED, Status.NEAREST)


class Grade(StrEnum):
    """How firmly an amount is stated."""

    STATED = "stated"  # every word beside it was understood
    CONDITIONAL = "conditional"  # something elsewhere was not: printed in the first sentence
    ASKED = "asked"  # not stated: one question decides


@dataclass(frozen=True, slots=True)
class Citation:
    """Words found verbatim in a clause. Made only by `bot.cite.cite`, which looks for them.

    ``start`` and ``end`` are offsets into the document's text.
    """

    clause: Clause
    source: str  # short title of the document: 《若干措施》
    quote: str
    start: int
    end: int
    origin: str = ""  # issuer and number of the document, where it names them

    @property
    def label(self) -> str:
        """How the citation is shown: 《若干措施》三、（二）4."""
        return f"{self.source}{self.clause.label}"

    @property
    def full_label(self) -> str:
        """The label with issuer and number: 《若干措施》第三条（某市商务局 某商〔2024〕1号）."""
        return f"{self.label}（{self.origin}）" if self.origin else self.label


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A line of the condition checklist. ``met`` is None where it depends on the enterprise."""

    text: str
    source: Citation | None  # the words that state it; shown beside the line, not among the sources
    met: bool | None = None
    condition: str = ""  # its name, where somebody can say that it holds; see bot.settling


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What every reply carries; see Answer, Clarification and Refusal.

    Texts may hold markers ``[1]`` that point at ``citations`` (counted from 1).
    """

    status: Status
    conclusion: str  # first line, in one or two sentences
    body: tuple[str, ...] = ()  # further lines: steps in words, fields, what differs
    computations: tuple[Computation, ...] = ()
    checklist: tuple[CheckItem, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()  # 未载明、版本提示、假设
    validity: str = ""  # how long the cited text applies
    contact: str = ""  # 责任单位 as printed
    provision: str = ""  # state of the provision asked about: in_force, expired, new, deleted …
    grade: Grade | None = None  # of the amount, where the reply is about one
    due: tuple[Computation, ...] = ()  # one a matter and applicant; (): the first computation
    ledger: tuple[Entry, ...] = ()  # how each quantity of the user was taken
    suggestions: tuple[str, ...] = ()  # questions a user may tap next
    supplements: tuple[Supplement, ...] = ()  # what the staff added: no part of what texts say


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Reply):
    """The question is answered, wholly or partly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification(Reply):
    """One question back. ``conclusion`` says what can be said without the answer."""

    question: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Reply):
    """Nothing held answers this; says what was looked at and who may know."""
