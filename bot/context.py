"""What a conversation carries from one turn to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.question.account import Stuck
from bot.question.asks import Ask
from bot.question.counts import Heads
from bot.question.dates import Supposed
from bot.question.frame import Frame
from bot.question.measured import Measured
from bot.question.places import Place
from bot.question.scope import Scope


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a message may have meant: the answer that says so, and what is read for it then."""

    tap: str
    sentence: str
    before: Context  # the thread before the message: the sentence takes its place


@dataclass(frozen=True, slots=True)
class Context:
    """The thread of a conversation: its matter, what was wanted, the facts given so far.

    Everything is dropped when the topic changes, except what the enterprise said of itself
    (`truths`). ``pending`` names the fact that the last reply asked for.
    """

    topics: tuple[str, ...] = ()
    left: tuple[str, ...] = ()  # the matters that the thread has turned from, the latest first
    clauses: tuple[str, ...] = ()  # keys of clauses last spoken about
    documents: frozenset[str] = frozenset()  # layers the user asked for; empty: all
    asks: tuple[Ask, ...] = ()  # what the last messages asked: their kind, their field
    frame: Frame | None = None
    heads: Heads = field(default_factory=Heads)
    quantities: tuple[Measured, ...] = ()
    truths: Mapping[str, bool] = field(default_factory=dict)  # input name → what the user said
    as_of: Supposed | None = None
    pending: str | None = None
    branch: str | None = None  # of the clause number last named: 原
    scope: Scope | None = None  # the texts that the last question was about
    places: tuple[Place, ...] = ()  # where the enterprise works, or whose policy it asked about
    asked: Stuck | None = None  # what the last reply had to ask before any amount
    undecided: str = ""  # the question that waits to hear which region is meant
    proposed: Proposed | None = None  # a reading of the last message that waits to be confirmed
