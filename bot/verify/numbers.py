"""Checks of numbers: each one in a cited clause or a computation, in its role and direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bot.verify import lexicon
from bot.verify.figures import Figure, Role
from bot.verify.reading import squeeze
from bot.verify.view import View
from bot.verify.violation import Violation, ViolationKind
from corpus.numerals import Comparison, QuantityKind

_COMPLEMENT = {
    Comparison.AT_LEAST: Comparison.BELOW,
    Comparison.BELOW: Comparison.AT_LEAST,
    Comparison.ABOVE: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.ABOVE,
}
_KIND = {
    QuantityKind.MONEY: ViolationKind.AMOUNT,
    QuantityKind.RATE: ViolationKind.RATE,
    QuantityKind.DATE: ViolationKind.DATE,
    QuantityKind.YEAR: ViolationKind.DATE,
}
_DATED = (QuantityKind.DATE, QuantityKind.YEAR)
_UPWARDS = (Comparison.ABOVE, Comparison.AT_LEAST)
_REFUSES = re.compile(
    r"不予|不给|没有资助|没有补贴|不能|不符合|不满足|不在|不可|无法|拿不到|达不到"
)
_BEYOND_CAP = re.compile(r"封顶|部分|按上限|只能|不再|取上限|限额")
_GAP = re.compile(r"差|缺|不够")
_LIST = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[.、)）．]")
_EACH = re.compile(r"每[^，。；]{0,4}$")
_OWN = re.compile(
    r"贵公司|贵企业|贵单位|您|你们|这笔|算下来|能拿|可以拿|拿到|到手|应得|能补|可以补|能领"
)
_OPERATOR = re.compile(r"[×=≥≤→]|上限")
_SIGN_BEFORE = re.compile(r"(?:[×xX*÷=＝≥≤→+]|乘以?|按比例算[，为出得]?|超过上限，按)\s*$")
_SIGN_AFTER = re.compile(r"\s*(?:[×xX*÷=＝≥≤→+]|乘)")


def check_numbers(view: View) -> Iterator[Violation]:
    """Every number of the sentence has a provenance and is worded as its provenance allows."""
    for figure in view.figures:
        if figure.kind in _DATED:
            continue
        if figure.kind is QuantityKind.NUMBER and _LIST.match(view.text, figure.start):
            continue
        yield from _check(view, figure)


def _check(view: View, figure: Figure) -> Iterator[Violation]:
    in_clause = [k for facts in view.cited_facts for k in facts.figures if k.same_value(figure)]
    fitting = [k for k in in_clause if _role_fits(figure, k) and not _personal(view, figure)]
    if figure.role is Role.UNKNOWN and _is_result(view, figure):
        fitting = [k for k in fitting if k.role is not Role.BASE]
    if any(_direction_fits(view, figure, k) and _scope_fits(figure, k) for k in fitting):
        return
    if _computed(view, figure) or _own_words(view, figure):
        return
    fitting_direction = [k for k in fitting if _direction_fits(view, figure, k)]
    if fitting_direction:
        yield view.report(
            ViolationKind.SCOPE,
            figure.segment,
            f"“{figure.text}”的口径与原文不同：原文是“{fitting_direction[0].segment}”。",
        )
    elif fitting:
        yield view.report(
            ViolationKind.DIRECTION,
            figure.segment,
            f"“{figure.text}”的说法与原文方向不一致：原文是“{_around(fitting[0])}”。",
        )
    else:
        yield _unfounded(view, figure, bool(in_clause))


def _around(figure: Figure) -> str:
    return figure.segment.strip() or figure.text


def _role_fits(figure: Figure, known: Figure) -> bool:
    settled = (Role.AWARD, Role.BASE)
    if figure.role not in settled or known.role not in settled:
        return True
    return figure.role is known.role


def _is_result(view: View, figure: Figure) -> bool:
    money = figure.kind is QuantityKind.MONEY
    return money and any(result.value == figure.low for result in view.known.results)


def _personal(view: View, figure: Figure) -> bool:
    """Whether it says what this enterprise gets: then only the computation's result will do."""
    if figure.role is not Role.AWARD or not view.known.results or _is_result(view, figure):
        return False
    computed = {n for result in view.known.results for n in result.sources}
    tied = not computed or computed & {source.number for source in view.cited}
    return bool(tied) and _OWN.search(figure.segment) is not None


def _direction_fits(view: View, figure: Figure, known: Figure) -> bool:
    said, printed = figure.direction, known.direction
    if said is printed:
        return True
    threshold = known.role is not Role.AWARD
    if said is None:
        named = threshold and "门槛" in figure.segment
        return named or printed is Comparison.ABOUT
    if printed is None:
        return False
    if threshold and _COMPLEMENT.get(printed) is said and _REFUSES.search(view.text):
        return True  # 不足100万元的，不予资助
    if not threshold and printed is Comparison.AT_MOST and said in _UPWARDS:
        return _BEYOND_CAP.search(view.text) is not None  # 超过500万元的部分不予资助
    return _true_of_user(view, figure)


def _true_of_user(view: View, figure: Figure) -> bool:
    """Whether "350万元超过100万元的门槛" is true: it compares the user's amount."""
    if figure.kind is not QuantityKind.MONEY:
        return False
    before = [f for f in view.figures if f.end <= figure.start and f.kind is QuantityKind.MONEY]
    said = view.known.user_money
    own = [f for f in before if any(f.same_value(s) for s in said)]
    if not own and re.search(r"您|贵|你|该企业|这家", view.text):
        own = list(said)
    return any(_holds(f.low, figure.direction, figure.low) for f in own)


def _holds(left: Fraction, comparison: Comparison | None, right: Fraction) -> bool:
    return (
        {
            Comparison.AT_LEAST: left >= right,
            Comparison.ABOVE: left > right,
            Comparison.AT_MOST: left <= right,
            Comparison.BELOW: left < right,
        }.get(comparison, False)
        if comparison
        else False
    )


def _scope_fits(figure: Figure, known: Figure) -> bool:
    if figure.role is Role.BASE or figure.kind is not QuantityKind.MONEY:
        return True
    return figure.scopes <= known.scopes


def _computed(view: View, figure: Figure) -> bool:
    """Whether the engine gave this number, in this role."""
    known = view.known
    if figure.kind is QuantityKind.MONEY and figure.low == figure.high:
        if figure.role is not Role.BASE and _result_fits(view, figure):
            return True
        terms = {f.low for f in known.terms if f.kind is QuantityKind.MONEY} | known.values
        return figure.low in terms and _term_fits(view, figure)
    if figure.kind is QuantityKind.NUMBER:
        bare = {f.low for f in known.terms} | known.values | {r.value for r in known.results}
        scales = (1, 10**4, 10**8, Fraction(1, 100))
        return view.reckons and any(figure.low * scale in bare for scale in scales)
    matches = any(figure.same_value(term) for term in known.terms)
    if _EACH.search(view.text[: figure.start]):  # 每引进5家: what the policy counts by
        return False
    return matches and (figure.kind is not QuantityKind.RATE or _reckoned_here(view, figure))


def _term_fits(view: View, figure: Figure) -> bool:
    """Whether an amount of the trace is worded as a term, not as the award or as a threshold."""
    if figure.role is not Role.BASE:
        return _reckoned_here(view, figure) or figure.role is Role.CALC
    return figure.direction is None or (figure.role is Role.BASE and _true_of_user(view, figure))


def _reckoned_here(view: View, figure: Figure) -> bool:
    """Whether the number is a term of a calculation that the sentence writes out."""
    segment = figure.segment
    if squeeze(segment) in view.known.formulas and _OPERATOR.search(segment):
        return True
    before = view.text[max(0, figure.start - 10) : figure.start]
    after = view.text[figure.end : figure.end + 6]
    if re.search(r"按比例|核减前|封顶前|未封顶|本来|本应|原本", before):
        return True
    if figure.kind is QuantityKind.RATE and re.match(r"\s*(?:来?计?算|测算|折算)", after):
        return True
    return bool(_SIGN_BEFORE.search(before) or _SIGN_AFTER.match(after))


def _result_fits(view: View, figure: Figure) -> bool:
    numbers = {source.number for source in view.cited}
    for result in view.known.results:
        if result.value != figure.low:
            continue
        if result.sources and numbers and not result.sources & numbers:
            continue
        worded = figure.direction in result.directions or (
            None not in result.directions
            and figure.direction is None
            and _worded_in_sentence(view, result.directions)
        )
        if worded and figure.scopes <= result.scopes:
            return True
    return False


def _worded_in_sentence(view: View, directions: frozenset[Comparison | None]) -> bool:
    """Whether a ceiling or floor is named elsewhere: 62万元×40%=24.8万元，为最高额."""
    table = "ceiling" if Comparison.AT_MOST in directions else "floor"
    return lexicon.has(table, view.text)


def _own_words(view: View, figure: Figure) -> bool:
    """Whether the number is the user's, repeated as the user's, or from a line that code wrote."""
    known = view.known
    if any(k.same_value(figure) and _loosely(figure, k) for k in known.written):
        return True
    if any(k.same_value(figure) and _repeated(view, figure, k) for k in known.said.figures):
        return True
    return _gap(view, figure)


def _repeated(view: View, figure: Figure, said: Figure) -> bool:
    """Whether the user's number is repeated as the user's, not as what the policy grants."""
    if view.echoes:
        return True
    if figure.role is Role.AWARD or figure.kind in (QuantityKind.RATE, QuantityKind.DURATION):
        return False
    if _is_result(view, figure) or _EACH.search(view.text[: figure.start]):
        return False
    return figure.direction is None or figure.direction is said.direction


def _loosely(figure: Figure, known: Figure) -> bool:
    return figure.direction is known.direction or None in (figure.direction, known.direction)


def _gap(view: View, figure: Figure) -> bool:
    """Whether it is what the user's amount lacks of a threshold: 还差5万元."""
    if figure.kind is not QuantityKind.MONEY or not _GAP.search(figure.segment):
        return False
    thresholds = [k.low for facts in view.cited_facts for k in facts.figures if k.unit == "元"]
    return any(abs(f.low - t) == figure.low for f in view.known.user_money for t in thresholds)


def _unfounded(view: View, figure: Figure, elsewhere_in_clause: bool) -> Violation:
    known = view.known
    result = any(r.value == figure.low for r in known.results)
    if figure.kind is QuantityKind.MONEY and result and figure.role is not Role.BASE:
        return _misworded(view, figure)
    if not view.cited and any(k.same_value(figure) for s in view.others for k in s.facts.figures):
        reason = f"“{figure.text}”所在的句子没有标注依据编号[n]。"
        return view.report(ViolationKind.UNCITED, figure.text, reason)
    if elsewhere_in_clause or (figure.role is Role.AWARD and _is_known(view, figure)):
        reason = f"“{figure.text}”在依据里不是这个意思，不能这样写。"
        return view.report(_KIND.get(figure.kind, ViolationKind.NUMBER), figure.segment, reason)
    for source in view.others:
        if any(k.same_value(figure) for k in source.facts.figures):
            reason = f"“{figure.text}”出自[{source.number}]，不在所标的依据里。"
            return view.report(ViolationKind.WRONG_CLAUSE, figure.text, reason)
    if any(
        k.low == figure.low and k.kind is figure.kind for f in view.cited_facts for k in f.figures
    ):
        reason = f"“{figure.text}”的单位与原文不同。"
        return view.report(ViolationKind.UNIT, figure.text, reason)
    kind = _KIND.get(figure.kind, ViolationKind.NUMBER)
    return view.report(kind, figure.text, f"“{figure.text}”不在所标的依据里，也不是测算得出的。")


def _misworded(view: View, figure: Figure) -> Violation:
    numbers = {source.number for source in view.cited}
    results = [r for r in view.known.results if r.value == figure.low]
    if all(r.sources and numbers and not r.sources & numbers for r in results):
        reason = f"“{figure.text}”不是按所标的依据算出来的。"
        return view.report(ViolationKind.WRONG_CLAUSE, figure.segment, reason)
    if any(figure.direction in r.directions for r in results):
        reason = f"“{figure.text}”的口径（每年、每家、单个项目等）与测算不符。"
        return view.report(ViolationKind.SCOPE, figure.segment, reason)
    reason = f"“{figure.text}”的说法与测算结果的性质（确定数、最高、不少于）不一致。"
    return view.report(ViolationKind.DIRECTION, figure.segment, reason)


def _is_known(view: View, figure: Figure) -> bool:
    terms = [f.low for f in view.known.terms] + [f.low for f in view.known.said.figures]
    return figure.low in terms
