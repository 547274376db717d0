from decimal import Decimal

import pytest

from evals.wording import amounts_in, canonical, chinese_number, holds, offends, read_amounts


@pytest.mark.parametrize(
    "written",
    [
        "350万元",
        "3500000元",
        "3,500,000元",
        "三百五十万元",
        "350w",
        "３５０万元",
        "￥3,500,000.00元",
        "350萬元",
        "叁佰伍拾万元整",
    ],
)
def test_one_amount_in_any_spelling_is_the_same(written: str) -> None:
    assert amounts_in(f"可得{written}。") == {Decimal(3500000)}


@pytest.mark.parametrize("written", ["1.2亿元", "1亿2000万元", "一亿二千万元", "1亿2千万元"])
def test_amounts_over_a_hundred_million_are_read_whole(written: str) -> None:
    assert amounts_in(written) == {Decimal(120000000)}


@pytest.mark.parametrize("written", ["20%", "２０％", "百分之二十", "百分之20", "2成", "两成"])
def test_one_share_in_any_spelling_is_the_same(written: str) -> None:
    assert "⟦P20⟧" in canonical(f"按{written}给")


def test_a_day_in_any_spelling_is_the_same() -> None:
    spellings = ("2024年1月5日", "2024-01-05", "2024/1/5", "2024.01.05")
    assert {canonical(day) for day in spellings} == {"⟦D2024-1-5⟧"}


def test_thousands_are_not_joined_across_a_chinese_comma() -> None:
    assert amounts_in("3，500万元") == {Decimal(5000000)}


def test_words_with_numerals_that_are_no_amounts_stay_words() -> None:
    assert amounts_in("万P算力池，成本，完成") == frozenset()


@pytest.mark.parametrize(
    ("spoken", "value"),
    [("三百五", 350), ("一千零五十", 1050), ("二〇二四", 2024), ("十", 10), ("一万二", 12000)],
)
def test_spoken_numerals_are_read_as_people_mean_them(spoken: str, value: int) -> None:
    assert chinese_number(spoken) == value


def test_a_synonym_does_not_match_inside_a_longer_number() -> None:
    assert not holds("36万", "可得136万元")
    assert holds("36万", "可得36万元")


def test_an_affirmed_synonym_needs_one_occurrence_without_negation() -> None:
    assert not holds("+符合", "贵公司不符合条件")
    assert holds("+符合", "有一项不确定，但符合条件")


def test_a_pattern_is_tried_on_both_forms() -> None:
    assert holds("re:⟦360000⟧", "可得36万元")
    assert holds("re:第.条", "见第四条")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("可以补15万元", True),
        ("不可以补15万元", False),
        ("“可以补15万元”的说法不对", False),
        ("可以补15万元的说法没有依据", False),
    ],
)
def test_a_forbidden_claim_is_excused_where_denied_quoted_or_rebutted(
    text: str, said: bool
) -> None:
    assert offends("可以补15万元", text) is said


def test_a_strict_string_has_no_excuse() -> None:
    assert offends("strict:http", "不要打开 http://x")


@pytest.mark.parametrize(
    ("given", "amounts"),
    [
        (None, ()),
        ("", ()),
        (360000, (Decimal(360000),)),
        ("36万元", (Decimal(360000),)),
        ("360,000元", (Decimal(360000),)),
        (["130万", 720000], (Decimal(1300000), Decimal(720000))),
    ],
)
def test_amounts_of_rows_are_read_in_every_form_of_the_format(
    given: object, amounts: tuple[Decimal, ...]
) -> None:
    assert read_amounts(given) == amounts
