"""What recognisers propose: numbers, identifiers, a text's own words, and words by their form."""

from __future__ import annotations

import pytest

from bot.question.lexicon import general
from tests.bot.question.reading import tokens_of


def senses(text: str, word: str) -> frozenset[str]:
    """The senses of a word in a sentence; fails where the sentence is not cut there."""
    return next(token.senses for token in tokens_of(text) if token.text == word)


@pytest.mark.parametrize(
    ("text", "word", "sense"),
    [
        ("投了340万", "340万", "money"),
        ("花了三百万美元", "三百万美元", "foreign"),
        ("占三成", "三成", "rate"),
        ("买了20台", "20台", "count"),
        ("连续三年", "三年", "duration"),
        ("2025年投的", "2025年", "year"),
        ("第二年投的", "第二年", "ordinal"),
        ("3月份付的", "3月份", "month"),
    ],
)
def test_a_number_is_what_its_unit_says(text: str, word: str, sense: str) -> None:
    assert sense in senses(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("电话13812345678", "13812345678"),
        ("座机0755-28912345", "0755-28912345"),
        ("代码91440300ma5gabcd1x", "91440300ma5gabcd1x"),
        ("深龙工信规〔2024〕5号", "深龙工信规〔2024〕5号"),
        ("住88号3栋", "88号3栋"),
    ],
)
def test_numbers_that_name_something_are_no_amounts(text: str, word: str) -> None:
    assert "identifier" in senses(text, word)
    assert not [t for t in tokens_of(text) if t.has("money")]


@pytest.mark.parametrize(
    ("text", "word", "sense"),
    [
        ("我们做技改", "技改", "matter.technical-renovation"),
        ("买智能眼镜", "智能眼镜", "matter.smart-glasses"),
        ("厂在横岗", "横岗", "place"),
        ("我们是家具厂", "家具", "sector.listed"),
        ("没签框架协议", "框架协议", "condition"),
    ],
)
def test_the_words_of_a_text_are_known_beside_those_of_the_language(
    text: str, word: str, sense: str
) -> None:
    found = [t for t in tokens_of(text) if word in t.text or t.text in word]
    assert any(token.has(sense) for token in found)


@pytest.mark.parametrize("word", ["琉砳装置", "琉砳床", "琉砳炉"])
def test_a_thing_is_known_by_its_end(word: str) -> None:
    assert senses(f"买了{word}", word) == {"thing"}


@pytest.mark.parametrize(
    "word",
    ["琉砳厂", "琉砳集团", "琉砳公司"],
)
def test_an_enterprise_is_known_by_its_end(word: str) -> None:
    assert senses(f"{word}投了340万", word) == {"actor.named"}


def test_neighbouring_unknown_words_are_one() -> None:
    unknown = [token.text for token in tokens_of("技改磤砳踌躇340万") if token.unknown]
    assert unknown == ["磤砳踌躇"]


# One sentence for every kind of operator, with the word that is it.
OPERATORS = {
    "part": ("技改投了340万，其中40万是软件", "其中"),
    "exclude": ("技改投了340万，扣除退货的40万", "扣除"),
    "restate": ("技改投了340万，即叁佰肆拾万元", "即"),
    "add": ("技改投了340万，另外又花60万", "另外又"),
    "total": ("技改一共投了340万", "一共"),
    "each": ("每台12万，买了20台", "每台"),
    "respectively": ("三年分别投了54万、126万、90万", "分别"),
    "phased": ("技改分两期投了340万", "分两期"),
    "replace": ("技改投了150万，不对，是250万", "不对"),
    "scale_double": ("翻一倍呢", "翻一倍"),
    "scale_half": ("减半呢", "减半"),
    "scale_third": ("翻两番呢", "翻两番"),
    "raise_by": ("增加60万呢", "增加"),
    "raise_to": ("增加到500万呢", "增加到"),
    "cut_by": ("减少60万呢", "减少"),
    "cut_to": ("减到200万呢", "减到"),
    "understated": ("不对，少写了60万", "少写了"),
    "overstated": ("不对，多写了60万", "多写了"),
    "discount": ("打八折呢", "打八折"),
    "share": ("技改投了500万，我们承担七成", "承担"),
    "compare": ("比投250万多拿多少", "比"),
    "while": ("至今投了340万", "至今"),
    "settle": ("预算500万，最终340万", "最终"),
    "remainder": ("扣掉40万，还剩320万", "还剩"),
    "difference": ("投250万和投340万差多少", "差多少"),
    "same": ("同样的钱投数字化呢", "同样的钱"),
}


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_is_heard_in_a_sentence(name: str) -> None:
    text, word = OPERATORS[name]
    assert f"operator.{name}" in senses(text, word)


def test_every_operator_of_the_lexicon_has_a_sentence() -> None:
    listed = {s for found in general().values() for s in found if s.startswith("operator.")}
    assert listed == {f"operator.{name}" for name in OPERATORS}
