"""Tokens tile the message: every character belongs to exactly one, and joining gives it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.question.tiling import tile
from bot.question.token import Token
from evals.case import CASES
from evals.case_file import read_cases
from tests.bot.question.reading import messages, recogniser, tokens_of

FILES = sorted(CASES.glob("*.jsonl"))
# Pieces of messages in any order: words, marks, numbers and characters that nobody uses.
PIECES = st.lists(
    st.sampled_from(
        (
            *("技改", "投了", "340万", "每台", "12万元", "不对", "三成", "2025年", "第二年"),
            *("13812345678", "其中", "有家", "没签", "的", "多少", "磤砳"),
            *("，", "。", "（", "）", "a", "𠮷", " "),
        )
    ),
    max_size=25,
).map("".join)


def assert_tiled(text: str, tokens: Sequence[Token]) -> None:
    assert "".join(token.text for token in tokens) == text
    assert all(text[token.start : token.end] == token.text for token in tokens)
    ends = [0, *(token.end for token in tokens)]
    assert [token.start for token in tokens] == ends[:-1]
    assert ends[-1] == len(text)


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_is_tiled(text: str) -> None:
    assert_tiled(text, tokens_of(text))


@given(PIECES)
@settings(max_examples=250, deadline=None)
def test_words_in_any_order_are_tiled(text: str) -> None:
    assert_tiled(text, tokens_of(text))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_message_of_the_cases_is_tiled(file: Path) -> None:
    for case in read_cases(file):
        for turn in case.turns:
            text = messages()._catalogue.normalise(turn)
            assert_tiled(text, tokens_of(text))


def cut(
    text: str, known: Mapping[str, str], *proposed: Token, words: Sequence[str] = ()
) -> list[str]:
    """Tile with a lexicon of a few words; `words` is how an unknown stretch is cut."""
    senses = {word: frozenset({sense}) for word, sense in known.items()}
    tokens = tile(text, senses.get, proposed, lambda _: words or list(text))
    assert_tiled(text, tokens)
    return [token.text if token.senses else f"?{token.text}" for token in tokens]


def test_the_fewest_unknown_characters_win_over_the_longest_word() -> None:
    assert cut("一块儿做", {"一块": "money", "一块儿": "filler", "做": "verb"}) == ["一块儿", "做"]
    known = {"技改投": "x", "技改": "matter", "投了": "verb"}
    assert cut("技改投了", known) == ["技改", "投了"]


def test_of_tilings_that_know_everything_the_one_of_fewest_tokens_wins() -> None:
    assert cut("不算在内", {"不": "n", "算": "m", "在": "f", "内": "f", "不算在内": "x"}) == [
        "不算在内"
    ]


def test_what_a_recogniser_proposes_is_no_more_than_a_proposal() -> None:
    number = Token(0, 2, "一块", frozenset({"money"}))
    assert cut("一块儿做", {"一块儿": "filler", "做": "verb"}, number) == ["一块儿", "做"]


def test_two_readings_of_the_same_characters_are_one_token_with_both_senses() -> None:
    token = Token(0, 2, "贷了", frozenset({"verb.borrowed"}))
    (both,) = tile("贷了", {"贷了": frozenset({"role.financing"})}.get, [token], list)
    assert both.senses == {"verb.borrowed", "role.financing"}


def test_unknown_characters_are_quoted_as_whole_words() -> None:
    known = {"的": "filler", "了": "filler"}
    assert cut("踌躇的", known, words=["踌躇", "的"]) == ["?踌躇", "的"]
    assert cut("了然", known, words=["了然"]) == ["?了然"]


def test_a_number_and_a_mark_are_never_drawn_into_an_unknown_word() -> None:
    money = Token(1, 5, "340万", frozenset({"money"}))
    assert cut("磤340万，砳", {}, money, words=["磤340万，砳"]) == ["?磤", "340万", "，", "?砳"]


def test_an_empty_message_has_no_tokens() -> None:
    assert recogniser()("") == ()


def test_words_that_the_cut_goes_through_are_kept_as_losers() -> None:
    losers = {token.text: token.losers for token in tokens_of("后来又投了40万") if token.losers}
    assert losers == {"后来又": ("又投", "又投了")}
