"""What somebody who checked a drafted card has a matter called is understood, and no more.

Beside the texts that come with the assistant, which are annotated by hand, lie two that are not.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.reply import Clarification, Reply, Status
from corpus.collection import Collection
from corpus.drafting.confirmed_cards import confirm_card, entry_of
from environment.settings import DOCUMENTS, Settings
from tests.bot.asking import ask

TEXT = (
    "{region}{what}若干办法\n\n第一条　为支持产业发展，制定本办法。\n"
    "第二条　对新建{what}的企业，按照设备投资额的20%给予补贴，最高不超过500万元。\n"
    "第三条　对评为先进的企业，视情况给予适当奖励，最高30万元。\n"
)
META = (
    "id: {id}\ntitle: {region}{what}若干办法\nshort_title: 《{what}办法》\nkind: 办法\n"
    "region: [{region}]\n"
)
HELD = (("cold", "吴江区", "冷库"), ("flower", "余杭区", "花卉"))


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    held = tmp_path / "documents"
    shutil.copytree(DOCUMENTS, held)
    for id_, region, what in HELD:
        (held / id_).mkdir()
        said = {"id": id_, "region": region, "what": what}
        (held / id_ / "text.txt").write_text(TEXT.format(**said), "utf-8")
        (held / id_ / "meta.yaml").write_text(META.format(**said), "utf-8")
    return held


def check(documents: Path, id_: str, *names: str) -> None:
    held = Collection.load(documents)
    card = next(card for card in held.cards if card.document_id == id_)
    entry = entry_of(card).model_copy(update={"name": names[0], "names": names[1:]})
    confirm_card(documents / id_, held.library, card, entry, "王科", date(2026, 11, 27))


def asked(documents: Path, *questions: str) -> list[Reply]:
    settings = Settings(policy_documents=documents, policy_var=documents.parent / "var")
    assistant = Assistant.open(settings)
    return [ask(assistant, question) for question in questions]


def cited(reply: Reply) -> set[str]:
    return {citation.clause.key for citation in reply.citations}


def test_a_checked_name_leads_to_its_text_where_those_asked_first_have_no_answer(
    documents: Path,
) -> None:
    questions = "冰窖能补多少钱？", "吴江区的冰窖，设备投资额300万元，能补多少？"
    far, near = asked(documents, *questions)
    assert far.status is Status.NOT_FOUND
    assert near.status is Status.NEEDS_INPUT
    check(documents, "cold", "冷库建设补贴", "冰窖", "吴江区冰窖")
    far, near = asked(documents, *questions)
    assert cited(far) == cited(near) == {"cold#第2条"}
    assert "60万元" in near.conclusion


def test_what_the_texts_asked_first_answer_stays_theirs(documents: Path) -> None:
    questions = "技改投了350万，能补多少？", "展会能补多少？"
    before = asked(documents, *questions)
    check(documents, "cold", "冷库建设补贴", "技改", "展会")
    assert asked(documents, *questions) == before


def test_a_name_that_texts_of_two_places_are_called_by_is_asked_about(documents: Path) -> None:
    check(documents, "cold", "冷库建设补贴", "冰窖")
    check(documents, "flower", "花卉大棚补贴", "冰窖")
    (reply,) = asked(documents, "冰窖能补多少钱？")
    assert isinstance(reply, Clarification)
    assert {*reply.choices} >= {"吴江区", "余杭区"}


def test_the_card_beside_a_checked_one_wins_nothing_by_it(documents: Path) -> None:
    """Both were called by the words of their heading; the checked one is no more."""
    text = documents / "cold" / "text.txt"
    text.write_text(text.read_text("utf-8").replace("第二条", "第一章　低温仓配\n第二条"), "utf-8")
    first, second = [c for c in Collection.load(documents).cards if c.document_id == "cold"]
    shared = {*first.names} & {*second.names}
    assert "低温仓配" in shared
    check(documents, "cold", "冷库建设补贴", "冰窖")
    second = [c for c in Collection.load(documents).cards if c.document_id == "cold"][1]
    assert not shared & {*second.names}
    assert "评为先进" in second.names
    (reply,) = asked(documents, "吴江的冰窖能补多少？")
    assert cited(reply) == {"cold#第2条"}
