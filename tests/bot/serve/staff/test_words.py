"""The page 词语不识: a word is accepted beside a text; the next question with it is understood."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import yaml
from httpx2 import Response

from bot.records.accounts import Role
from bot.reply import Status
from tests.bot.records.asking import asked
from tests.bot.serve.staff.conftest import Office, csrf_of

ID = "cold"
TEXT = (
    "样例县冷库若干办法\n\n"
    "第一条　对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。\n"
    "第二条　对新建烘干房的企业，按照设备投资额的10%给予补贴，最高不超过50万元。\n"
)
COLD = "新建冰窖，设备投资额100万元，能补多少？"


@pytest.fixture
def cold(office: Office) -> Office:
    office.hold(ID, TEXT)
    return office


def shown(response: Response) -> str:
    """What a person reads of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", response.text))


def file_of(office: Office) -> Path:
    return office.documents / ID / "vocabulary.yaml"


def accept(office: Office, word: str, **fields: str) -> Response:
    named = {"word": word, "document": ID, "role": "same", "mean": "冷库", "action": "accept"}
    return office.post("/staff/words", named | fields)


def test_a_word_that_messages_about_several_texts_say_is_listed_once(cold: Office) -> None:
    for question, texts in ((COLD, (ID, "another")), (f"请问{COLD}", (ID,))):
        hashes = dict.fromkeys(texts, "a" * 64)
        asked(cold.services.records, question, unread=["冰窖"], texts=hashes)
    page = cold.clerk.get("/staff/words")
    assert page.status_code == 200
    assert shown(page).count(COLD) == 2
    assert re.search(rf'<option value="{ID}"[^>]* selected', page.text)


def test_a_question_with_an_accepted_word_is_understood(cold: Office) -> None:
    before = cold.services.assistant.ask(COLD)
    assert not [one.high for one in before.reply.computations if one.high]
    asked(cold.services.records, COLD, unread=["冰窖"])
    page = cold.clerk.get("/staff/words")
    assert ("冰窖" in shown(page), COLD in shown(page)) == (True, True)
    assert accept(cold, "冰窖").status_code == 200
    cold.services.renewal.look()
    reply = cold.services.assistant.ask(COLD).reply
    assert reply.status is Status.ANSWERED
    assert "20万元" in reply.conclusion
    page = cold.clerk.get("/staff/words")
    assert "没有待处理的词" in shown(page)
    assert "冰窖 → 冷库" in shown(page)
    assert cold.services.records.audit.lines()[0].action == "word.accept"


def test_a_word_without_effect_leaves_the_amount_as_it_is(cold: Office) -> None:
    question = "新建冷库，阿丽塔设备投资额100万元，能补多少？"
    assert "20万元" not in cold.services.assistant.ask(question).reply.conclusion
    asked(cold.services.records, question, unread=["阿丽塔"])
    assert accept(cold, "阿丽塔", role="idle", mean="").status_code == 200
    cold.services.renewal.look()
    assert "20万元" in cold.services.assistant.ask(question).reply.conclusion


def test_what_was_written_by_hand_stays_word_for_word(cold: Office) -> None:
    hand = "# 手写\n- say: [冻房]   # 老说法\n  mean: [冷库]\n  why: 同义\n"
    file_of(cold).write_text(hand, "utf-8")
    asked(cold.services.records, COLD, unread=["冰窖"])
    accept(cold, "冰窖")
    assert file_of(cold).read_text("utf-8").startswith(hand)
    entries = yaml.safe_load(file_of(cold).read_text("utf-8"))
    assert entries[1] == {"say": ["冰窖"], "mean": ["冷库"], "why": "用户的说法", "role": "same"}


@pytest.mark.parametrize(
    ("word", "fields", "said"),
    [
        ("冰窖", {"mean": "火锅"}, "里没有“火锅”"),
        ("冰窖", {"mean": ""}, "没有写它是正文里的哪个词"),
        ("冰窖", {"document": "nowhere"}, "没有选文件"),
        ("冰窖", {"role": "<b>"}, "没有写"),
        ("不冰", {"role": "idle"}, "会改变意思"),
        ("的", {}, "通用词表"),
        ("3冰: [", {}, "不能作为说法"),
    ],
)
def test_what_can_be_no_wording_is_said_and_nothing_is_written(
    cold: Office, word: str, fields: dict[str, str], said: str
) -> None:
    asked(cold.services.records, COLD, unread=[word])
    refused = accept(cold, word, **fields)
    assert (refused.status_code, said in shown(refused)) == (400, True), shown(refused)
    assert not file_of(cold).exists()


def test_a_rejected_word_is_never_shown_again(cold: Office) -> None:
    asked(cold.services.records, COLD, unread=["冰窖"])
    cold.post("/staff/words", {"word": "冰窖", "action": "reject"})
    asked(cold.services.records, COLD, unread=["冰窖"])
    assert "没有待处理的词" in shown(cold.clerk.get("/staff/words"))
    assert cold.post("/staff/words", {"word": "冰窖", "action": "reject"}).status_code == 404
    assert "<td>词语</td>" not in cold.clerk.get("/staff/desk?state=").text


def test_a_signer_sees_the_words_and_may_not_teach_them(cold: Office) -> None:
    asked(cold.services.records, COLD, unread=["冰窖"])
    signer = cold.member("li", Role.SIGNER)
    assert "收下</button>" not in signer.get("/staff/words").text
    fields = {"csrf": csrf_of(signer), "word": "冰窖", "document": ID, "mean": "冷库"}
    assert signer.post("/staff/words", data=fields).status_code == 403
    assert not file_of(cold).exists()
