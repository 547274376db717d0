"""What is covered of a message before it is kept, and what never is."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.records.masking import COVER, masked, masked_like, telling

AROUND = st.sampled_from(["", "，", "我们", "是", "。", "（", "）", " ", "：", "投了", "吗？"])
DIGIT = st.sampled_from(string.digits)
CREDIT = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=10, max_size=10)


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text(string.digits, min_size=count, max_size=count)


phones = st.builds(
    "{}1{}{}{}{}{}".format,
    st.sampled_from(["", "+86", "+86 ", "86-", "0086"]),
    st.sampled_from([str(n) for n in range(30, 100)]), st.sampled_from(["", "-", " "]),
    digits(4), st.sampled_from(["", "-", " "]), digits(4),
)  # fmt: skip
landlines = st.builds(
    "0{}{}{}".format,
    st.sampled_from(["10", "755", "20"]),
    st.sampled_from(["", "-", " "]),
    digits(8),
)
cards = st.builds(
    lambda place, day, order, last: f"{place}{day:%Y%m%d}{order}{last}",
    st.sampled_from(["440307", "110101"]),
    st.dates(date(1920, 1, 1), date(2030, 1, 1)),
    digits(3),
    st.sampled_from([*string.digits, "X", "x"]),
)
credits_ = st.builds("91440300{}".format, CREDIT)
accounts = st.integers(16, 19).flatmap(lambda n: digits(n - 1).map("6{}".format))
mails = st.builds(
    "{}@{}.com".format,
    st.text(string.ascii_letters + string.digits, min_size=4, max_size=12),
    st.sampled_from(["qq", "163", "mail.example"]),
)
numbers = st.one_of(phones, landlines, cards, credits_, accounts, mails)


@given(AROUND, numbers, AROUND, st.booleans())
@example("", "13812345678", "", False)
@example("（", "01012345678", "", False)
def test_a_number_that_tells_who_somebody_is_is_covered(
    before: str, number: str, after: str, full_width: bool
) -> None:
    if full_width:
        number = number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    message = before + number + after
    found = masked(message)
    assert len(found) == len(message)
    assert found == before + number[:3] + COVER * (len(number) - 3) + after
    assert masked(found) == found


amounts = st.builds(
    "{}{}".format,
    st.one_of(
        st.decimals(0, 10**18, places=2).map("{:f}".format),
        st.integers(0, 10**18).map(str),
        st.integers(0, 10**15).map("{:,}".format),
    ),
    st.sampled_from(["元", "万元", "万", "亿元", "亿", " 元", "万8", "千元", "块"]),
)
counts = st.builds(
    "{}{}".format, st.integers(0, 10**9), st.sampled_from(["家", "人", "平方米", "%", "", "个月"])
)
days = st.dates(date(1990, 1, 1), date(2040, 1, 1)).flatmap(
    lambda day: st.sampled_from(
        [f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day:%Y年%m月%d日}",
         f"{day:%Y.%m.%d}", f"{day:%Y}年", f"{day:%Y-%m-%d} 10:30:00"]
    )
)  # fmt: skip
documents = st.builds(
    "深龙工信规{}{}{}{}号".format,
    st.sampled_from(["〔", "[", "（", "(", "【"]), st.integers(1990, 2040),
    st.sampled_from(["〕", "]", "）", ")", "】"]), st.integers(1, 9999),
)  # fmt: skip


@given(
    st.lists(st.one_of(amounts, counts, days, documents, st.just("第3条第2款")), min_size=1),
    st.sampled_from(["，", "、", "；到", "和"]),
)
@example(["13800000000元", "13812345678.50万元", "2024〔2024〕1号"], "，")
@example(["15000000000 元", "6222021234567890123元"], "，")
def test_amounts_dates_and_numbers_of_documents_are_never_covered(
    told: list[str], between: str
) -> None:
    message = between.join(told)
    assert masked(message) == message


@given(st.text())
def test_the_length_stays_whatever_is_typed(message: str) -> None:
    found = masked(message)
    assert len(found) == len(message)
    assert all(new in (old, COVER) for old, new in zip(message, found, strict=True))


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("电话138 1234 5678，投350万", "电话138＊＊＊＊＊＊＊＊＊＊，投350万"),
        ("座机(0755)28812345转801", "座机(07＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        ("身份证 440301-19900101-1234", "身份证 440＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        ("卡号6222 0212 3456 7890 123", "卡号622＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        ("2021 2022 2023 2024年的", "2021 2022 2023 2024年的"),
        ("各是5000 6000 7000 8000万", "各是5000 6000 7000 8000万"),
        ("各是5000 6000 7000 8000 900万", "各是5000 6000 7000 8000 900万"),
        ("邮箱a@b.cn", "邮箱a@b＊＊＊"),
    ],
)
def test_ways_of_writing_them(message: str, kept: str) -> None:
    assert masked(message) == kept


def test_a_long_message_is_masked_in_no_time() -> None:
    for part in ("a" * 2000, "1" * 2000, "1-" * 1000, "a@" * 1000, "0755-" * 400, "a.b" * 600):
        assert len(masked(part)) == len(part)


def test_a_reply_covers_what_the_user_wrote_and_leaves_what_a_policy_prints() -> None:
    message = "电话１３８１２３４５６７８，信用代码91440300MA5ABCDE1X"
    reply = {
        "conclusion": "您说的13812345678不是金额",
        "contact": "咨询电话0755-28812345，13900000000",
        "ledger": [{"text": "１３８１２３４５６７８", "n": None}, ["91440300MA5ABCDE1X", True, 3]],
    }
    found = masked_like(reply, message)
    assert "12345678" not in str(found)
    assert "MA5ABCDE" not in str(found)
    assert found["contact"] == reply["contact"]
    assert found["ledger"][1][1:] == [True, 3]
    assert masked_like(reply, "投了350万") == reply


def test_pieces_of_what_is_covered_are_no_unknown_words() -> None:
    words = ("zhangsan", "com", "喀纳斯", "ABCDE")
    assert telling(words, "邮箱zhangsan@qq.com，喀纳斯，91440300MA5ABCDE1X") == ("喀纳斯",)
