"""Readings that a model proposes: confirmed by the user, read by the reader, never stated."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.model.chain import PROPOSED
from bot.reply import Clarification, Reply
from evals.model.endpoint import last_user_text
from evals.model.scripts import Task
from tests.bot.model.talking import answers, plainly, proposal, talking

PLATFORM = "公共服务平台头年投520万，次年500万，第三年900万，每年单独核，三年一共能给多少？"
FIRST = ("头年投520万", "520万", {"when": "头年", "nth": 1})
SECOND = ("次年500万", "500万", {"when": "次年", "nth": 2})
THIRD = ("第三年900万", "900万", {"when": "第三年", "nth": 3})
RIGHT = proposal(FIRST, SECOND, THIRD, ask="合计", aside=["每年单独核"])
TAP = (
    "我的意思是：公共服务平台资助，第1年投入520万，第2年投入500万，第3年投入900万，一共能补多少？"
    "（不影响：“每年单独核”）"
)
STUCK = "技改方面鼓捣了350万，能补多少？"


def amount(reply: Reply) -> Decimal | None:
    due = reply.due or reply.computations[:1]
    return due[0].high if due else None


def test_a_reading_is_offered_to_be_tapped_and_states_nothing(assistant: Assistant) -> None:
    plain = plainly(assistant, PLATFORM).reply
    with talking(assistant, answers(RIGHT, Task.READ)) as talk:
        reply = talk.reply(PLATFORM)
    assert isinstance(reply, Clarification)
    assert isinstance(plain, Clarification)
    assert (reply.conclusion, reply.question, reply.due) == (plain.conclusion, plain.question, ())
    assert reply.choices == (TAP, *plain.choices)
    assert reply.notes[-1] == PROPOSED


def test_once_tapped_it_takes_the_place_of_the_message(assistant: Assistant) -> None:
    with talking(assistant, answers(RIGHT, Task.READ)) as talk:
        before = talk.turn(PLATFORM).context
        after = talk.turn(TAP, before)
    assert amount(after.reply) == 5_300_000
    assert [e.text for e in after.reply.ledger] == ["520万", "500万", "900万"]


def test_a_clause_that_nobody_knows_is_shown_though_a_quotation_hides_it(
    assistant: Assistant,
) -> None:
    hidden = proposal(("技改方面鼓捣了350万,打了水漂", "350万", {}))
    with talking(assistant, answers(hidden, Task.READ)) as talk:
        proposed = talk.turn("技改方面鼓捣了350万，打了水漂，能补多少？").context.proposed
    assert proposed is not None
    assert proposed.tap.endswith("（不影响：“打了水漂”）")


def test_what_is_shown_is_of_the_message_whatever_surrounds_it_in_the_answer(
    assistant: Assistant,
) -> None:
    blanks = proposal(("\n技改方面鼓捣了350万 ", "350万\n\n\x1c", {}))
    with talking(assistant, answers(blanks, Task.READ)) as talk:
        proposed = talk.turn(STUCK).context.proposed
    assert proposed is not None
    assert proposed.tap == "我的意思是：技术改造资助，投入350万，能补多少？"


def test_a_confirmed_sentence_goes_on_in_the_thread_that_it_was_read_in(
    assistant: Assistant,
) -> None:
    reading = proposal(("数字化方面鼓捣了50万", "50万", {}))
    with talking(assistant, answers(reading, Task.READ)) as talk:
        first = talk.turn("数字化方面鼓捣了50万，能补多少？")
        assert first.context.proposed is not None
        second = talk.turn(first.context.proposed.tap, first.context)
        third = talk.turn("是四上", second.context)
    assert isinstance(second.reply, Clarification)
    assert amount(third.reply) == 200_000


def test_what_is_not_tapped_is_gone_with_the_next_message(assistant: Assistant) -> None:
    with talking(assistant, answers(RIGHT, Task.READ)) as talk:
        before = talk.turn(PLATFORM).context
        later = talk.turn("《若干措施》有效期到什么时候？", before)
        assert later.context.proposed is None
        tapped = talk.turn(TAP, later.context)
    assert tapped.context.proposed is None or amount(tapped.reply) is None


GOOD: Mapping[str, tuple[str, Mapping[str, Any], int]] = {
    "an unknown verb": (STUCK, proposal(("技改方面鼓捣了350万", "350万", {})), 700_000),
    "a unit price": (
        "智能眼镜一副3200元，买了450副，用在仓库，另有耳机赠品不要钱，补多少？",
        proposal(
            ("一副3200元,买了450副", "3200元", {"times": "450副"}), aside=["另有耳机赠品不要钱"]
        ),
        216_000,
    ),
    "a share": (
        "跟友商拼了个展位，展位费总共20万，我们出六成，能拿多少？",
        proposal(
            ("展位费总共20万,我们出六成", "20万", {"share": "六成"}), aside=["跟友商拼了个展位"]
        ),
        60_000,
    ),
    "what is taken off": (
        "去年技改扫了340万，里头20万退货了，能补多少？",
        proposal(("技改扫了340万,里头20万退货了", "340万", {"taken": ["20万"], "when": "去年"})),
        640_000,
    ),
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_right_reading_gives_the_right_amount_once_confirmed(
    kind: str, assistant: Assistant
) -> None:
    message, reading, wanted = GOOD[kind]
    with talking(assistant, answers(reading, Task.READ)) as talk:
        turn = talk.turn(message)
        assert turn.context.proposed is not None
        after = talk.turn(turn.context.proposed.tap, turn.context).reply
    due = (after.due or after.computations[:1])[0]
    assert wanted in (due.low, due.high)


def but(row: tuple[str, str, dict[str, Any]], **more: object) -> tuple[str, str, dict[str, Any]]:
    return row[0], row[1], {**row[2], **more}


BAD: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "no reading": (PLATFORM, {}),
    "another shape": (PLATFORM, {"amount": "800万元"}),
    "an amount that is not there": (
        STUCK,
        proposal(("技改方面鼓捣了350万", "350万", {}), ("能补多少", "800万", {})),
    ),
    "an amount converted": (STUCK, proposal(("技改方面鼓捣了350万", "3500000元", {}))),
    "an amount twice": (
        STUCK,
        proposal(("技改方面鼓捣了350万", "350万", {"added": ["350万"]})),
    ),
    "an amount left out": (PLATFORM, proposal(FIRST, SECOND, ask="合计", aside=["每年单独核"])),
    "a word left out": (PLATFORM, proposal(FIRST, SECOND, THIRD, ask="合计")),
    "an amount set aside": (
        PLATFORM,
        proposal(FIRST, SECOND, ask="合计", aside=["第三年900万", "每年单独核"]),
    ),
    "another year of a sequence": (
        PLATFORM,
        proposal(FIRST, SECOND, but(THIRD, nth=2), ask="合计", aside=["每年单独核"]),
    ),
    "another matter": (
        STUCK,
        proposal(("技改方面鼓捣了350万", "350万", {"matter": "数字化转型补贴"})),
    ),
    "a matter of no text": (
        STUCK,
        proposal(("技改方面鼓捣了350万", "350万", {"matter": "购房补贴"})),
    ),
    "a turnover as spent": (
        "技改方面鼓捣了350万，营业额8600万，能补多少？",
        proposal(("技改方面鼓捣了350万", "350万", {}), ("营业额8600万", "8600万", {})),
    ),
    "a plan as spent": (
        "技改方面鼓捣了150万，计划再投200万，能补多少？",
        proposal(("技改方面鼓捣了150万", "150万", {}), ("计划再投200万", "200万", {})),
    ),
    "a denial passed over": (
        "技改方面鼓捣了350万，不是我们出的钱，能补多少？",
        proposal(("技改方面鼓捣了350万", "350万", {}), aside=["不是我们出的钱"]),
    ),
    "a condition from words that say nothing of it": (
        "数字化方面鼓捣了50万，能补多少？",
        proposal(
            ("方面鼓捣了50万", "50万", {}),
            conditions=[{"quote": "能补多少", "name": "四上", "met": True}],
        ),
    ),
    "a condition turned round": (
        "数字化方面鼓捣了50万，不是四上，能补多少？",
        proposal(
            ("方面鼓捣了50万", "50万", {}),
            conditions=[{"quote": "不是四上", "name": "四上", "met": True}],
        ),
    ),
    "a number of things that is not there": (
        "智能眼镜一副3200元，捣鼓了450副，用在仓库，补多少？",
        proposal(("一副3200元,捣鼓了450副", "3200元", {"times": "4500副"})),
    ),
    "somebody else's amount": (
        "技改方面鼓捣了350万，别的公司鼓捣了200万，能补多少？",
        proposal(("技改方面鼓捣了350万", "350万", {}), ("别的公司鼓捣了200万", "200万", {})),
    ),
    "a condition that nobody lists, laid over a denial": (
        "技改方面鼓捣了350万，不是我们出的钱，能补多少？",
        proposal(
            ("技改方面鼓捣了350万", "350万", {}),
            conditions=[{"quote": "鼓捣了350万,不是我们出的钱", "name": "无此", "met": False}],
        ),
    ),
    "a condition that is held, laid over a denial": (
        "我们四上，数字化方面鼓捣了50万，不是我们出的钱，能补多少？",
        proposal(
            ("数字化方面鼓捣了50万", "50万", {}),
            conditions=[
                {
                    "quote": "我们四上,数字化方面鼓捣了50万,不是我们出的钱",
                    "name": "四上",
                    "met": True,
                }
            ],
        ),
    ),
    "a condition from an unknown word beside the amount": (
        "数字化方面鼓捣了50万，能补多少？",
        proposal(
            ("数字化方面鼓捣了50万", "50万", {}),
            conditions=[{"quote": "鼓捣", "name": "四上", "met": True}],
        ),
    ),
    "a condition denied that nobody denies": (
        "数字化方面鼓捣了50万，我们挺靠谱，能补多少？",
        proposal(
            ("数字化方面鼓捣了50万", "50万", {}),
            conditions=[{"quote": "我们挺靠谱", "name": "独立法人资格", "met": False}],
        ),
    ),
    "what was got, its figure being part of another": (
        "我们四上，数字化方面鼓捣了118万，今年已经拿过18万补贴，还能补多少？",
        proposal(
            ("数字化方面鼓捣了118万", "118万", {}),
            ("今年已经拿过18万补贴", "18万", {"role": "别的钱"}),
        ),
    ),
    "a year of a sequence that nobody says": (
        "公共服务平台鼓捣了520万，能补多少？",
        proposal(("公共服务平台鼓捣了520万", "520万", {"when": "平台", "nth": 3})),
    ),
    "a deduction that nobody says": (
        "技改方面鼓捣了350万，厂房租金20万，能补多少？",
        proposal(("技改方面鼓捣了350万,厂房租金20万", "350万", {"taken": ["20万"]})),
    ),
    "what is supposed": (
        "技改方面鼓捣了350万，要是领导点头的话，能补多少？",
        proposal(("技改方面鼓捣了350万,要是领导点头的话", "350万", {})),
    ),
    "an amount hidden behind a share": (
        "跟友商拼了个展位，展位费总共20万，另外搭建花了30万，我们出六成，能拿多少？",
        proposal(
            ("展位费总共20万,另外搭建花了30万,我们出六成", "20万", {"share": "六成"}),
            aside=["跟友商拼了个展位"],
        ),
    ),
    "the share of somebody else": (
        "展位费鼓捣了20万，协会出四成，能拿多少？",
        proposal(("展位费鼓捣了20万,协会出四成", "20万", {"share": "四成"})),
    ),
    "a tax as a share": (
        "展位费鼓捣了20万，增值税13%，能拿多少？",
        proposal(("展位费鼓捣了20万,增值税13%", "20万", {"share": "13%"})),
    ),
    "people as pieces": (
        "技改方面鼓捣了350万，有30个员工，能补多少？",
        proposal(("技改方面鼓捣了350万,有30个员工", "350万", {"times": "30个"})),
    ),
    "a total on top of its part": (
        "技改方面鼓捣了200万设备，总共投入350万，能补多少？",
        proposal(("技改方面鼓捣了200万设备,总共投入350万", "200万", {"added": ["350万"]})),
    ),
    "words of an earlier turn": (STUCK, proposal(("去年技改投入350万", "350万", {}))),
}


def test_a_year_that_the_reader_knows_need_not_be_proposed(assistant: Assistant) -> None:
    plain = proposal(FIRST, SECOND, but(THIRD, nth=0, when=""), ask="合计", aside=["每年单独核"])
    with talking(assistant, answers(plain, Task.READ)) as talk:
        proposed = talk.turn(PLATFORM).context.proposed
    assert proposed is not None
    assert proposed.tap == TAP


def test_beside_amounts_of_the_thread_no_reading_is_offered(assistant: Assistant) -> None:
    thread = plainly(assistant, "去年技改投了350万，能补多少？").context
    reading = proposal(("又鼓捣了50万", "50万", {}))
    with talking(assistant, answers(reading, Task.READ)) as talk:
        turn = talk.turn("后来又鼓捣了50万，一共能补多少？", thread)
    assert turn.context.proposed is None


@pytest.mark.parametrize("kind", BAD)
def test_a_reading_that_does_not_stand_on_the_words_is_not_offered(
    kind: str, assistant: Assistant
) -> None:
    message, reading = BAD[kind]
    with talking(assistant, answers(reading, Task.READ)) as talk:
        turn = talk.turn(message)
        assert talk.endpoint.requests
    assert turn == plainly(assistant, message)


def test_the_model_is_told_the_words_the_open_ones_and_the_lists(assistant: Assistant) -> None:
    with talking(assistant, answers(RIGHT, Task.READ)) as talk:
        talk.turn(STUCK)
        told = last_user_text(talk.endpoint.requests[0])
    assert "【原话】\n技改方面鼓捣了350万" in told
    assert "【没有读懂的词】鼓捣" in told
    assert "技术改造资助" in told
    assert "四上" in told
