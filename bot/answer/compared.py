"""The user's numbers beside those that a provision compares with; a verdict only where plain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from bot.answer.headed import sections
from bot.answer.knowledge import Knowledge
from bot.answer.lookup import NEAR, extracts
from bot.answer.sources import Sources
from bot.extract import content_grams
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.question.measured import SPOKEN, plain, turned
from bot.question.segments import Segment
from bot.reply import Answer, Reply, Status
from corpus.clause import Clause, ClauseKind
from corpus.numerals import QuantityKind
from corpus.thresholds import Threshold, measure, thresholds

_REQUIRED: Final = "条件"  # what heads the conditions of a whole text
_FIRST: Final = ("不符合", "符合", "")  # in this order the verdicts are told
_CLEAR: Final = 2  # points by which the words must tell one threshold from the next
_SHARED: Final = 2  # pairs of characters that a clause must have of what is compared
_PART: Final = 3  # what a pair of characters of the very clause weighs against one of the message
_THINGS: Final = frozenset("个种项款件")  # units in which the same things are counted


@dataclass(frozen=True, slots=True)
class _Told:
    """A number of the message, with the small clause that it stands in."""

    kind: str
    value: Fraction
    part: Segment

    @property
    def words(self) -> str:
        """The clause, as the user said it."""
        return self.part.text().strip()


@dataclass(frozen=True, slots=True)
class _Compared:
    """A number of the message beside the one that the text compares it with."""

    told: _Told
    threshold: Threshold
    alone: bool  # no other number is written of what it compares, nor told in the same clause

    @property
    def verdict(self) -> str:
        """符合 or 不符合 where the words on both sides leave nothing open; else nothing."""
        threshold = self.threshold
        plainly = threshold.plain and plain(self.told.part, threshold.noun)
        return self._by_number if plainly and self._qualified else ""

    @property
    def supposed(self) -> str:
        """What the numbers alone would say, were both sides of the same thing; else nothing."""
        if not (self.threshold.straight and self._qualified and self.alone):
            return ""
        if turned(self.told.part) or self.threshold.kind == QuantityKind.RATE.value:
            return ""  # 满意度85% beside 投诉率不高于2%: many things are told in percent
        return f"如果两处说的是同一件事，按数字{self._by_number}这一条"

    @property
    def _qualified(self) -> bool:
        return all(word in self.told.words for word in self.threshold.qualifiers)

    @property
    def _by_number(self) -> str:
        return "符合" if self.threshold.met_by(self.told.value) else "不符合"


def answer_compared(question: Question, knowledge: Knowledge) -> Reply | None:
    """Of an unmarked text: the user's numbers beside the conditions that their words tell.

    A number stands beside one of its unit whose words its own clause has, as it has those of no
    other. That it meets it or not is said only where each word of the clause is understood and the
    sentence of the condition is a plain one; where only that sentence lets it, what the numbers
    alone say is told under the condition that both speak of the same. What stands beside nothing
    is never said to be met.
    """
    if question.main is not AskKind.ELIGIBLE or not knowledge.unmarked:
        return None
    told = list(_told(question))
    found = extracts(question, knowledge, 1) if told else []
    about = found[0].clause if found and found[0].coverage >= NEAR else None
    if about is None or about.document_id not in knowledge.unmarked:
        return None
    library = knowledge.library
    own = about if about.kind is not ClauseKind.PARAGRAPH else next(library.above(about), about)
    homes = dict.fromkeys((own, *sections(_REQUIRED, about, knowledge)))
    written: dict[Threshold, Clause] = {}
    for home in homes:
        text = knowledge.document(home).text[home.start : library.end(home)]
        for one in thresholds(text, home.start):
            written.setdefault(one, home)
    compared = _matched(told, tuple(written), question)
    return _reply(compared, written, knowledge) if compared else None


def _told(question: Question) -> Iterator[_Told]:
    for part in question.frame.parts:
        for token in part.tokens:
            quantity = token.quantity
            if quantity is None or quantity.comparison is not None:
                continue
            measured = measure(quantity)
            if measured and not (part.asks and token.counts(QuantityKind.RATE)):
                kind, value = measured
                yield _Told(SPOKEN.get(kind, kind), value, part)


def _matched(
    told: Sequence[_Told], written: Sequence[Threshold], question: Question
) -> list[_Compared]:
    """Each number with the threshold that its words tell.

    A threshold that the words of several numbers tell is that of which they tell most.
    """
    said = _words(question.text)
    best: dict[Threshold, tuple[int, _Told]] = {}
    for one in told:
        like = [each for each in written if _alike(one.kind, each.kind)]
        scores = {each: score for each in like if (score := _likeness(one, each, said))}
        ranked = sorted(scores, key=lambda each: -scores[each])
        rivals = [each for each in ranked if scores[ranked[0]] - scores[each] < _CLEAR]
        if len({(each.value, each.comparison) for each in rivals}) != 1:
            continue
        if scores[ranked[0]] > best.get(ranked[0], (0, one))[0]:
            best[ranked[0]] = (scores[ranked[0]], one)
    return [
        _Compared(one, each, _alone(one, each, told, written)) for each, (_, one) in best.items()
    ]


def _alone(
    one: _Told, threshold: Threshold, told: Sequence[_Told], written: Sequence[Threshold]
) -> bool:
    """Whether a number and a threshold are the only ones of what each is told of."""
    noun = _words(threshold.noun)
    same = [each for each in written if _alike(each.kind, threshold.kind)]
    nested = (words <= noun or noun <= words for each in same if (words := _words(each.noun)))
    values = {each.value for each, of in zip(same, nested, strict=True) if of}
    beside = [each for each in told if each.part is one.part and _alike(each.kind, one.kind)]
    return len(values) == 1 and len(beside) == 1


def _likeness(one: _Told, threshold: Threshold, said: Set[str]) -> int:
    """How much the clause of a number, and the message, have of what a threshold compares."""
    noun = _words(threshold.noun)
    near = len(_words(one.words) & noun)
    return _PART * near + len(said & noun) if near >= _SHARED else 0


def _words(text: str) -> Set[str]:
    """The pairs of characters of a text that no digit is in."""
    return {gram for gram in content_grams(text) if not any(map(str.isdigit, gram))}


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} <= _THINGS


def _reply(
    found: Sequence[_Compared], written: Mapping[Threshold, Clause], knowledge: Knowledge
) -> Reply:
    sources = Sources(knowledge.library)
    ordered = sorted(found, key=lambda one: _FIRST.index(one.verdict))
    lines = []
    for one in ordered:
        span, home = one.threshold.span, written[one.threshold]
        marker = sources.cite(home, span)
        lead = f"{one.verdict}这一项：" if one.verdict else "请对照："
        said = f"您说的是“{one.told.words}”，{knowledge.called(home)}写的是“{span.text}”{marker}"
        open_end = f"；{one.supposed}" if one.supposed and not one.verdict else ""
        lines.append(f"{lead}{said}{open_end}")
    missed = ordered[0].verdict == "不符合"
    return Answer(
        status=Status.NOT_ELIGIBLE if missed else Status.PARTLY,
        conclusion=f"{lines[0]}。",
        body=tuple(f"{line}。" for line in lines[1:]),
        citations=sources.citations,
        notes=("只比较了您说到的数；其余条件没有核对，请逐项对照原文。",),
    )
