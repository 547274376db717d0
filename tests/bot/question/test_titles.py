"""Titles named in texts and headings of their parts are found among any number of them."""

from __future__ import annotations

import pytest

from bot.question.titles import TitleFinder
from corpus.cards import Cards
from corpus.document import Document, DocumentKind
from corpus.library import Library

FILLING = "".join(
    f"第{n}条　按照《云水市第{n}号产业发展资金管理办法》执行。\n" for n in range(3, 60)
)
TEXT = (
    "云水市若干规定\n"
    "第一条　按照市商务局《云水市展位费补贴实施细则（试行）》和《云水市若干规定》执行。\n"
    "第二条　海港市财政局《海港市展位费补贴实施细则（试行）》另行规定。\n"
) + FILLING


@pytest.fixture(scope="module")
def find() -> TitleFinder:
    document = Document(
        "a", "云水市若干规定", DocumentKind.OTHER, TEXT, "", short_title="《云水市若干规定》"
    )
    return TitleFinder(Library([document]), Cards(()))


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("展位费补贴实施细则试行里怎么规定", "云水市展位费补贴实施细则（试行）"),
        ("云水市的产业发展资金管理办法里怎么规定", "云水市第3号产业发展资金管理办法"),
        ("财政局的那份细则怎么规定", "海港市展位费补贴实施细则（试行）"),
    ],
)
def test_the_first_title_that_is_called_so_is_meant(
    find: TitleFinder, asked: str, title: str
) -> None:
    found = find.unheld(asked)
    assert found is not None
    assert found.name == title


@pytest.mark.parametrize("asked", ["云水市若干规定里怎么规定", "展位费怎么规定", "", "细则"])
def test_a_held_title_and_a_short_end_are_none(find: TitleFinder, asked: str) -> None:
    assert find.unheld(asked) is None
