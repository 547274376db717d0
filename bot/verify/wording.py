"""Checks of words: promises, waived or reversed conditions, claims that no clause bears out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.verify import lexicon
from bot.verify.reading import bigrams, content, mask, quotes, squeeze
from bot.verify.view import View
from bot.verify.violation import Violation, ViolationKind
from corpus.numerals import QuantityKind

_NO = "不得|不予|不再|不能|不可|禁止|[不非未]"
_NEGATED = re.compile(rf"(?:{_NO})([\u4e00-\u9fff]{{2}})")
_PERMITS = re.compile(r"(?:可以|可|能|也|都|均|允许|照样|同样)[^，。；]{0,6}$")
_PERMITTED = re.compile(r"[^，。；]{0,4}(?:也|都|均|同样)(?:可以|可|能|算|行|给|支持)")
_CLAIM = re.compile(
    r"可以|能|应当|应|须|需|必须|不得|给予|资助|奖励|补贴|补助|扶持|符合|满足|条件|责任单位|负责|施行|"
    r"有效|适用|属于|备案|评审|申报|申请|规定|要求|标准|比例|上限|下限|鼓励|支持|培育|删除|新增|修改|修订"
)
_ADVICE = re.compile(
    r"建议|可咨询|请咨询|请向|请以|为准|请告诉|请告知|请提供|请补充|请问|如需|欢迎|核对|核实|确认"
)
_INTENT = re.compile(
    r"^(?:好的?[，。]?)?(?:我|让我|容我|稍等|正在|这就|先)[^。]{0,14}(?:查|看|检索|核对|核实|确认|算)"
)
_LEAST_SUPPORT = 0.45  # share of a stretch's own character pairs that its sources must hold
_OFFICE = re.compile(r"[市区省]?[\u4e00-\u9fff]{2,9}?(?:局|厅|委员会)")  # checked as names
_WORD_FOR_WORD = 8  # characters in a row that nobody writes by chance
_STRETCH = re.compile(r"[，。；：、！？,;:（）()“”]")
_SHORT = 5  # Chinese characters of own content below which a stretch says too little to judge


def check_promises(view: View) -> Iterator[Violation]:
    """Nothing is promised: 一定能拿到, 保证, 包过 — unless denied."""
    for match in lexicon.pattern("promises").finditer(view.text):
        before = view.text[max(0, match.start() - 3) : match.start()]
        if not any(
            before.endswith(word) or word in before for word in lexicon.words("promise_denied")
        ):
            reason = f"“{match[0]}”是承诺，原文和测算都不作承诺。"
            yield view.report(ViolationKind.PROMISE, match[0], reason)


def check_negation(view: View) -> Iterator[Violation]:
    """Conditions are neither waived nor turned round."""
    sources = "\n".join(source.text for source in view.cited)
    for match in lexicon.pattern("waivers").finditer(view.text):
        if match[0] not in sources and not view.silent:
            reason = f"“{match[0]}”：所标的依据没有免除这个条件。"
            yield view.report(ViolationKind.NEGATION, match[0], reason)
    yield from _reversed(view, sources)
    yield from _opposites(view, sources)


def _reversed(view: View, sources: str) -> Iterator[Violation]:
    """不重复支持 must not become 可以重复支持."""
    for match in _NEGATED.finditer(sources):
        word = match[1]
        negated = re.findall(f"(?:{_NO}){word}", sources)
        if sources.count(word) > len(negated):
            continue
        for own in re.finditer(word, view.text):
            before = view.text[: own.start()]
            after = view.text[own.end() : own.end() + 8]
            if _PERMITTED.match(after) or (
                _PERMITS.search(before) and not re.search(r"[不非未无没]|禁止|避免", before[-8:])
            ):
                reason = f"原文是“{match[0]}”，不能反过来说。"
                yield view.report(
                    ViolationKind.NEGATION, view.text[own.start() - 2 : own.end()], reason
                )


def _opposites(view: View, sources: str) -> Iterator[Violation]:
    known = sources + view.evidence.question
    for pair in lexicon.groups("opposites"):
        for said, printed in (pair, pair[::-1]):
            if view.silent or printed not in sources or said not in view.text:
                continue
            if said in known and not _turned(view.text, said, printed, sources):
                continue
            if not re.search(f"(?:不是|而非|并非|不看|非|与){said}", view.text):
                reason = f"原文是“{printed}”，不是“{said}”。"
                yield view.report(ViolationKind.NEGATION, said, reason)


def _turned(text: str, said: str, printed: str, sources: str) -> bool:
    """Whether what follows ``said`` is ``printed``'s in the sources: 事后备案 for 事前…备案."""
    pair = re.compile(f"{re.escape(said)}|{re.escape(printed)}")
    for match in re.finditer(re.escape(said), text):
        after = text[match.end() : match.end() + 2]
        found = [m.start() for m in re.finditer(re.escape(after), sources)] if after else []
        leads = [pair.findall(sources, max(0, at - 12), at)[-1:] for at in found]
        if any(leads) and all(lead == [printed] for lead in leads if lead):
            return True
    return False


def check_acts(view: View) -> Iterator[Violation]:
    """That a provision was deleted, repealed or added is said only where the text says so."""
    sources = "\n".join(
        (*(s.text for s in view.cited), *view.evidence.trusted, view.evidence.question)
    )
    for act in lexicon.groups("acts"):
        said = next((word for word in act if word in view.text), None)
        if said and not any(word in sources for word in act) and not view.silent:
            reason = f"所标的依据没有说“{said}”。"
            yield view.report(ViolationKind.VERSION, said, reason)


def check_grounded(view: View) -> Iterator[Violation]:
    """Levels, indicators, papers and procedures are named only where a cited clause names them."""
    if not view.cited or view.silent:
        return
    known = "\n".join(view.words())
    for row in lexicon.groups("grounded"):
        said = next((word for word in row if word in view.text), None)
        if said and not any(word in known for word in row) and not _ADVICE.search(view.text):
            reason = f"所标的依据没有提到“{said}”。"
            yield view.report(ViolationKind.UNSUPPORTED, said, reason)


def check_citation(view: View) -> Iterator[Violation]:
    """A sentence with a claim carries the number of a source that exists."""
    for number in view.sentence.cited:
        if view.evidence.source(number) is None:
            reason = f"没有编号为[{number}]的依据。"
            yield view.report(ViolationKind.UNKNOWN_SOURCE, f"[{number}]", reason)
    if not view.sentence.cited and claims(view):
        reason = "这句话有政策内容，但没有标注依据编号[n]。"
        yield view.report(ViolationKind.UNCITED, view.text[:40], reason)


def claims(view: View) -> bool:
    """Whether a sentence says something of the policy that needs a source."""
    text = view.text
    if text.endswith(("？", "?")) or view.sentence.heading or view.silent:
        return False
    if _INTENT.search(text) and not view.figures:
        return False
    policy = [f for f in view.figures if not _given(view, f.low, f.kind)]
    if policy or any(len(quote.text) > _SHORT for quote in quotes(text)) or _borrowed(view):
        return True
    if view.figures:  # only computed amounts and the user's own: the trace is the ground
        return False
    if _ADVICE.search(text) or len(text) <= _SHORT:
        return False
    return _CLAIM.search(text) is not None


def _borrowed(view: View) -> bool:
    """Whether a stretch of the sentence stands word for word in a source."""
    sources = [source.facts.squeezed for source in view.evidence.sources]
    stretches = (squeeze(part) for part in _STRETCH.split(view.text))
    return any(len(s) >= _WORD_FOR_WORD and any(s in t for t in sources) for s in stretches)


def _given(view: View, value: object, kind: QuantityKind) -> bool:
    known = view.known
    money = kind is QuantityKind.MONEY
    if money and any(result.value == value for result in known.results):
        return True
    if any(f.low == value and f.kind is kind for f in known.said.figures):
        return True
    if kind is QuantityKind.YEAR and any(f.low == value for f in known.terms):
        return True
    return view.reckons and (value in known.values or any(t.low == value for t in known.terms))


def check_support(view: View) -> Iterator[Violation]:
    """Each stretch of a cited sentence shares enough of its words with what it cites."""
    if view.sentence.heading or view.text.endswith(("？", "?")) or not view.sentence.cited:
        return
    pool: frozenset[str] = frozenset().union(*(bigrams(text) for text in view.words()))
    for stretch in _STRETCH.split(_without_figures(view)):
        runs = content(stretch)
        pairs = [run[i : i + 2] for run in runs for i in range(len(run) - 1)]
        if sum(map(len, runs)) < _SHORT or not pairs or _ADVICE.search(stretch):
            continue
        if _elsewhere(view, stretch):
            reason = f"“{stretch.strip()}”是另一条依据的话，标错了编号。"
            yield view.report(ViolationKind.WRONG_CLAUSE, stretch.strip(), reason)
            continue
        share = sum(pair in pool for pair in pairs) / len(pairs)
        if share < _LEAST_SUPPORT and not lexicon.has("silence", stretch):
            reason = f"“{stretch.strip()}”在所标的依据里找不到。"
            yield view.report(ViolationKind.UNSUPPORTED, stretch.strip(), reason)


def _elsewhere(view: View, stretch: str) -> bool:
    """Whether a stretch stands word for word in a source that isn't cited, and in none that is."""
    words = squeeze(stretch)
    if len(words) < _WORD_FOR_WORD or any(words in text for text in map(squeeze, view.words())):
        return False
    return any(words in source.facts.squeezed for source in view.others)


def _without_figures(view: View) -> str:
    """The sentence with titles, addresses and numbers blanked: they are checked as such."""
    text = mask(view.text)
    for figure in view.figures:
        text = text[: figure.start] + "　" * len(figure.text) + text[figure.end :]
    return _OFFICE.sub("　", text)
