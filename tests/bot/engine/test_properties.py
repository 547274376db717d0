"""Properties of CALCULATION §7, generated from each rule itself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine import Engine, Facts, Interval, Item, Unsure, Value
from bot.engine.result import Computation, Kind
from corpus.numerals import format_plain, format_yuan, parse_amount
from corpus.rules import InputType, Role, Rule
from corpus.rules.formula import Compare, Name
from evals.golden import DEFAULT_DAY
from evals.research.samples import borders

ENGINE = Engine.load()
RULES = list(ENGINE.rules.values())
IDS = [rule.id for rule in RULES]
CENT = Decimal("0.01")
EXAMPLES = 40
MONEY_RULES = [r for r in RULES if any(e.type is InputType.MONEY for e in r.required)]
FIRM_RULES = [r for r in MONEY_RULES if not r.unit.items]

each_rule = pytest.mark.parametrize("rule", RULES, ids=IDS)
each_money_rule = pytest.mark.parametrize("rule", MONEY_RULES, ids=[r.id for r in MONEY_RULES])


def searched(rule: Rule) -> str:
    numeric = (InputType.MONEY, InputType.COUNT)
    return next(entry.name for entry in rule.required if entry.type in numeric)


def is_count(rule: Rule) -> bool:
    return rule.inputs[searched(rule)].type is InputType.COUNT


def favourable(rule: Rule) -> dict[str, Value]:
    """Every asked condition answered so that it holds, and the first year."""
    facts: dict[str, Value] = {c.fact: True for c in rule.conditions if c.ask is not None}
    facts |= {e.name: 1 for e in rule.required if e.type is InputType.YEAR}
    return facts


def compute(rule: Rule, value: Interval, **more: Value) -> Computation:
    facts = {**favourable(rule), searched(rule): value, **more}
    return ENGINE.compute(rule.id, Facts(facts), as_of=DEFAULT_DAY)


def amounts(rule: Rule) -> st.SearchStrategy[Decimal]:
    if is_count(rule):
        return st.integers(1, 500).map(Decimal)
    near = st.tuples(st.sampled_from(borders(rule)), st.integers(-5, 5)).map(
        lambda pair: max(CENT, pair[0] + pair[1] * CENT)
    )
    anywhere = st.integers(1, 10**13).map(lambda fen: Decimal(fen) / 100)
    return st.one_of(near, anywhere)


def upper(found: Computation) -> Decimal | None:
    return found.low if found.kind is Kind.AT_LEAST else found.high


def contains(outer: Computation, inner: Computation) -> bool:
    if outer.low is None or inner.low is None or inner.low < outer.low:
        return False
    if outer.high is None:
        return True
    return inner.high is not None and inner.high <= outer.high


@each_rule
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_more_invested_never_brings_less(rule: Rule, data: st.DataObject) -> None:
    one, two = sorted(data.draw(st.tuples(amounts(rule), amounts(rule))))
    less, more = compute(rule, Interval.exact(one)), compute(rule, Interval.exact(two))
    assert (upper(less) or 0) <= (upper(more) or 0)
    assert (less.low or 0) <= (more.low or 0)


@each_rule
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_bounds_are_ordered_and_within_every_cap(rule: Rule, data: st.DataObject) -> None:
    found = compute(rule, Interval.exact(data.draw(amounts(rule))))
    assert found.low is not None
    assert found.low >= 0
    if found.high is None:
        assert not rule.caps
        return
    assert found.low <= found.high
    assert all(found.high <= cap.value for cap in rule.caps)


@each_rule
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_an_interval_holds_the_result_of_every_value_in_it(rule: Rule, data: st.DataObject) -> None:
    low, middle, high = sorted(data.draw(st.tuples(*[amounts(rule)] * 3)))
    wide = compute(rule, Interval(low, high))
    assert contains(wide, compute(rule, Interval.exact(middle)))
    assert contains(compute(rule, Interval(low, None)), wide)


@each_rule
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_more_information_never_widens(rule: Rule, data: st.DataObject) -> None:
    value = data.draw(amounts(rule))
    facts: dict[str, Value] = {}
    before = ENGINE.compute(rule.id, Facts(facts), as_of=DEFAULT_DAY)
    known = {**favourable(rule), searched(rule): Interval.exact(value)}
    for name in data.draw(st.permutations(sorted(known))):
        facts = {**facts, name: known[name]}
        after = ENGINE.compute(rule.id, Facts(facts), as_of=DEFAULT_DAY)
        if after.kind is not Kind.NOT_ELIGIBLE and before.kind is Kind.NEEDS_INPUT:
            assert before.high is None or (after.high or after.low or 0) <= before.high
        assert len(after.missing) <= len(before.missing)
        before = after
    assert before.missing == ()


@each_rule
def test_an_unsure_answer_is_legal_and_not_asked_again(rule: Rule) -> None:
    unsure: dict[str, Value] = dict.fromkeys({*favourable(rule), searched(rule)}, Unsure.UNSURE)
    found = ENGINE.compute(rule.id, Facts(unsure), as_of=DEFAULT_DAY)
    assert found.missing == ()
    assert found.low == 0


@each_money_rule
def test_a_cent_below_at_and_above_every_border(rule: Rule) -> None:
    """At each threshold eligibility changes; where a cap starts to bind nothing jumps."""
    for edge in borders(rule):
        below, at, above = (
            compute(rule, Interval.exact(edge + shift)) for shift in (-CENT, Decimal(0), CENT)
        )
        if edge in thresholds(rule):
            assert below.kind is Kind.NOT_ELIGIBLE
            assert Kind.NOT_ELIGIBLE not in (at.kind, above.kind)
        else:
            assert (upper(at) or 0) - (upper(below) or 0) <= CENT
        assert (upper(above) or 0) - (upper(at) or 0) <= CENT


def thresholds(rule: Rule) -> set[Decimal]:
    """Thresholds on the amount asked for; all of the two texts include their number."""
    return {
        Decimal(term.value.numerator)
        for condition in rule.conditions
        if isinstance(condition.when, Compare) and condition.when.left == Name(searched(rule))
        if isinstance(condition.when.right, Name)
        for term in [rule.terms[condition.when.right.name]]
        if term.role is Role.AT_LEAST
    }


@pytest.mark.parametrize("rule", FIRM_RULES, ids=[r.id for r in FIRM_RULES])
@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_splitting_one_project_never_changes_what_a_firm_gets(
    rule: Rule, data: st.DataObject
) -> None:
    parts = data.draw(st.lists(amounts(rule), min_size=2, max_size=5))
    name = searched(rule)
    items = tuple(Item(f"项目{i}", 2025, {name: Interval.exact(p)}) for i, p in enumerate(parts))
    whole = compute(rule, Interval.exact(sum(parts, Decimal(0))))
    split = ENGINE.compute(rule.id, Facts(favourable(rule), items), as_of=DEFAULT_DAY)
    assert (split.kind, split.low, split.high) == (whole.kind, whole.low, whole.high)


@given(fen=st.integers(1, 10**15))
@settings(max_examples=300, deadline=None)
def test_every_rendering_of_an_amount_reads_back_equal(fen: int) -> None:
    amount = Decimal(fen) / 100
    for text in (format_plain(amount), format_yuan(amount), f"{amount:f}元"):
        wide = text.translate({ord(str(i)): 0xFF10 + i for i in range(10)})
        assert parse_amount(text).low == parse_amount(wide).low == amount


@each_rule
def test_the_day_before_and_after_each_date_is_out_of_period(rule: Rule) -> None:
    validity = ENGINE.document(rule).validity
    value = Facts({**favourable(rule), searched(rule): Interval.exact(2_000_000)})

    def kind(day: date) -> Kind:
        return ENGINE.compute(rule.id, value, as_of=day).kind

    if validity.effective is None:
        assert kind(DEFAULT_DAY) is not Kind.OUT_OF_PERIOD
        return
    one = timedelta(days=1)
    assert validity.last_day_earliest is not None
    assert validity.last_day_latest is not None
    assert kind(validity.effective - one) is Kind.OUT_OF_PERIOD
    assert kind(validity.effective) is not Kind.OUT_OF_PERIOD
    assert kind(validity.last_day_earliest) is not Kind.OUT_OF_PERIOD
    assert kind(validity.last_day_latest) is not Kind.OUT_OF_PERIOD
    assert kind(validity.last_day_latest + one) is Kind.OUT_OF_PERIOD


@each_rule
def test_every_step_and_condition_cites_words_of_the_document(rule: Rule) -> None:
    text = ENGINE.document(rule).text
    found = compute(rule, Interval.exact(50_000_000 if not is_count(rule) else 9))
    spans = [s.span for s in found.steps if s.span] + [c.span for c in found.conditions]
    assert spans
    assert all(text[span.start : span.end] == span.text for span in spans)
