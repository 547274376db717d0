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

# A printed line that a converter broke goes on in the next: it is long, holds no cells, ends open.
_BROKEN: Final = r"(?<=[^\n\t|]{24})(?<![：:])\n(?=\S)(?![^\n]*[\t|])"
_SENTENCE: Final = re.compile(rf"(?:[^。；;！？!?\n]|{_BROKEN})+[。；;！？!?”’』」）)]*\n?")
_LONG: Final = 80  # characters: a longer sentence is cut behind its colons
_SHORT: Final = 12  # a shorter piece stays with its neighbour
_KEPT: Final = 5000  # clauses whose sentences are kept
_UNSEEN: Final = 0.6  # weight of what no sentence holds, against what one sentence alone holds
# Words of asking carry no content: what remains is what the sentence must speak of.
_ASKING: Final = re.compile(
    r"多少|什么|哪些|哪个|哪家|哪里|哪天|哪一|哪|几[个家名项条次年月天]|怎么样|怎么|如何|怎样|为什么|为何|"
    r"是不是|有没有|能不能|可不可以|是否|请|吗|呢|呀|啊|吧|的|了|么|谁|何时|何|是|有|在|里|中|对|把|被|都|会|要|能|我们|我|你们|你|公司|"
    r"文件|政策|规定|提到|提出|写|说|讲|根据|按照|关于|内容|具体"
)
_WORD: Final = re.compile(r"[\u4e00-\u9fff]{2,6}")
_TYPES: Final = tuple(
    (re.compile(asked), re.compile(shown))
    for asked, shown in (
        (
            r"多少|几[个家名项条次年月天成]|百分之|多大|多高|多久|比例|金额|数量",
            r"\d|[一二三四五六七八九十百千万亿]+(个|家|名|项|年|月|%)",
        ),
        (
            r"什么时候|哪天|何时|哪年|哪一年|时间|日期|几月",
            r"\d{4}年|\d+月|\d+日|年内|年前|年底",
        ),
        (
            r"谁|哪个(部门|单位|局|机构)|哪些(部门|单位)|部门|单位",
            r"局|委|办|部|中心|单位|部门|政府|机构",
        ),
        (r"电话|热线|联系", r"\d{7,}|\d{3,4}-\d{7,8}|热线"),
        (r"网址|网站|链接", r"https?:|www\.|网站"),
        (r"哪里|哪个(街道|地方|区域|片区)|地点|在哪", r"区|镇|街道|路|村|园|省|市"),
        (r"叫什么|名称|哪个(文件|规划|计划)|什么(文件|规划|计划|名)", r"《|“"),
    )
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


def words_of_content(question: str) -> list[str]:
    """The words that a question speaks of, at most six characters of each."""
    return _WORD.findall(asking_removed(question))


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
    """A clause cut into sentences, with the bigrams of each and those of its headings."""

    clause: Clause
    spans: tuple[Span, ...]
    grams: tuple[frozenset[str], ...]
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
    return _Read(clause, spans, grams, frozenset(heading))


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
    """A long sentence cut behind its colons: what introduces stands apart from what is said."""
    if len(sentence) < _LONG:
        return [sentence]
    parts = re.split(r"(?<=[：:])(?!//)", sentence)
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
    """The `k` sentences that hold most of what the question speaks of, best first.

    `prior` gives each clause a weight to add (its rank in a search, 0 to 1); `meanings` are words
    of the question with what texts say for them (木匠, 家具工匠): either holds the other.
    """
    candidates = [
        (read, span, grams, prior[i] if i < len(prior) else 0.0)
        for i, read in enumerate(map(_kept.of, clauses))
        for span, grams in zip(read.spans, read.grams, strict=True)
    ]
    if not candidates:
        return []
    wanted = content_grams(question)
    held = [_held(span.text, grams, meanings) for _, span, grams, _ in candidates]
    idf = _idf(wanted, held)
    total = sum(idf[gram] for gram in wanted) or 1.0
    bonus = _TypeBonus(question)
    extracts = []
    for (read, span, _, weight), grams in zip(candidates, held, strict=True):
        coverage = sum(idf[gram] for gram in wanted if gram in grams) / total
        beside = (idf[gram] for gram in wanted if gram in read.heading and gram not in grams)
        context = sum(beside) / total
        score = coverage + 0.4 * context + 0.15 * weight + bonus.of(span.text)
        score -= 0.0008 * max(0, len(span.text) - 40)
        extracts.append(Extract(read.clause, span, score, coverage + context))
    return sorted(extracts, key=lambda extract: -extract.score)[:k]


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


class _TypeBonus:
    """What a sentence gains by holding the kind of value that a question asks for."""

    def __init__(self, question: str) -> None:
        self._shown = [shown for asked, shown in _TYPES if asked.search(question)]

    def of(self, sentence: str) -> float:
        """From -0.05 to 0.15."""
        bonus = 0.0
        for shown in self._shown:
            bonus += 0.12 if shown.search(sentence) else -0.05
        return max(-0.05, min(0.15, bonus))
