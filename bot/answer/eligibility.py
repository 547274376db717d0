"""Eligibility: who may apply, which sectors count, which conditions stand in the way."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from bot.answer.facts import facts_for, operating_outside
from bot.answer.knowledge import Knowledge
from bot.answer.lookup import told
from bot.answer.sources import Sources
from bot.answer.target import Target, contact
from bot.answer.wording import unmet
from bot.engine import compute
from bot.engine.result import Kind
from bot.question.ask import Question
from bot.question.patterns import Aspect
from bot.question.places import PlaceRole
from bot.reply import Answer, Reply, Status
from corpus.document import Span
from corpus.rules.model import Condition
from corpus.scope import Scope

_APPLICANT: Final = re.compile(
    r"企业|公司|厂|我们|我|谁|机构|组织|协会|个人|商户|店|工作室|作坊|单位|品牌|补贴|政策|措施|申请|申报"
)
_WHICH_SECTORS: Final = re.compile(
    r"(哪些|哪几个|什么)(时尚|细分|样的)?(行业|产业)|(行业|产业)(都)?(有|包括|包含|涵盖|是)(了)?(哪些|什么|哪几)"
)
_MAIN_BUSINESS: Final = re.compile(r"主营(业务)?(是|为|做)?(?P<what>[^，。,；;]{1,12})")
_APPLIES: Final = re.compile(
    r"申请|申报|享受|资格|符合|条件|对象|算|属于|适用|受理|(可以|能|能不能)(拿|领|补)|范围|谁"
)
_BUSINESS: Final = re.compile(
    r"(算|属于|是不是|是否|能|可以|可|行业|企业|公司|厂|店|做|主营|包括|包含|范围)"
)


def answer_place(question: Question, knowledge: Knowledge) -> Reply | None:
    """A condition on every applicant that settles the question: where it works, what it is."""
    if reply := _general(question, knowledge):
        return reply
    registered = any(p.role is PlaceRole.REGISTERED for p in question.places)
    if registered and operating_outside(question) is False and _about_applying(question):
        return _registered(question, knowledge)
    return None


def answer_barred(question: Question, knowledge: Knowledge) -> Reply | None:
    """A scheme that the enterprise, by what it said of itself, cannot have."""
    if Aspect.ELIGIBILITY not in question.aspects or not question.topics:
        return None
    return _by_rule(question, knowledge) or _other_sector(question, knowledge)


def answer_eligibility(question: Question, knowledge: Knowledge) -> Reply | None:
    """Whether the enterprise, as far as it said, may apply; what is required where it may."""
    if Aspect.ELIGIBILITY not in question.aspects:
        return None
    if not question.topics and (reply := _sector(question, knowledge)):
        return reply
    if question.topics:
        return _required(question, knowledge)
    asks = _APPLICANT.search(question.text) and _APPLIES.search(question.text)
    if question.addresses or not asks:
        return None
    return told(question, knowledge) or _registered(question, knowledge)


def answer_sectors(question: Question, knowledge: Knowledge) -> Reply | None:
    """Which sectors the text lists."""
    if question.topics or not _WHICH_SECTORS.search(question.text):
        return None
    for scope in knowledge.scopes:
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


def _general(question: Question, knowledge: Knowledge) -> Reply | None:
    """A condition on every applicant that the question says is not met."""
    outside = operating_outside(question)
    for condition, document_id in _general_conditions(knowledge):
        place = "经营地" in condition.span.text
        false = question.truths.get(condition.name) is False or (place and outside is True)
        if not false or (place and outside is not True and question.followed):
            continue
        if not _about_applying(question):
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
            contact=contact((), knowledge),
        )
    return None


def _general_conditions(knowledge: Knowledge) -> list[tuple[Condition, str]]:
    found: dict[str, tuple[Condition, str]] = {}
    for rule in knowledge.rules.values():
        for condition in rule.conditions:
            if condition.general:
                found.setdefault(condition.name, (condition, rule.document_id))
    return list(found.values())


def _about_applying(question: Question) -> bool:
    wanted = {Aspect.ELIGIBILITY, Aspect.AMOUNT, Aspect.LISTING}
    return bool(wanted & set(question.aspects))


def _said(question: Question) -> str:
    names = "、".join(
        dict.fromkeys(p.name for p in question.places if p.role is PlaceRole.OPERATING)
    )
    return f"实际经营地在{names}不在所列范围内" if names else "实际经营地不在所列范围内"


def _by_rule(question: Question, knowledge: Knowledge) -> Reply | None:
    """A condition of the scheme that the question says is not met."""
    if not question.topics:
        return None
    for card in knowledge.layers(question, question.topics[0]):
        rule = knowledge.rules.get(card.id)
        if rule is None:
            continue
        document = knowledge.document(card.clause)
        heard = facts_for(rule, question)
        result = compute(rule, heard.facts, as_of=question.as_of, document=document)
        if result.kind is not Kind.NOT_ELIGIBLE:
            continue
        sources = Sources(knowledge.library)
        markers = "".join(dict.fromkeys(sources.cite(card.clause, span) for span in rule.quotes))
        return Answer(
            status=Status.NOT_ELIGIBLE,
            conclusion=f"不符合条件，没有{rule.kind}：{unmet(result)}{markers}。",
            body=("原文：" + "；".join(f"“{span.text}”" for span in rule.quotes),),
            computations=(result,),
            citations=sources.citations,
            contact=contact((Target(card.clause, card, question),), knowledge),
        )
    return None


def _required(question: Question, knowledge: Knowledge) -> Reply | None:
    """What the scheme requires, quoted."""
    sources = Sources(knowledge.library)
    lines = []
    cards = knowledge.layers(question, question.topics[0])
    for card in cards:
        spans = _distinct(
            tuple(s for field in ("条件", "对象", "名额", "标准") for s in card.stated(field))
        )
        if not spans:
            continue
        quotes = "；".join(f"“{span.text}”{sources.cite(card.clause, span)}" for span in spans)
        title = knowledge.document(card.clause).short_title
        lines.append(f"{title}{card.clause.label}写的是：{quotes}")
    if not lines:
        return None
    return Answer(
        status=Status.PARTLY,
        conclusion=f"符合原文条件的可以申请。{lines[0]}",
        body=tuple(lines[1:]),
        citations=sources.citations,
        notes=("您没有说到的条件，请逐项核对。",),
        contact=contact((Target(cards[0].clause, cards[0], question),), knowledge),
    )


def _distinct(spans: tuple[Span, ...]) -> list[Span]:
    """The spans without those that lie inside another."""
    return [
        span
        for i, span in enumerate(spans)
        if not any(
            other.start <= span.start and span.end <= other.end and (other != span or k < i)
            for k, other in enumerate(spans)
            if k != i
        )
    ]


def _other_sector(question: Question, knowledge: Knowledge) -> Reply | None:
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
                    title = knowledge.document(card.clause).short_title
                    return Answer(
                        status=Status.NOT_ELIGIBLE,
                        conclusion=(
                            f"{title}{card.clause.label}写的是“{span.text}”{marker}，"
                            f"{said[0]}企业不在所写的范围内，按原文不能申请。"
                        ),
                        citations=sources.citations,
                        contact=contact((Target(card.clause, card, question),), knowledge),
                    )
    return None


@cache
def _industries() -> tuple[str, ...]:
    groups = yaml.safe_load(files("bot.question").joinpath("industries.yaml").read_text("utf-8"))
    return tuple(sorted((name for group in groups for name in group), key=len, reverse=True))


def _sector(question: Question, knowledge: Knowledge) -> Reply | None:
    """Whether a sector is among those that the text lists."""
    if not question.followed and not _BUSINESS.search(question.text):
        return None
    if len([t for t in question.truths.values() if t]) > 1:
        return None  # the enterprise describes itself: all conditions are answered together
    for scope in knowledge.scopes:
        if scope.sector_clause is None or scope.sector_span is None:
            continue
        if question.documents and scope.document_id not in question.documents:
            continue
        main = _MAIN_BUSINESS.search(question.text)
        if main and (other := next((w for w in _industries() if w in main["what"]), None)):
            return _unlisted(scope, other, knowledge)
        for printed, called in scope.sectors.items():
            word = next((w for w in (printed, *called) if w in question.text), None)
            if word is not None:
                return _listed(scope, printed, word, question, knowledge)
        word = next((w for w in _industries() if w in question.text), None)
        if word is not None:
            return _unlisted(scope, word, knowledge)
    return None


def _listed(
    scope: Scope, printed: str, word: str, question: Question, knowledge: Knowledge
) -> Reply:
    sources = Sources(knowledge.library)
    marker = _cite_sectors(scope, sources)
    title = knowledge.library.document(scope.document_id).short_title
    what = printed if printed == word else f"{word}（{printed}）"
    body: tuple[str, ...] = ()
    if re.search(r"申请|申报|享受|补贴|拿", question.text):
        definition = scope.definitions[0] if scope.definitions else None
        if definition is not None:
            defined = sources.cite(definition.clause, definition.span)
            body = (f"申请还要满足：“{definition.span.text}”{defined}",)
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"{what}属于{title}列举的行业：“{_listing(scope)}”{marker}。",
        body=body,
        citations=sources.citations,
    )


def _unlisted(scope: Scope, word: str, knowledge: Knowledge) -> Reply:
    sources = Sources(knowledge.library)
    lines = []
    definition = scope.definitions[0] if scope.definitions else None
    if definition is not None:
        marker = sources.cite(definition.clause, definition.span)
        lines.append(f"企业须符合：“{definition.span.text}”{marker}")
    marker = _cite_sectors(scope, sources)
    title = knowledge.library.document(scope.document_id).short_title
    return Answer(
        status=Status.NOT_ELIGIBLE,
        conclusion=f"{word}不在{title}列举的行业之内：“{_listing(scope)}”{marker}。按列举不属于支持范围；“等”字是否包括，由主管部门认定。",
        body=tuple(lines),
        citations=sources.citations,
        contact=contact((), knowledge),
    )


def _listing(scope: Scope) -> str:
    return scope.sector_span.text if scope.sector_span else ""


def _cite_sectors(scope: Scope, sources: Sources) -> str:
    if scope.sector_clause is None or scope.sector_span is None:
        return ""
    return sources.cite(scope.sector_clause, scope.sector_span)


def _registered(question: Question, knowledge: Knowledge) -> Reply | None:
    """What the text requires of every applicant."""
    for scope in knowledge.scopes:
        if not scope.definitions:
            continue
        definition = scope.definitions[0]
        sources = Sources(knowledge.library)
        marker = sources.cite(definition.clause, definition.span)
        local = operating_outside(question) is False
        lead = "符合原文条件的企业、机构可以申请"
        if local:
            place = next(p.name for p in question.places if p.role is PlaceRole.OPERATING)
            lead = (
                f"实际经营地在{place}，这一项符合；原文看实际经营地，没有提注册地。还要满足其他各项"
            )
        return Answer(
            status=Status.PARTLY,
            conclusion=f"{lead}：“{definition.span.text}”{marker}",
            citations=sources.citations,
            contact=contact((), knowledge),
        )
    return None
