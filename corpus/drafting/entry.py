"""An award as an entry of ``rules.yaml``: words of the sentence with names, and a formula.

Nothing is written that is not a stretch of the sentence, but names for inputs and terms; the
compiler reads the numbers from the words and its lint looks for words that nothing binds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from corpus.drafting.award import Award, Figure, Row, Steps
from corpus.drafting.building import INPUT_TYPES, Building, called
from corpus.drafting.conditions import add_conditions, phrases
from corpus.drafting.sentences import Sentence
from corpus.rules.lexicon import scope_of
from corpus.rules.model import Role
from corpus.rules.unit import quota_factor, unit_name

_APPLICANT: Final = ("企业", "单位", "机构", "家", "户", "")
_COUNTED: Final = {  # what is asked for a unit
    "人": "人数", "人次": "人次数", "家": "家数", "户": "户数",
    "月": "月数", "年": "年数", "天": "天数", "平方米": "面积", "亩": "亩数", "公顷": "面积",
}  # fmt: skip


def entry_of(award: Award, key: str, clause: str, name: str) -> Mapping[str, Any]:
    """The entry of a rule for an award of a clause; its quote is the whole sentence."""
    draft = Building(award)
    amount = _amount(draft)
    add_conditions(draft)
    sentence = award.sentence
    start = _first(sentence, award)
    entry: dict[str, Any] = {
        "id": key,
        "name": name,
        "kind": award.kind,
        "clause": clause,
        "quote": _quotes(sentence, start, award.end),
        "inputs": draft.inputs,
        "bind": draft.bind,
        "conditions": draft.conditions,
        "amount": amount,
    }
    if per := _per(draft):
        entry["per"] = per
    return entry


def _quotes(sentence: Sentence, start: int, end: int) -> list[str]:
    """The words of a rule as printed: one quote, or more where others' words stand in between."""
    pieces = (sentence.span(*piece).text for piece in sentence.pieces(start, end))
    return [stripped for piece in pieces if (stripped := piece.strip("，,；;。 \n"))]


def _first(sentence: Sentence, award: Award) -> int:
    """Where the quote begins: with the first phrase that says something, or names the grant."""
    first = next((at for at, _ in phrases(sentence, award.head)), award.head)
    edges = [m.end() for m in re.finditer(r"[，,；：:]", sentence.plain[:first])]
    named = sentence.plain.find(award.kind)
    start = edges[-1] if edges else 0
    if start > named:
        start = max((edge for edge in edges if edge <= named), default=0)
    return start


def _amount(draft: Building) -> str:
    award = draft.award
    formula = _granted(draft)
    if award.ratio is not None:
        share = award.ratio.figure
        draft.bind["上限比例"] = {
            "span": draft.words(share.start, share.end),
            "as": Role.RATE_CEILING.value,
        }
        formula = f"cap({formula}, {_base_input(draft, award.ratio.base)} * 上限比例)"
    if award.cap_rows:
        formula = f"cap({formula}, {_cap_of_kinds(draft, award.cap_rows)})"
    for cap, name in zip(award.caps, ("上限", "总上限", "上限三"), strict=False):
        draft.bind[name] = {"span": draft.words(cap.start, cap.end), "as": Role.CAP.value}
        formula = f"cap({formula}, {name})"
    return formula


def _granted(draft: Building) -> str:
    award, figure = draft.award, draft.award.figure
    if award.rows:
        return _by_kind(draft)
    draft.bind["标准"] = {"span": draft.words(figure.start, figure.end), "as": figure.role.value}
    if award.base is not None:
        name = _base_input(draft, award.base)
        if award.over is not None:
            draft.bind["起点"] = {"span": draft.words(*award.over), "as": Role.ABOVE.value}
            return f"excess({name}, 起点) * 标准"
        return f"{name} * 标准"
    if figure.units:
        return " * ".join([*_counted(draft, figure), "标准"])
    return "fixed(标准)"


def _base_input(draft: Building, base: tuple[int, int]) -> str:
    text = draft.sentence.plain[slice(*base)]
    name = re.sub(r"[^一-鿿A-Za-z]", "", text) or "金额"
    draft.inputs[name] = {
        "type": "money",
        "span": draft.words(*base),
        "ask": f"{name}是多少？",
        "label": name,
        "aliases": called(name),
    }
    return name


def _counted(draft: Building, figure: Figure) -> list[str]:
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


def _limited(draft: Building, name: str, unit: str) -> str:
    """A number of months or people, no more than the award is paid for."""
    for quota in draft.award.quotas:
        if quota_factor(unit, quota.units[0]):
            term = f"{name}限量"
            span = draft.words(quota.start, quota.end)
            draft.bind[term] = {"span": span, "as": Role.QUOTA.value}
            return f"lesser({name}, {term})"
    return name


def _by_kind(draft: Building) -> str:
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
    _choice(draft, rows, kinds)
    units = draft.award.figure.units
    counted = _counted(draft, draft.award.figure) if units else []
    pick = "pick(标准, 类别)"
    if draft.award.base is not None:
        return f"{_base_input(draft, draft.award.base)} * {pick}"
    return " * ".join([*counted, pick]) if counted else f"fixed({pick})"


def _choice(draft: Building, rows: Sequence[Row], kinds: Sequence[Mapping[str, str]]) -> None:
    draft.inputs["类别"] = {
        "type": "choice",
        "span": draft.words(rows[0].kind[0], rows[-1].kind[1]),
        "ask": "属于哪一类？",
        "label": "类别",
        "choices": [row["kind"] for row in kinds],
        "aliases": [],
    }


def _cap_of_kinds(draft: Building, rows: Sequence[Row]) -> str:
    """The most that each kind gets: 单位申报的最高10万元，个人申报的最高5万元."""
    kinds = [{"kind": draft.words(*row.kind), "value": draft.words(*row.cell)} for row in rows]
    draft.bind["上限"] = {"as": Role.KINDS.value, "kinds": kinds}
    _choice(draft, rows, kinds)
    return "pick(上限, 类别)"


def _by_step(draft: Building, steps: Steps) -> str:
    sentence = draft.sentence
    if steps.lead is not None:
        draft.bind["标准"]["lead"] = draft.words(*steps.lead)
    name = sentence.plain[slice(*steps.what)]
    start, end = steps.edges[0]
    edge = [q for q in sentence.quantities if start <= q.start < end][-1]
    kind = INPUT_TYPES[edge.kind]
    draft.inputs[name] = {
        "type": kind,
        "span": draft.words(*steps.what),
        "ask": f"{name}是多少？",
        "label": name,
        "aliases": called(name),
    }
    if kind == "count":
        draft.inputs[name]["unit"] = unit_name(edge.unit)
    units = draft.award.figure.units
    return " * ".join(
        [*(_counted(draft, draft.award.figure) if units else ()), f"tier({name}, 标准)"]
    )


def _cell(draft: Building, row: Row, at: int) -> str:
    last = at == len(draft.award.rows) - 1
    return draft.words(row.cell[0], draft.award.figure.end if last else row.cell[1])


def _per(draft: Building) -> dict[str, Any]:
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
