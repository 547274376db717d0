"""A place that a text requires something to be in, beside the place that the user says it is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.worded import denies, own_parts, words
from bot.extract import sentences
from bot.question.ask import Question
from bot.question.place_roles import PlaceRole
from bot.question.places import Place, Region, stem
from bot.question.segments import Segment
from corpus import regions
from corpus.clause import Clause
from corpus.document import Document, Span

# What is somewhere, in words that say the same.
_RELATIONS: Final = (
    ("注册", "登记", "执照"), ("就业", "上班"), ("户籍", "户口"), ("参保", "社保", "社会保险"),
    ("纳税", "交税", "缴税"), ("居住", "常住"), ("经营", "生产"),
)  # fmt: skip
_HERE: Final = ("本市", "本省", "本区", "本县", "我市", "我省", "我区", "我县", "本行政区")
_TURNED: Final = ("不", "非", "外", "或", "其他", "未", "无", "均可", "至")
_ASKING: Final = ("吗", "呢", "么", "嘛", "吧")
_SHARED: Final = 2  # pairs of characters that a message must have of what is required
_MARKS: Final = "，,；;。：:（）()\n"


@dataclass(frozen=True, slots=True)
class Located:
    """A phrase that requires something to be in the text's place, and the user's other place."""

    span: Span
    clause: Clause
    said: str
    score: int

    @property
    def takes_in(self) -> bool:
        """Never: a place is told only where it is another."""
        return False

    def line(self, sources: Sources, knowledge: Knowledge) -> str:
        """The verdict, on condition that both speak of the same, with the words of both sides."""
        marker = sources.cite(self.clause, self.span)
        return (
            f"按原文不符合（如果两处说的是同一件事）：您说的是“{self.said}”，"
            f"{knowledge.called(self.clause)}写的是“{self.span.text}”{marker}"
        )


def located(
    question: Question, about: Clause, read: Iterable[Clause], knowledge: Knowledge
) -> list[Located]:
    """The requirement most like the message that something be where the user says it is not."""
    document = knowledge.document(about)
    region = Region.of([document])
    if region.is_national or not all(map(regions.named, region.names)):
        return []  # what lies in a zone (高新区, 自贸区) no gazetteer says
    told = list(_elsewhere(question, region))
    if not told:
        return []
    said = words(question.text)
    names = [*_HERE, *(name for name in region.names if len(name) > 1)]
    kept = [
        Located(span, clause, part.text().strip(), shared)
        for clause in read
        for span in _phrases(clause, document)
        if any(name in span.text for name in names)
        and not any(word in span.text for word in _TURNED)
        and (shared := len(words(span.text) & said)) >= _SHARED
        for part, relation in told
        if any(word in span.text for word in relation)
    ]
    return sorted(kept, key=lambda one: -one.score)[:1]


def _elsewhere(question: Question, region: Region) -> Iterator[tuple[Segment, tuple[str, ...]]]:
    """The clauses that place something where the text does not apply, and what they place."""
    roles = (PlaceRole.REGISTERED, PlaceRole.OPERATING, PlaceRole.MENTION)
    for part in own_parts(question):
        text = part.text()
        here = [p for p in question.places if stem(p.name) in text and p.role in roles]
        if (
            not here
            or text.endswith(_ASKING)
            or any(_applies(p, region) for p in here)
            or denies(part)
        ):
            continue
        for relation in _RELATIONS:
            if any(word in text for word in relation):
                yield part, relation


def _applies(place: Place, region: Region) -> bool:
    return place.local or region.covers(place.name)


def _phrases(clause: Clause, document: Document) -> Iterator[Span]:
    """What stands between two marks of a clause."""
    for sentence in sentences(clause):
        start = sentence.start
        for at in range(sentence.start, sentence.end + 1):
            if at == sentence.end or document.text[at] in _MARKS:
                said = document.text[start:at].strip()
                if said:
                    first = document.text.index(said, start)
                    yield Span(first, first + len(said), said)
                start = at + 1
