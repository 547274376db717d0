"""Counted heads: how many enterprises of a message count, where some of them fall short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from bot.question.account import Stuck
from bot.question.conditions import fails
from bot.question.segments import Segment
from bot.question.token import Token
from corpus.numerals import Mention, Quantity, QuantityKind, mentions, read_people

_UNITS: Final = frozenset("家间户")
_HOSTS: Final = frozenset(("园区", "产业园", "单位", "运营方", "平台", "协会"))
_BODIES: Final = frozenset(("企业", "公司", "机构"))
_BRINGS: Final = "引招拉落入迁"  # first characters of words of bringing in


@dataclass(frozen=True, slots=True)
class Head:
    """A number of enterprises with the year and the park it belongs to."""

    number: int
    text: str
    year: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Heads:
    """What the counts of a message come to. ``whole`` is the number first said, 0 for none."""

    heads: tuple[Head, ...] = ()
    whole: int = 0
    stuck: tuple[Stuck, ...] = ()
    less: int = 0  # how many of those spoken of before fail: 其中一家没签成


def heads(parts: Sequence[Segment], text: str, today: date) -> Heads:
    """The enterprises that a message counts: the whole, less those that a later clause leaves out.

    A later number is the rest (其余2家), those that qualify (只有2家签了), those that fail
    (1家没签), one more (又引进2家), or of another park or year; anything else is asked about.
    """
    return _Tally(parts, text, today).close()


@dataclass(slots=True)
class _Tally:
    parts: Sequence[Segment]
    text: str
    today: date
    kept: list[Head] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)
    whole: int = 0  # the number first said
    less: int = 0  # how many fail
    only: int | None = None  # how many qualify, where that is said

    def close(self) -> Heads:
        found = {
            m.quantity.start: m
            for m in mentions(self.text, today=self.today, kinds=(QuantityKind.COUNT,))
        }
        told = any(
            _brought(part.tokens, i)
            for part in self.parts
            if not part.has("role.claimed")
            for i in range(len(part.tokens))
        )
        for part in self.parts:
            for i, token in enumerate(part.tokens):
                quantity = _count(part.tokens, i)
                if quantity is None:
                    continue
                brought = _brought(part.tokens, i) and not part.has("role.claimed")
                if part.has("verb.received"):
                    continue  # 已经拿到两家的奖励
                if told and not self.kept and not brought:
                    continue  # 一家公司运营两个园区, 引进一家奖励300万: not those brought in
                mention = found.get(token.start) or Mention(quantity)
                if any(t.has("operator.each", "link.each_party") for t in part.tokens[:i]):
                    self._unclear(part)  # 每个园区各引进2家
                if self.kept:
                    self._later(part, i, mention)
                elif _of_part(part, i) and fails(reach(part, self.parts)):
                    return Heads(less=int(quantity.value))
                else:
                    self.kept.append(_head(mention, token))
                    self.whole = self.kept[0].number
            self._vague(part)
            if part.has("label") and fails((part,)):
                self._unclear(part)  # D没签协议: one of several, not all
        return Heads(self._counting(), self.whole, tuple(self.stuck))

    def _counting(self) -> tuple[Head, ...]:
        """The heads that count: those that qualify, or the whole less those that fail."""
        if self.only is not None:
            return (Head(self.only, str(self.only)),)
        if self.less and self.kept:
            return (Head(max(0, self.whole - self.less), f"{self.whole}－{self.less}"),)
        return tuple(self.kept)

    def _later(self, part: Segment, at: int, mention: Mention) -> None:
        """A number after the first: of the same heads, of some of them, or of others."""
        number = int(mention.quantity.value)
        lead = part.tokens[:at]
        rest = any(t.has("link.rest") for t in lead)
        failing = fails(reach(part, self.parts))
        first = self.kept[0]
        dated = part.has("year", "date", "nth", "ordinal")
        mention = mention if dated else replace(mention, year=first.year)
        numbers = (first.number, sum(head.number for head in self.kept))
        again = number in numbers and not rest and not dated
        again = again and (not mention.label or part.has("link.all_of_them"))
        if again and not failing:
            return  # 三家都是区外搬来的: the same ones
        if number == 1 and self._enumerated:
            self.less += failing  # 三家：一家南山来的，一家…
            return
        if failing and len(self.kept) > 1 and number <= self.kept[-1].number:
            last = self.kept[-1]  # 2025年3家；2026年2家，其中1家没签
            self.kept[-1] = replace(last, number=last.number - number)
        elif failing and number <= first.number:
            self.less += number
        elif any(t.has("link.only") for t in lead):
            self.only = number
        elif not (rest and self._divided):
            self._others(part, _head(mention, part.tokens[at]), rest=rest)

    @property
    def _enumerated(self) -> bool:
        """Whether as many single ones are told of as were counted: 三家：一家…，一家…，一家…."""
        counted = [
            quantity.value
            for part in self.parts
            for i in range(len(part.tokens))
            if (quantity := _count(part.tokens, i)) is not None
        ]
        return self.whole > 1 and sum(value == 1 for value in counted) == self.whole

    @property
    def _divided(self) -> bool:
        """Whether some of the heads are known to fail."""
        return bool(self.less) or self.only is not None

    def _others(self, part: Segment, head: Head, *, rest: bool) -> None:
        """Heads of another park or year, more of them, or a correction; else it is asked."""
        first = self.kept[0]
        placed = (head.year, head.label)
        if part.has("operator.part"):
            self._unclear(part)
        elif (head.label or head.year) and placed != (first.year, first.label):
            self.kept.append(head)
        elif rest or self._divided:
            self._unclear(part)
        elif part.has("operator.add", "life", "verb.spent"):
            self.kept = [_sum([*self.kept, head])]
        elif any(p.has("operator.replace") for p in self.parts[part.index - 1 : part.index + 1]):
            self.kept = [head]  # 2家，不对，是4家
        else:
            self._unclear(part)

    def _vague(self, part: Segment) -> None:
        if self.kept and part.has("vague") and (part.has("negation") or fails((part,))):
            self.stuck.append(Stuck(f"“{part.text()}”是几家？"))

    def _unclear(self, part: Segment) -> None:
        self.stuck.append(Stuck(f"“{part.text()}”：符合全部条件的一共几家？"))


def reach(part: Segment, parts: Sequence[Segment]) -> tuple[Segment, ...]:
    """The clause of a number and those behind it until the next number: 1家…，没签协议."""
    found = [part]
    for following in parts[part.index + 1 :]:
        if _counts(following):
            break
        if following.has("link.rest", "ask"):
            break
        found.append(following)
    return tuple(found)


def of_some(parts: Sequence[Segment]) -> frozenset[int]:
    """The clauses that speak of some of several: 有家没签, 其中1家没签, 有1家…，是区内搬来的."""
    several = any(
        (quantity := _count(p.tokens, i)) is not None and quantity.value > 1
        for p in parts
        for i in range(len(p.tokens))
    )
    apart = {part.index for part in parts if part.has("vague") and several}
    apart.update(p.index for p in parts if p.has("label") and fails((p,)))
    for part in parts:
        some = any(_of_part(part, i) for i in range(len(part.tokens)) if _count(part.tokens, i))
        if _counts(part) and ((part.index and several) or some):
            of_it = reach(part, parts)
            if fails(of_it):
                apart.update(p.index for p in of_it)
    return frozenset(apart)


def _of_part(part: Segment, at: int) -> bool:
    """其中一家, 有一家: whether a count is of some of those spoken of before."""
    return part.has("operator.part") or part.tokens[max(0, at - 1)].text.endswith("有")


def _counts(part: Segment) -> bool:
    """Whether a clause counts enterprises."""
    return any(_count(part.tokens, i) is not None for i in range(len(part.tokens)))


def _count(tokens: Sequence[Token], at: int) -> Quantity | None:
    """The number of enterprises that a token counts: 4家, 两个总部; not 两个园区, not 同一家."""
    token = tokens[at]
    if token.quantity is None or not token.counts(QuantityKind.COUNT):
        return None
    if at and tokens[at - 1].has("link.same_one"):
        return None
    if token.quantity.unit in _UNITS:
        near = [t for t in tokens[at + 1 : at + 3] if not t.has("filler")][:1]
        return None if any(t.text in _HOSTS for t in near) else token.quantity
    behind = tokens[at + 1 : at + 6]
    of_firms = any("总部" in t.text or t.text in _BODIES for t in behind)
    return token.quantity if token.quantity.unit == "个" and of_firms else None


def _brought(tokens: Sequence[Token], at: int) -> bool:
    """Whether a count is of enterprises that are brought in: 引进3家, 拉来俩总部."""
    if _count(tokens, at) is None:
        return False
    behind = [t for t in tokens[at + 1 :] if not t.has("filler")][:1]
    near = (*tokens[:at], *behind)  # 引进3家, 3家新入驻的总部
    return any(t.text[0] in _BRINGS for t in near)


def _head(mention: Mention, token: Token) -> Head:
    return Head(int(mention.quantity.value), token.text, mention.year, mention.label)


def _sum(kept: Sequence[Head]) -> Head:
    text = "＋".join(h.text for h in kept)
    return Head(sum(h.number for h in kept), text, kept[0].year, kept[0].label)


def rates(text: str) -> tuple[Mention, ...]:
    """Every rate in a question (50%、三成), in order."""
    return tuple(Mention(q) for q in read_people(text) if q.kind is QuantityKind.RATE)
