"""Numbers as people type them: symbols, spoken amounts, currencies, days, codes, set phrases."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from random import Random

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.numerals import Comparison, Quantity, QuantityKind, parse_amount, read, read_people
from corpus.numerals.people import AmountError

WAN, YI = 10_000, 100_000_000
K, C = QuantityKind, Comparison


def only(text: str) -> Quantity:
    (quantity,) = read_people(text)
    assert text[quantity.start : quantity.end] == quantity.text
    return quantity


@pytest.mark.parametrize(
    ("text", "value", "comparison"),
    [
        ("<100万", 100 * WAN, C.BELOW),
        ("＜100万", 100 * WAN, C.BELOW),
        ("≤100万", 100 * WAN, C.AT_MOST),
        ("<=100万", 100 * WAN, C.AT_MOST),
        ("≥100万", 100 * WAN, C.AT_LEAST),
        (">= 100万", 100 * WAN, C.AT_LEAST),
        (">100万", 100 * WAN, C.ABOVE),
        ("投资额＞100万", 100 * WAN, C.ABOVE),
        ("大于等于100万", 100 * WAN, C.AT_LEAST),
        ("大于或等于100万", 100 * WAN, C.AT_LEAST),
        ("小于等于100万", 100 * WAN, C.AT_MOST),
        ("100万+", 100 * WAN, C.AT_LEAST),
        ("30W+", 30 * WAN, C.AT_LEAST),
        ("150万起", 150 * WAN, C.AT_LEAST),
        ("150万打底", 150 * WAN, C.AT_LEAST),
        ("150万出头", 150 * WAN, C.ABOUT),
        ("小一百万", 100 * WAN, C.ABOUT),
        ("刚好100万（不含税）", 100 * WAN, C.EQUAL),
        ("刚好100万（含税）", 100 * WAN, C.EQUAL),
        ("100万（含运费）以上", 100 * WAN, C.AT_LEAST),
        ("超过100万（含增值税）", 100 * WAN, C.ABOVE),
        ("超过100万（含税）", 100 * WAN, C.ABOVE),
        ("超过100万（含）", 100 * WAN, C.AT_LEAST),
        ("超过100万（含本数）", 100 * WAN, C.AT_LEAST),
        ("超过100万（含100万）", 100 * WAN, C.AT_LEAST),
        ("100万以上（不含本数）", 100 * WAN, C.ABOVE),
        ("100万以上（不含100万）", 100 * WAN, C.ABOVE),
        ("100万（含）", 100 * WAN, None),
        ("<b>100万</b>", 100 * WAN, None),
        ("中小3家", 3, None),
    ],
)
def test_a_comparison_reads_as_it_is_typed(
    text: str, value: int, comparison: Comparison | None
) -> None:
    quantity = only(text)
    assert quantity.value == value
    assert quantity.comparison is comparison


def test_a_symbol_between_two_numbers_bounds_neither() -> None:
    for text in ("700万>600万", "300万->350万", "100万+50万"):
        assert [q.comparison for q in read_people(text)] == [None, None], text


def test_words_about_time_are_no_bounds() -> None:
    assert [q.comparison for q in read_people("自2024年1月5日起施行，满3年起")] == [
        None,
        Comparison.AT_LEAST,  # 满
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("卅五万", 35 * WAN),
        ("廿万", 20 * WAN),
        ("一百廿万", 120 * WAN),
        ("一个半亿", 150_000_000),
        ("4.2个亿", 420_000_000),
        ("两个亿", 2 * YI),
        ("3元5角", Fraction(7, 2)),
        ("3元5角2分", Fraction(352, 100)),
        ("100元零5分", Fraction(10_005, 100)),
        ("五块五", Fraction(11, 2)),
        ("3块2毛", Fraction(16, 5)),
        ("200万人民币", 200 * WAN),
        ("人民币350万", 350 * WAN),
        ("RMB 350万", 350 * WAN),
        ("rmb350万", 350 * WAN),
        ("350万RMB", 350 * WAN),
        ("350万整", 350 * WAN),
        ("壹佰万圆整", 100 * WAN),
        ("1千5百万", 1500 * WAN),
        ("１２０万", 120 * WAN),
        ("1,200 万", 1200 * WAN),
        ("1 200 000元", 120 * WAN),
        ("12.5w", 125_000),
        ("3500000", 350 * WAN),
        ("123,456,789", 123_456_789),
        ("0元", 0),
        ("350万元整（大写：叁佰伍拾万元整）", 350 * WAN),
    ],
)
def test_an_amount_reads_as_people_write_it(text: str, value: int | Fraction) -> None:
    assert Fraction(parse_amount(text).low) == value
    assert all((q.kind, q.value) == (K.MONEY, value) for q in read_people(text))
    assert not any(q.issue or q.assumed for q in read_people(text))


@pytest.mark.parametrize(
    ("text", "value", "assumed"),
    [
        ("8万6", 86_000, "“8万6”按8.6万元理解"),
        ("99万8", 998_000, "“99万8”按99.8万元理解"),
        ("3万5", 35_000, "“3万5”按3.5万元理解"),
        ("两万三", 23_000, "“两万三”按2.3万元理解"),
        ("三十六万五", 365_000, "“三十六万五”按36.5万元理解"),
        ("1亿2", 120_000_000, "“1亿2”按1.2亿元理解"),
        ("一万半", 15_000, "“一万半”按1.5万元理解"),
        (".12亿", 12_000_000, "“.12亿”按1,200万元理解"),
        ("50k", 50_000, "“50k”按5万元理解"),
        ("50K", 50_000, "“50K”按5万元理解"),
    ],
)
def test_what_has_a_usual_reading_is_read_so_and_says_so(
    text: str, value: int, assumed: str
) -> None:
    quantity, understood = only(text), parse_amount(text)
    assert quantity.value == value
    assert (quantity.kind, quantity.issue) == (K.MONEY, "")
    assert quantity.assumed == assumed
    assert assumed in understood.echo


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("350万±5%", 3_325_000, 3_675_000),
        ("350万±10万", 340 * WAN, 360 * WAN),
        ("一两百万", 100 * WAN, 200 * WAN),
        ("两三百万", 200 * WAN, 300 * WAN),
        ("八九十万", 80 * WAN, 90 * WAN),
        ("3万5到4万", 35_000, 4 * WAN),
        ("30-50k", 3 * WAN, 5 * WAN),
    ],
)
def test_several_amounts_are_a_range(text: str, low: int, high: int) -> None:
    quantity = only(text)
    assert quantity.low == low
    assert quantity.high == high
    assert quantity.approximate


@pytest.mark.parametrize("text", ["100来万", "近百万", "小一百万", "小200万", "150万出头"])
def test_a_rough_amount_is_never_exact(text: str) -> None:
    assert only(text).approximate


@pytest.mark.parametrize(
    "text",
    ["几十万", "大几十万", "百八十万", "上百万", "近百万", "过百万", "几个亿", "好几百万"],
)
def test_an_order_of_magnitude_is_vague(text: str) -> None:
    assert only(text).vague


@pytest.mark.parametrize(
    "text",
    ["港币350万", "欧元350万", "刀350万", "韩元350万", "美金 30万", "350万英镑", "350万新台币",
     "HK$50万", "50万刀", "50万usd", "USD 50万", "50万美刀"],
)  # fmt: skip
def test_a_foreign_amount_is_foreign_on_either_side_of_its_currency(text: str) -> None:
    quantity = only(text)
    assert quantity.kind is K.FOREIGN
    assert "外币" in quantity.issue


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三成五", Fraction(35, 100)),
        ("3成5", Fraction(35, 100)),
        ("七成半", Fraction(75, 100)),
        ("九成", Fraction(9, 10)),
    ],
)
def test_a_share_in_tenths_reads_exactly(text: str, value: Fraction) -> None:
    quantity = only(text)
    assert (quantity.kind, quantity.value) == (K.RATE, value)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("3月5号", K.TIME, 305),
        ("三月五日", K.TIME, 305),
        ("12月31日前", K.TIME, 1231),
        ("3月", K.TIME, 3),
        ("3月份", K.TIME, 3),
        ("去年3月", K.TIME, 3),
        ("3-5月", K.TIME, 3),
        ("5号", K.TIME, 5),
        ("上午10点", K.TIME, 10),
        ("下午3点半", K.TIME, Fraction(7, 2)),
        ("下午3:30", K.TIME, Fraction(7, 2)),
        ("17:30前", K.TIME, Fraction(35, 2)),
        ("3个月", K.DURATION, 3),
        ("3月内", K.COUNT, 3),
        ("两年内", K.DURATION, 2),
        ("24年", K.DURATION, 24),
        ("成立24年", K.DURATION, 24),
        ("24年老店", K.DURATION, 24),
        ("25年设立", K.YEAR, 2025),
        ("2.5倍", K.COUNT, Fraction(5, 2)),
        ("第10条", K.ORDINAL, 10),
        ("第一期", K.ORDINAL, 1),
        ("二期", K.ORDINAL, 2),
        ("共三期", K.COUNT, 3),
    ],
)
def test_days_years_and_phases_are_no_amounts(
    text: str, kind: QuantityKind, value: int | Fraction
) -> None:
    quantity = only(text)
    assert (quantity.kind, quantity.value) == (kind, value)


def test_a_short_year_with_a_month_is_a_day_of_this_century() -> None:
    quantity = only("25年3月5日")
    assert quantity.day is not None
    assert quantity.day.isoformat() == "2025-03-05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-2025年", [(K.YEAR, 2024), (K.YEAR, 2025)]),
        ("24年投了300万，25年200万",
         [(K.YEAR, 2024), (K.MONEY, 300 * WAN), (K.YEAR, 2025), (K.MONEY, 200 * WAN)]),
        ("170万二期", [(K.MONEY, 170 * WAN), (K.ORDINAL, 2)]),
        ("350万两年内", [(K.MONEY, 350 * WAN), (K.DURATION, 2)]),
        ("300万一年", [(K.MONEY, 300 * WAN), (K.DURATION, 1)]),
        ("20万3台", [(K.MONEY, 20 * WAN), (K.COUNT, 3)]),
        ("设备一块50万", [(K.MONEY, 50 * WAN)]),
        ("100万一起申报", [(K.MONEY, 100 * WAN)]),
        ("200万2024年", [(K.MONEY, 200 * WAN), (K.YEAR, 2024)]),
        ("20.2万三成", [(K.MONEY, 202_000), (K.RATE, Fraction(3, 10))]),
    ],
)  # fmt: skip
def test_what_follows_an_amount_is_another_number(
    text: str, expected: list[tuple[QuantityKind, int | Fraction]]
) -> None:
    assert [(q.kind, q.value) for q in read_people(text)] == expected


@pytest.mark.parametrize("reader", [read, read_people])
@pytest.mark.parametrize(
    "text",
    ["13812345678", "138-1234-5678", "0755-12345678", "邮编518000", "邮政编码：518000",
     "91440300MA5EXAMP0X", "44030019900101123X", "123456789012"],
)  # fmt: skip
def test_digits_that_name_something_are_never_money(
    reader: Callable[[str], tuple[Quantity, ...]], text: str
) -> None:
    (quantity,) = reader(f"联系方式{text}，谢谢")
    assert quantity.kind is K.IDENTIFIER
    assert quantity.text in text


@pytest.mark.parametrize("text", ["13800000000元", "￥13800000000", "人民币13800000000"])
def test_a_long_row_of_digits_with_its_currency_is_money(text: str) -> None:
    assert only(text).kind is K.MONEY


@pytest.mark.parametrize(
    "text",
    ["一块儿", "一下", "一起", "一些", "一般", "万一", "千万别", "百分百", "十分", "三番五次",
     "一五一十", "四上企业", "三来一补", "五金", "六约", "八折", "8折", "九成新", "十全十美",
     "百货", "千岛湖", "万科", "零"],
)  # fmt: skip
def test_set_phrases_are_no_numbers(text: str) -> None:
    assert read_people(text) == ()
    assert [q.kind for q in read_people(f"我们{text}，投了350万")] == [K.MONEY]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("两百万半", "不止一种读法"),
        ("三百五万", "不止一种读法"),
        ("3万50", "不止一种读法"),
        ("8万6元", "不止一种读法"),
        ("一百二", "没有写单位"),
        ("1.2e6", "科学计数法"),
        ("-50万", "负数"),
        ("13812345678", "不是金额"),
        ("300万和300万", "不止一个数"),
        ("3月5号", "不是金额"),
    ],
)
def test_what_stays_ambiguous_is_asked_about(text: str, says: str) -> None:
    with pytest.raises(AmountError, match=says):
        parse_amount(text)


@pytest.mark.parametrize("text", ["8万6", "三成五", "50k", "≥100万", "卅五万", "24年投了300万"])
def test_published_texts_are_read_strictly(text: str) -> None:
    strict = read(text)
    assert all(q.assumed == "" and q.kind is not K.YEAR for q in strict)
    assert [(q.value, q.comparison) for q in strict] != [
        (q.value, q.comparison) for q in read_people(text)
    ]


def spoken(tenths: int) -> list[str]:
    """Different spellings of an amount of so many tenths of 万, without and with the last place."""
    wan, rest = divmod(tenths, 10)
    plain = cn2an.an2cn(wan, "low")
    spellings = [
        f"{tenths / 10}万", f"{tenths / 10}w", f"RMB {tenths / 10}万", f"{tenths / 10}万RMB",
        f"{wan}万{rest}千" if rest else f"{wan}万", f"人民币{tenths * 1000}元",
        f"{tenths}k" if tenths >= 10 else f"{tenths}千元",
    ]  # fmt: skip
    if rest:
        spellings += [f"{wan}万{rest}", f"{plain}万{cn2an.an2cn(rest, 'low')}"]
    if rest == 5 and wan < 10:
        spellings.append(f"{plain}万半")
    if 20 <= wan < 40 and not rest:
        spellings.append(plain.replace("二十", "廿").replace("三十", "卅") + "万")
    return spellings


@given(st.integers(10, 99_999))
@settings(max_examples=400, deadline=None)
def test_every_spelling_of_an_amount_reads_back_equal(tenths: int) -> None:
    for text in spoken(tenths):
        assert parse_amount(text).low == tenths * 1000, text


@given(st.integers(1, 9999), st.integers(1, 9), st.integers(1, 9))
@settings(max_examples=200, deadline=None)
def test_yuan_jiao_and_fen_read_back_equal(yuan: int, jiao: int, fen: int) -> None:
    cents = Decimal(100 * yuan + 10 * jiao + fen) / 100
    for text in (f"{yuan}元{jiao}角{fen}分", f"{yuan}块{jiao}毛{fen}分"):
        assert parse_amount(text).low == cents, text
    for text in (f"{yuan}块{jiao}", f"{yuan}块{jiao}毛", f"{yuan}元{jiao}角"):
        assert parse_amount(text).low == Decimal(10 * yuan + jiao) / 10, text


@given(
    st.text(
        alphabet="0123456789.,，+-±<>≤≥ 万亿千百十廿卅个元块角毛分半kwW%"
        "成月日号点年期一两三五（含税）起小几刀RMB",
        max_size=24,
    )
)
@settings(max_examples=800, deadline=None)
def test_no_text_breaks_the_tolerant_reader_and_offsets_always_fit(text: str) -> None:
    position = 0
    for quantity in read_people(text):
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.start >= position
        assert quantity.low <= quantity.high or quantity.issue
        position = quantity.end


@pytest.mark.parametrize("reader", [read, read_people])
@pytest.mark.parametrize(
    "text", ["1" * 9000, "1" * 9000 + "万", "一" * 9000 + "万", "1/" + "2" * 9000]
)
def test_a_number_that_does_not_end_is_no_error(
    reader: Callable[[str], tuple[Quantity, ...]], text: str
) -> None:
    assert all(q.issue or q.kind is K.IDENTIFIER for q in reader(text))


def test_a_mobile_number_in_a_sentence_is_no_second_amount() -> None:
    random = Random(7)
    for _ in range(200):
        phone = f"1{random.choice('3456789')}{random.randrange(10**9):09d}"
        found = read_people(f"投了350万，电话{phone}，能补多少")
        assert [q.kind for q in found] == [K.MONEY, K.IDENTIFIER]
