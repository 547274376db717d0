"""Whose text a message means that names no place, or a place with several texts."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from bot.assistant import Assistant
from bot.question.awards import Awards
from bot.question.evidence import Evidence
from bot.question.places import Region, places
from bot.render import render_text
from bot.reply import Clarification, Reply
from corpus.clause import Hit
from environment.settings import DOCUMENTS, Settings
from tests.bot.asking import ask

FERRIES = """{place}水上安全若干办法
第一条　渡口看护补贴。对看护乡村渡口的单位，按每个渡口{sum}元给予渡口看护补贴。
第二条　本办法由交通主管部门负责解释。
"""
BEES = """台州市养蜂授粉奖补方案
第一条　为设施果蔬提供蜜蜂授粉服务的养蜂合作社，按每箱蜂群每季80元给予奖补。
第二条　蜂群越冬死亡率超过三成的，当季不予奖补。
"""
BOATS = """台州市渔船更新改造贷款办法
第一条　渔船更新改造的贷款，由合作银行发放，期限不超过五年。
"""
TEXTS = {
    "ferries-taizhou": (FERRIES.format(place="台州市", sum=900), "台州市"),
    "ferries-neijiang": (FERRIES.format(place="内江市", sum=400), "内江市"),
    "bees": (BEES, "台州市"),
    "boats": (BOATS, "台州市"),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root = tmp_path_factory.mktemp("whose") / "documents"
    shutil.copytree(DOCUMENTS, root)
    for name, (text, region) in TEXTS.items():
        _write(root / name, text, region)
    return Assistant.open(Settings(policy_documents=root, policy_var=root.parent / "var"))


def _write(folder: Path, text: str, region: str) -> None:
    folder.mkdir()
    (folder / "text.txt").write_text(text, "utf-8")
    title = text.partition("\n")[0]
    meta = {"id": folder.name, "title": title, "short_title": f"《{title}》", "kind": "通知"}
    written = yaml.safe_dump({**meta, "region": [region.strip("市"), region]}, allow_unicode=True)
    (folder / "meta.yaml").write_text(written, "utf-8")


def cited(reply: Reply) -> set[str]:
    return {citation.clause.document_id for citation in reply.citations}


def test_a_district_that_two_cities_have_is_that_of_the_city_before_it() -> None:
    cities = Region(frozenset({"北京", "长春"}))
    found = places("我们在北京朝阳，去年技改投了300万", cities)
    assert [place.name for place in found] == ["北京"]  # of 朝阳区 alone neither city is told
    found = places("我们在北京海淀，去年技改投了300万", cities)
    assert [place.name for place in found] == ["海淀"]


def test_an_award_of_several_places_is_asked_about_and_the_first_texts_are_said_to_be_silent(
    assistant: Assistant,
) -> None:
    reply = ask(assistant, "村里的渡口一直是我在看，渡口看护补贴能给我多少？")
    assert isinstance(reply, Clarification)
    assert set(reply.choices) == {"台州市", "内江市"}
    assert reply.conclusion.startswith("龙岗区的《若干措施》、《修订说明》里没有找到所问的内容。")
    assert "《台州市水上安全若干办法》" in render_text(reply)


def test_the_place_that_is_answered_leads_to_its_text(assistant: Assistant) -> None:
    reply = ask(assistant, "渡口看护补贴能给多少？", "内江市")
    assert cited(reply) == {"ferries-neijiang"}
    assert "400" in render_text(reply)


def test_whoever_names_a_matter_of_the_first_texts_too_is_not_asked_for_a_place(
    assistant: Assistant,
) -> None:
    reply = ask(assistant, "技改和渡口看护补贴一共给多少？")
    assert not isinstance(reply, Clarification) or "内江市" not in reply.choices


def test_words_that_the_first_texts_lack_lead_to_the_text_that_has_them_whatever_those_ask_back(
    assistant: Assistant,
) -> None:
    reply = ask(assistant, "平台上卖货办活动的，蜂群越冬死亡率四成，当季奖补一共多少？")
    assert cited(reply) == {"bees"}


def test_a_place_abroad_hides_no_text_that_speaks_of_the_matter(assistant: Assistant) -> None:
    question = "我们在越南投了个养蜂项目，蜂群越冬死亡率四成，能申请奖补吗？"
    assert cited(ask(assistant, question)) == {"bees"}


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("渡口看护能补多少？", {"渡口看护"}),  # right before the word of paying
        ("村里的渡口看护补贴还发不发", {"渡口看护补贴"}),
        ("看护补贴给多少", {"看护补贴"}),  # the end of a name that ends in a word of paying
        ("村里的渡口在哪里", set()),  # nothing is asked to be paid for
        ("渡口离得远，油钱能补多少", set()),
    ],
)
def test_a_thing_is_asked_to_be_paid_for_where_it_stands_before_the_word_of_paying(
    assistant: Assistant, text: str, things: set[str]
) -> None:
    collection = assistant.knowledge.collection
    found = Awards(collection.cards, collection.library.documents)(text)
    assert set(found) == things
    assert all(held == {"ferries-taizhou", "ferries-neijiang"} for held in found.values())


class _Rarity:
    """A search that knows how rare words are and finds nothing."""

    def search(self, query: str, k: int = 10, documents: object = None) -> list[Hit]:
        return []

    def rarity(self, words: Sequence[str]) -> list[float]:
        return [0.1 if word in "内江市水上安全若干办法" else 0.6 for word in words]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("我家的老渔船更新要找谁", {"boats"}),
        ("水上安全归谁管", set()),  # no word of it is rare
        ("渔船和授粉", set()),  # two characters of a title are no name
    ],
)
def test_a_text_is_called_by_three_characters_of_its_title_with_a_rare_word(
    assistant: Assistant, text: str, documents: set[str]
) -> None:
    evidence = Evidence(assistant.knowledge.collection, _Rarity)
    assert set(evidence.called(text, list(TEXTS))) == documents
