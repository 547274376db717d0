"""Readings beside amounts: a signed one that is about the rule's words, and no draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answer.knowledge import Knowledge
from bot.assistant import Assistant
from bot.reply import Reply
from corpus.collection import Collection
from corpus.readings import Reading, Signed
from index.errors import IndexUnavailableError
from index.search import Searcher

ABOUT = "rate-exact-renovation"
SIGNED = Signed("张三", "签署人", date(2026, 11, 28), "科务会")


def asked(question: str, *signed: str) -> Reply:
    def nowhere() -> Searcher:
        raise IndexUnavailableError("没有检索")

    def interpret(collection: Collection) -> tuple[Reading, ...]:
        return tuple(
            replace(one, signed=SIGNED) if one.id in signed else one for one in collection.readings
        )

    known = Knowledge(Collection.load(), nowhere, interpret)
    return Assistant(known).ask(question, as_of=date(2026, 11, 28)).reply


@pytest.mark.parametrize(("signed", "shown"), [((), 0), ((ABOUT,), 1), (("cap-scope-digital",), 0)])
def test_an_amount_is_shown_with_what_is_signed_of_its_rule(
    signed: tuple[str, ...], shown: int
) -> None:
    reply = asked("我们厂上一年度技改投了350万，能补多少？", *signed)
    assert "70万元" in reply.conclusion
    notes = [note for note in reply.notes if note.startswith("已签口径")]
    assert len(notes) == shown
    assert all("技改20%是确定比例" in note and "张三，2026-11-28签署" in note for note in notes)


def test_an_amount_is_shown_with_two_of_them_at_most() -> None:
    about = (ABOUT, "above-includes-renovation", "cap-scope-renovation")
    reply = asked("我们厂上一年度技改投了350万，能补多少？", *about)
    assert len([note for note in reply.notes if note.startswith("已签口径")]) == 2
