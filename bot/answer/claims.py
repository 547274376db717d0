"""Claims: the matters and applicants that the amounts of a question are about, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from bot.answer.facts import place_unclear
from bot.answer.knowledge import Knowledge
from bot.answer.layers import rules_of
from bot.answer.received import unclear
from bot.question.account import Entry, Fate, Item, Stuck
from bot.question.amounts import Role
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.question.conditions import fails
from bot.question.token import Token
from corpus.numerals import QuantityKind
from corpus.rules import InputType

# Units of what is reckoned together, and the numbers in words for all of them (两样).
_JOINED: Final = frozenset("年场届次批期笔项样块") | {""}
_NUMBERS: Final = (("两", 2), ("三", 3), ("四", 4))


@dataclass(frozen=True, slots=True)
class Claim:
    """What one applicant asks of one matter: computed by itself, never added to another's."""

    topic: str
    actor: str
    items: tuple[Item, ...]
    applied: int | None = None  # the year of its own application, where each year has one


def claims(question: Question, knowledge: Knowledge) -> tuple[list[Claim], list[Entry]]:
    """The claims of a question, and what its amounts outside them are."""
    priced = [t for t in topics_of(question) if rules_of(question, t, knowledge)]
    meant = _told_of(question, priced, knowledge) or (priced[0] if priced else None)
    groups: dict[tuple[str, str], list[Item]] = {}
    aside: list[Entry] = []
    items = question.frame.account.items
    for item in items:
        if asked := _asked_instead(item, question):
            aside.append(Entry(item.text, Fate.SET_ASIDE, f"您问的是{asked}"))
            continue
        topic = item.topic if item.topic and item.topic not in question.frame.denied else None
        if topic is not None and question.followed and not knowledge.cards.of_topic(topic):
            topic = None  # said of another place's text: 那盐田呢 asks for the same money here
        if topic is not None and not rules_of(question, topic, knowledge):
            aside.append(Entry(item.text, Fate.SET_ASIDE, "属于另一事项，收录的文件没有计算标准"))
            continue
        topic = topic or meant
        if topic is not None and not _counts_money(question, topic, knowledge):
            aside.append(Entry(item.text, Fate.SET_ASIDE, "这一项不按金额计算"))
            continue
        if topic is not None:
            ordinal = f"第{item.ordinal}年" if item.ordinal else ""
            apart = (item.label or ordinal) if question.frame.differs else ""
            groups.setdefault((topic, item.actor or apart), []).append(item)
    if not groups:
        groups = {(meant, ""): []} if meant else {}
    if len(groups) == 1 and question.wants(AskKind.COMPARE):
        money = next(iter(groups.values()))  # 走技改划算还是走数字化: the same for each
        groups = {(topic, ""): money for topic in priced}
    found = [Claim(t, a, tuple(items)) for (t, a), items in groups.items()]
    return [each for claim in found for each in _by_year(claim, question)], aside


def _asked_instead(item: Item, question: Question) -> str:
    """What is asked about and an item is not of: B, 2025年, 第2年; "": it is asked about."""
    items = question.frame.account.items
    asked = _asked_about(question)
    if asked and not {item.actor, item.label} & asked:
        return "、".join(sorted(asked))
    year, only = question.frame.asked_year, question.frame.asked_ordinal
    if year not in (None, item.year) and any(i.year == year for i in items):
        return f"{year}年"
    if only not in (None, item.ordinal) and any(i.ordinal == only for i in items):
        return f"第{only}年"
    return ""


def _asked_about(question: Question) -> set[str]:
    """B能拿多少: the applicants that a message without amounts names, of those before."""
    if question.figures or question.frame.together:
        return set()
    known = {name for i in question.frame.account.items for name in (i.actor, i.label) if name}
    said = {t.text for p in question.frame.parts if p.has("ask") for t in p.tokens}
    return known & said


def _by_year(claim: Claim, question: Question) -> list[Claim]:
    """如果每年都在次年申报: the spending of each year in the application of the year after."""
    years = {item.year for item in claim.items if item.year is not None}
    apart = any(part.has("link.own_years") for part in question.frame.parts)
    if not apart or len(years) < 2:
        return [claim]
    return [
        replace(claim, items=tuple(i for i in claim.items if i.year == year), applied=year + 1)
        for year in sorted(years)
    ]


def _counts_money(question: Question, topic: str, knowledge: Knowledge) -> bool:
    """Whether a rule of the matter is reckoned from an amount, not only from a number of firms."""
    rules = (rule for _, rule in rules_of(question, topic, knowledge))
    return any(entry.type is InputType.MONEY for rule in rules for entry in rule.required)


def ambiguous(question: Question, knowledge: Knowledge) -> tuple[str, ...]:
    """The matters that share the one name that is said: 展会 is attended or organised.

    None where a condition that only one of them has tells which is meant: 展会…，已备案.
    """
    spans = {(n.start, n.end) for n in question.named} or {(0, 0)}
    meant = (n.topic for n in question.named) if question.named else question.topics
    priced = (topic for topic in meant if rules_of(question, topic, knowledge))
    topics = tuple(dict.fromkeys(priced))
    if len(spans) != 1 or len(topics) < 2 or question.frame.schemes:
        return ()
    return () if _told_of(question, topics, knowledge) else topics


def _told_of(question: Question, topics: Sequence[str], knowledge: Knowledge) -> str | None:
    """The only matter of several of which a condition, not a general one, is told."""
    told = [
        topic
        for topic in topics
        if any(
            question.truth(condition.fact or condition.name, rule.document_id) is not None
            for _, rule in rules_of(question, topic, knowledge)
            for condition in rule.conditions
            if not condition.general
        )
    ]
    return told[0] if len(told) == 1 else None


def topics_of(question: Question) -> tuple[str, ...]:
    """The matters that the question or one of its amounts is about, the amounts' first."""
    own = [i.topic for i in question.frame.account.items if i.topic]
    kept = [t for t in (*own, *question.topics) if t not in question.frame.denied]
    return tuple(dict.fromkeys(kept))


def stuck_on(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> list[Stuck]:
    """What has to be asked before anything is computed, payments already got included."""
    received = question.frame.account.received
    asked = [
        unclear(rule, received)
        for claim in found
        for _, rule in rules_of(question, claim.topic, knowledge)
    ]
    actors = {claim.actor for claim in found}
    if len(actors) > 1 and any(fails((part,)) for part in question.frame.parts):
        asked.insert(0, Stuck("几家里有的不符合条件：请逐家说明。"))  # 老三还没上规模
    rules = sum(len(rules_of(question, claim.topic, knowledge)) for claim in found[:1])
    if question.frame.differs and len(found) < 2 and rules < 2:
        asked.append(Stuck("要比较的是哪两个数？请把两个数一起写出来。"))
    only, told = question.frame.asked_ordinal, {i.ordinal for c in found for i in c.items}
    if only is not None and told - {None} and only not in told:
        asked.insert(0, Stuck(f"第{only}年投入了多少？"))
    if any(fails((part,)) for part in question.frame.of_some):
        asked.insert(0, Stuck("其中有的不符合条件：符合条件的是哪几笔？"))  # 800万那场没通过
    if place := place_unclear(question):
        asked.insert(0, Stuck(f"要申请的这家企业，实际经营地是不是{place}？", ("是", "不是")))
    if question.frame.together and (missing := _missing(question, found)):
        asked.insert(0, Stuck(missing))
    if len(hosts := _hosts(question)) > 0 and len(question.heads.heads) not in (0, *hosts):
        asked.insert(0, Stuck("每个园区各引进了几家符合条件的企业？"))
    asked += _unread_turnovers(question, found, knowledge)
    first = next((stuck for stuck in asked if stuck is not None), None)
    stuck = [*question.frame.account.stuck, *question.heads.stuck]
    return stuck if first is None else [*stuck, first]


def _unread_turnovers(
    question: Question, found: Sequence[Claim], knowledge: Knowledge
) -> list[Stuck]:
    """还有一家3.2亿的: an amount that nothing names, where only turnovers may count."""
    if not found or any(_counts_money(question, claim.topic, knowledge) for claim in found):
        return []
    account = question.frame.account
    read = {t.token for t in account.turnovers}
    stated = {
        value
        for claim in found
        for _, rule in rules_of(question, claim.topic, knowledge)
        for term in rule.terms.values()
        for value in term.values
    }
    unnamed = [
        a
        for a in question.figures
        if a.role is Role.UNKNOWN and a.token not in read and a.quantity.value not in stated
        if any(a.token.text in item.text for item in account.items)
    ]
    return [Stuck(f"“{a.token.text}”是什么数：产值、销售收入，还是别的？") for a in unnamed[:1]]


def _missing(question: Question, found: Sequence[Claim]) -> str:
    """三年一共, 两场加起来: the question about what is missing where fewer amounts were read."""
    items = [item for claim in found for item in claim.items]
    if not items or question.heads.heads or any("×" in item.text for item in items):
        return ""
    read = sum(item.text.count("＋") + 1 for item in items)
    for part in question.frame.parts:
        if not part.has("operator.total", "link.sum_asked") or part.holds_money:
            continue
        for token in part.tokens:
            if _together(token) > read:
                texts = "、".join(f"“{item.text}”" for item in items)
                return f"您问的是{token.text}一共，只读到{texts}：其余各是多少？"
    return ""


def _together(token: Token) -> int:
    """How many are meant together: 三年, 两场, 两样; 0 where the token says no number."""
    quantity = token.quantity
    if quantity is not None and token.counts(QuantityKind.COUNT, QuantityKind.DURATION):
        return int(quantity.value) if quantity.unit.removeprefix("个") in _JOINED else 0
    if token.has("link.all_of_them"):
        return next((n for word, n in _NUMBERS if word in token.text), 0)
    return 0


def _hosts(question: Question) -> set[int]:
    """The numbers of parks that the thread speaks of: 两个园区."""
    frames = (question.frame, question.context.frame if question.followed else None)
    pairs = (pair for f in frames if f for p in f.parts for pair in pairwise(p.tokens))
    return {
        int(token.quantity.value)
        for token, behind in pairs
        if token.quantity is not None
        and token.counts(QuantityKind.COUNT)
        and token.quantity.value > 1
        and behind.text.startswith(("园", "产业园"))
    }
