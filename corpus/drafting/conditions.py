"""The conditions of an award: the phrases in front of it, a comparison as a threshold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from corpus.drafting.building import INPUT_TYPES, Building, called
from corpus.drafting.sentences import Sentence
from corpus.drafting.words import AID, MODE
from corpus.numerals import Comparison
from corpus.rules.unit import unit_name
from corpus.words import words

_EDGE: Final = re.compile(r"^(?:对于?|鼓励|支持|其中|且|并且?|以及)+(?=.{4})|的$|[，,、：:]+$")
_THRESHOLD: Final = {
    Comparison.AT_LEAST: ("at_least", ">="),
    Comparison.ABOVE: ("above", ">"),
    Comparison.AT_MOST: ("at_most", "<="),
    Comparison.BELOW: ("below", "<"),
}
_WHOSE: Final = re.compile(r"(?:[（(]不?含[^）)]*[）)])?(?:及?以[上下内])?的(?=[^，。]{2})")
NOUN: Final = re.compile(r"[一-鿿]{2,24}$")
VERB_TAIL: Final = re.compile(
    r"(?:达到?|超过|满|为|在|不低于|不少于|不超过|高于|低于|不足|不满|累计|总计)+$"
)
# What stands around the noun of an amount and tells no other: 实际投资额.
_AROUND: Final = re.compile(r"^(?:实际|审定|核定|当年|年度|上一?年度)+|(?:总额|金额|额度|额|总)$")
_CORE: Final = 2  # characters of such a noun
_JOINING: Final = frozenset("和与及或")
_LAST: Final = 3  # characters that two names of one amount share at their end: 投资额


def add_conditions(draft: Building) -> None:
    """Write what stands in front of an award, and what follows it only listed, into its entry."""
    found = [(start, end, False) for start, end in phrases(draft.sentence, draft.award.head)]
    found += [(start, end, True) for start, end in draft.award.listed]
    for start, end, told in found:
        whose = start if told else _compared(draft, start, end)
        if whose < end:
            text = draft.words(whose, end)
            name = re.sub(r"\s", "", text)
            draft.conditions.append({"name": name, "span": text})


def _compared(draft: Building, start: int, end: int) -> int:
    """Where what is no comparison begins in a phrase: 四上企业 of 投入30万元以上的四上企业."""
    if _threshold(draft, start, end):
        return end
    sentence = draft.sentence
    inside = [q for q in sentence.quantities if start <= q.start < end]
    if len(inside) != 1 or not NOUN.fullmatch(sentence.plain[start : inside[0].start]):
        return start  # 在本市举办、展期3天以上的展览: more stands in front than what is compared
    whose = _WHOSE.match(sentence.plain[:end], inside[0].end)
    return whose.end() if whose and _threshold(draft, start, whose.end()) else start


def phrases(sentence: Sentence, head: int) -> Iterator[tuple[int, int]]:
    """The stretches between commas in front of an award, without the words that lead them in."""
    text = sentence.plain[:head]
    for match in re.finditer(r"[^，,；：:]+", text):
        start, end = match.span()
        while edge := _EDGE.search(text[start:end]):
            if edge.start() == 0:
                start += edge.end()
            else:
                end = start + edge.start()
        said = re.sub(rf"{AID}|{MODE}|标准为?|金额|额度|总|给予|按照?|的", "", text[start:end])
        if end - start >= 2 and said:
            yield start, end


def _threshold(draft: Building, start: int, end: int) -> bool:
    """A phrase that is one comparison: 上一年度技术改造投资额100万元（含）以上."""
    sentence = draft.sentence
    inside = [q for q in sentence.quantities if start <= q.start < end]
    if len(inside) != 1 or inside[0].kind not in INPUT_TYPES or inside[0].low != inside[0].high:
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
    verb = VERB_TAIL.search(before)
    bound_from = start + verb.start() if verb else noun_end
    noun = NOUN.search(sentence.plain[start:bound_from])
    if noun is None:
        return False
    role, sign = _THRESHOLD[quantity.comparison]
    name = noun[0]
    same = next((n for n, e in draft.inputs.items() if _same(n, name, e["type"])), None)
    kind = INPUT_TYPES[quantity.kind]
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
            "aliases": called(name),
        }
        if kind == "count":
            draft.inputs[name]["unit"] = unit_name(quantity.unit)
    term = f"门槛{'一二三四五六'[len([b for b in draft.bind if b.startswith('门槛')]) % 6]}"
    draft.bind[term] = {"span": draft.words(bound_from, end), "as": role}
    shown = re.sub(r"\s", "", sentence.plain[start:end])
    draft.conditions.append({"name": shown, "when": f"{used} {sign} {term}"})
    return True


def _same(one: str, other: str, kind: str) -> bool:
    """Whether two names are of one amount: 实际投资额, of 固定资产投资.

    One may say in another order what the other says more fully, but joins no second thing to it:
    设备购置金额, of 上一年度购置竹材加工设备金额.
    """
    if kind != "money" or len(one) < _LAST:
        return False
    core, of = (_AROUND.sub("", name) for name in (one, other))
    short, whole = sorted((core, of), key=len)
    if len(short) >= _CORE and whole.endswith(short):
        return True
    own, said = words(short), words(whole)
    fuller = len(own) > 1 and set(own) <= set(said) and said[-1] in own
    return fuller and not _JOINING & set(said)
