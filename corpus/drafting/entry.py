"""An award as an entry of ``rules.yaml``: words of the sentence with names, and a formula.

Nothing is written that is not a stretch of the sentence, but names for inputs and terms; the
compiler reads the numbers from the words and its lint looks for words that nothing binds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from corpus.drafting.award import Award, Figure, Row, Steps
from corpus.drafting.sentences import Sentence
from corpus.drafting.words import AID
from corpus.numerals import Comparison, QuantityKind
from corpus.rules.lexicon import scope_of
from corpus.rules.model import Role
from corpus.rules.unit import quota_factor, unit_name
from corpus.words import words

_EDGE: Final = re.compile(r"^(?:对于?|鼓励|支持|其中|且|并且?|以及)+(?=.{4})|的$|[，,、：:]+$")
_APPLICANT: Final = ("企业", "单位", "机构", "家", "户", "")
_THRESHOLD: Final = {
    Comparison.AT_LEAST: ("at_least", ">="),
    Comparison.ABOVE: ("above", ">"),
    Comparison.AT_MOST: ("at_most", "<="),
    Comparison.BELOW: ("below", "<"),
}
_INPUT: Final = {
    QuantityKind.MONEY: "money",
    QuantityKind.COUNT: "count",
    QuantityKind.DURATION: "count",  # 登记注册满12个月: so many months
}
_COUNTED: Final = {  # what is asked for a unit
    "人": "人数", "人次": "人次数", "家": "家数", "户": "户数",
    "月": "月数", "年": "年数", "天": "天数", "平方米": "面积", "亩": "亩数", "公顷": "面积",
}  # fmt: skip
_NOUN: Final = re.compile(r"[一-鿿]{2,24}$")
_VERB_TAIL: Final = re.compile(
    r"(?:达到?|超过|满|为|在|不低于|不少于|不超过|高于|低于|不足|不满|累计|总计)+$"
)
_LAST: Final = 3  # characters that two names of one amount share at their end: 投资额


@dataclass
class _Draft:
    """An entry being written."""

    award: Award
    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    bind: dict[str, dict[str, Any]] = field(default_factory=dict)
    conditions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def sentence(self) -> Sentence:
        return self.award.sentence

    def name(self, start: int, end: int) -> str:
        """The words of a name, made longer to the right until they stand there only once."""
        whole = self.sentence.span(0, len(self.sentence.plain)).text
        for last in range(end, min(len(self.sentence.plain), end + 4) + 1):
            text = self.sentence.span(start, last).text
            if whole.count(text) == 1:
                return text
        return self.words(start, end)

    def words(self, start: int, end: int) -> str:
        """The words of a stretch, made longer to the left until they stand there only once."""
        whole = self.sentence.span(0, len(self.sentence.plain)).text
        for first in range(start, max(-1, start - 12), -1):
            text = self.sentence.span(first, end).text
            if whole.count(text) == 1:
                return text
        return self.sentence.span(start, end).text


def entry_of(award: Award, key: str, clause: str, name: str) -> Mapping[str, Any]:
    """The entry of a rule for an award of a clause; its quote is the whole sentence."""
    draft = _Draft(award)
    amount = _amount(draft)
    _conditions(draft)
    sentence = award.sentence
    start = _first(sentence, award)
    entry: dict[str, Any] = {
        "id": key,
        "name": name,
        "kind": award.kind,
        "clause": clause,
        "quote": [sentence.span(start, award.end).text],
        "inputs": draft.inputs,
        "bind": draft.bind,
        "conditions": draft.conditions,
        "amount": amount,
    }
    if per := _per(draft):
        entry["per"] = per
    return entry


def _first(sentence: Sentence, award: Award) -> int:
    """Where the quote begins: with the first phrase that says something, or names the grant."""
    first = next((at for at, _ in _phrases(sentence, award.head)), award.head)
    edges = [m.end() for m in re.finditer(r"[，,；：:]", sentence.plain[:first])]
    named = sentence.plain.find(award.kind)
    start = edges[-1] if edges else 0
    if start > named:
        start = max((edge for edge in edges if edge <= named), default=0)
    return start


def _amount(draft: _Draft) -> str:
    award = draft.award
    formula = _granted(draft)
    if award.ratio is not None:
        share = award.ratio.figure
        draft.bind["上限比例"] = {
            "span": draft.words(share.start, share.end),
            "as": Role.RATE_CEILING.value,
        }
        formula = f"cap({formula}, {_base_input(draft, award.ratio.base)} * 上限比例)"
    for cap, name in zip(award.caps, ("上限", "总上限", "上限三"), strict=False):
        draft.bind[name] = {"span": draft.words(cap.start, cap.end), "as": Role.CAP.value}
        formula = f"cap({formula}, {name})"
    return formula


def _granted(draft: _Draft) -> str:
    award, figure = draft.award, draft.award.figure
    if award.rows:
        return _by_kind(draft)
    draft.bind["标准"] = {"span": draft.words(figure.start, figure.end), "as": figure.role.value}
    if award.base is not None:
        name = _base_input(draft, award.base)
        return f"{name} * 标准"
    if figure.units:
        return " * ".join([*_counted(draft, figure), "标准"])
    return "fixed(标准)"


def _base_input(draft: _Draft, base: tuple[int, int]) -> str:
    text = draft.sentence.plain[slice(*base)]
    name = re.sub(r"[^一-鿿A-Za-z]", "", text) or "金额"
    draft.inputs[name] = {
        "type": "money",
        "span": draft.words(*base),
        "ask": f"{name}是多少？",
        "label": name,
        "aliases": _called(name),
    }
    return name


def _called(name: str) -> list[str]:
    """Shorter names of an amount: 项目审定实际投资额 → 审定实际投资额, 实际投资额, 投资额."""
    found = [name]
    for head in (
        "年度",
        "项目",
        "审定",
        "实际",
        "发生的",
        "发生",
        "支付的",
        "支付",
        "总",
        "该",
        "其",
    ):
        rest = found[-1].partition(head)[2]
        if len(rest) >= 2:
            found.append(rest)
    if "的" in name:
        found.append(name.rpartition("的")[2])
    last = words(name)
    found += ["".join(last[-count:]) for count in (2, 1)]
    return list(dict.fromkeys(one for one in found[1:] if len(one) > 1 and one != name))


def _counted(draft: _Draft, figure: Figure) -> list[str]:
    names = []
    for unit in figure.units:
        name = _COUNTED.get(unit, f"{unit}数")
        draft.inputs[name] = {
            "type": "count",
            "unit": unit,
            "span": draft.words(figure.start, figure.end),
            "ask": f"{name}是多少？",
            "label": name,
            "aliases": [],
        }
        names.append(_limited(draft, name, unit))
    return names


def _limited(draft: _Draft, name: str, unit: str) -> str:
    """A number of months or people, no more than the award is paid for."""
    for quota in draft.award.quotas:
        if quota_factor(unit, quota.units[0]):
            term = f"{name}限量"
            span = draft.words(quota.start, quota.end)
            draft.bind[term] = {"span": span, "as": Role.QUOTA.value}
            return f"lesser({name}, {term})"
    return name


def _by_kind(draft: _Draft) -> str:
    rows = draft.award.rows
    kinds = [
        {"kind": draft.words(*row.kind), "value": _cell(draft, row, at)}
        for at, row in enumerate(rows)
    ]
    role = draft.award.figure.role
    draft.bind["标准"] = {"as": role.value, "kinds": kinds}
    if draft.award.told is not None:
        draft.bind["标准"]["span"] = draft.words(*draft.award.told)
    if draft.award.steps is not None:
        return _by_step(draft, draft.award.steps)
    first, last = rows[0].kind, rows[-1].kind
    draft.inputs["类别"] = {
        "type": "choice",
        "span": draft.words(first[0], last[1]),
        "ask": "属于哪一类？",
        "label": "类别",
        "choices": [row["kind"] for row in kinds],
        "aliases": [],
    }
    units = draft.award.figure.units
    counted = _counted(draft, draft.award.figure) if units else []
    pick = "pick(标准, 类别)"
    return " * ".join([*counted, pick]) if counted else f"fixed({pick})"


def _by_step(draft: _Draft, steps: Steps) -> str:
    sentence = draft.sentence
    draft.bind["标准"]["lead"] = draft.words(*steps.lead)
    name = sentence.plain[slice(*steps.what)]
    edge = next(q for q in sentence.quantities if q.start == steps.edges[0][0])
    kind = _INPUT[edge.kind]
    draft.inputs[name] = {
        "type": kind,
        "span": draft.words(*steps.what),
        "ask": f"{name}是多少？",
        "label": name,
        "aliases": _called(name),
    }
    if kind == "count":
        draft.inputs[name]["unit"] = edge.unit
    return f"tier({name}, 标准)"


def _cell(draft: _Draft, row: Row, at: int) -> str:
    last = at == len(draft.award.rows) - 1
    return draft.words(row.cell[0], draft.award.figure.end if last else row.cell[1])


def _per(draft: _Draft) -> dict[str, Any]:
    """What one evaluation is about, as the words of the cap and of the figure say."""
    award = draft.award
    found: dict[str, Any] = {}
    spans = list(award.caps)
    spans += [award.figure] if award.figure.role is not Role.KINDS else []
    for figure in spans:
        text = draft.sentence.plain[figure.start : figure.end]
        scope = scope_of(text)
        for word in scope.words:
            printed = draft.sentence.span(*_at(draft.sentence, figure, word)).text
            named = scope_of(printed)
            if named.yearly and "年" not in award.figure.units:
                found.setdefault("year", printed)
            counted = award.figure.units and figure is award.figure
            if named.entity and named.entity not in _APPLICANT and not counted:
                found.setdefault("items", {"name": named.entity, "span": printed})
    return found


def _at(sentence: Sentence, figure: Figure, word: str) -> tuple[int, int]:
    start = sentence.plain.index(word, figure.start)
    return start, start + len(word)


def _conditions(draft: _Draft) -> None:
    phrases = [(start, end, False) for start, end in _phrases(draft.sentence, draft.award.head)]
    phrases += [(start, end, True) for start, end in draft.award.listed]
    for start, end, told in phrases:
        if told or not _threshold(draft, start, end):
            text = draft.words(start, end)
            name = re.sub(r"\s", "", text)
            draft.conditions.append({"name": name, "span": text})


def _phrases(sentence: Sentence, head: int) -> Iterator[tuple[int, int]]:
    """The stretches between commas in front of an award, without the words that lead them in."""
    text = sentence.plain[:head]
    for match in re.finditer(r"[^，,；：:]+", text):
        start, end = match.span()
        while edge := _EDGE.search(text[start:end]):
            if edge.start() == 0:
                start += edge.end()
            else:
                end = start + edge.start()
        words = re.sub(rf"{AID}|标准|金额|额度|总|可|给予|按照?|的", "", text[start:end])
        if end - start >= 2 and words:
            yield start, end


def _threshold(draft: _Draft, start: int, end: int) -> bool:
    """A phrase that is one comparison: 上一年度技术改造投资额100万元（含）以上."""
    sentence = draft.sentence
    inside = [q for q in sentence.quantities if start <= q.start < end]
    if len(inside) != 1 or inside[0].kind not in _INPUT or inside[0].low != inside[0].high:
        return False
    quantity = inside[0]
    if quantity.comparison not in _THRESHOLD or quantity.end < end:
        tail = sentence.plain[quantity.end : end]
        if quantity.comparison not in _THRESHOLD or not re.fullmatch(
            r"(?:[（(]不?含[^）)]*[）)])?(?:及?以[上下内])?(?:[（(]不?含[^）)]*[）)])?的?", tail
        ):
            return False
    noun_end = quantity.start
    before = sentence.plain[start:noun_end]
    verb = _VERB_TAIL.search(before)
    bound_from = start + verb.start() if verb else noun_end
    noun = _NOUN.search(sentence.plain[start:bound_from])
    if noun is None:
        return False
    role, sign = _THRESHOLD[quantity.comparison]
    name = noun[0]
    same = next((n for n, e in draft.inputs.items() if _same(n, name, e["type"])), None)
    kind = _INPUT[quantity.kind]
    span = draft.name(start + noun.start(), start + noun.end())
    if same is not None and kind == draft.inputs[same]["type"]:
        draft.inputs[same]["span"] = span
        used = same
    else:
        used = name
        draft.inputs[name] = {
            "type": kind,
            "span": span,
            "ask": f"{name}是多少？",
            "label": name,
            "optional": True,
            "aliases": _called(name),
        }
        if kind == "count":
            draft.inputs[name]["unit"] = unit_name(quantity.unit)
    term = f"门槛{'一二三四五六'[len([b for b in draft.bind if b.startswith('门槛')]) % 6]}"
    draft.bind[term] = {"span": draft.words(bound_from, end), "as": role}
    shown = re.sub(r"\s", "", sentence.plain[start:end])
    draft.conditions.append({"name": shown, "when": f"{used} {sign} {term}"})
    return True


def _same(one: str, other: str, kind: str) -> bool:
    return kind == "money" and one[-_LAST:] == other[-_LAST:] and len(one) >= _LAST
