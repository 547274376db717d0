"""The table of asks: what it recognises, what it leaves alone, what it refuses to load."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.question.asks import (
    Cue,
    Entry,
    Piece,
    Said,
    asks_of,
    load,
    pieces_of,
    table,
    values_of,
    without_courtesies,
)
from bot.question.phrases import PhraseError, Phrases, compiled, parse, readings

CLASSES = {"什么": ("什么", "哪些"), "疑问": ("多少", "什么")}


SAID = [
    *((entry.name, entry) for entry in table().asks),
    *((cue.value, said) for cue, said in table().cues.items()),
]
NAMES = [name for name, _ in SAID]
ENTRIES = [entry for _, entry in SAID]


def test_every_cue_and_piece_is_listed() -> None:
    assert set(table().cues) == set(Cue)
    assert set(table().pieces) == set(Piece)


@pytest.mark.parametrize("entry", ENTRIES, ids=NAMES)
def test_every_example_is_recognised_and_no_counterexample_is(entry: Entry | Said) -> None:
    assert entry.examples
    missed = [said for said in spoken(entry) if not entry.phrases.found_in(said)]
    mistaken = [said for said in entry.counterexamples if entry.phrases.found_in(said)]
    assert (missed, mistaken) == ([], [])


@pytest.mark.parametrize("entry", ENTRIES, ids=NAMES)
def test_every_phrase_has_an_example_of_its_own(entry: Entry | Said) -> None:
    unheard = [
        phrase
        for phrase, alone in _each(entry.phrases)
        if not any(alone.found_in(said) for said in spoken(entry))
    ]
    assert unheard == []


def spoken(entry: Entry | Said) -> list[str]:
    return [example.replace("_", " ") for example in entry.examples]


def _each(phrases: Phrases) -> Iterator[tuple[str, Phrases]]:
    for phrase in phrases.written:
        yield phrase, phrases.only(phrase)


@pytest.mark.parametrize(
    ("written", "heard", "unheard"),
    [
        ("[交|提交]{什么}", ["要提交哪些", "交什么"], ["交多少"]),
        ("改(了|成)", ["改", "改了"], ["变了"]),
        ("按…还是", ["按企业还是", "按还是"], ["按企业，还是", "按一二三四五六七八九还是"]),
        ("能~吗", ["能申请吗"], ["能补多少，行吗", "能补多少吗"]),
        ("{数}天", ["30天", "十天"], ["几天"]),
        ("{句首}再问", ["好，再问"], ["想再问"]),
        ("能补{句末}", ["这能补吧？", "这能补"], ["能补贴"]),
    ],
)
def test_the_language_of_phrases(written: str, heard: list[str], unheard: list[str]) -> None:
    phrases = compiled(written, CLASSES)
    assert [said for said in heard if not phrases.found_in(said)] == []
    assert [said for said in unheard if phrases.found_in(said)] == []


def test_what_only_looks_like_a_phrase_is_set_aside() -> None:
    phrases = compiled("修订", CLASSES, unless="修订依据")
    assert phrases.spans("修订依据里修订了什么") == ((5, 7),)


def test_an_optional_part_and_a_class_give_every_reading() -> None:
    assert readings(parse("要(不要)[交|带]{什么}", CLASSES)) == [
        f"要{maybe}{verb}{what}"
        for maybe in ("不要", "")
        for verb in ("交", "带")
        for what in ("什么", "哪些")
    ]


@pytest.mark.parametrize("written", ["[交|提交", "交]", "[交|]", "()", "{无}", "{什么", "|", "a|b"])
def test_a_malformed_phrase_is_refused_in_one_line(written: str) -> None:
    with pytest.raises(PhraseError) as refused:
        compiled(written, CLASSES)
    assert written in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_phrase_of_two_asks_is_refused_unless_that_is_said() -> None:
    source = {
        "classes": {"什么": "什么 哪些", "疑问": "什么"},
        "courtesies": {
            "opening": {"phrases": "你好", "examples": "你好"},
            "closing": {"phrases": "谢谢", "examples": "谢谢"},
        },
        "asks": [
            {"ask": "clause", "phrases": "讲{什么}", "examples": "讲什么"},
            {"ask": "define", "phrases": "[讲|指]什么", "examples": "指什么"},
        ],
    }
    with pytest.raises(PhraseError, match="说法“讲什么”同时列在“clause”和“define”里"):
        load(source)
    source["asks"][1]["shares"] = ["clause"]  # type: ignore[index]
    assert len(load(source).asks) == 2


def test_a_text_asks_several_things_most_telling_first() -> None:
    asked = [ask.field.name if ask.field else ask.kind for ask in asks_of("条件是什么，能补多少")]
    assert asked == ["amount", "条件"]


@pytest.mark.parametrize("courtesies", [table().opening, table().closing], ids=["before", "behind"])
def test_courtesies_change_nothing(courtesies: Said) -> None:
    for example in courtesies.examples:
        said, _, meant = example.partition("=")
        assert without_courtesies(said) == meant
    for phrase, alone in _each(courtesies.phrases):
        assert any(alone.found_in(said) for said in courtesies.examples), phrase


@pytest.mark.parametrize("piece", list(Piece))
def test_a_piece_is_taken_out_of_its_examples(piece: Piece) -> None:
    for example in table().pieces[piece].examples:
        said, _, taken = example.partition("=")
        assert taken in pieces_of(said, piece)


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("最多评多少家", "不超过5家", "不超过5条"),
        ("几个工作日办完", "10个工作日内", "10天内"),
        ("补多少钱", "补2万元", "补贴若干"),
        ("比例多少", "按20%", "按比例"),
    ],
)
def test_a_value_that_is_asked_for_must_be_shown(asked: str, shown: str, hidden: str) -> None:
    (value,) = values_of(asked)
    assert value.shown_in(shown)
    assert not value.shown_in(hidden)
