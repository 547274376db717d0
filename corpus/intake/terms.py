"""What a text says of its force: validity, interpreter, repeals, amendments, whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from corpus.document import Span
from corpus.intake.labels import Labelled
from corpus.intake.lines import Folded, sentences, span_of
from corpus.intake.proposal import Field, Proposal
from corpus.metadata import INTERPRETER, joined, quoted_titles
from corpus.validity import locate_validity

_TEXTS: Final = (
    r"(?:实施)?(?:办法|措施|意见|通知|政策|细则|规定|方案|公告|文件|条例|指南|计划|规程|制度"
    r"|清单|决定|章程|规则)"
)
# 本专项政策, 本实施细则; 本市有关政策 is not the text's own.
_OWN: Final = re.compile(
    rf"本(?![市区省县镇州年次级人单地公行届])[^，。；、本《》]{{0,8}}?(?P<kind>{_TEXTS})"
)
_TERM: Final = re.compile(
    r"(?:政策|措施|办法|文件)?(?:有效期限?|有效期|实施期限|执行期限|政策期限|实行年限|实施年限|施行期限|执行时间|实施时间)(?:[为是:：至到截自从]|暂定)|号公布自"
)
# 证书有效期三年, 申报截止: a term of something else.
_ELSE: Final = re.compile(
    r"申报|申请|受理|报名|提交|许可证|证书|执照|资质|合同|协议|认定|贷款|保单|居住证|上述|该(?:项|类)"
)
_FORCE: Final = re.compile(r"施行|实施|执行|生效|试行|实行|有效|期限|年限|暂定|为期|止|期间")
_CITED: Final = r"(?:原)?《[^《》]{3,120}》(?:\s*[（(][^）)]{2,60}[）)])?"
_LIST: Final = rf"{_CITED}(?:[、和及与，,以]{{0,3}}{_CITED}){{0,20}}"
# 原某市办法（某府〔2018〕3号）: without marks, its number tells that a text is meant.
_UNMARKED: Final = (
    r"[一-鿿]{4,60}[（(][一-鿿]{1,12}[〔\[【（(](?:19|20)\d\d[〕\]】）)]\d{1,5}号[）)]"
)
_REPEALS: Final = re.compile(
    rf"(?:同时|相应)?(?:废止|停止执行|代替|取代|替代)了?{_LIST}"
    rf"|(?:{_LIST}|原{_UNMARKED})(?:等文件)?(?:自[^。；，]{{2,20}}起)?"
    r"(?:同时|相应|一并|即行|即|予以|自行|自动|不再)*(?:废止|失效|停止执行|终止执行|执行)"
)
_REPEALING: Final = re.compile(r"废止|失效|停止执行|终止执行|不再执行|代替|取代|替代")
_AMENDS: Final = re.compile(
    rf"(?:对|将){_LIST}(?:予以|进行|作出?|做出?|[^。；，]{{0,12}})(?:如下|以下|部分|相应)*(?:修改|修订|修正|调整)"
    rf"|关于(?:修改|修订|修正|调整){_LIST}[^。；]{{0,20}}的?(?:决定|通知)"
)
_ANOTHER: Final = re.compile(
    r"^[^\S\n]{0,40}(?:\d{1,3}\s*[.．、]|[一二三四五六七八九十]+、)\s*[一-鿿]{2,30}(?:政府|局|厅|委|办公室|办公厅)[^。\n]{0,12}关于[^。\n]{4,80}的(?:通知|意见|公告)",
    re.MULTILINE,
)
_CONTACT: Final = re.compile(
    r"(?:联系|咨询|服务|业务)(?:电话|热线)\s*[:：]?\s*[\d（(][\d（）()—\-－、，, ]{5,60}\d"
)


def first_text(text: str) -> tuple[str, str]:
    """The text without others that the file holds behind it, and the head of the next one."""
    match = _ANOTHER.search(text, min(len(text), 600))
    return (text[: match.start()], match.group().strip()) if match else (text, "")


def read_validity_words(text: str, title: str, labels: tuple[Labelled, ...]) -> Proposal | None:
    """The words that say when the text applies; its own, not a permit's or an application's."""
    own = list(_own_terms(text))
    named = [span for span, kind in own if kind and kind in title]
    for spans in (named, [span for span, kind in own if kind], [span for span, _ in own]):
        if spans:
            doubt = "正文有几处说到施行，请核对" if len({s.text for s in spans}) > 1 else ""
            return Proposal(Field.VALIDITY, (joined(spans[0].text),), (spans[0],), doubt)
    for one in labels:
        if one.name != Field.VALIDITY or one.value is None:
            continue
        if span := _located(Folded(text, one.start, one.value.end)):
            return Proposal(Field.VALIDITY, (joined(span.text),), (span,))
    return None


def _own_terms(text: str) -> Iterator[tuple[Span, str]]:
    """Words of validity, each with the noun the text calls itself by: 本办法自…; "" without one."""
    spoken = list(sentences(text))
    unnamed = []
    for at, sentence in enumerate(spoken):
        own, term = _OWN.search(sentence.plain), _TERM.search(sentence.plain)
        if not (own or term) or not _FORCE.search(sentence.plain):
            continue
        start = own.end() if own else term.start() if term else 0
        span = _located(sentence, start)
        if span is None:
            continue
        if own:
            yield span, own["kind"]
        elif not _ELSE.search(sentence.plain) and _outside(at, len(spoken)):
            unnamed.append(span)
    if len(unnamed) == 1:
        yield unnamed[0], ""


def _outside(at: int, count: int) -> bool:
    """Whether a sentence is at the beginning or the end, not in the middle of the provisions."""
    return at < 5 or at >= count - 5


def _located(sentence: Folded, start: int = 0) -> Span | None:
    found = locate_validity(sentence.plain[start:])
    return sentence.span(start + found[0], start + found[1]) if found else None


def read_interpreter(text: str) -> Proposal | None:
    """由…负责解释; of several the last, which closes the text."""
    found = None
    for sentence in sentences(text):
        if match := INTERPRETER.search(sentence.plain):
            span = sentence.span(match.start(), match.end())
            found = Proposal(Field.INTERPRETER, (match["who"] or match["owner"],), (span,))
    return found


def read_relations(text: str) -> Iterator[Proposal]:
    """What the text repeals or replaces, and what it amends."""
    repeals, amends = [], []
    for sentence in sentences(text):
        repeals += [
            sentence.span(*match.span()) for match in _REPEALS.finditer(sentence.plain)
            if _REPEALING.search(match.group())
        ]  # fmt: skip
        amends += [sentence.span(*match.span()) for match in _AMENDS.finditer(sentence.plain)]
    for field, spans in ((Field.REPEALS, repeals), (Field.AMENDS, amends)):
        if spans:
            yield Proposal(field, tuple(dict.fromkeys(titles(spans))), tuple(spans))


def titles(spans: Iterable[Span]) -> Iterator[str]:
    """The titles that some words quote."""
    for span in spans:
        yield from quoted_titles(span.text) or (joined(span.text),)


def read_contact(text: str, labels: tuple[Labelled, ...]) -> Proposal | None:
    """Whom to ask: the label 联系电话 and the lines of numbers behind it."""
    found = [one.value for one in labels if one.name == "contact" and one.value]
    if found:
        near = [span for span in found if span.start - found[0].end <= 2] or found[:1]
        span = span_of(text, found[0].start, near[-1].end)
    elif match := _CONTACT.search(text):
        span = span_of(text, match.start(), match.end())
    else:
        return None
    return Proposal(Field.CONTACT, (joined(span.text),), (span,))
