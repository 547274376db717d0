"""Checks of standing: eligibility as computed, versions, validity, refusals that stay such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.engine.result import Kind
from bot.reply import Status
from bot.verify import lexicon
from bot.verify.evidence import Evidence, Source
from bot.verify.figures import Role
from bot.verify.sentences import Sentence
from bot.verify.view import View
from bot.verify.violation import Violation, ViolationKind
from corpus.numerals import QuantityKind

_OF_CAP = re.compile(r"[未没]有?(?:达到|超过|触及|碰到)[^，。；]{0,14}(?:上限|封顶|限额)")
_PAYING = frozenset({Kind.EXACT, Kind.AT_MOST, Kind.AT_LEAST, Kind.RANGE})


def check_status(view: View) -> Iterator[Violation]:
    """符合 and 不符合 agree with the computation and with the status of the reply."""
    kinds = {computation.kind for computation in view.evidence.computations}
    closed = kinds == {Kind.NOT_ELIGIBLE} or view.evidence.status is Status.NOT_ELIGIBLE
    text = _OF_CAP.sub("", view.text)
    negative = lexicon.pattern("ineligible").search(text)
    rest = lexicon.pattern("ineligible").sub("　", text)
    positive = lexicon.pattern("eligible").search(rest)
    if positive and (view.silent or _printed(view, rest, positive)):
        positive = None
    denied = positive and re.search(r"[不未没无]\S{0,2}$", rest[: positive.start()])
    if view.conditional or view.echoes or view.text.endswith(("？", "?")):
        return
    if positive and not denied and not negative and (closed or view.evidence.refuses):
        reason = "测算或原文的结论是不符合或不能确认，不能写成可以。"
        yield view.report(ViolationKind.STATUS, positive[0], reason)
    if negative and kinds and kinds <= _PAYING and not closed:
        reason = "测算的结论是可以，不能写成不符合。"
        yield view.report(ViolationKind.STATUS, negative[0], reason)
    if Kind.OUT_OF_PERIOD in kinds and positive and not lexicon.has("expired", view.text):
        reason = "查询日不在有效期内，不能写成可以。"
        yield view.report(ViolationKind.VERSION, positive[0], reason)


def _printed(view: View, text: str, found: re.Match[str]) -> bool:
    """Whether the words are the clause's own: 每人可获资金奖励."""
    words = text[found.start() : found.end() + 3]
    return any(words in facts.squeezed for facts in view.cited_facts)


def check_refusal(view: View) -> Iterator[Violation]:
    """Where there is no answer, none is given: no amount, no rate."""
    if not (view.evidence.refuses and not view.evidence.computations):
        return
    for figure in view.figures:
        if view.in_quote(figure.start):
            continue
        paid = figure.kind is QuantityKind.MONEY and figure.role is not Role.BASE
        if (paid or figure.kind is QuantityKind.RATE) and not (view.silent or view.echoes):
            reason = "这个问题没有可答的依据，不能给出金额或比例。"
            yield view.report(ViolationKind.STATUS, figure.text, reason)


def check_versions(view: View) -> Iterator[Violation]:
    """An expired text isn't called valid, nor a valid one expired, nor a changed one current."""
    current = lexicon.pattern("current").search(view.text)
    denied = current and re.search(
        r"(?:不是|并非|是否|不再|未必|不属于)\S{0,4}$", view.text[: current.start()]
    )
    for source in view.cited:
        if (
            current
            and not denied
            and source.later
            and not set(source.later) & set(view.sentence.cited)
        ):
            reason = f"[{source.number}]已有后来的文件作了调整，不能当作现行规定。"
            yield view.report(ViolationKind.VERSION, current[0], reason)
        yield from _validity(view, source, current if not denied else None)


def _validity(view: View, source: Source, current: re.Match[str] | None) -> Iterator[Violation]:
    validity, day = source.document.validity, view.evidence.as_of
    early = validity.effective is not None and day < validity.effective
    late = validity.last_day_latest is not None and day > validity.last_day_latest
    if current and (early or late):
        reason = f"查询日{day.isoformat()}，{source.document.short_title}不在有效期内。"
        yield view.report(ViolationKind.VERSION, current[0], reason)
    gone = re.search(r"(?:已经?|早已)(?:过期|失效|届满|到期|废止|不再有效)", view.text)
    known = validity.last_day_earliest is not None and day <= validity.last_day_earliest
    if gone and known and not view.conditional and not early:
        reason = f"查询日{day.isoformat()}，{source.document.short_title}仍在有效期内。"
        yield view.report(ViolationKind.VERSION, gone[0], reason)


def check_whole(evidence: Evidence, sentences: list[Sentence]) -> Iterator[Violation]:
    """What only the whole draft shows: later texts named, validity named, a question asked."""
    text = "\n".join(sentence.raw for sentence in sentences)
    cited = {number for sentence in sentences for number in sentence.cited}
    for source in evidence.sources:
        if source.number in cited and source.later and not cited & set(source.later):
            reason = f"用了[{source.number}]，还要说明后来的文件[{source.later[0]}]作了什么调整。"
            yield Violation(ViolationKind.VERSION, text[:60], f"[{source.number}]", reason)
    lapsed = [s for s in evidence.sources if s.number in cited and _lapsed(s, evidence)]
    if lapsed and not lexicon.has("expired", text):
        reason = f"查询日不在{lapsed[0].document.short_title}的有效期内，必须写明。"
        yield Violation(ViolationKind.VERSION, text[:60], lapsed[0].document.short_title, reason)
    if evidence.asks and not re.search(r"[？?]|请(?:写明|告知|告诉|补充|提供|说明|确认)", text):
        yield Violation(ViolationKind.STATUS, text[:60], "", "要先问清楚再答，回答里没有提问。")
    if evidence.refuses and not lexicon.has("silence", text):
        yield Violation(ViolationKind.STATUS, text[:60], "", "没有依据的问题，要写明没有依据。")


def _lapsed(source: Source, evidence: Evidence) -> bool:
    validity = source.document.validity
    early = validity.effective is not None and evidence.as_of < validity.effective
    late = validity.last_day_latest is not None and evidence.as_of > validity.last_day_latest
    return early or late
