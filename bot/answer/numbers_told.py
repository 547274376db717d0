"""What a message tells that a threshold can be held against: its numbers, and how long ago."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from bot.answer.worded import of_others
from bot.question.ask import Question
from bot.question.elapsed import Elapsed, elapsed
from bot.question.measured import SPOKEN
from bot.question.segments import Segment
from corpus.numerals import QuantityKind
from corpus.thresholds import Threshold, measure

_THINGS: Final = frozenset("个种项款件")  # units in which the same things are counted
# How long ago this was is also how old an enterprise is.
_FOUNDED: Final = ("注册", "登记", "执照", "成立", "开业")
# What is told of the same event.
_EVENTS: Final = (
    _FOUNDED, ("毕业", "离校"), ("证书", "拿证", "发证", "核发"),
    ("合同", "签约"), ("获奖", "得奖"), ("备案",), ("立项",), ("入职", "就业", "上班"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A number of the message, or how long ago its date was, with the small clause of either."""

    kind: str
    value: Fraction
    part: Segment
    number: str  # as the user said it
    most: Fraction | None = None  # of a date: between `value` and this many months ago

    @property
    def words(self) -> str:
        """The clause, as the user said it."""
        return self.part.text().strip()

    def meets(self, threshold: Threshold) -> bool | None:
        """Whether it is on the right side; None where that depends on the day of its month."""
        met = threshold.met_by(self.value)
        return met if self.most is None or threshold.met_by(self.most) is met else None

    def may_be_of(self, threshold: Threshold) -> bool:
        """Whether both may be of the same: how long ago something was, and how long since it."""
        if not alike(self.kind, threshold.kind):
            return False
        if self.most is None:
            return True
        written = threshold.since or threshold.noun
        events = [event for event in _EVENTS if any(word in written for word in event)]
        if not threshold.since and events != [_FOUNDED]:
            return False  # 登记注册时是离校5年内: of another event
        return any(word in self.words for event in events for word in event)


def numbers_told(question: Question) -> Iterator[Told]:
    """The numbers and past dates that the user tells of his own case, each with its clause."""
    for part in question.frame.parts:
        if of_others(part):
            continue
        if (ago := elapsed(part, question.as_of)) and not part.asks:
            yield Told("月", ago.least, part, _months(ago), ago.most)
        for token in part.tokens:
            quantity = token.quantity
            if quantity is None or quantity.comparison is not None:
                continue
            measured = measure(quantity)
            if measured and not (part.asks and token.counts(QuantityKind.RATE)):
                kind, value = measured
                yield Told(SPOKEN.get(kind, kind), value, part, token.text)


def _months(ago: Elapsed) -> str:
    least, most = int(ago.least), int(ago.most)
    return f"到现在{least}个月" if least == most else f"到现在{least}至{most}个月"


def alike(one: str, other: str) -> bool:
    """Whether two kinds of number count the same things."""
    return one == other or {one, other} <= _THINGS
