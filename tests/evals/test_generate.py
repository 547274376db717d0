"""The generator against itself, and the laws against readers whose faults are known."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.answer import attempt
from evals.answerer import Answered, Answerer
from evals.case import Row
from evals.generate.case import generate
from evals.generate.frame import TODAY, Deed, Frame, Scheme
from evals.generate.laws import LAWS, Law
from evals.generate.message import Block, Message
from evals.generate.numerals import capital, hanzi, respelled
from evals.generate.truth import Due, due
from evals.generate.variants import Told
from evals.generate.verdict import Verdict, judge
from evals.generate.vocabulary import vocabulary
from evals.opening import open_assistant
from evals.questions import Question

CASES = tuple(generate(400, 7))
_WAN = re.compile(r"(\d+(?:\.\d+)?)万")


class Adder:
    """A reader that adds up whatever it finds: a fifth of every sum, so every law is broken."""

    name = "adder"

    def answer(self, item_id: str, turns: Sequence[str], as_of: date | None) -> Answered:
        """Add up the sums of all turns."""
        total = sum((Decimal(found) for found in _WAN.findall(" ".join(turns))), Decimal(0))
        return Answered(Row(id=item_id, answer_text="可获", amounts=(total * 2000,)))


class Asker:
    """A reader that understands nothing and says so."""

    name = "asker"

    def answer(self, item_id: str, turns: Sequence[str], as_of: date | None) -> Answered:
        """Ask back."""
        return Answered(Row(id=item_id, answer_text="请问？", asked=True))


def _told(scheme: Scheme, shape: str = "plain", **figures: str) -> Deed:
    return Deed(
        scheme=scheme,
        shape=shape,
        figures={name: Decimal(value) for name, value in figures.items()},
        year=2025,
        ordinal=2 if scheme is Scheme.PLATFORM else None,
        received=Decimal(18) if scheme is Scheme.DIGITAL else Decimal(0),
    )


@pytest.mark.parametrize(
    ("deed", "kind", "amounts"),
    [
        (_told(Scheme.RENOVATION, x="340"), "exact", ["680000"]),
        (_told(Scheme.RENOVATION, x="99"), "zero", ["0"]),
        (_told(Scheme.RENOVATION, x="3000"), "exact", ["5000000"]),
        (_told(Scheme.RENOVATION, "excluded", w="360", y="40"), "exact", ["640000"]),
        (_told(Scheme.RENOVATION, "units", u="12", n="20"), "exact", ["480000"]),
        (_told(Scheme.RENOVATION, "scaled", w="400", factor="0.8"), "exact", ["640000"]),
        (_told(Scheme.DIGITAL, x="60"), "at_most", ["120000"]),
        (_told(Scheme.PLATFORM, x="700"), "exact", ["2000000"]),
        (_told(Scheme.PLATFORM, "staged", x="300", y="500", z="400"), "exact", ["3800000"]),
        (_told(Scheme.PARK, "unsigned", n="4", k="3"), "exact", ["2000000"]),
        (_told(Scheme.BOOTH, "joined", x="3", y="2.6"), "at_least", ["28000"]),
        (_told(Scheme.EVENT, x="1000"), "at_most", ["3000000", "5000000"]),
        (_told(Scheme.GLASSES, x="50"), "exact", ["75000"]),
    ],
)
def test_what_is_due_is_worked_out_by_hand(deed: Deed, kind: str, amounts: list[str]) -> None:
    got = due(Frame(deeds=(deed,)))
    assert (got.kind, [got.amount, *got.others]) == (kind, [Decimal(one) for one in amounts])


def test_a_seed_gives_the_same_cases_however_many_are_made() -> None:
    few = [case.to_json() for case in generate(20, 3)]
    assert few == [case.to_json() for case in generate(30, 3)][:20]
    assert few != [case.to_json() for case in generate(20, 4)]


def test_every_scheme_shape_and_aside_is_told_and_no_slot_is_left_open() -> None:
    names = Counter(name for case in CASES for name in case.frame.names)
    words = vocabulary()
    assert {f"scheme {name}" for name in Scheme} <= set(names)
    told = {deed.shape for case in generate(3000, 1) for deed in case.frame.deeds}
    assert told == set(words["shape"])
    assert not [turn for case in CASES for turn in case.turns if re.search(r"[{}]|//", turn)]


def test_a_fifth_ends_in_a_question_for_a_word_that_nobody_knows() -> None:
    strange = [case for case in CASES if case.frame.strange]
    assert 0.15 < len(strange) / len(CASES) < 0.25
    assert {case.due.kind for case in strange} == {"ask"}
    assert {case.expects for case in strange} == {"asked"}
    words = [w for kind in vocabulary()["aside"].values() for w in kind.get("strange", ())]
    words += vocabulary()["strange"]["noun"] + vocabulary()["strange"]["verb"]
    assert all(any(word in "".join(case.turns) for word in words) for case in strange)


def test_the_file_holds_what_the_hand_written_hazards_hold(tmp_path: Path) -> None:
    out = tmp_path / "cases.jsonl"
    assert main(["generate", "--count", "5", "--seed", "2", "--out", str(out)]) == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 5
    wanted = {"id", "turns", "category", "amount_kind", "amount_yuan", "amount_any_of", "note"}
    assert all(set(row) == wanted | {"law", "expects"} for row in rows)


def test_sums_in_characters() -> None:
    said = {10: "十", 15: "十五", 105: "一百零五", 110: "一百一十", 1010: "一千零一十"}
    assert {number: hanzi(number) for number in said} == said
    assert capital(Decimal(340)) == "叁佰肆拾万元整"
    assert respelled("投了340万，营收1.5万元") == (
        "投了三百四十万元，营收1.5万元",
        "投了3400000元，营收15000元",
        "投了３４０万元，营收１．５万元",
    )
    assert respelled("80到120万，年产40万副") == ()


def test_a_message_is_cut_asked_and_followed() -> None:
    blocks = (Block("甲"), Block("乙"))
    assert Message(blocks=blocks, ask="多少", cuts=(1,)).turns() == ("甲", "乙，多少？")
    assert Message(blocks=blocks, ask="多少", cuts=(2,)).turns() == ("甲，乙", "多少？")
    first = Message(blocks=blocks, ask="多少", ask_first=True, follow=("丙",), before="您好")
    assert first.turns() == ("您好，多少？甲，乙。", "丙")


@pytest.mark.parametrize(
    ("due", "row", "verdict"),
    [
        (Due("exact", Decimal(10)), {"amount_yuan": "10"}, Verdict.RIGHT),
        (Due("exact", Decimal(10)), {"amount_yuan": "12"}, Verdict.WRONG),
        (Due("exact", Decimal(10)), {"amount_yuan": ["4", "6"]}, Verdict.RIGHT),
        (Due("exact", Decimal(10)), {"asked": True}, Verdict.ASKED),
        (Due("exact", Decimal(10)), {"answer_text": "不符合条件"}, Verdict.WRONG),
        (Due("zero", Decimal(0)), {"answer_text": "不符合条件"}, Verdict.RIGHT),
        (Due("ask"), {"asked": True}, Verdict.RIGHT),
        (Due("ask"), {"amount_yuan": "12"}, Verdict.WRONG),
        (Due("none"), {"answer_text": ""}, Verdict.WRONG),
    ],
)
def test_a_stated_amount_that_is_not_the_truth_is_wrong(
    due: Due, row: dict[str, object], verdict: Verdict
) -> None:
    given = Row.from_json({"id": "x", "answer_text": "答", **row})
    assert judge(due, given) is verdict


@pytest.mark.parametrize("name", ["distractor", "never_raises", "correction", "nonsense"])
def test_a_reader_that_adds_everything_up_breaks_the_laws(name: str) -> None:
    assert any(LAWS[name](Adder(), case) for case in CASES[:60])


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_a_question_breaks_no_law(law: Law) -> None:
    cases: list[Told] = [*CASES[:40], Question("given", ("我们去年技改投了340万，能补多少？",))]
    assert not any(law(Asker(), case) for case in cases)


def test_given_turns_without_blocks_can_break_laws_too() -> None:
    said = ("我们去年技改投了340万，能补多少？",)
    given = [Question(f"given {number}", said) for number in range(8)]
    broken = {name for name, law in LAWS.items() for one in given if law(Adder(), one)}
    assert broken >= {"distractor", "never_raises", "nonsense", "correction"}
    assert not broken & {"order", "turns"}


@pytest.fixture(scope="module")
def assistant() -> Answerer:
    return open_assistant()


@pytest.mark.parametrize("name", LAWS)
def test_the_assistant_keeps_the_laws(assistant: Answerer, name: str) -> None:
    violations = [one for case in CASES[:40] for one in LAWS[name](assistant, case)]
    assert not violations, "\n".join(map(str, violations))


def _wrong(assistant: Answerer) -> list[str]:
    """The first generated cases that are answered with a wrong amount, or not at all."""
    answers = ((c, attempt(assistant, c.id, c.turns, TODAY).row) for c in CASES[:150])
    return [str(c.to_json()) for c, row in answers if judge(c.due, row) is Verdict.WRONG]


def test_the_assistant_states_no_wrong_amount(assistant: Answerer) -> None:
    assert _wrong(assistant) == []
