"""Numbers of published texts: kinds, values, offsets, comparisons."""

from fractions import Fraction

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.numerals import Comparison, QuantityKind, read

WAN, YI = 10_000, 100_000_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100万元", 100 * WAN),
        ("30 万元", 30 * WAN),
        ("4亿元", 4 * YI),
        ("1亿2千万元", 120_000_000),
        ("3亿5000万元", 350_000_000),
        ("一千二百万元", 1200 * WAN),
        ("三百五十万元", 350 * WAN),
        ("1.2亿元", 120_000_000),
        ("3,500,000元", 3_500_000),
        ("３,５００,０００元", 3_500_000),
        ("￥3500000", 3_500_000),
        ("人民币350万元", 350 * WAN),
        ("壹佰万元", 100 * WAN),
        ("1千万元", 1000 * WAN),
        ("3百万元", 300 * WAN),
        ("1.2万亿元", 12_000 * YI),
        ("三亿零五十万元", 300_500_000),
        ("一万零五百元", 10_500),
        ("3万5000元", 35_000),
        ("600万", 600 * WAN),
        ("0.5元", Fraction(1, 2)),
    ],
)
def test_an_amount_of_a_text_reads_as_its_value_in_yuan(text: str, value: int | Fraction) -> None:
    (quantity,) = read(text)
    assert quantity.kind is QuantityKind.MONEY
    assert quantity.value == value
    assert quantity.issue == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20%", Fraction(1, 5)),
        ("２０％", Fraction(1, 5)),
        ("百分之二十", Fraction(1, 5)),
        ("百分之12.5", Fraction(1, 8)),
        ("三成", Fraction(3, 10)),
        ("三成半", Fraction(7, 20)),
        ("5‰", Fraction(1, 200)),
        ("千分之五", Fraction(1, 200)),
        ("三分之一", Fraction(1, 3)),
        ("2/3", Fraction(2, 3)),
        ("4.35%", Fraction(435, 10_000)),
    ],
)
def test_a_rate_reads_exactly(text: str, value: Fraction) -> None:
    (quantity,) = read(text)
    assert (quantity.kind, quantity.value) == (QuantityKind.RATE, value)


@pytest.mark.parametrize(
    ("text", "comparison", "printed"),
    [
        ("100万元（含）以上", Comparison.AT_LEAST, True),
        ("100万元以上（含100万元）", Comparison.AT_LEAST, True),
        ("100万元（不含）以上", Comparison.ABOVE, True),
        ("达4亿元及以上", Comparison.AT_LEAST, False),
        ("30万元以上", Comparison.AT_LEAST, False),
        ("500万元以下", Comparison.AT_MOST, False),
        ("不超过600万元", Comparison.AT_MOST, False),
        ("最高不超过600万元", Comparison.AT_MOST, False),
        ("超过600万元", Comparison.ABOVE, False),
        ("不少于50%", Comparison.AT_LEAST, False),
        ("不多于50%", Comparison.AT_MOST, False),
        ("不满100万元", Comparison.BELOW, False),
        ("不足100万元", Comparison.BELOW, False),
        ("上限降至500万元", Comparison.AT_MOST, False),
        ("年度上限 30 万元", Comparison.AT_MOST, False),
        ("资助200万元", None, False),
    ],
)
def test_the_words_around_a_number_give_its_comparison(
    text: str, comparison: Comparison | None, printed: bool
) -> None:
    (quantity,) = read(text)
    assert (quantity.comparison, quantity.printed) == (comparison, printed)


@pytest.mark.parametrize(
    ("text", "kind", "unit"),
    [
        ("每引进1家企业", QuantityKind.COUNT, "家"),
        ("各10名", QuantityKind.COUNT, "名"),
        ("3万张以上", QuantityKind.COUNT, "张"),
        ("连续3年", QuantityKind.DURATION, "年"),
        ("12个月", QuantityKind.DURATION, "个月"),
        ("2024年", QuantityKind.YEAR, "年"),
        ("二〇二四年", QuantityKind.YEAR, "年"),
        ("2024年1月5日", QuantityKind.DATE, "日"),
        ("二〇二四年一月五日", QuantityKind.DATE, "日"),
        ("第十二条", QuantityKind.ORDINAL, "条"),
        ("500万美元", QuantityKind.FOREIGN, "美元"),
        ("US$500", QuantityKind.FOREIGN, "US$"),
    ],
)
def test_numbers_that_are_no_amounts_keep_their_own_kind(
    text: str, kind: QuantityKind, unit: str
) -> None:
    (quantity,) = read(text)
    assert (quantity.kind, quantity.unit) == (kind, unit)


@pytest.mark.parametrize(
    "text",
    ["一次性奖励", "统一按规定", "同一项目", "“四上”企业", "上一年度", "进一步", "唯一", "千行百业",
     "万P算力池", "三维建模", "一批潮流", "第三方机构", "成立公司"],
)  # fmt: skip
def test_words_that_only_contain_a_numeral_are_not_numbers(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize("text", ["3万5元", "三百五万元", "1,2345元", "12,34万元", "3亿5元"])
def test_an_amount_with_several_readings_carries_an_issue(text: str) -> None:
    quantity = read(text)[0]
    assert quantity.issue
    assert quantity.value == 0


@pytest.mark.parametrize(
    "text", ["1/0", "百百分之二", "零分之一", "二〇二四年三三月", "2024年13月"]
)
def test_a_malformed_fraction_or_day_carries_an_issue(text: str) -> None:
    assert read(text)[0].issue


def test_a_list_of_rates_gives_each_with_its_offsets() -> None:
    text = "依次按照项目当年实际总投入的50%，30%和20%给予资助"
    found = read(text)
    assert [q.value for q in found] == [Fraction(1, 2), Fraction(3, 10), Fraction(1, 5)]
    assert all(text[q.start : q.end] == q.text for q in found)


@given(
    st.text(
        alphabet="0123456789.,，万亿千百十元个%％年月日第一二三两几零（含）以上不超过 成分之-到～",
        max_size=24,
    )
)
@settings(max_examples=500, deadline=None)
def test_no_text_breaks_the_reader_and_offsets_always_fit(text: str) -> None:
    for quantity in read(text):
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.low <= quantity.high or quantity.issue


@given(st.integers(1, 10**12))
@settings(max_examples=400, deadline=None)
def test_chinese_numerals_read_as_cn2an_writes_them(number: int) -> None:
    for style in ("low", "up"):
        written = cn2an.an2cn(number, style)
        (quantity,) = read(f"{written}元")
        assert quantity.issue == ""
        assert quantity.value == number == cn2an.cn2an(written, "smart")
