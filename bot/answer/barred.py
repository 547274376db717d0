"""What stands in the way: a condition that the enterprise, by its own words, does not meet."""

from __future__ import annotations

from itertools import pairwise

from bot.answer.doubts import met_and_not
from bot.answer.facts import operating_outside
from bot.answer.firms import some_fail
from bot.answer.knowledge import Knowledge
from bot.answer.layers import layers_of, rules_of
from bot.answer.quantities import FIRMS
from bot.answer.sector import other_sector
from bot.answer.sources import Sources
from bot.answer.target import Target, contact, texts_of
from bot.answer.wording import unmet
from bot.engine.result import Kind
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue
from bot.question.place_roles import PlaceRole
from bot.question.segments import Segment
from bot.reply import Answer, Reply, Status
from corpus.rules.model import Condition


def answer_barred(question: Question, knowledge: Knowledge) -> Reply | None:
    """A scheme that the enterprise, by what it said of itself, cannot have."""
    asks = question.wants(AskKind.ELIGIBLE) or (question.asking and _denies_now(question))
    some = met_and_not(question) or some_fail(question)
    if not asks or not question.topics or some is not None:
        return None
    return _by_rule(question, knowledge) or other_sector(question, knowledge)


def _denies_now(question: Question) -> bool:
    """Whether this very message says that a condition is not met: 压根没去报备."""
    before = question.context.truths
    return any(
        held is False and before.get(name) is not False for name, held in question.truths.items()
    )


def answer_beneficiary(question: Question, knowledge: Knowledge) -> Reply | None:
    """Who is paid, where somebody asks whether it is them (能直接给我们自己吗)."""
    if not question.topics:
        return None
    if Cue.PAID_TO not in question.cues and not _is_one_brought_in(question, knowledge):
        return None
    for card in knowledge.layers(question, question.topics[0]):
        spans = card.stated("对象")
        if card.id not in knowledge.rules or not spans:
            continue
        sources = Sources(knowledge.library)
        quotes = sources.quoted(card.clause, spans)
        return Answer(
            status=Status.ANSWERED,
            conclusion=(
                f"{knowledge.called(card.clause)}写的对象是：{quotes}；不是原文所写对象的，不能领取。"
            ),
            citations=sources.citations,
            contact=contact((Target(card.clause, card, question),), knowledge),
        )
    return None


def _is_one_brought_in(question: Question, knowledge: Knowledge) -> bool:
    """我们就是引进来的那家总部: one of those that are counted, where who brings them in is paid."""
    pays = AskKind.AMOUNT in {ask.kind for ask in question.asks}
    rules = [rule for _, rule in rules_of(question, question.topics[0], knowledge)]
    counted = any(entry.unit in FIRMS for rule in rules for entry in rule.required)
    before = question.context.frame
    parts = (*question.frame.parts, *(before.parts if before and question.followed else ()))
    return pays and counted and any(_says_to_be(question.topics[0], part) for part in parts)


def _says_to_be(topic: str, part: Segment) -> bool:
    """我们是…总部: what the enterprise says right behind 我们 that it is."""
    for token, behind in pairwise(part.tokens):
        if token.has("actor.self") and behind.has("link.copula", "link.apposition"):
            return any(t.has("thing") and t.has(f"matter.{topic}") for t in part.tokens)
    return False


def answer_nothing_spent(question: Question, knowledge: Knowledge) -> Reply | None:
    """The period that counts saw no spending: 上一年度一分没投."""
    if not question.topics or Cue.NOTHING_SPENT not in question.cues:
        return None
    before = question.as_of.year - 1
    if any(item.year == before for item in question.frame.account.items):
        return None  # 不是没做，做了268万
    for card, rule in rules_of(question, question.topics[0], knowledge):
        threshold = next((t for t in rule.terms.values() if t.comparison is not None), None)
        if threshold is None:
            continue
        sources = Sources(knowledge.library)
        span = next(q for q in rule.quotes if threshold.span.text in q.text)
        marker = sources.cite(card.clause, span)
        return Answer(
            status=Status.NOT_ELIGIBLE,
            conclusion=(
                f"不符合条件，没有{rule.kind}：您说这一年度没有投入，"
                f"不满足“{threshold.span.text}”{marker}。"
            ),
            body=(f"原文：“{span.text}”{marker}",),
            citations=sources.citations,
            contact=contact((Target(card.clause, card, question),), knowledge),
        )
    return None


def _by_rule(question: Question, knowledge: Knowledge) -> Reply | None:
    """A condition of the scheme that the question says is not met."""
    for layer in layers_of(question, question.topics[0], knowledge):
        if layer.computation.kind is not Kind.NOT_ELIGIBLE:
            continue
        card, rule = layer.card, layer.rule
        sources = Sources(knowledge.library)
        quotes = (sources.cite(card.clause, span) for span in rule.quotes)
        markers = "".join(dict.fromkeys(quotes))
        return Answer(
            status=Status.NOT_ELIGIBLE,
            conclusion=f"不符合条件，没有{rule.kind}：{unmet(layer.computation)}{markers}。",
            body=(
                "原文："
                + "；".join(
                    f"“{span.text}”{sources.cite(card.clause, span)}" for span in rule.quotes
                ),
            ),
            computations=(layer.computation,),
            citations=sources.citations,
            contact=contact((Target(card.clause, card, question),), knowledge),
        )
    return None


def general_condition(question: Question, knowledge: Knowledge) -> Reply | None:
    """A condition on every applicant that the question says is not met."""
    outside = operating_outside(question)
    for condition, document_id in general_conditions(question, knowledge):
        place = "经营地" in condition.span.text
        false = question.truth(condition.name, document_id) is False or (place and outside is True)
        if not false or (place and outside is not True and question.followed):
            continue
        if not about_applying(question):
            continue
        sources = Sources(knowledge.library)
        clause = knowledge.clause_at(document_id, condition.span.start)
        marker = sources.cite(clause, condition.span)
        title = knowledge.library.document(document_id).short_title
        said = _said(question) if place else f"您说的情况不满足“{condition.span.text}”"
        return Answer(
            status=Status.NOT_ELIGIBLE,
            conclusion=(
                f"不能申请：{title}要求企业“{condition.span.text}”{marker}，{said}，不符合条件。"
            ),
            citations=sources.citations,
            contact=contact((Target(clause, None, question),), knowledge),
        )
    return None


def general_conditions(question: Question, knowledge: Knowledge) -> list[tuple[Condition, str]]:
    """The conditions on every applicant, each with the document that states it."""
    texts = texts_of(question, knowledge)
    found: dict[tuple[str, str], tuple[Condition, str]] = {}
    for rule in knowledge.rules.values():
        for condition in rule.conditions if rule.document_id in texts else ():
            if condition.general:
                key = (rule.document_id, condition.name)
                found.setdefault(key, (condition, rule.document_id))
    return list(found.values())


def about_applying(question: Question) -> bool:
    """Whether a question is about getting something, not about what the text says."""
    return question.wants(AskKind.ELIGIBLE, AskKind.AMOUNT, AskKind.LIST)


def _said(question: Question) -> str:
    names = "、".join(
        dict.fromkeys(p.name for p in question.places if p.role is PlaceRole.OPERATING)
    )
    return f"实际经营地在{names}不在所列范围内" if names else "实际经营地不在所列范围内"
