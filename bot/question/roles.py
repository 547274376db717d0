"""The role table: what an amount is, read from the words around it in its small clause."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from bot.question.amounts import NOT_YET, Role
from bot.question.nouns import Named, noun_of
from bot.question.surroundings import Surroundings, first_of, last_of
from bot.question.token import Token
from corpus.numerals import QuantityKind

_VERBS: Final = {
    "verb.lost": Role.OTHER,
    "verb.earned": Role.TURNOVER,
    "verb.borrowed": Role.FINANCING,
    "verb.transfer": Role.OTHER,
    "verb.tax": Role.TAX,
}
_GIVEN: Final = ("给", "能给", "该给", "应给", "应该给", "给我们", "就给")  # 给75万对吧
_REACHES: Final = ("过", "超", "超过", "够", "达到", "够到", "满", "到", "过了", "达")
_PAID_OUT: Final = ("下来", "下来了")
_ALREADY: Final = ("已", "已经", "先")
PAID: Final = ("补贴", "补助", "资助", "奖励", "扶持")  # ends of names of being paid
_NOT_ONE_PIECE: Final = "期年次家"  # 一期, 一家: which one, not how many


_WILL: Final = ("要", "还要", "将", "会", "还会", "得")  # 还要再投200万: not spent yet


def role_of(words: Surroundings) -> Named:
    """The role of an amount: the first row of the table that its clause satisfies."""
    return next((named for row in _TABLE if (named := row(words)) is not None), (Role.UNKNOWN, ""))


def _excluded(words: Surroundings) -> Named | None:
    theirs = words.lead_has("actor.other") and not words.has("actor.self")  # 同行退了8万
    if not _excludes(words) or theirs:
        return None
    word = first_of(words.before, "operator.exclude") or first_of(words.after, "operator.exclude")
    return Role.EXCLUDED, word.text if word else ""


def _neighbour(words: Surroundings) -> Named | None:
    noun = noun_of(words)
    if words.actor.startswith("~") and (noun is None or noun[0] is not Role.TURNOVER):
        return Role.NEIGHBOUR, words.actor.removeprefix("~")
    return None


def _received(words: Surroundings) -> Named | None:
    if noun_of(words) is not None:
        return None
    word = last_of(words.before, "verb.received") or _granted(words)
    if word is not None and not _hoped(words.before, word):
        return Role.RECEIVED, word.text
    word = first_of(words.after, "verb.received") if words.last else None
    if word is not None and not _hoped(words.after, word):
        return Role.RECEIVED, word.text
    return None


def _granted(words: Surroundings) -> Token | None:
    """数字化补贴批了25万, 批给我们18万的补贴: approved, where a payment is spoken of."""
    near = (*words.before, *words.after[:4])
    pays = any(t.has("role.claimed") or t.text.endswith(PAID) for t in near)
    pays = pays or (words.has("matter") and any(t.text in _ALREADY for t in words.before))
    pays = pays or any(t.text.startswith("给") for t in words.after[:1])  # 预拨了50万给我们
    paid = [t for t in words.before if not t.has("filler") or t.text in _PAID_OUT][-2:]
    if len(paid) == 2 and paid[0].has("role.claimed") and paid[1].text in _PAID_OUT:
        return paid[1]  # 第一批补贴下来22万
    if words.has("role.planned", "verb.spent"):
        return None
    return last_of(words.before, "verb.granted") if pays else None


def _barred(words: Surroundings) -> Named | None:
    """其中20万是个人用的: a part that a condition leaves out."""
    inside = words.lead_has("operator.part") and words.follows
    if (inside or _there_are(words.before)) and words.has("barrier"):
        return Role.EXCLUDED, ""
    return None


def _there_are(before: Sequence[Token]) -> bool:
    """有20万是自己戴的: some of what was spoken of before."""
    return any(t.text.endswith("有") for t in before[-1:])


def _called(words: Surroundings) -> Named | None:
    noun = noun_of(words)
    if noun is None or noun[0] is Role.TURNOVER:
        return noun
    return (Role.PART if words.lead_has("operator.part") and words.follows else noun[0]), noun[1]


def _declared(words: Surroundings) -> Named | None:
    """320万报技改, 我们报的技改是118万: what is applied with, not what is applied for."""
    behind = [t for t in words.after if not t.has("filler")][:2]
    before = [t for t in words.before if not t.has("filler")][-2:]
    told = any(
        len(pair) == 2 and pair[0].has("link.applying") and pair[1].has("matter")
        for pair in (behind, before)
    )
    paid = any(t.has("role.claimed") or t.text.endswith(PAID) for t in (*before, *behind))
    return (Role.SPENT, "") if told and not paid else None


def _claimed(words: Surroundings) -> Named | None:
    """Whether the nearest head before the amount is of being paid, not of paying."""
    given = [t for t in words.before if not t.has("mark")][-1:]
    if _offered(words) or any(t.text in _GIVEN for t in given):
        return Role.CLAIMED, ""
    for token in reversed(words.before):
        if token.has("verb.spent", "role.spent", "role.planned", "input"):
            return None  # 报的预算是600万
        names_pay = token.has("scheme") and token.text.endswith(PAID)  # 数字化补贴30万
        pays = token.pays
        if token.has("role.claimed") or names_pay or pays:
            return Role.CLAIMED, ""
    near = [t for t in words.after if not t.has("filler", "mark")][:1]
    behind = any(t.has("role.claimed") for t in near) or (words.last and _is_hoped_for(words.after))
    return (Role.CLAIMED, "") if behind and not words.lead_has("verb", "matter", "input") else None


def _is_hoped_for(after: Sequence[Token]) -> bool:
    """20万我能拿到吧, 200万还能给吗: words of being paid behind one of being able."""
    able = next((i for i, t in enumerate(after[:3]) if t.has("modal", "ask")), None)
    if after and after[0].text in ("吧", "吗"):
        return True  # 有600万吧
    return able is not None and any(
        t.pays or t.has("verb.received") for t in after[able : able + 3]
    )


def _offered(words: Surroundings) -> bool:
    """技改最高500万, 你们只说30万: what the text gives, not what was spent."""
    nearest = [t for t in words.before if not t.has("filler")][-1:]
    return any(t.has("link.offers") for t in nearest) and not words.lead_has(
        "verb.spent", "role.spent", "input"
    )


def _inside(words: Surroundings) -> Named | None:
    if not words.lead_has("operator.part"):
        return None
    if _own_input(words.before):
        return Role.SPENT, ""
    named = any(t.has("operator.part") and len(t.text) > 1 for t in words.before)
    return (Role.PART, "") if words.follows or named else None  # not 往技改里投12万


def _not_yet(words: Surroundings) -> Named | None:
    for role in NOT_YET:
        word = last_of(words.before, f"verb.{role}", f"role.{role}")
        if word := word or first_of(words.after[:3], f"role.{role}"):
            return role, word.text
    if not any(t.has("ask", "hypothesis") for t in words.after[:1]):
        for will, done in pairwise(words.before):
            if will.text in _WILL and done.has("verb.spent"):
                return Role.PLANNED, will.text + done.text
    return None


def _done(words: Surroundings) -> Named | None:
    """亏了, 卖了, 借了: a verb of money that is not invested."""
    for kind, role in _VERBS.items():
        word = last_of(words.before, kind)
        if word is not None and not word.has("verb.spent", "role.spent"):
            done = word.text == "做到" and words.lead_has("matter")  # 技改做到1800万
            paid = (
                done
                or _is_fee(words.before, word)
                or (word.text == "收" and any(map(_is_one, words.before)))
            )
            return None if paid else (role, word.text)
    return None


def _is_fee(before: Sequence[Token], word: Token) -> bool:
    """主办方收的展位费, 一台收1.2万: what the other side takes is what the enterprise pays."""
    return any(t.has("input") and not t.has("verb") for t in before if t.start > word.start)


def _priced(words: Surroundings) -> Named | None:
    priced = words.lead_has("operator.each") or _one_of(words.before) or _a_piece(words.after)
    charged = words.lead_has("verb.earned") and any(map(_is_one, words.before))  # 一台再收1.2万
    priced = priced or charged
    return (Role.UNIT_PRICE, "") if priced else None


def _spent(words: Surroundings) -> Named | None:
    spent = (
        words.lead_has("operator.exclude")  # 去掉以后是218万
        or words.has("verb.spent", "role.spent", "input")
        or words.lead_has("matter", "thing")
        or any(t.has("matter", "thing") for t in words.after[:3])
    )
    return (Role.SPENT, "") if spent else None


def _reached(words: Surroundings) -> Named | None:
    """合起来过一百万了吧; 投32万、39万，各自都过了三十万: the threshold of the text."""
    lead = [t.text for t in words.before][-1:]
    behind = "".join(t.text for t in words.after)
    asked = behind.endswith(("吧", "吗", "没", "没有", "嘛", "不"))
    told = words.follows and not words.lead_has("verb", "role", "input", "matter", "thing", "year")
    reaches = bool(lead) and lead[0] in _REACHES
    return (Role.QUOTED, "门槛") if reaches and (asked or told) else None


def _reckoned(words: Surroundings) -> Named | None:
    """30%是216万, 一半就是265万: the user's own reckoning."""
    near = [t for t in words.before if not t.has("filler", "link.supposes")][-1:]
    halved = any(t.has("operator.scale_half") for t in near)
    at_a_rate = halved or any(t.counts(QuantityKind.RATE) for t in words.before)
    return (Role.CLAIMED, "") if at_a_rate else None


def _summed(words: Surroundings) -> Named | None:
    return (Role.TOTAL, "") if words.lead_has("operator.total") else None


_TABLE: Final[tuple[Callable[[Surroundings], Named | None], ...]] = (
    _excluded, _neighbour, _received, _barred, _called, _declared, _claimed, _inside, _not_yet,
    _done, _reached, _priced, _spent, _reckoned, _summed,
)  # fmt: skip


def _one_of(before: Sequence[Token]) -> bool:
    """一台12万, 一个标准展位4万: one piece right before the amount."""
    skipped = ("filler", "mark", "modal", "thing", "ask", "duration")
    nearest = [t for t in before if not t.has(*skipped) and not _is_piece(t)]
    if before and _is_one_month(before[-1]):
        return True
    if len(nearest) > 1 and not nearest[-1].has("verb", "role", "input", "matter", "operator"):
        return _is_one(nearest[-1]) or _is_one(nearest[-2])  # 一个账号一年1200块
    return bool(nearest) and _is_one(nearest[-1])


def _is_one_month(token: Token) -> bool:
    """一个月1.9万."""
    quantity = token.quantity
    one = quantity is not None and quantity.value == 1 and token.counts(QuantityKind.DURATION)
    return one and quantity is not None and quantity.unit.endswith(("月", "季度"))


def _is_piece(token: Token) -> bool:
    """标准展位: a thing of one matter, no name of what is paid."""
    return token.has("matter") and not token.has("scheme", "input", "verb", "role")


def _a_piece(after: Sequence[Token]) -> bool:
    """1.68万一个: one piece right behind the amount."""
    near = [t for t in after if not t.text.isspace()][:1]
    return any(_is_one(t) or t.has("operator.each") for t in near)


def _is_one(token: Token) -> bool:
    return (
        token.quantity is not None
        and token.counts(QuantityKind.COUNT)
        and token.quantity.value == 1
        and token.text[-1] not in _NOT_ONE_PIECE
    )


def _excludes(words: Surroundings) -> bool:
    if words.lead_has("link.missed"):
        return False  # 还漏了15万没算进去: to be added, not taken away
    if words.lead_has("operator.exclude"):
        return not _after_all(words.before)
    for i, token in enumerate(words.after):
        if i and words.after[i - 1].has("negation", "link.denies"):
            continue  # 上海那个7万没退
        if token.has("operator.exclude"):
            return words.last or not token.has("link.takes_next") or token is not words.after[-1]
    return False


def _after_all(before: Sequence[Token]) -> bool:
    """去掉以后是218万: the amount is what remains, not what is taken away."""
    at = max(i for i, t in enumerate(before) if t.has("operator.exclude"))
    return any(t.has("operator.remainder", "link.afterwards") for t in before[at:])


def _own_input(before: Sequence[Token]) -> bool:
    """展会花了31万，里头展位费17.6万: the part is the very base that a scheme asks for."""
    return any(
        len({topic.split(".")[0] for topic in t.under("input")}) == 1
        and not t.has("verb", "role.spent")
        for t in before
    )


def _hoped(tokens: Sequence[Token], word: Token) -> bool:
    """能拿到, 想领到: a payment hoped for, not one got."""
    lead = [t for t in tokens if t.end <= word.start][-2:]
    lead = [t for t in lead if not t.has("link.by_rate")]  # 已经按这条到账十二万
    return any(t.has("modal", "hypothesis", "link.hope") or t.text[0] == "怎" for t in lead)
