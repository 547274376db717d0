"""What an unmarked text leaves out or takes in by name, beside what the user says of his case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.extract import content_grams, sentence_grams
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.question.measured import placed
from bot.question.place_roles import PlaceRole
from bot.question.places import above, stem
from bot.question.segments import OTHERS, Segment
from corpus.bars import Bar, Bars, bars
from corpus.clause import Clause

# Words of no content: every text names projects and firms.
_GENERAL: Final = (
    "项目", "企业", "机构", "单位", "人员", "情形", "情况", "其他", "按照", "规定", "内容", "享受",
    "支持", "符合", "条件", "服务", "申请", "补贴", "资助", "奖励", "已经", "本市", "的",
)  # fmt: skip
_ANY: Final = 2  # pairs of characters that a clause must share with a question to be read
_MANY: Final = 3  # pairs of characters that tell by themselves what is meant
_SHARE: Final = 0.4  # of the pairs of what is named, that the user must have said
_MOST: Final = 0.65  # the same where it is named in few words
_BESIDE: Final = 3  # pairs of the rest of the sentence that the message must share
_LEADS: Final = {
    Bars.REFUSED: "按原文不符合，不能享受（如果两处说的是同一件事）",
    Bars.EXCEPTED: "原文写明不算在内（如果两处说的是同一件事）",
    Bars.TAKEN_IN: "按原文符合这一条，可以算（如果两处说的是同一件事）",
}


@dataclass(frozen=True, slots=True)
class Worded:
    """A sentence that names a case, with the user's words that tell of the same."""

    bar: Bar
    clause: Clause
    said: str
    score: float

    @property
    def takes_in(self) -> bool:
        """Whether the sentence takes the case in."""
        return self.bar.kind is Bars.TAKEN_IN

    def line(self, sources: Sources, knowledge: Knowledge) -> str:
        """The verdict, on condition that both speak of the same, with the words of both sides."""
        marker = sources.cite(self.clause, self.bar.span)
        return (
            f"{_LEADS[self.bar.kind]}：您说的是“{self.said}”，"
            f"{knowledge.called(self.clause)}写的是“{self.bar.span.text}”{marker}"
        )


def related(question: Question, about: Clause, knowledge: Knowledge) -> list[Clause]:
    """The clauses of a text that share anything with a question: only these are read closely."""
    said = content_grams(question.text).keys()
    return [
        clause
        for clause in knowledge.library.clauses(about.document_id)
        if clause is about or len(said & frozenset[str]().union(*sentence_grams(clause))) >= _ANY
    ]


def worded(question: Question, about: Clause, read: Iterable[Clause]) -> list[Worded]:
    """The sentences of the text that name what the user says of himself, most alike first.

    Nothing that he denies, tells of others or of earlier times counts; what a sentence says of
    those who have not done something needs a denial of his own.
    """
    if question.wants(AskKind.AMOUNT) and len(question.figures) > 1:
        return []  # of several amounts the sentence may be of any
    parts = own_parts(question)
    said = words(question.text)
    visited = [p.name for p in question.places if p.role not in _HOME]  # 产品卖到厦门
    best: dict[tuple[int, bool], Worded] = {}
    for clause in read:
        for bar in bars(clause.text, clause.start):
            if any(stem(name) in bar.named for name in visited):
                continue
            one = _told(bar, clause, parts, said, clause.key == about.key)
            one = one or _of_other_places(bar, clause, parts, question)
            key = (bar.span.start, bar.kind is Bars.TAKEN_IN)
            if one is not None and one.score > (best[key].score if key in best else 0):
                best[key] = one
    ranked = sorted(best.values(), key=lambda one: -one.score)
    return [one for one in ranked if one.score >= _SHARE * ranked[0].score][:2]


_AT: Final = ("注册", "登记", "经营")  # what is said to be at a place
# Whose case a clause tells where it is not the user's own.
_RELATED: Final = (
    "儿子", "女儿", "老公", "老婆", "爱人", "父亲", "母亲", "亲戚", "朋友", "同学", "邻居", "隔壁",
    "客户", "供应商", "同行", "合作方", "对方", "别人", "人家", "别的", "另一家", "另一个",
)  # fmt: skip
_DENYING: Final = "没未非无别"
_HOME: Final = (PlaceRole.OPERATING, PlaceRole.REGISTERED, PlaceRole.POLICY)


def _told(
    bar: Bar, clause: Clause, parts: Sequence[Segment], said: Set[str], near: bool
) -> Worded | None:
    """The user's words for what a sentence names; None where he says too little of it."""
    named = words(bar.named)
    hits = [(part, words(part.text()) & named) for part in parts]
    hits = [(part, own) for part, own in hits if own or any(_shorten(part, bar))]
    first: Segment | None
    denied = [(part, own) for part, own in hits if denies(part)]
    if bar.denied:
        first = denied[0][0] if denied else None
    else:
        if any(len(own) * 2 >= len(named) for _, own in denied):
            return None
        hits = [hit for hit in hits if hit not in denied]
        first = max(hits, key=lambda hit: (not hit[0].asks, len(hit[1])))[0] if hits else None
    told = frozenset[str]().union(*(own for _, own in hits))
    share = len(told) / len(named) if named else 0
    beside = len((words(bar.span.text) - named) & said)
    related = near or beside >= _BESIDE
    if bar.of == bar.span.text:
        enough = len(told) > _MANY and related
    elif bar.of:
        enough = len(told) >= _MANY and share >= _SHARE and bool(words(bar.of) & said)
    else:
        much = len(told) >= _MANY and share >= _SHARE
        enough = (related and (share >= _MOST or much)) or (much and len(told) > _MANY)
    if first is None or not enough:
        return None
    return Worded(bar, clause, first.text().strip(), len(told) + share + near)


def _of_other_places(
    bar: Bar, clause: Clause, parts: Sequence[Segment], question: Question
) -> Worded | None:
    """注册在北京密云, of 注册在北京市其他区域的参照执行: in the place whose others are taken in."""
    if bar.kind is not Bars.TAKEN_IN or "其他" not in bar.named:
        return None
    for part in parts:
        text = part.text()
        at = (place.name for place in question.places if stem(place.name) in text)
        inside = any(upper in bar.named for name in at for upper in above(name))
        if inside and any(word in text and word in bar.named for word in _AT):
            return Worded(bar, clause, text.strip(), _MANY)
    return None


def denies(part: Segment) -> bool:
    """Whether a clause has any word of denial, polar questions (能不能) left out."""
    tokens = [token for token in part.tokens if not token.has("link.polar")]
    said = "".join(token.text for token in tokens if not (token.has("ask") and _polar(token.text)))
    return any(token.has("negation") for token in tokens) or any(one in said for one in _DENYING)


def _polar(text: str) -> bool:
    """能不能, 是不是, 够不够."""
    return any(a == b for a, b in zip(text, text[2:], strict=False))


def _shorten(part: Segment, bar: Bar) -> Iterator[str]:
    """The short forms of a clause for what is named: 参评, of 参加星级评定."""
    for token in part.tokens:
        _, _, behind = bar.named.partition(token.text[0])
        if token.unknown and len(token.text) == 2 and behind and token.text[1] in behind:
            yield token.text


def own_parts(question: Question) -> list[Segment]:
    """The clauses in which the user speaks of his own case as it is now."""
    return [p for p in question.frame.parts if not (p.has(*OTHERS) or placed(p) or of_others(p))]


def of_others(part: Segment) -> bool:
    """Whether a clause tells of somebody else: 朋友的执照."""
    text = part.text()
    return any(word in text for word in _RELATED)


def words(text: str) -> Set[str]:
    """The pairs of characters of what a text speaks of, without words that every text has."""
    for word in _GENERAL:
        text = text.replace(word, " ")
    grams = content_grams(text)
    return {gram for gram in grams if len(gram) > 1 and not any(map(str.isdigit, gram))}
