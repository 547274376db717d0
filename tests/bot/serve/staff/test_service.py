"""The page 办事信息: what staff enter is told beside an answer, with who and from where, apart."""

from __future__ import annotations

import html
import re

import pytest
from httpx2 import Response

from bot.records.accounts import Role
from bot.records.task import Wanted
from bot.render import render_json, render_text
from bot.reply import Status
from bot.serve.services import today
from bot.serve.staff.service_routes import is_address
from tests.bot.records.asking import asked
from tests.bot.serve.staff.conftest import Office, csrf_of

PHONE = "办事电话是多少？"


def shown(response: Response) -> str:
    """What a person reads of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", response.text))


def enter(office: Office, **fields: str) -> Response:
    filled = {
        "doc": "sample", "matter": "", "kind": "phone", "words": "0755-12345678",
        "source": "区政务网", "dated": "2026-11-01", "action": "enter",
    }  # fmt: skip
    return office.post("/staff/service", filled | fields)


def test_what_was_entered_is_told_beside_the_answer_and_cites_nothing(office: Office) -> None:
    before = office.services.assistant.ask(PHONE).reply
    assert before.supplements == ()
    assert enter(office).status_code == 200
    reply = office.services.assistant.ask(PHONE).reply
    assert (reply.status, reply.citations) == (before.status, before.citations)
    assert reply.conclusion.endswith("主管部门补充的办事信息列在下面。")
    day = today().isoformat()
    by = f"由主管部门补充（王科 {day} 填写，来源：区政务网，2026-11-01）"
    assert render_text(reply).endswith(f"{by}：《若干办法》电话：0755-12345678。")
    (piece,) = render_json(reply)["supplements"]
    assert (piece["name"], piece["words"]) == ("电话", "0755-12345678")
    assert "0755" not in str({**render_json(reply), "supplements": [], "text": ""})


@pytest.mark.parametrize(
    ("kind", "words", "question"),
    [
        ("window", "政务服务中心3号窗口", "去哪里办理？"),
        ("link", "https://example.org/apply?id=1", "申报网址发我"),
        ("hours", "每年3月1日至4月30日", "申报时间是什么时候？"),
        ("materials", "申请表一式两份", "要交什么材料？"),
        ("steps", "网上提交，窗口复核", "申报流程是什么？"),
    ],
)
def test_each_kind_answers_its_own_question_alone(
    office: Office, kind: str, words: str, question: str
) -> None:
    enter(office)
    enter(office, kind=kind, words=words)
    told = [one.words for one in office.services.assistant.ask(question).reply.supplements]
    assert words in told
    assert office.services.assistant.ask("最高能补多少？").reply.supplements == ()


def test_a_new_entry_replaces_the_old_and_what_is_withdrawn_is_told_no_more(
    office: Office,
) -> None:
    enter(office)
    enter(office, words="0755-87654321")
    page = office.clerk.get("/staff/service", params={"doc": "sample"})
    assert "以前的（1）" in shown(page)
    entry = re.search(r'name="entry" value="(\d+)"', page.text)
    assert entry is not None
    fields = {"doc": "sample", "entry": entry[1], "action": "withdraw"}
    assert office.post("/staff/service", fields).status_code == 200
    assert office.services.assistant.ask(PHONE).reply.supplements == ()
    assert office.post("/staff/service", fields).status_code == 404
    actions = [line.action for line in office.services.records.audit.lines()][:3]
    assert actions == ["service.withdraw", "service.enter", "service.enter"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": ""}, "都要填"),
        ({"source": ""}, "都要填"),
        ({"kind": "rumour"}, "请从列表里选"),
        ({"matter": "nothing"}, "请从列表里选"),
        ({"kind": "link", "words": "javascript:alert(1)"}, "http://"),
        ({"dated": "昨天"}, "来源的日期"),
        ({"dated": "2999-01-01"}, "今天以后"),
    ],
)
def test_what_can_not_be_kept_is_said(office: Office, fields: dict[str, str], said: str) -> None:
    refused = enter(office, **fields)
    assert (refused.status_code, said in refused.text) == (400, True)
    assert office.services.records.service_info.all("sample") == []


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("https://www.lg.gov.cn/a?b=1", True),
        ("http://例子.中国/表", True),
        ("javascript:alert(1)", False),
        ("//evil.example", False),
        ("https://user@evil.example", False),
        ("https://a.example b", False),
        ('https://a.example/"onclick', False),
        ("https://a.example:99999", False),
    ],
)
def test_only_addresses_of_the_web_are_links(words: str, holds: bool) -> None:
    assert is_address(words) is holds


def test_a_script_that_was_entered_is_only_text(office: Office) -> None:
    enter(office, words="<script>alert(1)</script>", source='"><img src=x onerror=alert(1)>')
    page = office.clerk.get("/staff/service", params={"doc": "sample"}).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_question_that_the_staff_answered_waits_no_more(office: Office) -> None:
    enter(office)
    reply = office.services.assistant.ask(PHONE).reply
    assert reply.status is not Status.ANSWERED
    records = office.services.records
    asked(records, PHONE, status=reply.status.value, reply=render_json(reply))
    records.tasks.gather()
    assert records.tasks.page(Wanted()).total == 0


def test_answers_are_given_where_the_records_fail(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(office.services.records.service_info, "current", fails)
    assert office.services.assistant.ask(PHONE).reply.supplements == ()


def test_an_evaluator_enters_nothing(office: Office) -> None:
    eva = office.member("eva", Role.EVALUATOR)
    assert eva.get("/staff/service").status_code == 403
    assert eva.post("/staff/service", data={"csrf": csrf_of(eva)}).status_code == 403
