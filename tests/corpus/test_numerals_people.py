"""Amounts as people type them: read, echoed back, or asked about — never guessed."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from corpus.numerals import Mention, QuantityKind, format_yuan, mentions, parse_amount
from corpus.numerals.people import AmountError

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("350w", 3_500_000, 3_500_000),
        ("350W", 3_500_000, 3_500_000),
        ("3.5千万", 35_000_000, 35_000_000),
        ("3个亿", 300_000_000, 300_000_000),
        ("0.5个亿", 50_000_000, 50_000_000),
        ("半个亿", 50_000_000, 50_000_000),
        ("刚好四个亿", 400_000_000, 400_000_000),
        ("1点5亿", 150_000_000, 150_000_000),
        ("350万块钱", 3_500_000, 3_500_000),
        ("二百二十万元整", 2_200_000, 2_200_000),
        ("3500000", 3_500_000, 3_500_000),
        ("２，０００，０００元", 2_000_000, 2_000_000),
        ("80到120万", 800_000, 1_200_000),
        ("80-120万元", 800_000, 1_200_000),
        ("80万~120万", 800_000, 1_200_000),
        ("3到5千万", 30_000_000, 50_000_000),
        ("一两百万", 1_000_000, 2_000_000),
        ("五六十万", 500_000, 600_000),
        ("30多万", 300_000, 400_000),
        ("三百多万", 3_000_000, 4_000_000),
        ("200来万", 2_000_000, 2_000_000),
        ("近300万", 3_000_000, 3_000_000),
        ("大概300万左右", 3_000_000, 3_000_000),
        ("不到100万", 0, Decimal("999999.99")),
        ("100万以下", 0, 1_000_000),
        ("超过500万", Decimal("5000000.01"), None),
        ("至少200万", 2_000_000, None),
        ("100万以上", 1_000_000, None),
        ("不清楚", 0, None),
    ],
)
def test_an_amount_is_read_with_its_bounds(
    text: str, low: Decimal | int, high: Decimal | int | None
) -> None:
    found = parse_amount(text)
    assert (found.low, found.high) == (low, high)


def test_an_amount_is_echoed_for_the_user_to_check() -> None:
    assert parse_amount("350w").echo == "按3,500,000元（350万元）计算"
    assert parse_amount("不到100万").echo == "按小于100万元计算"
    assert "约数" in parse_amount("三百来万").echo


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("350", "没有写单位"),
        ("350个", "350万元，还是350个"),
        ("3万5元", "不止一种读法"),
        ("三百五", "没有写单位"),
        ("几百万", "不是确切数字"),
        ("十几万", "不是确切数字"),
        ("上百万", "不是确切数字"),
        ("1e30", "科学计数法"),
        ("-350万", "负数"),
        ("负350万", "负数"),
        ("300万美元", "外币"),
        ("$500", "外币"),
        ("NaN", "没有可识别的金额"),
        ("三百", "没有写单位"),
        ("", "没有可识别的金额"),
        ("很多钱", "没有可识别的金额"),
        ("12,34万", "不是可识别的数字"),
        ("120到80万", "前大后小"),
        ("300万和400万", "不止一个数"),
        ("20%", "不是金额"),
        ("3家", "不是金额"),
        ("99999万亿元", "超出合理范围"),
    ],
)
def test_what_cannot_be_used_as_an_amount_is_asked_about(text: str, says: str) -> None:
    with pytest.raises(AmountError, match=says):
        parse_amount(text)


Placed = list[tuple[int, int | None, int | None, str]]


def placed(found: tuple[Mention, ...]) -> Placed:
    return [(int(m.quantity.value) // 10_000, m.year, m.ordinal, m.label) for m in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年300万、2025年200万", [(300, 2024, None, ""), (200, 2025, None, "")]),
        ("2024年和2025年分别投300万、200万", [(300, 2024, None, ""), (200, 2025, None, "")]),
        ("300万（2024年）和200万（2025年）", [(300, 2024, None, ""), (200, 2025, None, "")]),
        ("去年300万，今年200万", [(300, 2025, None, ""), (200, 2026, None, "")]),
        ("设立当年总投入260万、次年240万、第三年220万",
         [(260, None, 1, ""), (240, None, 2, ""), (220, None, 3, "")]),
        ("第二年实际总投入750万元", [(750, None, 2, "")]),
        ("三年分别投了300万、200万、100万",
         [(300, None, 1, ""), (200, None, 2, ""), (100, None, 3, "")]),
        ("连续三年每年300万", [(300, None, 1, ""), (300, None, 2, ""), (300, None, 3, "")]),
        ("两个项目分别60万和70万",
         [(60, None, None, "第一个项目"), (70, None, None, "第二个项目")]),
        ("两个项目各60万",
         [(60, None, None, "第一个项目"), (60, None, None, "第二个项目")]),
        ("A项目60万，B项目70万", [(60, None, None, "A项目"), (70, None, None, "B项目")]),
        ("上年度技改投了350万", [(350, 2025, None, "")]),
        ("技改投了350万", [(350, None, None, "")]),
        ("第一年到第三年每年都是300万",
         [(300, None, 1, ""), (300, None, 2, ""), (300, None, 3, "")]),
        ("2023到2024年每年投300万", [(300, 2023, None, ""), (300, 2024, None, "")]),
        ("2023年300万到2024年涨成500万", [(300, 2023, None, ""), (500, 2024, None, "")]),
    ],
)  # fmt: skip
def test_amounts_keep_their_year_or_project(text: str, expected: Placed) -> None:
    assert placed(mentions(text, today=TODAY)) == expected


def test_a_single_one_counts_too() -> None:
    found = mentions("园区A引进了三家、园区B引进一家", kinds=[QuantityKind.COUNT], unit="家")
    assert [(int(m.quantity.value), m.label) for m in found] == [(3, "园区A"), (1, "园区B")]


def test_counts_keep_their_park() -> None:
    found = mentions("A园区引进2家、B园区引进3家", kinds=[QuantityKind.COUNT], unit="家")
    assert [(int(m.quantity.value), m.label) for m in found] == [(2, "A园区"), (3, "B园区")]


def renderings(yuan: int) -> list[str]:
    """Different spellings of one amount that is a whole number of 万."""
    wan = yuan // 10_000
    return [
        f"{yuan}元", f"{yuan:,}元", f"{wan}万", f"{wan}万元", f"{wan}w", f"{wan:,}万元",
        f"{wan / 10_000:.4f}亿元" if wan >= 10_000 else f"{wan}.0万",
        f"￥{yuan}", f"人民币{wan}万元", format_yuan(Decimal(yuan)),
        f"{wan} 万 元".replace(" 元", "元"),
    ]  # fmt: skip


def test_3600_random_renderings_of_amounts_read_back_equal() -> None:
    random, count = Random(11), 0
    while count < 3_600:
        yuan = random.randint(1, 10 ** random.randint(1, 6)) * 10_000
        for text in renderings(yuan):
            assert parse_amount(text).low == yuan, text
            count += 1
