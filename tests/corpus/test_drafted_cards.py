"""What the awards of a text may be called by."""

from __future__ import annotations

import pytest

from corpus.document import Document, DocumentKind
from corpus.drafting.cards import draft_cards
from corpus.drafting.draft import draft
from corpus.drafting.naming import placeless
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


PLACED = """云岭市青竹县促进陶瓷产业高质量发展若干措施
第一条　窑炉设备购置补助。购置窑炉设备的，按照设备购置金额的15%给予补助。
第二条　陶瓷园区租金补贴。入驻陶瓷园区的企业，按照每平方米每月8元给予租金补贴。
第三条　成效显著的陶坊，一次性奖励10万元。
第四条　陶瓷产业贷款贴息。对陶瓷产业的银行贷款，按照实际支付利息的50%给予贴息。
"""


def names(text: str = ASKED) -> list[tuple[str, ...]]:
    document = Document("text", "问答", DocumentKind.OTHER, text, "", "《问答》")
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


def test_no_place_unit_or_quality_names_an_award_nor_what_is_above_all_of_them() -> None:
    found = names(PLACED)
    called = {name for one in found for name in one}
    assert not [name for name in called if "云岭" in name or "青竹" in name or "高质量" in name]
    assert called.isdisjoint({"平方米", "显著", "产业高质量"})
    assert {"设备购置", "租金补贴", "贷款贴息"} <= called


def test_a_name_begins_and_ends_where_a_word_does() -> None:
    rent = names(PLACED)[1]
    assert "园区租金" in rent
    assert not [name for name in rent if name.startswith("区")]


@pytest.mark.parametrize(
    ("title", "region", "left"),
    [
        ("样例市若干办法", (), "若干办法"),
        ("云岭市青川县竹产业措施", ("青川", "青川县"), "竹产业措施"),
        ("高新技术示范区支持创新", ("高新技术示范区",), "支持创新"),
        ("老旧小区改造办法", (), "老旧小区改造办法"),
    ],
)
def test_a_title_without_its_place(title: str, region: tuple[str, ...], left: str) -> None:
    assert placeless(title, region) == left
