"""What the awards of a text may be called by."""

from __future__ import annotations

from corpus.document import Document, DocumentKind
from corpus.drafting.cards import draft_cards
from corpus.drafting.draft import draft
from corpus.library import Library

ASKED = """青竹县陶匠互助金问答
一、什么人可以领取互助金？
入会满一年的陶匠可以领取互助金。
二、互助金到哪里领取？
互助金在县陶艺协会领取。
三、互助金什么时候停发？
退会的，停发互助金。
四、领取互助金期间去世，家属可以申请抚恤金和丧葬费吗？能领多少钱？
家属应当在六个月内办理手续。
抚恤金按照去世时上年度陶匠月平均工资的三倍发放补助。丧葬费按照去世时上年度陶匠月平均工资的六倍发放补助。
"""


def names() -> list[tuple[str, ...]]:
    document = Document("text", "问答", DocumentKind.OTHER, ASKED, "", "《问答》")
    library = Library([document])
    return [card.names for card in draft_cards(library, draft(library, document))]


def test_a_heading_that_asks_lends_no_words_of_asking() -> None:
    found = names()
    assert len(found) == 2
    assert not [name for one in found for name in one if "多少" in name or "能领" in name]


def test_what_the_text_says_everywhere_names_no_award_that_does_not_say_it() -> None:
    assert not any("互助金" in one for one in names())


def test_an_award_is_not_called_by_what_the_one_beside_it_grants() -> None:
    condolence, burial = names()
    assert "抚恤金" in condolence
    assert "丧葬费" in burial
    assert "丧葬费" not in condolence
    assert "抚恤金" not in burial
