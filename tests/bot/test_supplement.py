"""What the staff added is told to whom it concerns: of the matter asked, else of the whole text."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pytest

from bot.aspects import Aspect
from bot.assistant import Assistant
from bot.supplement import Supplement
from environment.settings import Settings
from tests.bot.asking import ask

TEXT, MATTER = "longgang-fashion-measures-2024", "technical-renovation"
DAY = date(2026, 11, 1)


def _piece(matter: str, aspect: Aspect, words: str) -> Supplement:
    return Supplement(TEXT, matter, aspect, words, "区政务网", DAY, "张三", DAY)


ENTERED = (
    _piece("", Aspect.PHONE, "总机"),
    _piece("", Aspect.WINDOW, "总窗口"),
    _piece(MATTER, Aspect.PHONE, "技改科电话"),
    _piece(MATTER, Aspect.STEPS, "网上提交"),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    def lookup(texts: Collection[str], matters: Collection[str]) -> list[Supplement]:
        return [e for e in ENTERED if e.document_id in texts and e.matter in ("", *matters)]

    return Assistant.open(Settings(policy_var=tmp_path_factory.mktemp("var")), supplements=lookup)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("技改资助的办事电话是多少？", {"技改科电话"}),  # its own instead of the general
        ("电话多少？", {"总机"}),
        ("技改的材料交到哪个窗口？", {"总窗口"}),
        ("技改投了350万能补多少？电话是多少", {"技改科电话"}),
        ("技改怎么申报？", {"网上提交"}),
        ("技改投了350万能补多少？", set()),
    ],
)
def test_who_asks_is_told_what_concerns_it(
    assistant: Assistant, message: str, told: set[str]
) -> None:
    assert {one.words for one in ask(assistant, message).supplements} == told
