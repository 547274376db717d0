"""Extractive answers: the sentence of a clause that a question asks for."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.clause import Clause
from corpus.document import Span
from index.answering import Answering, Shape, nearness

# A printed line that a converter broke goes on in the next: it is long, holds no cells, ends open.
_BROKEN: Final = r"(?<=[^\n\t|]{24})(?<![：:])\n(?=\S)(?![^\n]*[\t|])"
_SENTENCE: Final = re.compile(rf"(?:[^。；;！？!?\n]|{_BROKEN})+[。；;！？!?”’』」）)]*\n?")
_LONG: Final = 80  # characters: a longer sentence is cut behind its colons
_SHORT: Final = 12  # a shorter piece stays with its neighbour
_KEPT: Final = 5000  # clauses whose sentences are kept
_BY_SEARCH: Final = 0.15  # what the first clause of a search gains over the last
_UNSEEN: Final = 0.6  # weight of what no sentence holds, against what one sentence alone holds
# Words of asking carry no content: what remains is what the sentence must speak of.
_ASKING: Final = re.compile(
    r"多少|什么|哪些|哪个|哪家|哪里|哪天|哪一|哪|几[个家名项条次年月天]|怎么样|怎么|如何|怎样|为什么|为何|"
    r"是不是|有没有|能不能|可不可以|是否|请|吗|呢|呀|啊|吧|的|了|么|谁|何时|何|是|有|在|里|中|对|把|被|都|会|要|能|我们|我|你们|你|公司|"
    r"文件|政策|规定|提到|提出|写|说|讲|根据|按照|关于|内容|具体"
)


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence of a clause.

    ``coverage``: share of the question's content that it and its headings hold, 0 to 1.
    """

    clause: Clause
    span: Span
    score: float
    coverage: float


def asking_removed(question: str) -> str:
    """A question without the words of asking: 要求什么品牌 → 要求 品牌."""
    return _ASKING.sub(" ", question.lower())


def content_grams(question: str) -> Counter[str]:
    """Character bigrams of what a question speaks of; words of asking are left out."""
    grams: Counter[str] = Counter()
    for piece in re.split(r"\s+|[^\w%+]+", asking_removed(question)):
        grams.update(grams_of(piece))
    return grams


def grams_of(text: str) -> Counter[str]:
    """Character bigrams of a text, marks and blanks left out."""
    letters = re.sub(r"[^\w%+]+", "", text.lower())
    if len(letters) == 1:
        return Counter([letters])
    return Counter(letters[i : i + 2] for i in range(len(letters) - 1))


@dataclass(frozen=True, slots=True)
class _Read:
    """A clause cut into sentences: bigrams and look of each, and the bigrams of its headings."""

    clause: Clause
    spans: tuple[Span, ...]
    grams: tuple[frozenset[str], ...]
    shapes: tuple[Shape, ...]
    heading: frozenset[str]


class _Kept:
    """The last clauses that were cut; a question asks for the same few many times."""

    def __init__(self) -> None:
        self._read: dict[int, _Read] = {}  # by identity: to hash a clause costs more than to cut it

    def of(self, clause: Clause) -> _Read:
        """The clause as cut."""
        read = self._read.get(id(clause))
        if read is None or read.clause is not clause:
            if len(self._read) >= _KEPT:
                self._read = {}
            read = self._read[id(clause)] = _cut(clause)
        return read


_kept: Final = _Kept()


def sentences(clause: Clause) -> tuple[Span, ...]:
    """The sentences of a clause's own text, without leading or trailing blanks."""
    return _kept.of(clause).spans


def sentence_grams(clause: Clause) -> tuple[frozenset[str], ...]:
    """The bigrams of each sentence of a clause."""
    return _kept.of(clause).grams


def _cut(clause: Clause) -> _Read:
    spans = tuple(_sentences(clause))
    heading = set(grams_of("".join(clause.breadcrumb[1:]))) | set(grams_of(clause.heading))
    grams = tuple(frozenset(grams_of(span.text)) for span in spans)
    shapes = tuple(Answering.load().shape(span.text) for span in spans)
    return _Read(clause, spans, grams, shapes, frozenset(heading))


def _sentences(clause: Clause) -> list[Span]:
    spans: list[Span] = []
    for match in _SENTENCE.finditer(clause.text):
        at = match.start()
        for text in _at_colons(match.group()):
            lead = len(text) - len(text.lstrip())
            body = text.strip()
            introduces = body.endswith(("：", ":")) and at + len(text) < match.end()
            if body and not introduces and not _is_heading(clause, body):
                start = clause.start + at + lead
                spans.append(Span(start, start + len(body), body))
            at += len(text)
    return spans


def _at_colons(sentence: str) -> list[str]:
    """A long sentence cut behind its colons: what introduces stands apart from what is said.

    One that goes from step to step is cut behind its arrows; there a colon names a step.
    """
    if len(sentence) < _LONG:
        return [sentence]
    parts = re.split(r"(?<=→)" if "→" in sentence else r"(?<=[：:])(?!//)", sentence)
    joined: list[str] = []
    for part in parts:
        if joined and (len(part) < _SHORT or len(joined[-1]) < _SHORT):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _is_heading(clause: Clause, sentence: str) -> bool:
    """Whether a sentence only repeats the clause's own heading."""
    heading = clause.heading.strip("。 ")
    mark = clause.path.levels[-1].mark if clause.path.levels else ""
    bare = sentence.removeprefix(mark).strip("。 ")
    return bool(heading) and bare == heading and len(clause.text.strip()) > len(sentence)


def best_sentences(
    question: str,
    clauses: Sequence[Clause],
    k: int = 1,
    prior: Sequence[float] = (),
    meanings: Sequence[tuple[str, str]] = (),
) -> list[Extract]:
    """The `k` sentences that answer the question likeliest, best first.

    `prior` gives each clause a weight to add (its rank in a search, 0 to 1); `meanings` are words
    of the question with what texts say for them (木匠, 家具工匠): either holds the other.
    """
    asked = Answering.load().asked(question)
    extracts = []
    for one in compared(question, clauses, meanings):
        weight = prior[one.place] if one.place < len(prior) else 0.0
        score = asked.score(one.shape, one.focus, one.context) + _BY_SEARCH * weight
        extracts.append(Extract(clauses[one.place], one.span, score, one.coverage))
    return sorted(extracts, key=lambda extract: -extract.score)[:k]


@dataclass(frozen=True, slots=True)
class Compared:
    """A sentence against a question: shares of the question's content, each 0 to 1."""

    place: int  # of its clause
    span: Span
    shape: Shape
    coverage: float  # of all content, by the sentence and its headings
    focus: float  # of what stands near the word of asking, by the sentence
    context: float  # of all content, by its headings alone


def compared(
    question: str, clauses: Sequence[Clause], meanings: Sequence[tuple[str, str]] = ()
) -> list[Compared]:
    """Every sentence of the clauses against the question, in the order of the text."""
    candidates = [
        (place, read, at) for place, read in enumerate(map(_kept.of, clauses))
        for at in range(len(read.spans))
    ]  # fmt: skip
    wanted = content_grams(question)
    held = [_held(read.spans[at].text, read.grams[at], meanings) for _, read, at in candidates]
    idf = _idf(wanted, held)
    near = nearness(question.lower(), wanted)
    beside = {gram: near[gram] * idf[gram] for gram in wanted}
    total, total_beside = sum(idf.values()) or 1.0, sum(beside.values()) or 1.0
    found = []
    for (place, read, at), grams in zip(candidates, held, strict=True):
        focus = sum(beside[gram] for gram in wanted if gram in grams) / total_beside
        own = sum(idf[gram] for gram in wanted if gram in grams) / total
        context = sum(idf[g] for g in wanted if g in read.heading and g not in grams) / total
        shares = (own + context, focus, context)
        found.append(Compared(place, read.spans[at], read.shapes[at], *shares))
    return found


def _held(
    sentence: str, grams: frozenset[str], meanings: Sequence[tuple[str, str]]
) -> frozenset[str]:
    """What a sentence holds: its bigrams, and those of the words that it has another word for."""
    others = [grams_of(said) for said, term in meanings if term in sentence]
    return grams.union(*others) if others else grams


def _idf(wanted: Iterable[str], held: Sequence[frozenset[str]]) -> dict[str, float]:
    count = len(held)
    found = {gram: sum(gram in grams for grams in held) for gram in wanted}
    # A gram that no sentence has says that the question is in other words, or about other things.
    return {
        gram: math.log(1 + (count + 0.5) / (0.5 + times)) * (1.0 if times else _UNSEEN)
        for gram, times in found.items()
    }
