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
from corpus.numerals import Mention, QuantityKind, mentions, read_people

_UNITS: Final = frozenset("家间户")
_REST: Final = frozenset(("其余", "剩下", "剩下的", "余下的", "剩余", "另外", "其他", "其它", "另"))
_ONLY: Final = frozenset(("只有", "仅", "仅有", "才", "只"))


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
    less: int = 0
    only: int | None = None

    def close(self) -> Heads:
        found = {
            m.quantity.start: m
            for m in mentions(self.text, today=self.today, kinds=(QuantityKind.COUNT,))
        }
        whole = 0
        told = any(
            _brought(part.tokens, i)
            for part in self.parts
            for i in range(len(part.tokens))
            if not part.has("role.claimed")
        )
        for part in self.parts:
            for i, token in enumerate(part.tokens):
                if not _counts(part.tokens, i):
                    continue
                claimed = part.has("role.claimed") and token.quantity is not None
                if told and not self.kept and (claimed or not _brought(part.tokens, i)):
                    continue  # 一家公司运营两个园区, 引进一家奖励300万: not those brought in
                mention = found.get(token.start) or Mention(token.quantity)  # type: ignore[arg-type]
                if not self.kept:
                    whole = int(mention.quantity.value)
                    self.kept.append(_head(mention, token))
                else:
                    self._later(part, i, mention)
            self._vague(part)
            if part.has("label") and fails((part,)):
                self._unclear(part)  # D没签协议: one of several, not all
        if self.only is not None:
            self.kept = [Head(self.only, str(self.only))]
        elif self.less and self.kept:
            self.kept = [Head(max(0, whole - self.less), f"{whole}－{self.less}")]
        return Heads(tuple(self.kept), whole, tuple(self.stuck))

    def _later(self, part: Segment, at: int, mention: Mention) -> None:
        number = int(mention.quantity.value)
        before = {t.text for t in part.tokens[:at]}
        reach = self._reach(part)
        first = self.kept[0]
        dated = part.has("year", "date", "nth", "ordinal")
        mention = mention if dated else replace(mention, year=first.year)
        again = number == first.number and not before & _REST and not mention.label and not dated
        if again and not fails(reach):
            return  # 三家都是区外搬来的: the same ones
        if fails(reach) and number <= first.number:
            self.less += number
        elif before & _ONLY:
            self.only = number
        elif before & _REST and (self.less or self.only is not None):
            return
        elif (mention.label or mention.year) and (mention.year, mention.label) != (
            first.year, first.label,
        ):  # fmt: skip
            self.kept.append(_head(mention, part.tokens[at]))
        elif part.has("operator.part") or before & _REST or self.less or self.only is not None:
            self._unclear(part)
        elif part.has("operator.add", "life", "verb.spent"):
            self.kept.append(_head(mention, part.tokens[at]))
            self.kept = [_sum(self.kept)]
        elif part.has("operator.replace"):
            self.kept = [_head(mention, part.tokens[at])]
        else:
            self._unclear(part)

    def _reach(self, part: Segment) -> tuple[Segment, ...]:
        return reach(part, self.parts)

    def _vague(self, part: Segment) -> None:
        if self.kept and part.has("vague") and (part.has("negation") or fails((part,))):
            self.stuck.append(Stuck(f"“{part.text()}”是几家？"))

    def _unclear(self, part: Segment) -> None:
        self.stuck.append(Stuck(f"“{part.text()}”：符合全部条件的一共几家？"))


def reach(part: Segment, parts: Sequence[Segment]) -> tuple[Segment, ...]:
    """The clause of a number and those behind it until the next number: 1家…，没签协议."""
    found = [part]
    for following in parts[part.index + 1 :]:
        if any(_counts(following.tokens, i) for i in range(len(following.tokens))):
            break
        if any(t.text in _REST for t in following.tokens) or following.has("ask"):
            break
        found.append(following)
    return tuple(found)


def of_some(parts: Sequence[Segment]) -> frozenset[int]:
    """The clauses that speak of some of several: 有家没签, 其中1家没签, 有1家…，是区内搬来的."""
    several = any(
        _counts(p.tokens, i) and t.quantity is not None and t.quantity.value > 1
        for p in parts
        for i, t in enumerate(p.tokens)
    )
    apart = {part.index for part in parts if part.has("vague") and several}
    apart.update(p.index for p in parts if p.has("label") and fails((p,)))
    for part in parts[1:]:
        if any(_counts(part.tokens, i) for i in range(len(part.tokens))):
            of_it = reach(part, parts)
            if fails(of_it):
                apart.update(p.index for p in of_it)
    return frozenset(apart)


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token counts enterprises: 4家, 两个总部, but not 两个园区 and not 同一家."""
    token = tokens[at]
    if token.quantity is None or not token.counts(QuantityKind.COUNT):
        return False
    if at and tokens[at - 1].text in ("同", "同一", "每", "这", "那"):
        return False
    if token.quantity.unit in _UNITS:
        behind: Sequence[Token] = [t for t in tokens[at + 1 : at + 3] if not t.has("filler")]
        return not any(
            t.text in ("园区", "产业园", "单位", "运营方", "平台", "协会") for t in behind[:1]
        )
    behind = tokens[at + 1 : at + 6]
    return token.quantity.unit == "个" and any(
        "总部" in t.text or t.text in ("企业", "公司", "机构") for t in behind
    )


def _brought(tokens: Sequence[Token], at: int) -> bool:
    """Whether a count is of enterprises that are brought in: 引进3家, 拉来俩总部."""
    return _counts(tokens, at) and any(t.text[0] in "引招拉落入迁" for t in tokens[:at])


def _head(mention: Mention, token: Token) -> Head:
    return Head(int(mention.quantity.value), token.text, mention.year, mention.label)


def _sum(kept: Sequence[Head]) -> Head:
    text = "＋".join(h.text for h in kept)
    return Head(sum(h.number for h in kept), text, kept[0].year, kept[0].label)


def rates(text: str) -> tuple[Mention, ...]:
    """Every rate in a question (50%、三成), in order."""
    return tuple(Mention(q) for q in read_people(text) if q.kind is QuantityKind.RATE)
