"""The pages 核对事项: a drafted card is corrected, checked by a name, understood, taken back."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from httpx2 import Response

from bot.records.members import Role
from bot.serve.renewal import Renewal
from corpus.cards import Card
from corpus.drafting.confirmed_cards import CONFIRMED_CARDS
from tests.bot.serve.staff.conftest import Office, csrf_of

TEXT = (
    "样例县冷库若干办法\n\n"
    "第一条　对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。\n"
    "第二条　对评为先进的企业，视情况给予适当奖励，最高30万元。\n"
)
ID = "cold"
SCRIPT = '"><script>alert(1)</script>'
PAGE = "/staff/rules/card"


@pytest.fixture
def texts(office: Office) -> Office:
    office.hold(ID, TEXT)
    return office


def card(office: Office, number: int = 0) -> Card:
    return [one for one in office.services.cards if one.document_id == ID][number]


def typed(office: Office, number: int = 0) -> dict[str, str]:
    """The form as a browser would send it untouched."""
    asked = {"doc": ID, "card": card(office, number).id}
    page = office.clerk.get(PAGE, params=asked).text
    areas = re.findall(r'<textarea name="([^"]+)"[^>]*>\n([^<]*)</textarea>', page)
    areas += re.findall(r'name="(stand)" value="(\w*)"', page)
    filled = {name: html.unescape(words).replace("\n", "\r\n") for name, words in areas}
    return asked | {"action": "confirm"} | filled


def send(
    office: Office, number: int = 0, fields: Mapping[str, str] | None = None, **changes: str
) -> Response:
    answer = office.post(PAGE, typed(office, number) | dict(fields or {}) | changes)
    office.services.renewal.look()
    return answer


def shown(response: Response) -> str:
    """What a person reads of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", response.text))


def asked(office: Office, question: str) -> dict[str, Any]:
    answer = office.visitor().post("/api/ask", json={"question": question})
    reply: dict[str, Any] = answer.json()["reply"]
    return reply


def kept(office: Office) -> list[dict[str, Any]]:
    path = office.documents / ID / CONFIRMED_CARDS
    return yaml.safe_load(path.read_text("utf-8")) if path.exists() else []


def test_the_cards_of_a_text_stand_beside_its_rules_with_their_fields_set_off(
    texts: Office,
) -> None:
    assert "2 个事项，已核对 0 个" in shown(texts.clerk.get("/staff/rules"))
    page = texts.clerk.get("/staff/rules", params={"doc": ID})
    assert "规则（1，已核对 0）" in shown(page)
    assert "事项（2，已核对 0）" in shown(page)
    marks = re.findall(r'<mark title="([^"]+)">([^<]+)', page.text)
    assert ("对象、条件", "新建冷库的企业") in marks
    assert ("上限", "最高不超过500万元") in marks
    assert f"别称：{'、'.join(card(texts).names)}" in shown(page)


def test_a_card_as_it_was_drafted_can_be_confirmed(texts: Office) -> None:
    before = card(texts), card(texts, 1)
    assert send(texts).url.path == send(texts, 1).url.path == "/staff/rules"
    after = card(texts), card(texts, 1)
    assert [one.checked.split()[0] for one in after] == ["王科", "王科"]
    assert [(o.name, o.fields, o.clause) for o in after] == [
        (o.name, o.fields, o.clause) for o in before
    ]
    assert "已核对 2" in shown(texts.clerk.get("/staff/rules", params={"doc": ID}))


def test_a_new_name_is_understood_once_somebody_has_checked_it(texts: Office) -> None:
    questions = ("冰窖能补多少钱？", "我们想建冻品仓，有没有补助？")
    assert [asked(texts, q)["status"] for q in questions] == ["not_found", "not_found"]
    send(texts, name="冻品仓补助", names="冰窖\r\n冻品仓\r\n\r\n冰窖")
    assert kept(texts)[0]["card"]["names"] == ["冰窖", "冻品仓"]
    for question in questions:
        reply = asked(texts, question)
        assert {one["label"] for one in reply["citations"]} == {"《若干办法》第一条"}, question
        assert "设备投资额的20%" in reply["text"]
    assert "60万元" in asked(texts, "冰窖设备投资额300万元，能补多少？")["conclusion"]


def test_the_note_that_the_program_has_not_read_it_all_says_that_somebody_has_looked(
    texts: Office,
) -> None:
    question = "评为先进能拿多少奖励？"
    assert "请对照原文" in asked(texts, question)["text"]
    send(texts, 1, name="先进企业奖励", names="评为先进")
    said = asked(texts, question)["text"]
    assert "请对照原文" not in said
    assert "所引原文经人工核对" in said
    send(texts, 1, {"silent.标准": "on", "field.标准": "视情况给予适当奖励"})
    said = asked(texts, "先进企业奖励有多少钱？")
    assert said["status"] == "not_stated"
    assert "只写“视情况给予适当奖励”[1]，没有写数额" in said["text"]


def test_what_the_clause_does_not_say_is_told_by_the_field_and_nothing_is_saved(
    texts: Office,
) -> None:
    page = send(texts, 0, {"field.上限": "最高不超过500万元\r\n最高600万元", "field.名额": "十家"})
    said = re.findall(r'<span class="wrong" id="([^"]+)-wrong" role="alert">([^<]*)', page.text)
    assert [name for name, _ in said] == ["field.上限", "field.名额"]
    assert "第2处：第一条里没有“最高600万元”" in said[0][1]
    assert "请照条文逐字抄" in said[1][1]
    assert "最高600万元</textarea>" in page.text
    assert kept(texts) == []


@pytest.mark.parametrize(
    ("field", "typed_in", "said"),
    [
        ("name", " ", "请填写名称"),
        ("name", "冷" * 41, "最多40个字"),
        ("names", "补贴", "常用词"),
        ("names", "企业\r\n冰窖", "常用词"),
        ("names", "资助项目", "常用词"),
        ("names", "库", "2到40个字"),
        ("names", "…", "2到40个字"),
        ("names", "买……设备", "只能用一次"),
        ("names", "123", "请写词语"),
        ("names", "冷凍倉", "请写“冷冻仓”"),
        ("names", "\r\n".join(f"冰窖{'甲' * n}" for n in range(1, 35)) * 20, "最多"),
        ("field.标准", "\r\n".join(f"补贴{n}" for n in range(31)), "最多30行"),
        ("silent.名额", "on", "没有填提到它的原文"),
    ],
)
def test_what_cannot_be_a_name_is_told(texts: Office, field: str, typed_in: str, said: str) -> None:
    page = send(texts, 0, {field: typed_in})
    assert said in shown(page)
    assert kept(texts) == []


@pytest.mark.parametrize(
    ("field", "typed_in"), [("names", "冰窖"), ("names", "冻品仓补助"), ("name", "冰窖")]
)
def test_what_another_card_of_the_text_is_called_is_taken(
    texts: Office, field: str, typed_in: str
) -> None:
    send(texts, 0, name="冻品仓补助", names="冰窖")
    assert "事项“冻品仓补助”已叫这个" in shown(send(texts, 1, {field: typed_in}))
    assert len(kept(texts)) == 1
    send(texts, 0, name="冻品仓补助", names="冰窖")  # its own names it may keep
    send(texts, 0, name="冷库补助", names="冷藏库")
    send(texts, 1, {field: typed_in})  # nobody has it any more
    assert len(kept(texts)) == 2


def test_a_check_is_noted_and_can_be_taken_back(texts: Office) -> None:
    before = card(texts)
    send(texts, name="冻品仓补助", names="冰窖")
    page = texts.clerk.get(PAGE, params={"doc": ID, "card": before.id})
    assert re.search(r"<h1>冻品仓补助 .*已核对　王科", page.text)
    assert ">\n冰窖</textarea>" in page.text
    send(texts, action="withdraw")
    assert card(texts) == before
    done = [(line.actor, line.action) for line in texts.services.records.audit.lines()]
    assert done[:2] == [("clerk", "card.withdraw"), ("clerk", "card.confirm")]


def test_of_two_at_once_the_second_sees_that_the_card_was_checked(texts: Office) -> None:
    first = typed(texts) | {"names": "冰窖"}
    second = typed(texts) | {"names": "冻品仓"}
    texts.post(PAGE, first)
    for action in ("confirm", "withdraw"):
        page = texts.post(PAGE, second | {"action": action})
        assert "王科刚刚核对过它" in shown(page)
        assert ">\n冻品仓</textarea>" in page.text  # what was typed is not lost
        assert kept(texts)[0]["card"]["names"] == ["冰窖"]
    (stand,) = re.findall(r'name="stand" value="(\w+)"', page.text)
    texts.post(PAGE, second | {"stand": stand})  # now that it was seen
    assert kept(texts)[0]["card"]["names"] == ["冻品仓"]


def test_a_page_that_says_that_nothing_waits_shows_what_was_done(
    texts: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the texts were read anew between its first line and its last."""
    send(texts, name="冻品仓补助")
    assert "事项（2，已核对 1）" in shown(texts.clerk.get("/staff/rules", params={"doc": ID}))
    monkeypatch.setattr(Renewal, "pending", property(lambda renewal: renewal.look() or ""))
    page = texts.post(PAGE, typed(texts) | {"action": "withdraw"})
    assert "事项（2，已核对 0）" in shown(page)


def test_a_changed_sentence_voids_the_check_which_is_said_until_it_is_cleared(
    texts: Office,
) -> None:
    send(texts, name="冻品仓补助", names="冰窖")
    (texts.documents / ID / "text.txt").write_text(TEXT.replace("20%", "30%"), "utf-8")
    texts.services.renewal.look()
    page = texts.clerk.get("/staff/rules", params={"doc": ID})
    assert "王科核对的事项“冻品仓补助”已失效：正文在核对以后改动过" in shown(page)
    assert "别称：冰窖" in shown(page)  # to be taken over
    assert "事项（2，已核对 0）" in shown(page)
    assert asked(texts, "冰窖能补多少钱？")["status"] == "not_found"
    old = kept(texts)[0]["card"]["id"]
    (stand,) = re.findall(r'name="stand" value="(\w+)"', page.text)
    texts.post(PAGE, {"doc": ID, "card": old, "stand": stand, "action": "withdraw"})
    texts.services.renewal.look()
    assert "已失效" not in shown(texts.clerk.get("/staff/rules", params={"doc": ID}))


def test_a_change_beside_the_sentence_voids_the_check_which_opens_as_it_was(
    texts: Office,
) -> None:
    send(texts, names="冰窖")
    path = texts.documents / ID / "text.txt"
    path.write_text(TEXT.replace("500万元。", "500万元。逾期不予受理。"), "utf-8")
    texts.services.renewal.look()
    assert card(texts).checked == ""
    page = texts.clerk.get(PAGE, params={"doc": ID, "card": card(texts).id})
    assert "核对已失效" in shown(page)
    assert ">\n冰窖</textarea>" in page.text
    send(texts)
    assert card(texts).checked
    assert card(texts).names == ("冰窖",)


def test_a_check_whose_words_somebody_changed_in_the_file_is_void(texts: Office) -> None:
    send(texts)
    path = texts.documents / ID / CONFIRMED_CARDS
    path.write_text(path.read_text("utf-8").replace("不超过500万元", "不超过900万元"), "utf-8")
    texts.services.renewal.look()
    page = texts.clerk.get(PAGE, params={"doc": ID, "card": card(texts).id})
    assert "核对已失效" in shown(page)
    assert "第一条里没有“最高不超过900万元”" in shown(page)
    assert card(texts).checked == ""
    assert "500万元" in card(texts).stated("上限")[0].text


def test_cards_that_wait_are_on_the_desk_and_go_once_all_are_checked(texts: Office) -> None:
    page = texts.clerk.get("/staff/desk", params={"kind": "cards"})
    assert "《若干办法》有2个程序读出的事项待核对" in shown(page)
    task = re.search(r"desk/(\d+)\"", page.text)
    assert task is not None
    assert f"staff/rules?doc={ID}" in texts.clerk.get(f"/staff/desk/{task[1]}").text
    send(texts)
    left = texts.clerk.get("/staff/desk", params={"kind": "cards"})
    assert "有1个程序读出的事项待核对" in shown(left)
    send(texts, 1)
    assert "没有符合的待办" in shown(texts.clerk.get("/staff/desk", params={"kind": "cards"}))


def test_script_in_a_name_or_a_field_is_shown_as_words(texts: Office) -> None:
    for fields in ({"name": SCRIPT}, {"names": SCRIPT}, {"field.标准": SCRIPT}):
        page = send(texts, 0, fields)
        assert "<script>alert" not in page.text
        assert "alert(1)" in shown(page)
    # one that gets by, because somebody wrote it into the file
    send(texts)
    path = texts.documents / ID / CONFIRMED_CARDS
    path.write_text(path.read_text("utf-8").replace("name: ", f"name: {SCRIPT[2:]}", 1), "utf-8")
    texts.services.renewal.look()
    assert "<script>" in card(texts).name
    for address in (f"/staff/rules?doc={ID}", f"{PAGE}?doc={ID}&card={card(texts).id}"):
        page = texts.clerk.get(address)
        assert "<script>alert" not in page.text
        assert "alert(1)" in shown(page)


def test_a_file_that_cannot_be_read_or_written_is_said(
    texts: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = texts.documents / ID / CONFIRMED_CARDS
    asked = typed(texts)
    path.write_text("- 一句话\n", "utf-8")
    for page in (texts.clerk.get(PAGE, params=asked), texts.post(PAGE, asked)):
        assert page.status_code == 409
        assert "不是核对页面写的样子" in shown(page)
    path.unlink()

    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(13, "")

    monkeypatch.setattr("corpus.drafting.checks.replace_file", refuses)
    assert "不能写入" in shown(texts.post(PAGE, asked))


def test_what_is_not_drafted_cannot_be_opened(texts: Office) -> None:
    opened = {"doc": ID, "card": card(texts).id}
    for wrong in ({"card": "nothing"}, {"doc": "nothing"}, {"doc": "../cold"}):
        assert texts.clerk.get(PAGE, params=opened | wrong).status_code == 404
        assert texts.post(PAGE, typed(texts) | wrong).status_code == 404
    (texts.documents / ID / "cards.yaml").write_text("[]\n", "utf-8")
    assert "人工标注" in shown(texts.clerk.get("/staff/rules", params={"doc": ID}))
    assert texts.clerk.get(PAGE, params=opened).status_code == 404


def test_only_who_may_check_rules_may_check_cards(texts: Office) -> None:
    form = typed(texts)
    for role in (Role.EVALUATOR, Role.ADMIN):
        member = texts.member(role.value, role)
        assert member.get(PAGE, params=form).status_code == 403
        assert member.post(PAGE, data={"csrf": csrf_of(member), **form}).status_code == 403
    assert texts.visitor().post(PAGE, data=form).status_code == 401
    assert texts.clerk.post(PAGE, data=form).status_code == 403  # a form of another site
    assert kept(texts) == []
