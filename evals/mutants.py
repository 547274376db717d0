"""Broken rules: one digit, unit, comparison, scope, cap or condition changed at a time."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.rules import Role
from corpus.rules.residue import CONNECTIVE

Raw = dict[str, Any]
_DIRECTIONS = (
    ("及以上", "及以下"),
    ("以上", "以下"),
    ("不超过", "不少于"),
    ("不多于", "不少于"),
    ("不少于", "不多于"),
    ("最高", "最低"),
    ("上限", "下限"),
    ("（含）", "（不含）"),
)
_UNITS = (("万元", "亿元"), ("亿元", "万元"), ("万元", "元"), ("%", "‰"))
_SCOPES = (
    ("每家企业", "每个项目"),
    ("单个项目", "每家企业"),
    ("每个园区", "每家企业"),
    ("每年", "累计"),
    ("年度上限", "项目上限"),
    ("连续3年", "连续2年"),
    ("单次资助", "每年资助"),
    ("单个活动", "每家企业"),
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed rule, and where ``text`` is not None the change of the clause that goes with it."""

    kind: str
    what: str
    raw: Raw
    text: tuple[str, str] | None = None


def mutants(raw: Raw) -> Iterator[Mutant]:
    """Yield every mutant of one entry of rules.yaml."""
    yield from _wording(raw)
    yield from _roles(raw)
    yield from _formulas(raw)
    yield from _removals(raw)
    yield from _spans(raw)


def _quotes(raw: Raw) -> list[str]:
    quote = raw["quote"]
    return [quote] if isinstance(quote, str) else list(quote)


def _wording(raw: Raw) -> Iterator[Mutant]:
    """Change words of a quote: in the rule alone, in the text alone, and in both together."""
    for quote in _quotes(raw):
        for kind, start, end, new in _changes(quote):
            changed = quote[:start] + new + quote[end:]
            what = f"{quote[max(0, start - 4) : end + 3]} → {new}"
            both = _reworded(raw, quote, changed, start, end, new)
            yield Mutant(f"{kind}·只改规则", what, both)
            yield Mutant(f"{kind}·只改原文", what, copy.deepcopy(raw), (quote, changed))
            if not _described_only(raw, quote, start, end):
                yield Mutant(f"{kind}·一同改动", what, both, (quote, changed))


def _described_only(raw: Raw, quote: str, start: int, end: int) -> bool:
    """Whether the words tell of a former provision (原…), whose numbers don't matter."""
    former = [entry["span"] for entry in raw["bind"].values() if entry["as"] == "former"]
    spots = [(quote.find(span), len(span)) for span in former if span in quote]
    return any(at <= start and end <= at + length for at, length in spots)


def _changes(quote: str) -> Iterator[tuple[str, int, int, str]]:
    for match in _DIGIT.finditer(quote):
        digit = int(match[0])
        yield "数字", match.start(), match.end(), str(digit % 9 + 1)
    for kind, pairs in (("单位", _UNITS), ("方向", _DIRECTIONS), ("口径", _SCOPES)):
        for old, new in pairs:
            for found in re.finditer(re.escape(old), quote):
                yield kind, found.start(), found.end(), new


def _reworded(raw: Raw, quote: str, changed: str, start: int, end: int, new: str) -> Raw:
    """Change the quote and, with it, every span that covers the changed words."""
    result = copy.deepcopy(raw)
    quotes = [changed if q == quote else q for q in _quotes(raw)]
    result["quote"] = quotes[0] if isinstance(raw["quote"], str) else quotes

    def moved(span: str) -> str:
        at = quote.find(span)
        if at < 0 or not (at <= start and end <= at + len(span)):
            return span
        return span[: start - at] + new + span[end - at :]

    _each_span(result, moved)
    return result


def _each_span(node: Any, change: Any) -> None:  # noqa: ANN401 -- YAML holds anything
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and key in ("span", "year", "range", "value", "beneficiary"):
                node[key] = change(value)
            else:
                _each_span(value, change)
    elif isinstance(node, list):
        for value in node:
            _each_span(value, change)


def _roles(raw: Raw) -> Iterator[Mutant]:
    for name, entry in raw["bind"].items():
        for role in Role:
            if role.value != entry["as"] and role is not Role.TABLE:
                changed = copy.deepcopy(raw)
                changed["bind"][name]["as"] = role.value
                yield Mutant("绑定的角色", f"{name}: {entry['as']} → {role.value}", changed)


def _formulas(raw: Raw) -> Iterator[Mutant]:
    for old, new in _formula_changes(str(raw["amount"])):
        changed = {**copy.deepcopy(raw), "amount": new}
        yield Mutant("公式", f"{old} → {new}", changed)
    for index, condition in enumerate(raw.get("conditions", [])):
        when = condition.get("when")
        if when is None:
            continue
        for old, new in ((">=", ">"), (">=", "<="), (">=", "<"), ("<=", "<"), ("<=", ">="),
                         (" or ", " and ")):  # fmt: skip
            if old in when:
                changed = copy.deepcopy(raw)
                changed["conditions"][index]["when"] = when.replace(old, new, 1)
                yield Mutant("条件的比较", f"{when}: {old} → {new}", changed)


def _formula_changes(amount: str) -> Iterator[tuple[str, str]]:
    capped = re.fullmatch(r"cap\((.+), (\S+)\)", amount)
    if capped:
        inner, limit = capped.groups()
        yield amount, inner
        yield amount, f"floor({inner}, {limit})"
        yield amount, limit
        yield amount, f"cap({inner.split(' * ')[0]}, {limit})"
        if " * " in inner:
            yield amount, f"cap({inner.split(' * ')[0]}, {limit}) * {inner.split(' * ', 1)[1]}"
    if "pick(" in amount:
        yield amount, re.sub(r"pick\((\S+), \S+\)", r"\1", amount)
    if not capped:
        yield amount, amount.split(" * ")[0]
        yield amount, f"{amount} * {amount.split(' * ')[1]}"


def _removals(raw: Raw) -> Iterator[Mutant]:
    for section in ("bind", "inputs"):
        for name in raw[section]:
            changed = copy.deepcopy(raw)
            del changed[section][name]
            yield Mutant("删除绑定", f"{section}.{name}", changed)
    for key in raw.get("per", {}):
        changed = copy.deepcopy(raw)
        del changed["per"][key]
        yield Mutant("删除口径", f"per.{key}", changed)
    for index, condition in enumerate(raw.get("conditions", [])):
        changed = copy.deepcopy(raw)
        del changed["conditions"][index]
        yield Mutant("删除条件", condition["name"], changed)
        if "ask" in condition:
            changed = copy.deepcopy(raw)
            del changed["conditions"][index]["ask"]
            yield Mutant("条件不再提问", condition["name"], changed)
    yield from _forgotten_caps(raw)


def _forgotten_caps(raw: Raw) -> Iterator[Mutant]:
    """A careless author leaves the cap out altogether: quote, binding and formula agree."""
    for name, entry in raw["bind"].items():
        capped = re.fullmatch(rf"cap\((.+), {re.escape(name)}\)", str(raw["amount"]))
        if entry["as"] != "cap" or capped is None:
            continue
        changed = copy.deepcopy(raw)
        kept = [q.split(entry["span"])[0].rstrip("，、（") for q in _quotes(raw)]
        changed["quote"] = [quote for quote in kept if quote]
        changed["amount"] = capped[1]
        del changed["bind"][name]
        yield Mutant("漏掉上限", entry["span"], changed)


def _spans(raw: Raw) -> Iterator[Mutant]:
    """Shorten a bound span from either end, up to where its number begins.

    Left out, since nothing is lost: cuts of mere connectives and of words an input binds.
    """
    also = [entry["span"] for entry in raw["inputs"].values()]
    for name, entry in raw["bind"].items():
        span = entry["span"]
        digits = [m.start() for m in _DIGIT.finditer(span)]
        if not digits:
            continue
        cuts = {span[digits[0] :], span[: digits[-1] + 1], span[2:], span[:-2]} - {span}
        for cut in sorted(cuts):
            removed = CONNECTIVE.sub("", span.replace(cut, "")).strip()
            if any(removed in other for other in also):
                continue
            changed = copy.deepcopy(raw)
            changed["bind"][name]["span"] = cut
            yield Mutant("截短词句", f"{name}: {span} → {cut}", changed)
