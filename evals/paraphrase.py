"""Good drafts: what an honest model might write, in wordings that no renderer of ours uses.

Five styles (conversational, formal, list, reordered, figures), each built from the evidence of
one answered case: the computation's result and the cited clauses, with words and number forms
varied. Every draft made here is true and cited, so each one that is blocked is a false alarm.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from bot.desk import Desk
from bot.engine.result import Computation, Kind
from bot.reply import Clarification, Refusal, Reply
from bot.verify import Source
from corpus.numerals import QuantityKind, format_plain, format_rate, format_yuan, read

_DIGITS: Final = "零一二三四五六七八九"
_AWARDS: Final = ("资助", "奖励", "补贴", "扶持")
_LONGEST: Final = 160  # characters of a quote that a draft repeats


@dataclass(frozen=True)
class Subject:
    """One answered case: what was said, the model-free reply, and the evidence of a draft."""

    id: str
    said: tuple[str, ...]
    reply: Reply
    desk: Desk

    @property
    def computation(self) -> Computation | None:
        """The computation the answer is about, if exactly one result can be told."""
        found = self.reply.computations
        return found[0] if len(found) == 1 else None


def hanzi(number: int) -> str:
    """Write 1 to 9999 in Chinese numerals: 二百五十, 一千零五."""
    places = ("千", "百", "十", "")
    text, zero = "", False
    for place, digit in zip(places, f"{number:04d}", strict=True):
        if digit == "0":
            zero = bool(text)
        else:
            text += ("零" if zero else "") + _DIGITS[int(digit)] + place
            zero = False
    return text[1:] if text.startswith("一十") else text


def money_forms(amount: Decimal) -> tuple[str, ...]:
    """An amount in every usual spelling: 70万元, 700,000元, 七十万元, 70万."""
    short = format_yuan(amount)
    forms = [short, format_plain(amount), short.removesuffix("元") if "万" in short else short]
    wan, rest = divmod(amount, 10_000)
    if rest == 0 and 0 < wan < 10_000:
        forms.append(f"{hanzi(int(wan))}万元")
    return tuple(dict.fromkeys(forms))


def rate_forms(rate: Fraction) -> tuple[str, ...]:
    """A rate in every usual spelling: 20%, ２０％, 百分之二十, 两成."""
    printed = format_rate(rate)
    forms = [printed]
    percent = rate * 100
    if percent.denominator == 1 and 0 < percent < 100:
        forms.append(f"百分之{hanzi(int(percent))}")
        if percent % 10 == 0:
            tenth = int(percent // 10)
            forms.append(f"{'两' if tenth == 2 else _DIGITS[tenth]}成")
    return tuple(forms)


_SWAPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"最高(?=[\d一二三四五六七八九十百千])", ("上限", "封顶", "不超过", "至多")),
    (r"不超过(?=\s*[\d一二三四五六七八九十百千])", ("最高", "至多", "不多于", "上限为")),
    (r"不少于(?=\s*[\d一二三四五六七八九十百])", ("至少", "不低于")),
    (r"不多于(?=\s*[\d一二三四五六七八九十百])", ("不超过", "至多", "不高于")),
    (r"(?<=元)（含）以上", ("及以上", "（含本数）以上", "（含）以上")),
    (r"按照", ("按", "依照", "按照")),
    (r"给予", ("给", "予以", "给予")),
    (r"进行资助", ("资助", "给予资助")),
    (r"每家企业", ("每户企业", "单个企业", "每家企业")),
    (r"单个项目", ("每个项目", "单个项目")),
    (r"单个活动", ("每个活动", "单场活动", "单个活动")),
    (r"(?<!每家)(?<!单个)(?<!业)企业(?=上一年度|实际)", ("公司", "企业")),
)


def reword(text: str, rng: random.Random) -> str:
    """The same content in other words and number forms; what stands in quotation marks stays."""
    parts = re.split(r"(“[^”]*”)", text)
    return "".join(part if part.startswith("“") else _reword(part, rng) for part in parts)


def _reword(text: str, rng: random.Random) -> str:
    for pattern, words in _SWAPS:
        text = re.sub(pattern, lambda _, words=words: rng.choice(words), text)  # type: ignore[misc]
    for quantity in reversed(read(text)):
        forms: tuple[str, ...] = (quantity.text,)
        if quantity.kind is QuantityKind.MONEY and quantity.low == quantity.high:
            forms = money_forms(quantity.amount)
        elif quantity.kind is QuantityKind.RATE and quantity.unit == "%":
            forms = rate_forms(quantity.value)
        text = text[: quantity.start] + rng.choice(forms) + text[quantity.end :]
    return text


def result(subject: Subject, rng: random.Random) -> str:
    """The result in words of its kind; "" where there is none to say."""
    computation = subject.computation
    if computation is None:
        return ""
    low, high = computation.low, computation.high
    award = _award(subject)
    say: Mapping[Kind, tuple[str, ...]] = {}
    if high is not None:
        top = rng.choice(money_forms(high))
        say = {
            Kind.EXACT: (
                f"贵公司可以拿到{top}的{award}",
                f"算下来{award}金额是{top}",
                f"能获得{award}{top}",
                f"这笔{award}为{top}",
            ),
            Kind.AT_MOST: (
                f"贵公司最高可获{award}{top}",
                f"{award}至多{top}，实际可能更低",
                f"{award}的上限是{top}",
                f"最多能拿{top}",
            ),
            Kind.ELIGIBILITY_UNKNOWN: (
                f"如果条件都满足，可获{award}{top}",
                f"待条件确认后，{award}为{top}",
            ),
        }
    elif low is not None:
        least = rng.choice(money_forms(low))
        say = {Kind.AT_LEAST: (f"{award}不少于{least}", f"至少能拿到{least}{award}")}
    if computation.kind is Kind.NOT_ELIGIBLE:
        return rng.choice(
            ("目前不符合条件", "这种情况达不到要求，不能申请", "不满足条件，没有资格")
        )
    return rng.choice(say[computation.kind]) if computation.kind in say else ""


def _award(subject: Subject) -> str:
    text = "".join(citation.quote for citation in subject.reply.citations)
    return next((word for word in _AWARDS if word in text), "补贴")


def statements(subject: Subject) -> list[tuple[str, int]]:
    """What the cited words say, a clause-sized piece each, with the number to cite."""
    found: list[tuple[str, int]] = []
    for number, citation in enumerate(subject.reply.citations, start=1):
        for piece in re.split(r"[；。\n]", citation.quote):
            text = re.sub(r"^\s*(?:\d+\.|（[一二三四五六七八九十]+）)", "", piece).strip("，、 　")
            balanced = text.count("“") == text.count("”") and text.count("（") == text.count("）")
            if 8 <= len(text) <= _LONGEST and balanced:
                found.append((text, number))
    return list(dict.fromkeys(found))


def _place(source: Source) -> str:
    return f"{source.document.short_title}{source.clause.label}"


def _sources(subject: Subject) -> dict[int, Source]:
    return {source.number: source for source in subject.desk.evidence.sources}


def _sentence(text: str, number: int) -> str:
    return f"{text}[{number}]。"


def _with_later(subject: Subject, chosen: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """``chosen``, and a statement of each text that changes one of them."""
    sources, numbers = _sources(subject), {number for _, number in chosen}
    later = {n for number in numbers for n in sources[number].later}
    if not later or later & numbers:
        return chosen
    said = [s for s in statements(subject) if s[1] in later][:1]
    place = _place(sources[min(later)])
    return [*chosen, *(said or [(f"{place}对此作了调整", min(later))])]


def conversational(subject: Subject, rng: random.Random) -> str:
    """Write as to somebody at a counter."""
    lines = [rng.choice(("您好，帮您看过了。", "好的，简单说一下。", "这个问题看原文就清楚了。"))]
    if said := result(subject, rng):
        lines.append(_sentence(said, 1))
    for text, number in _with_later(subject, statements(subject)[:2]):
        opening = rng.choice(("规定是这样的：", "文件里讲，", "", "具体来说，"))
        lines.append(_sentence(f"{opening}{reword(text, rng)}", number))
    lines.append(rng.choice(("申报前建议再向主管部门确认。", "还有不清楚的可以接着问。", "")))
    return "".join(lines)


def formal(subject: Subject, rng: random.Random) -> str:
    """Write as in an official letter."""
    sources = _sources(subject)
    lines = []
    for text, number in _with_later(subject, statements(subject)[:3]):
        place = _place(sources[number])
        opening = rng.choice((f"根据{place}，", f"依据{place}的规定，", f"{place}载明，"))
        lines.append(_sentence(f"{opening}{reword(text, rng)}", number))
    if said := result(subject, rng):
        lines.append(_sentence(f"据此，{said}", 1))
    return "".join(lines)


def listed(subject: Subject, rng: random.Random) -> str:
    """Write as a list below one marker."""
    lines = []
    if said := result(subject, rng):
        lines.append(f"结论：{said}[1]。")
    groups: dict[int, list[str]] = {}
    for text, number in _with_later(subject, statements(subject)[:4]):
        groups.setdefault(number, []).append(text)
    for number, texts in groups.items():
        lines.append(f"{rng.choice(('依据', '要点', '相关规定'))}如下[{number}]：")
        lines += [f"- {reword(text, rng)}" for text in texts]
    return "\n".join(lines)


def reordered(subject: Subject, rng: random.Random) -> str:
    """Write the words of the clause first, verbatim, then what follows from them."""
    sources = _sources(subject)
    lines = []
    for text, number in reversed(_with_later(subject, statements(subject)[:2])):
        place = _place(sources[number])
        if text.startswith("《"):  # not words of the clause
            lines.append(_sentence(text, number))
            continue
        lines.append(
            rng.choice((f"原文写的是“{text}”[{number}]。", f"“{text}”，出自{place}[{number}]。"))
        )
    if said := result(subject, rng):
        lines.append(_sentence(f"{rng.choice(('所以', '因此', '这样一来，'))}{said}", 1))
    units = subject.reply.citations[0].clause.responsible if subject.reply.citations else ()
    if units:
        lines.append(_sentence(rng.choice((f"由{units[0]}负责", f"责任单位有{units[0]}")), 1))
    return "".join(lines)


def figures(subject: Subject, rng: random.Random) -> str:
    """Write out the calculation in other forms of its numbers."""
    computation = subject.computation
    if computation is None or computation.kind not in (Kind.EXACT, Kind.AT_MOST):
        return ""
    lines = []
    for step in computation.steps:
        match = re.fullmatch(r"([\d,.]+元) × ([\d.]+%) = ([\d,.]+元)", step.formula)
        if not match or len(computation.parts) > 1:
            continue
        base, rate, product = match.groups()
        start, end = (rng.choice(money_forms(read(x)[0].amount)) for x in (base, product))
        share = rng.choice(rate_forms(read(rate)[0].value))
        lines.append(f"按比例算，{start}×{share}={end}，这还没有考虑上限[1]。")
    said = result(subject, rng)
    if not lines or not said:
        return ""
    return "".join([*lines, *(_sentence(t, n) for t, n in _with_later(subject, [(said, 1)]))])


def refusal(subject: Subject, rng: random.Random) -> str:
    """Decline in other words."""
    if not isinstance(subject.reply, Refusal):
        return ""
    return rng.choice(
        (
            "抱歉，收录的文件里没有写明这一点，暂时无法回答。",
            "这个内容在现有文件中未载明，建议向主管部门咨询。",
            "查过收录的文件，没有找到相关规定，不能作出答复。",
            "您问的事项不在收录文件的范围内，没有依据可以回答。",
        )
    )


def question(subject: Subject, rng: random.Random) -> str:
    """Ask back in other words."""
    if not isinstance(subject.reply, Clarification):
        return ""
    asked = subject.reply.question.rstrip("？?。")
    opening = rng.choice(("还差一个信息：", "先问您一句，", "方便说一下吗，", "需要先确认："))
    known = "".join(_sentence(reword(t, rng), n) for t, n in statements(subject)[:1])
    return f"{known}{opening}{asked}？"


Style = Callable[[Subject, random.Random], str]
STYLES: Final[Mapping[str, tuple[str, Style]]] = {
    "conversational": ("口语", conversational),
    "formal": ("公文", formal),
    "list": ("列表", listed),
    "reordered": ("先引原文", reordered),
    "figures": ("换数字写法", figures),
    "refusal": ("拒答", refusal),
    "question": ("反问", question),
}


def paraphrases(subject: Subject, rng: random.Random) -> Iterator[tuple[str, str]]:
    """(style, draft) of every style that this subject has something to say in."""
    plain = isinstance(subject.reply, Refusal | Clarification)
    for name, (_, style) in STYLES.items():
        if plain is not (name in ("refusal", "question")):
            continue
        if draft := style(subject, rng).strip():
            yield name, draft
