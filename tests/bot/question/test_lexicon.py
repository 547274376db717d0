"""The general lexicon: a word has one kind or is meant to have more, and does what they say."""

from __future__ import annotations

from itertools import combinations
from typing import Final

import pytest
import yaml

from bot.question.lexicon import LexiconError, gathered, general
from tests.bot.question.ambiguous import AMBIGUOUS, MEETING
from tests.bot.question.reading import asked, recogniser, wan
from tests.bot.question.reading import read as question

CLASSIFIERS: Final = frozenset("家间户个台套副件条项笔次场届期年月人名只辆张批吨斤粒枚页")


def words(*kinds: str) -> list[str]:
    """The words of some kinds, in order."""
    return sorted(
        word
        for word, senses in general().items()
        if any(s == kind or s.startswith(f"{kind}.") for s in senses for kind in kinds)
    )


def _own(senses: frozenset[str]) -> list[str]:
    """The kinds of a word by itself; a link says what it does between others, beside its kind."""
    return sorted(sense for sense in senses if not sense.startswith("link."))


def test_no_denial_swallows_a_condition() -> None:
    """没签协议 would hide 协议 from the wordings of a text."""
    sayings = tuple(recogniser()._sayings)
    denials = [word for word, senses in general().items() if "negation" in senses]
    assert [w for w in denials if any(s.met.search(w) for s in sayings)] == []


def test_a_word_of_two_kinds_is_meant_to_be_one() -> None:
    meeting = {frozenset(pair) for pair in MEETING}
    named = {word for told in AMBIGUOUS.values() for word in told.split()}
    unmeant = {
        word: sorted(senses)
        for word, senses in general().items()
        if word not in named
        and any(frozenset(pair) not in meeting for pair in combinations(_own(senses), 2))
    }
    assert not unmeant, "give it one kind, or list it in ambiguous.py with the reason"


def test_what_is_listed_as_ambiguous_is_still_ambiguous() -> None:
    found = {frozenset(p) for senses in general().values() for p in combinations(senses, 2)}
    assert [pair for pair in MEETING if frozenset(pair) not in found] == []
    named = [word for told in AMBIGUOUS.values() for word in told.split()]
    assert [word for word in named if len(general().get(word, ())) < 2] == []
    assert len(set(named)) == len(named)


def test_no_comparator_is_a_filler() -> None:
    assert set(words("comparator")) & set(words("filler")) == set()


def test_no_classifier_is_a_filler() -> None:
    assert set(words("filler")) & CLASSIFIERS == set()


# What the sentence must come to (万元, "" for nothing) with any word of the kinds in the gap;
# a question is allowed. A second turn stands behind |.
SENTENCES: Final = {
    ("role.turnover", "role.other", "role.financing", "role.tax"): (
        "去年_500万，技改投了340万，能补多少", ["340"],
    ),
    ("role.spent",): ("去年技改_340万，能补多少", ["340"]),
    ("verb.spent",): ("去年技改_340万，能补多少", ["340", "340-", ""]),
    ("verb.received",): ("技改投了340万，_20万，还能补多少", ["340"]),
    ("verb.planned", "role.planned"): ("去年技改投了340万，今年_900万，能补多少", ["340"]),
    ("verb.lost", "verb.earned", "verb.borrowed", "verb.transfer", "verb.tax"): (
        "去年_500万，技改投了340万，能补多少", ["340"],
    ),
    ("operator.exclude",): ("技改投了340万，其中40万_，能补多少", ["300"]),
    ("operator.part",): ("技改投了340万，_40万是设备，能补多少", ["340"]),
    ("operator.restate",): ("技改投了340万，_340万，能补多少", ["340"]),
    ("operator.add",): ("技改投了340万，_60万设备，能补多少", ["400"]),
    ("operator.total",): ("技改设备100万、软件240万，_340万，能补多少", ["340"]),
    ("operator.replace",): ("技改投了150万，_，250万，能补多少", ["250"]),
    ("operator.settle",): ("技改预算500万，_340万，能补多少", ["340"]),
    ("operator.scale_double",): ("去年技改投了340万，能补多少|_呢", ["680"]),
    ("operator.scale_half",): ("去年技改投了340万，能补多少|_呢", ["170"]),
    ("operator.raise_to",): ("去年技改投了340万，能补多少|_500万呢", ["500"]),
    ("operator.raise_by",): ("去年技改投了340万，能补多少|_60万呢", ["400"]),
    ("operator.cut_by",): ("去年技改投了340万，能补多少|_60万呢", ["280"]),
    ("operator.cut_to",): ("去年技改投了340万，能补多少|_200万呢", ["200"]),
    ("actor.other",): ("_技改投了500万，我们技改投了340万，能补多少", ["340"]),
    ("actor.third",): ("_技改投了500万，我们技改投了340万，能补多少", ["340"]),
    ("actor.self", "actor.firm"): ("_技改投了340万，能补多少", ["340"]),
    ("courtesy",): ("_，去年技改投了340万，能补多少", ["340"]),
    ("filler",): ("去年技改_投了340万，能补多少", ["340"]),
    ("hypothesis",): ("_去年技改投了340万，能补多少", ["340"]),
    ("modal",): ("去年技改投了340万，_补多少", ["340"]),
}  # fmt: skip
ENDING: Final = frozenset(("不", "没", "否", "没有"))  # at the end of a clause they ask


def read(kinds: tuple[str, ...], word: str) -> str:
    """What is wrong with the reading of a sentence with this word; "" where nothing is."""
    sentence, allowed = SENTENCES[kinds]
    turns = sentence.replace("_", word).split("|")
    got = "＋".join(wan(*turns))
    return "" if got in allowed or asked(*turns) else f"{'/'.join(turns)}：{got}"


@pytest.mark.parametrize("kinds", SENTENCES, ids="/".join)
def test_every_word_does_in_a_sentence_what_its_kind_says(kinds: tuple[str, ...]) -> None:
    found = words(*kinds)
    assert found
    assert [wrong for word in found if (wrong := read(kinds, word))] == []


@pytest.mark.parametrize("word", words("comparator"))
def test_a_comparator_never_leaves_the_figure_exact_and_another(word: str) -> None:
    for text in (f"去年技改投了{word}340万，能补多少", f"去年技改投了340万{word}，能补多少"):
        exact = [shown for shown in wan(text) if "-" not in shown]
        assert exact in ([], ["340"], ["1.34"]), text  # 一点340万 is 1.34万


OTHER: Final = frozenset(word for word in words("negation") if "备" in word)  # not of 四上


@pytest.mark.parametrize("word", sorted({*words("negation")} - ENDING - OTHER))
def test_a_denied_condition_is_never_met(word: str) -> None:
    text = f"四上我们{word}，数字化投了60万，能补多少"
    assert question(text).truths.get("四上") is not True


@pytest.mark.parametrize("word", sorted(ENDING))
def test_a_condition_denied_by_the_last_word_is_not_met(word: str) -> None:
    text = f"四上我们{word}，数字化投了60万，能补多少"
    assert question(text).truths.get("四上") is not True


def test_a_word_of_two_kinds_has_both_senses() -> None:
    assert gathered([("还", "filler"), ("还", "operator.add")])["还"] == {"filler", "operator.add"}


def test_a_malformed_lexicon_is_refused_with_the_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(yaml, "safe_load", lambda _: {"role": {"spent": ["投入"]}})
    with pytest.raises(LexiconError, match=r"role\.spent"):
        general.__wrapped__()
