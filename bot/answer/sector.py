"""Sectors: which ones a text lists, and whether a business is among them."""

from __future__ import annotations

from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.target import Target, contact, scopes_of
from bot.question.ask import Question
from bot.question.asks import Cue
from bot.question.trades import trades
from bot.reply import Answer, Reply, Status
from corpus.scope import Scope

_FOR: Final = ("给", "帮", "替", "客户", "供应", "服务于")
_NEAR: Final = 6  # characters before a sector in which it says whose it is


def answer_sectors(question: Question, knowledge: Knowledge) -> Reply | None:
    """Which sectors the text lists."""
    if question.topics or Cue.WHICH_SECTORS not in question.cues:
        return None
    for scope in scopes_of(question, knowledge):
        if scope.sector_span is not None and question.documents <= {scope.document_id}:
            sources = Sources(knowledge.library)
            marker = _cite_sectors(scope, sources)
            title = knowledge.library.document(scope.document_id).short_title
            return Answer(
                status=Status.ANSWERED,
                conclusion=f"{title}列举的是：“{_listing(scope)}”{marker}。",
                citations=sources.citations,
            )
    return None


def sector(question: Question, knowledge: Knowledge) -> Reply | None:
    """Whether a sector is among those that the text lists."""
    if not question.followed and Cue.BUSINESS not in question.cues:
        return None
    if len([t for t in question.truths.values() if t]) > 1:
        return None  # the enterprise describes itself: all conditions are answered together
    text = _about_business(question)
    for scope in scopes_of(question, knowledge):
        if scope.sector_clause is None or scope.sector_span is None:
            continue
        if other := next((w for w in trades() if w in question.business), None):
            return _unlisted(scope, other, knowledge)
        for printed, called in scope.sectors.items():
            word = next((w for w in (printed, *called) if w in text), None)
            if word is not None and not _is_of_customers(word, text):
                return _listed(scope, printed, word, question, knowledge)
        word = next((w for w in trades() if w in text), None)
        if word is not None and _is_run(word, question):
            return _unlisted(scope, word, knowledge)
    return None


def _is_of_customers(word: str, text: str) -> bool:
    """专门给服装牌子拍片: the sector is that of those one works for."""
    lead = text.partition(word)[0].rpartition("，")[2][-_NEAR:]
    return any(mark in lead for mark in _FOR)


def _is_run(word: str, question: Question) -> bool:
    """开火锅店的, 手机壳厂: whether somebody runs that business; not 装修钱, 找咨询公司."""
    for part in question.frame.parts:
        for lead, token in zip((None, *part.tokens), part.tokens, strict=False):
            if word not in token.text and token.text not in word:
                continue
            hired = lead is not None and lead.text.endswith(("找", "请", "给", "跟", "让"))
            runs = part.has("business", "actor.self", "actor.firm") and not token.has("cost")
            if runs and not hired:
                return True
    return False


def _about_business(question: Question) -> str:
    """The clauses that say what the firm does, or ask whether that is covered: 做假发的算不算."""
    telling = ("business", "life", "counting", "modal", "actor.firm", "actor.named")
    parts = question.frame.parts
    return "，".join(p.text() for p in parts if len(parts) == 1 or p.has(*telling))


def _listed(
    scope: Scope, printed: str, word: str, question: Question, knowledge: Knowledge
) -> Reply:
    sources = Sources(knowledge.library)
    marker = _cite_sectors(scope, sources)
    title = knowledge.library.document(scope.document_id).short_title
    what = printed if printed == word else f"{word}（{printed}）"
    body: tuple[str, ...] = ()
    required = scope.applicants
    firm = any(t.text.endswith("企业") for p in question.frame.parts for t in p.tokens)
    whole = Cue.APPLYING in question.cues or (Cue.COUNTS_AS in question.cues and firm)
    if required is not None and whole:
        asked = sources.cite(required.clause, required.span)
        body = (f"申请还要满足：“{required.span.text}”{asked}",)
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"{what}属于{title}列举的行业：“{_listing(scope)}”{marker}。",
        body=body,
        citations=sources.citations,
    )


def _unlisted(scope: Scope, word: str, knowledge: Knowledge) -> Reply:
    sources = Sources(knowledge.library)
    lines = []
    if (required := scope.applicants) is not None:
        marker = sources.cite(required.clause, required.span)
        lines.append(f"企业须符合：“{required.span.text}”{marker}")
    marker = _cite_sectors(scope, sources)
    title = knowledge.library.document(scope.document_id).short_title
    return Answer(
        status=Status.NOT_ELIGIBLE,
        conclusion=f"{word}不在{title}列举的行业之内：“{_listing(scope)}”{marker}。按列举不属于支持范围；“等”字是否包括，由主管部门认定。",
        body=tuple(lines),
        citations=sources.citations,
        contact=contact((), knowledge),
    )


def unlisted_trade(trade: str, knowledge: Knowledge) -> Reply | None:
    """The enterprise's main business is none that a text lists."""
    for scope in knowledge.scopes:
        if scope.sector_span is not None:
            return _unlisted(scope, trade, knowledge)
    return None


def _listing(scope: Scope) -> str:
    return scope.sector_span.text if scope.sector_span else ""


def _cite_sectors(scope: Scope, sources: Sources) -> str:
    if scope.sector_clause is None or scope.sector_span is None:
        return ""
    return sources.cite(scope.sector_clause, scope.sector_span)


def other_sector(question: Question, knowledge: Knowledge) -> Reply | None:
    """The scheme is for one sector, the question names another."""
    for card in knowledge.layers(question, question.topics[0]):
        for span in card.stated("对象"):
            for scope in knowledge.scopes:
                meant = [p for p in scope.sectors if f"{p}企业" in span.text]
                said = [
                    p
                    for p, called in scope.sectors.items()
                    if any(
                        f"{word}{kind}" in question.text
                        for word in (p, *called)
                        for kind in ("企业", "公司", "厂", "行业")
                    )
                ]
                if len(meant) == 1 and said and meant[0] not in said:
                    sources = Sources(knowledge.library)
                    marker = sources.cite(card.clause, span)
                    return Answer(
                        status=Status.NOT_ELIGIBLE,
                        conclusion=(
                            f"{knowledge.called(card.clause)}写的是“{span.text}”{marker}，"
                            f"{said[0]}企业不在所写的范围内，按原文不能申请。"
                        ),
                        citations=sources.citations,
                        contact=contact((Target(card.clause, card, question),), knowledge),
                    )
    return None
