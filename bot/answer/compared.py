"""The user's numbers beside those that a provision compares with; a verdict only where plain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from bot.answer.headed import sections
from bot.answer.knowledge import Knowledge
from bot.answer.located import Located, located
from bot.answer.lookup import NEAR, extracts
from bot.answer.numbers_told import Told, alike, numbers_told
from bot.answer.sources import Sources
from bot.answer.target import targets, texts_of
from bot.answer.worded import Worded, related, worded
from bot.extract import content_grams
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.question.measured import LAST_YEAR, turned
from bot.reply import Answer, Reply, Status
from corpus.clause import Clause, ClauseKind
from corpus.numerals import QuantityKind
from corpus.thresholds import Threshold, thresholds

_REQUIRED: Final = "条件"  # what heads the conditions of a whole text
_CLEAR: Final = 2  # points by which the words must tell one threshold from the next
_SHARED: Final = 2  # pairs of characters that a clause must have of what is compared
_PART: Final = 3  # what a pair of characters of the very clause weighs against one of the message
# What heads a list of refusals, or of grounds for being thrown out.
_REFUSING: Final = (
    "不予", "不得", "不能", "不享受", "取消", "追回", "禁止", "退园", "退出", "终止", "撤销",
    "收回", "停止", "列入", "责令",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Compared:
    """A number of the message beside the one that the text compares it with."""

    told: Told
    threshold: Threshold
    alone: bool  # no other number is written of what it compares, nor told in the same clause
    near: bool  # the text compares it in the provision that is meant, or requires it of all

    @property
    def supposed(self) -> str:
        """What the numbers alone say, were both sides of the same thing; "" where that is open.

        Whether they are is never known of a text that nobody marked: the number may be another
        subject's, another matter's, of another year.
        """
        if not (self.near and self._qualified and self._plainly):
            return ""
        over = "" if self.threshold.least or self._by_number == "符合" else "（已超过）"
        return f"如果两处说的是同一件事，按数字{self._by_number}这一条{over}"

    @property
    def _plainly(self) -> bool:
        written = self.threshold.noun
        if self.told.most is not None:
            written += "".join(LAST_YEAR)  # 去年3月拿的证: the year is of the date
        told_in_percent = self.threshold.kind == QuantityKind.RATE.value  # of many things
        plain = self.threshold.plain and self.alone
        return plain and not (turned(self.told.part, written) or told_in_percent)

    @property
    def _qualified(self) -> bool:
        last = self.told.part.has("year.-1")
        return all(
            word in self.told.words or (last and word.startswith(LAST_YEAR))
            for word in self.threshold.qualifiers
        )

    @property
    def _by_number(self) -> str:
        return "符合" if self.told.meets(self.threshold) else "不符合"


def answer_compared(question: Question, knowledge: Knowledge) -> Reply | None:
    """Of an unmarked text: the user's numbers beside the conditions that their words tell.

    A number stands beside one of its unit whose words its own clause has, as it has those of no
    other. What the numbers alone say is told under the condition that both speak of the same, and
    only of the provision that is meant or of what is required of all. What stands beside nothing is
    never said to be met.
    """
    if question.main is not AskKind.ELIGIBLE or not knowledge.unmarked:
        return None
    wanted = targets(question, knowledge) if question.topics else ()
    texts = texts_of(replace(question, topics=question.topics[:1]), knowledge)
    found = [one for one in extracts(question, knowledge) if one.clause.document_id in texts]
    about = found[0].clause if found and found[0].coverage >= NEAR else None
    if about is None and wanted:
        about = wanted[0].clause
    if about is None or about.document_id not in knowledge.unmarked:
        return None
    own = {one.id for one in sections(_REQUIRED, about, knowledge)}
    own |= {target.clause.id for target in wanted}
    read = related(question, about, knowledge)
    written = _written(read, knowledge)
    said = {clause.id for clause in read if clause.heading and clause.heading in question.text}
    own |= said or {about.id}  # what is most alike is meant where no heading is named

    def is_meant(home: Clause) -> bool:
        return any(unit.id in own for unit in (home, *knowledge.library.above(home)))

    nearby = frozenset(one for one, home in written.items() if is_meant(home))
    compared = _matched(list(numbers_told(question)), written, nearby, _words(question.text))
    named: list[Worded | Located] = [
        *located(question, about, read, knowledge),
        *worded(question, about, read),
    ]
    if question.topics or said:  # another matter's exceptions are none of the one that is named
        named = [one for one in named if is_meant(one.clause)]
    return _reply(compared, named, written, knowledge) if compared or named else None


def _written(clauses: Iterable[Clause], knowledge: Knowledge) -> Mapping[Threshold, Clause]:
    """The thresholds of clauses, each with the clause that holds it; none refused."""
    return {
        one: home
        for home in clauses
        if not _refused(home, knowledge)
        for one in thresholds(home.text, home.start)
    }


def _refused(home: Clause, knowledge: Knowledge) -> bool:
    """Whether it is an item of a list of what is refused: 有下列情形之一的，不予支持：（一）…"""
    above = list(knowledge.library.above(home))
    beside = knowledge.library.children(above[0]) if above else ()
    leads = [
        one
        for one in beside
        if one.kind is ClauseKind.PARAGRAPH
        and one.start < home.start
        and one.text.rstrip().endswith("：")
    ]
    return any(word in one.text for one in (*above, *leads[-1:]) for word in _REFUSING)


def _matched(
    told: Sequence[Told],
    written: Mapping[Threshold, Clause],
    own: Set[Threshold],
    said: Set[str],
) -> list[_Compared]:
    """Each number with the thresholds that its words tell: of a band its lower and its upper end.

    Of several that are told alike the number must meet all or none. A threshold that the words of
    several numbers tell is that of which they tell most.
    """
    best: dict[Threshold, tuple[int, _Compared]] = {}
    for one in told:
        like = [each for each in written if one.may_be_of(each)]
        scores = {
            each: score + (_CLEAR if each in own else 0)
            for each in like
            if (score := _likeness(one, each, said))
        }
        nearest = max((_near(one, each) for each in scores), default=0)
        for least in (True, False):
            side = [each for each in scores if each.least is least]
            if one.most is not None:  # 登记注册之日起2年内 before 登记注册时是离校5年内
                side = [each for each in side if each.since] or side
            most = max((scores[each] for each in side), default=0)
            rivals = [each for each in side if most - scores[each] < _CLEAR]
            agree = {one.meets(each) for each in rivals} in ({True}, {False})
            far = one.most is None and all(_near(one, each) < nearest for each in rivals)
            if not agree or far:
                continue
            first = max(rivals, key=scores.__getitem__)
            if scores[first] > best.get(first, (0, one))[0]:
                alone = _alone(one, first, told, written)
                best[first] = (scores[first], _Compared(one, first, alone, first in own))
    return [compared for _, compared in best.values()]


def _alone(
    one: Told, threshold: Threshold, told: Sequence[Told], written: Mapping[Threshold, Clause]
) -> bool:
    """Whether a number is the only one of its clause, and its provision has one answer to it."""
    noun = _words(threshold.noun)
    same = (each for each, home in written.items() if home is written[threshold])
    same = (each for each in same if alike(each.kind, threshold.kind))
    same = (each for each in same if each.least is threshold.least)
    nested = [each for each in same if (words := _words(each.noun)) <= noun or noun <= words]
    beside = [each for each in told if each.part is one.part and alike(each.kind, one.kind)]
    return len({one.meets(each) for each in nested}) == 1 and len(beside) == 1


def _likeness(one: Told, threshold: Threshold, said: Set[str]) -> int:
    """How much the clause of a number, and the message, have of what a threshold compares."""
    near = _near(one, threshold)
    return _PART * near + len(said & _words(threshold.noun)) if near >= _SHARED else 0


def _near(one: Told, threshold: Threshold) -> int:
    """What the clause of a number has of what a threshold compares; a short form tells as two."""
    words, noun = _words(one.words), _words(threshold.noun)
    if one.most is not None:
        return _SHARED + len(words & noun)  # 执照是5月办的: the event tells it
    return len(words & noun) + _SHARED * len(words & (_shortened(threshold.noun) - noun))


def _shortened(text: str) -> Set[str]:
    """The short forms that people use: 社会保险 → 社保."""
    return {f"{text[at]}{text[at + 2]}" for at in range(len(text) - 2)}


def _words(text: str) -> Set[str]:
    """The pairs of characters of a text that no digit is in."""
    grams = content_grams(text)
    return {gram for gram in grams if len(gram) > 1 and not any(map(str.isdigit, gram))}


# In this order what stands against the user, what is for him and what stays open are told.
_MISSED: Final = 0
_EXCLUDED: Final = 1
_MET: Final = 2
_OPEN: Final = 3


def _rank(one: _Compared) -> int:
    if not one.supposed:
        return _OPEN
    return _MET if one.told.meets(one.threshold) else _MISSED


def _reply(
    found: Sequence[_Compared],
    named: Sequence[Worded | Located],
    written: Mapping[Threshold, Clause],
    knowledge: Knowledge,
) -> Reply:
    sources = Sources(knowledge.library)
    numbers = {(one.told.words, one.told.number) for one in found}
    several = {clause for clause, count in Counter(c for c, _ in numbers).items() if count > 1}
    lines = []
    for one in found:
        line = _line(one, written[one.threshold], sources, knowledge, one.told.words in several)
        lines.append((_rank(one), line))
    lines += [(_MET if one.takes_in else _EXCLUDED, one.line(sources, knowledge)) for one in named]
    told = [line for _, line in sorted(lines, key=itemgetter(0))]
    return Answer(
        status=Status.PARTLY,
        conclusion=f"{told[0]}。",
        body=tuple(f"{line}。" for line in told[1:]),
        citations=sources.citations,
        notes=("只核对了您说到的这些；其余条件没有核对，请逐项对照原文。",),
    )


def _line(
    one: _Compared, home: Clause, sources: Sources, knowledge: Knowledge, several: bool
) -> str:
    """One number beside one condition; of a clause that tells several it is said which."""
    span = one.threshold.span
    marker = sources.cite(home, span)
    which = f"里的“{one.told.number}”" if several else ""
    which = f"（{one.told.number}）" if one.told.most is not None else which
    said = f"您说的是“{one.told.words}”{which}，{knowledge.called(home)}写的是“{span.text}”{marker}"
    open_end = f"；{one.supposed}" if one.supposed else ""
    return f"请对照：{said}{open_end}"
