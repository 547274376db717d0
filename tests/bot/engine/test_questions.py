"""The reverse question, the best choice, the check-up and the form."""

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine import Engine, FactError, Facts, Interval, Item, Option, Unsure, best_of
from bot.engine.checkup import checkup
from bot.engine.result import Kind
from bot.engine.schemes import scheme_names
from corpus.rules import InputType
from environment.settings import DOCUMENTS
from tests.bot import another_district
from tests.corpus.drafted import DOCUMENT, drafts

ENGINE = Engine.load()
DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("rule_id", "target", "shared", "least"),
    [
        ("technical-renovation", None, {}, "25000000"),
        ("technical-renovation", "5000000", {}, "25000000"),
        ("technical-renovation", "200000", {}, "1000000"),
        ("technical-renovation", "1", {}, "1000000"),
        ("technical-renovation", "700000", {}, "3500000"),
        ("digital-transformation", None, {"四上": True}, "750000"),
        ("digital-transformation", "120000", {"四上": True}, "300000"),
        ("public-platform", None, {"年次": 1}, "4000000"),
        ("public-platform", None, {"年次": 2}, "6666666.67"),
        ("public-platform", None, {"年次": 3}, "10000000"),
        ("park-headquarters", None, {}, "3"),
        ("park-headquarters", "200001", {}, "1"),
        ("booth-fee", "250000", {}, "500000"),
        ("major-event", None, {}, "20000000"),
        ("major-event-2026", None, {}, "16666666.67"),
        ("smart-glasses", None, {"产业端应用": True}, "2000000"),
    ],
)
def test_the_least_amount_for_a_target_is_exact(
    rule_id: str, target: str | None, shared: dict[str, bool | int], least: str
) -> None:
    goal = Decimal(target) if target else None
    found = ENGINE.invert(rule_id, Facts(shared), as_of=DAY, target=goal)
    assert found.least == Decimal(least)
    assert found.at is not None
    enough = found.at.low if found.at.kind is Kind.AT_LEAST else found.at.high
    assert enough is not None
    assert enough >= found.target
    if found.below is not None:
        short = found.below.low if found.below.kind is Kind.AT_LEAST else found.below.high
        assert short is not None
        assert short <= enough


def test_a_target_above_the_cap_and_a_cap_that_does_not_exist_are_said() -> None:
    above = ENGINE.invert("technical-renovation", Facts(), as_of=DAY, target=Decimal(8_000_000))
    assert (above.least, above.words) == (None, "最多500万元，达不到800万元。")
    none = ENGINE.invert("booth-fee", Facts(), as_of=DAY)
    assert none.least is None
    assert "没有“拿满”" in none.words


def test_the_reverse_question_words_a_ceiling_as_a_ceiling() -> None:
    found = ENGINE.invert("digital-transformation", Facts({"四上": True}), as_of=DAY)
    assert found.words == "数字化转型实际投入金额至少750,000元（75万元）时，金额最高可达30万元。"


def test_the_reverse_question_asks_for_the_year_it_needs() -> None:
    with pytest.raises(FactError, match="第几年"):
        ENGINE.invert("public-platform", Facts(), as_of=DAY)
    with pytest.raises(FactError, match="正数"):
        ENGINE.invert("technical-renovation", Facts(), as_of=DAY, target=Decimal(0))


def test_how_much_is_lacking_to_the_threshold() -> None:
    facts = Facts({"投资额": Interval.exact(950_000)})
    (found,) = ENGINE.shortfalls("technical-renovation", facts)
    assert (found.threshold, found.lacking) == (Decimal(1_000_000), Decimal(50_000))
    assert found.span.text == "100万元（含）以上"
    enough = Facts({"投资额": Interval.exact(1_000_000)})
    assert ENGINE.shortfalls("technical-renovation", enough) == ()


def option(name: str, low: int, high: int | None) -> Option:
    return Option(name, Decimal(low), None if high is None else Decimal(high))


def test_exact_amounts_are_decided() -> None:
    (choice,) = best_of([option("a", 5, 5), option("b", 7, 7)], {frozenset("ab")})
    assert (choice.ids, choice.low) == (("b",), Decimal(7))


def test_overlapping_amounts_are_both_shown() -> None:
    choices = best_of([option("a", 0, 9), option("b", 5, 5)], {frozenset("ab")})
    assert [c.ids for c in choices] == [("a",), ("b",)]


def test_two_small_ones_may_beat_a_big_one() -> None:
    options = [option("big", 10, 10), option("x", 6, 6), option("y", 6, 6)]
    (choice,) = best_of(options, {frozenset({"big", "x"}), frozenset({"big", "y"})})
    assert choice.ids == ("x", "y")


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=6),
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8),
)
@settings(max_examples=200, deadline=None)
def test_the_best_choice_is_as_good_as_every_set_without_conflict(
    bounds: list[tuple[int, int]], pairs: set[tuple[int, int]]
) -> None:
    options = [option(str(i), min(b), max(b)) for i, b in enumerate(bounds)]
    conflicts = {frozenset((str(a), str(b))) for a, b in pairs if a != b}
    choices = best_of(options, conflicts)
    by_id = {o.id: o for o in options}
    for size in range(1, len(options) + 1):
        for ids in combinations(by_id, size):
            if any(frozenset(pair) in conflicts for pair in combinations(ids, 2)):
                continue
            for end in ("low", "high"):
                total = sum(getattr(by_id[i], end) for i in ids)
                assert max(getattr(choice, end) for choice in choices) >= total
    for choice in choices:
        assert not any(frozenset(pair) in conflicts for pair in combinations(choice.ids, 2))


def test_a_check_up_computes_every_scheme_and_adds_without_stacking() -> None:
    facts = ENGINE.read([("投资额", "350万"), ("数字化投入", "62万"), ("四上", "是"),
                         ("活动投入", "1700万"), ("采购额", "66万")])  # fmt: skip
    found = ENGINE.checkup(facts, as_of=DAY)
    kinds = {f.rule.id: f.computation.kind for f in found.findings}
    assert set(kinds) == set(ENGINE.rules)
    assert kinds["smart-glasses"] is Kind.ELIGIBILITY_UNKNOWN
    assert kinds["booth-fee"] is Kind.NEEDS_INPUT
    assert [f.rule.id for f in found.findings][:4] == [
        "major-event", "major-event-2026", "technical-renovation", "digital-transformation",
    ]  # fmt: skip
    (total,) = found.totals
    assert len(total.choices) == 2
    assert "重大活动" in total.undecided
    low, high = total.bounds
    assert low == 5_000_000 + 700_000
    assert high == 8_500_000 + 700_000 + 248_000 + 99_000
    assert {f.rule.id for f in found.findings if f.relevant} == set(kinds) - {
        "booth-fee", "park-headquarters", "public-platform",
    }  # fmt: skip


@pytest.fixture(scope="module")
def two_places(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    root = tmp_path_factory.mktemp("texts") / "documents"
    shutil.copytree(DOCUMENTS, root)
    another_district.write(root)
    return Engine.load(root)


def test_what_two_places_grant_is_never_added_up(two_places: Engine) -> None:
    facts = two_places.read([("投资额", "350万"), ("投入", "60万"), ("展位费", "10万")])
    found = two_places.checkup(facts, as_of=DAY)
    assert [(total.place, total.bounds[0]) for total in found.totals] == [
        ("龙岗区", Decimal(700_000 + 50_000)), ("盐田区", Decimal(350_000 + 150_000)),
    ]  # fmt: skip
    only = two_places.checkup(two_places.read([("投入", "60万")]), as_of=DAY)
    assert [total.place for total in only.totals] == ["盐田区"]


def test_schemes_are_called_with_their_place_where_two_are_held(two_places: Engine) -> None:
    assert ENGINE.schemes["technical-renovation"] == "技术改造资助"
    assert two_places.schemes["technical-renovation"] == "技术改造资助（龙岗区）"
    assert two_places.schemes["yantian-renovation"] == "技术改造补贴（盐田区）"


def test_schemes_of_one_name_in_one_text_are_told_apart_by_whom_they_are_for() -> None:
    rules = drafts(
        "对通过陶艺认证的企业，给予10万元奖励；对通过漆艺认证的企业，给予5万元奖励。"
    ).rules
    named = scheme_names([replace(rule, name="认证奖励") for rule in rules], {"sample": DOCUMENT})
    assert [*named.values()] == [
        "认证奖励（通过陶艺认证的企业）", "认证奖励（通过漆艺认证的企业）",
    ]  # fmt: skip


def test_an_award_without_a_figure_counts_once_its_condition_is_told() -> None:
    rules = drafts(
        "对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。",
        "对通过绿色冷链认证的企业，一次性奖励10万元。",
    ).rules
    paid, award = (rule.id for rule in rules)
    [condition] = [c.fact for c in rules[1].conditions if "认证" in c.fact]

    def taken(**facts: Interval | bool) -> tuple[set[str], Decimal]:
        documents = {"sample": DOCUMENT}
        found = checkup(rules, Facts(facts), as_of=DAY, documents=documents)
        return {f.rule.id for f in found.findings if f.relevant}, found.totals[0].bounds[0]

    invested = Interval.exact(Decimal(1_000_000))
    assert taken(设备投资额=invested) == ({paid}, Decimal(200_000))
    assert taken(设备投资额=invested, **{condition: False}) == ({paid}, Decimal(200_000))
    assert taken(设备投资额=invested, **{condition: True}) == ({paid, award}, Decimal(300_000))


def test_schemes_for_one_project_exclude_each_other() -> None:
    facts = ENGINE.read([("投资额", "350万"), ("展位费", "50万"), ("活动投入", "100万")])
    apart = ENGINE.checkup(facts, as_of=DAY)
    together = ENGINE.checkup(
        facts, as_of=DAY,
        same_project=[frozenset({"technical-renovation", "major-event-2026", "major-event"})],
    )  # fmt: skip
    assert apart.totals[0].bounds[0] > together.totals[0].bounds[0]


def test_typed_text_becomes_facts() -> None:
    facts = ENGINE.read(
        [("A园区:引进企业数", "两家"), ("B园区：引进企业数", "3"), ("实际经营地在龙岗区", "不清楚"),
         ("工业总产值", "")],
        "park-headquarters",
    )  # fmt: skip
    assert facts.items == (
        Item("A园区", None, {"引进企业数": Interval.exact(2)}),
        Item("B园区", None, {"引进企业数": Interval.exact(3)}),
    )
    assert facts.shared == {"实际经营地在龙岗区": Unsure.UNSURE}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("投资额", "3万50", "不止一种读法"),
        ("投资额", "350", "没有写单位"),
        ("投资额", "<script>", "没有可识别的金额"),
        ("投资", "350万", "没有“投资”这一项"),
        ("独立法人资格", "大概吧", "请答 是 或 否"),
        ("申报年度", "明年", "请写年份"),
    ],
)
def test_unreadable_text_is_named_with_its_field(name: str, text: str, says: str) -> None:
    with pytest.raises(FactError, match=says):
        ENGINE.read([(name, text)], "technical-renovation")


def test_the_form_asks_for_inputs_first_and_lists_premises_unasked() -> None:
    fields = ENGINE.fields("public-platform")
    assert [(f.name, f.type, f.required, f.asked) for f in fields[:3]] == [
        ("平台投入", InputType.MONEY, True, True),
        ("年次", InputType.YEAR, True, True),
        ("设立年份", InputType.YEAR, False, False),
    ]
    assert all(not f.asked for f in fields[3:])
    names = [field.name for field in ENGINE.all_fields()]
    assert len(names) == len(set(names))
