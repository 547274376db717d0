"""Amounts: what the money of a message comes to, under every matter and text it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.answer.barred import general_condition
from bot.answer.claims import Claim, ambiguous, claims, topics_of
from bot.answer.computed import computed, expired, lapsed
from bot.answer.document_wide import non_stacking
from bot.answer.doubts import stuck_on
from bot.answer.facts import operating_outside
from bot.answer.firms import several_firms, some_fail
from bot.answer.knowledge import Knowledge
from bot.answer.layers import layers_of, rules_of
from bot.answer.ledger import unaccounted, with_ledger
from bot.answer.sector import unlisted_trade
from bot.answer.total import added, difference, total_phrase
from bot.answer.unpriced import ask, ask_about, whether_counts, without_rule
from bot.answer.validity import out_of_period
from bot.answer.which import names_nothing, which_matter
from bot.answer.wording import money
from bot.engine.result import Computation, Kind
from bot.merge import merge
from bot.question.account import unclear_amount
from bot.question.amounts import Role
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue
from bot.question.rest import unread
from bot.reply import Clarification, Reply, Status

_PAYING: Final = frozenset({AskKind.AMOUNT, AskKind.ELIGIBLE})
_OTHERWISE: Final = "谁什哪怎如"  # first characters of words that ask something else than how much
_ABOVE: Final = "市省国上部"  # first characters of authorities above the region
_EXPLAINING: Final = frozenset(
    {AskKind.COMPARE, AskKind.DEFINE, AskKind.LIST, AskKind.VALID, AskKind.CLAUSE}
)


def answer_figures(question: Question, knowledge: Knowledge) -> Reply | None:
    """Amounts where the question gives the figures: each matter and applicant by itself."""
    question = _of_the_cost_before(question)
    if question.frame.counting and question.topics and not _is_drafted(question, knowledge):
        found, _ = claims(question, knowledge)
        return whether_counts(found, question, knowledge)
    if not _gives_figures(question, knowledge) or not _wants_computing(question):
        return None
    if reply := _settled_before(question, knowledge):
        return reply
    if not any(rules_of(question, topic, knowledge) for topic in topics_of(question)):
        return which_matter(knowledge) if _wants_a_matter(question, knowledge) else None
    found, aside = claims(question, knowledge)
    if stuck := stuck_on(question, found, knowledge):
        return ask_about(question, stuck, found, knowledge)
    computed = _computed(question, found, knowledge)
    if computed is None:
        return None
    if computed.status is Status.NOT_ELIGIBLE and (some := some_fail(question)) is not None:
        return ask_about(question, [some], found, knowledge)
    told = with_ledger(computed, question, found, aside)
    if left := unaccounted(told, question):
        return ask_about(question, [unclear_amount(left[0])], found, knowledge)
    return told


def _of_the_cost_before(question: Question) -> Question:
    """贴几个点, behind whether interest is paid: at what rate that cost is, not the matter."""
    before = question.context.frame
    rate = any(field.card == "标准" for field in question.fields)
    if before is None or not (question.followed and rate) or question.named or question.figures:
        return question
    counting = question.frame.counting or before.counting
    return replace(question, frame=replace(question.frame, counting=counting))


def _is_drafted(question: Question, knowledge: Knowledge) -> bool:
    """Whether a drafted card speaks of a cost asked about: it may be what is paid for."""
    if not question.followed and not claims(question, knowledge)[0]:
        return any(card.drafted for card in knowledge.cards)  # of nothing: no reply of this kind
    return any(
        cost in span.text
        for cost in question.frame.counting
        for card in knowledge.cards
        if card.drafted
        for spans in card.fields.values()
        for span in spans
    )


def _settled_before(question: Question, knowledge: Knowledge) -> Reply | None:
    """What decides before any amount of a priced matter is computed."""
    if any(r.source and r.source[0] not in _ABOVE for r in question.frame.account.received):
        return non_stacking(question, knowledge)
    if not any(rules_of(question, topic, knowledge) for topic in topics_of(question)):
        return None
    if operating_outside(question) and (reply := general_condition(question, knowledge)):
        return reply
    alone = not several_firms(question)  # 一家做珠宝265万，一家做冷链700万
    if (
        question.frame.trade
        and alone
        and (reply := unlisted_trade(question.frame.trade, knowledge))
    ):
        return reply
    ownerless = any(item.topic is None for item in question.frame.account.items)
    if ownerless and (meant := ambiguous(question, knowledge)):
        return which_matter(knowledge, meant)
    return None


def _wants_a_matter(question: Question, knowledge: Knowledge) -> bool:
    """Whether an amount is asked for that only lacks the matter it is of.

    Names of drafted cards are words of one sentence: where a message says more than that money was
    spent, a search finds what it is about sooner than who reads such a list.
    """
    if topics_of(question):
        return False
    spent = any(item.role is Role.SPENT for item in question.frame.account.items)
    pays = spent and any(t.pays for t in question.frame.tokens)
    hoped = spent and question.wants(AskKind.ELIGIBLE)
    asked = spent or question.wants(AskKind.AMOUNT)
    if all(card.drafted for card in knowledge.cards):
        return asked and names_nothing(question)
    return pays or hoped or (asked and names_nothing(question))


def _computed(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Reply | None:
    """Every claim computed, and their sum where it is asked for."""
    replies = []
    for claim in found:
        if (reply := answer_claim(question, claim, knowledge)) is not None:
            named = f"{claim.actor}：" if claim.actor and len(found) > 1 else ""
            replies.append(replace(reply, conclusion=f"{named}{reply.conclusion}"))
    if not replies:
        return None
    due = tuple(c for reply in replies for c in (reply.due or reply.computations[:1]))
    merged = replace(merge(replies), due=due)
    if len(found) > 1 and question.frame.together and isinstance(merged, Clarification):
        body = (merged.conclusion, *merged.body)  # one of them still has a condition to be told
        return replace(merged, conclusion="几项分开看，还缺一个条件，暂不合计。", body=body, due=())
    if Cue.OWN_PART in question.cues and (left := _own_part(question, due)) is not None:
        least = "不少于" if left.kind is Kind.AT_LEAST else ""
        head = f"扣除以后自己承担{least}{money(left.low or Decimal(0))}。"
        body = (merged.conclusion, *merged.body)
        return replace(merged, conclusion=head, body=body, due=(left,))
    pair = due if len(due) == 2 else replies[0].computations
    if question.frame.differs and len(pair) == 2 and (apart := difference(pair)) is not None:
        head = f"相差{money(apart.low or Decimal(0))}。"
        return replace(
            merged, conclusion=head, body=(merged.conclusion, *merged.body), due=(apart,)
        )
    if len(due) > 1 and question.frame.together and added(due) is None:
        head = "几项口径不同（有的只写上限，有的只写下限），分开列出，不能合计。"
        return replace(merged, conclusion=head, body=(merged.conclusion, *merged.body))
    if len(due) > 1 and question.frame.together and (total := added(due)) is not None:
        head = total_phrase(total)
        return replace(
            merged, conclusion=head, body=(merged.conclusion, *merged.body), due=(total,)
        )
    return merged


def _own_part(question: Question, due: Sequence[Computation]) -> Computation | None:
    """What is left of the one amount spent after the one payment; None where either is open."""
    items = question.frame.account.items
    if len(items) != 1 or len(due) != 1 or items[0].low != items[0].high:
        return None
    if due[0].kind not in (Kind.EXACT, Kind.AT_MOST) or due[0].high is None:
        return None
    left = items[0].low - due[0].high
    kind = Kind.EXACT if due[0].kind is Kind.EXACT else Kind.AT_LEAST
    return replace(due[0], kind=kind, low=left, high=left, parts=(), steps=())


def answer_amount(question: Question, knowledge: Knowledge) -> Reply | None:
    """How much, where no figure is given: how it is paid, and what must be known."""
    if not question.wants(AskKind.AMOUNT):
        return None
    if not question.topics:
        return which_matter(knowledge) if names_nothing(question) else None
    if question.fields or question.main is not AskKind.AMOUNT or question.measured:
        return None
    topics = question.topics[:3] if len(question.addresses) > 1 else question.topics[:1]
    found, _ = claims(question, knowledge)
    priced = any(rules_of(question, topic, knowledge) for topic in topics)
    if priced and question.frame.account.stuck:
        if all(card.drafted for card in knowledge.cards) and not question.quantities:
            return None  # there is nothing to reckon with: what is written is looked up
        return ask_about(question, stuck_on(question, found, knowledge), found, knowledge)
    items = {claim.topic: claim.items for claim in found if not claim.actor}
    if question.frame.together and len(several := _named_apart(question)) > 1:
        return _computed(question, [Claim(t, "", items.get(t, ())) for t in several], knowledge)
    replies = [
        reply
        for topic in topics
        if (reply := answer_claim(question, Claim(topic, "", items.get(topic, ())), knowledge))
    ]
    return merge(replies) if replies else None


def _named_apart(question: Question) -> Sequence[str]:
    """The matters that are named one beside the other: 创业资助加租金补贴，一共多少."""
    at: dict[tuple[int, int], set[str]] = {}
    for one in question.named:
        at.setdefault((one.start, one.end), set()).add(one.topic)
    return tuple(dict.fromkeys(t for topics in at.values() if len(topics) == 1 for t in topics))


def answer_claim(question: Question, claim: Claim, knowledge: Knowledge) -> Reply | None:
    """One matter: computed where the facts are given, asked for where they are not."""
    if claim.applied is not None:
        question = replace(question, frame=replace(question.frame, applied=claim.applied))
    cards = knowledge.layers(question, claim.topic)
    layers = layers_of(question, claim.topic, knowledge, claim.items)
    if not layers:
        return without_rule(question, cards, knowledge)
    over = [out_of_period(question, knowledge.document(layer.card.clause)) for layer in layers]
    if all(over):
        return expired(question, layers[0], str(over[0]), knowledge)
    live = [layer for layer, why in zip(layers, over, strict=True) if not why]
    if claim.items and all(layer.nothing for layer in live):
        return lapsed(question, live, knowledge)
    live = [layer for layer in live if not (claim.items and layer.nothing)] or live
    if live[0].heard.problem or live[0].computation.kind is Kind.NEEDS_INPUT:
        return ask(question, live, knowledge)
    return computed(question, live, cards, knowledge)


def _reckons_anew(question: Question) -> bool:
    """那扣掉买地的呢, 钱都是2024年花的: what was told before counts otherwise now."""
    before = question.context.frame
    return before is not None and question.frame.account.items != before.account.items


def _gives_figures(question: Question, knowledge: Knowledge) -> bool:
    held = question.frame.account
    counting = _counting(question) or (question.followed and question.wants(AskKind.AMOUNT))
    if held.items or held.turnovers or (held.stuck and counting):
        return True
    return bool(question.heads.heads) and any(
        rule.counts_heads
        for topic in question.topics
        for _, rule in rules_of(question, topic, knowledge)
    )


def _counting(question: Question) -> bool:
    """Whether an amount of the message is more than words of a text or a payment supposed."""
    return any(a.role not in (Role.QUOTED, Role.CLAIMED) for a in question.figures)


def _wants_computing(question: Question) -> bool:
    """Whether the figures are there to compute with, not to be looked up or explained."""
    wanted = {ask.kind for ask in question.asks}
    fields = {field.card for field in question.fields}
    if not question.fresh and Cue.COUNTS_AS in question.cues and unread(question):
        return False  # 二手的算技改投入吗, behind an amount: not asked for again
    if not question.fresh:
        told = dict(question.truths) != dict(question.context.truths) or _reckons_anew(question)
        own = any(t.has("ask") and t.text[0] in _OTHERWISE for t in question.frame.tokens)
        if question.followed and told and not own:
            return not wanted & _EXPLAINING and fields <= {
                "标准",
                "上限",
            }  # 对了，我们是四上企业，这样的话呢
        other_layer = question.followed and question.documents != question.context.documents
        return other_layer or (bool(wanted & _PAYING) and fields <= {"标准", "上限"})
    if wanted & _PAYING or fields & {"标准", "上限", "条件"}:
        return True
    if question.asks and not any(ask.spans for ask in question.asks):
        return True  # 那我们去年投了475万, behind 还有效吗: told, and nothing asked of its own
    return not wanted & _EXPLAINING and not fields
