"""The pages 待办: found, opened with what was asked, assigned, settled, handed over."""

from __future__ import annotations

import html
import re
from datetime import timedelta

from httpx2 import Response

from bot.records.accounts import Role
from bot.serve.services import today
from tests.bot.records.asking import REPLY, asked
from tests.bot.serve.staff.conftest import META, Office, csrf_of

SCRIPT = '"><script>alert(1)</script>'
PHONE = "冷库补贴的办事电话是多少？"


def shown(response: Response) -> str:
    """What a person reads of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", response.text))


def only_task(office: Office) -> str:
    (found,) = re.findall(
        r'href="(?:\.\./)?(?:staff/)?desk/(\d+)"', office.clerk.get("/staff/desk").text
    )
    return f"/staff/desk/{found}"


def test_an_unanswered_question_opens_with_what_was_understood_and_said(office: Office) -> None:
    asked(office.services.records, "您好", PHONE, unread=["喀纳斯"])
    page = office.clerk.get("/staff/desk", params={"text": "电话"})
    assert PHONE in shown(page)
    task = re.search(r"desk/(\d+)\"", page.text)
    assert task is not None
    opened = office.clerk.get(f"/staff/desk/{task[1]}")
    for words in (
        "没有找到写明这一点的原文", "《若干办法》第一条", "喀纳斯", "350万",
        f"问题：{PHONE.rstrip('？')}",        "您好", "没有答上",
    ):  # fmt: skip
        assert words in shown(opened), words


def test_who_asks_for_a_phone_leads_to_where_it_is_entered(office: Office) -> None:
    asked(office.services.records, PHONE)
    path = only_task(office)
    opened = office.clerk.get(path)
    assert "问的是办事信息，可以在这里填：《若干办法》" in shown(opened)
    (address,) = re.findall(r'href="([^"]*staff/service\?doc=[^"]*)"', opened.text)
    form = office.clerk.get(f"/{html.unescape(address).removeprefix('../../')}")
    assert '<option value="phone" selected>' in form.text
    asked(office.services.records, "冷库是什么")
    others = office.clerk.get("/staff/desk", params={"text": "是什么"})
    task = re.search(r"desk/(\d+)\"", others.text)
    assert task is not None
    assert "办事信息，可以" not in office.clerk.get(f"/staff/desk/{task[1]}").text


def test_a_task_is_assigned_settled_with_a_reason_and_opened_again(office: Office) -> None:
    office.member("li", Role.SIGNER, person="李四")
    asked(office.services.records, PHONE)
    path = only_task(office)
    office.post(path, {"action": "assign", "assignee": "li", "note": "请核实"})
    assert "交办给：李四：请核实" in shown(office.clerk.get(path))
    refused = office.post(path, {"action": "settle", "note": ""})
    assert (refused.status_code, "请写上办结的理由" in refused.text) == (400, True)
    assert office.post(path, {"action": "settle", "note": "已答复"}).status_code == 200
    assert "没有符合的待办" in shown(office.clerk.get("/staff/desk"))
    assert PHONE in shown(office.clerk.get("/staff/desk", params={"state": "settled"}))
    office.post(path, {"action": "reopen", "note": ""})
    assert PHONE in shown(office.clerk.get("/staff/desk"))
    assert office.post(path, {"action": "assign", "assignee": "nobody"}).status_code == 400
    assert office.post(path, {"action": "burn"}).status_code == 400


def test_what_another_settled_meanwhile_is_not_settled_or_given_away_again(office: Office) -> None:
    other = office.member("li", Role.SIGNER, person="李四")
    asked(office.services.records, PHONE)
    path = only_task(office)
    office.post(path, {"action": "settle", "note": "已答复"})
    for action in ("settle", "assign"):
        fields = {"csrf": csrf_of(other), "action": action, "note": "电话里说过", "assignee": "li"}
        answer = other.post(path, data=fields)
        assert answer.status_code == 400
        assert re.search(
            r"这项待办已由王科在\d{4}-\d\d-\d\d \d\d:\d\d办结，没有处理", shown(answer)
        )
        assert ">\n电话里说过</textarea>" in answer.text  # what was typed is not lost
        assert '<option value="li" selected>' in answer.text
    assert shown(office.clerk.get(path)).count("办结：") == 1
    office.post(path, {"action": "reopen"})
    assert office.post(path, {"action": "settle", "note": "再次答复"}).status_code == 200


def test_all_open_tasks_of_one_are_handed_over(office: Office) -> None:
    office.member("li", Role.SIGNER, person="李四")
    asked(office.services.records, PHONE)
    office.post(only_task(office), {"action": "assign", "assignee": "clerk"})
    page = office.post("/staff/desk", {"giver": "clerk", "taker": "li", "note": "休假"})
    assert PHONE in shown(page)
    assert "王科→李四：休假" in shown(office.clerk.get(only_task(office)))
    same = office.post("/staff/desk", {"giver": "li", "taker": "li"})
    assert (same.status_code, "同一个人" in same.text) == (400, True)


def test_a_text_about_to_expire_and_drafted_rules_wait(office: Office) -> None:
    last = today() + timedelta(days=30)
    folder = office.documents / "cold"
    folder.mkdir()
    words = f"有效期至{last.year}年{last.month}月{last.day}日"
    (folder / "text.txt").write_text(
        "样例县冷库若干办法\n\n"
        "第一条　对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。\n"
        f"第二条　本办法自2024年1月1日起施行，{words}。\n",
        "utf-8",
    )
    meta = META.replace("id: sample", "id: cold").replace("样例市若干办法", "样例县冷库若干办法")
    (folder / "meta.yaml").write_text(
        f"{meta}spans:\n  validity: 自2024年1月1日起施行，{words}\n", "utf-8"
    )
    page = shown(office.clerk.get("/staff/desk"))
    assert "有1条程序读出的规则待核对" in page
    assert f"将于{last.isoformat()}届满" in page
    assert "还有 30 天" in page


def test_who_only_looks_changes_nothing_and_who_has_no_part_sees_nothing(office: Office) -> None:
    asked(office.services.records, PHONE)
    path = only_task(office)
    looking = office.member("eva", Role.EVALUATOR)
    assert "办结</button>" not in looking.get(path).text
    for where, fields in ((path, {"action": "settle", "note": "x"}), ("/staff/desk", {})):
        refused = looking.post(where, data={"csrf": csrf_of(looking), **fields})
        assert refused.status_code == 403
    admin = office.member("root", Role.ADMIN)
    assert [admin.get(one).status_code for one in ("/staff/desk", path)] == [403, 403]
    assert office.clerk.post(path, data={"action": "settle", "note": "x"}).status_code == 403


def test_what_an_answer_supposed_stands_before_it(office: Office) -> None:
    reply = REPLY | {"premise": "如果待核实的条件都符合，", "conclusion": "可获资助70万元。",
                     "text": "可获资助70万元。"}  # fmt: skip
    said = ("技改投了350万", PHONE)
    asked(office.services.records, *said, status="answered", useful=False, reply=reply)
    page = shown(office.clerk.get(only_task(office)))
    assert page.count("如果待核实的条件都符合，可获资助70万元") == page.count("可获资助70万元") == 3


def test_a_script_in_a_question_or_a_note_is_only_text(office: Office) -> None:
    asked(office.services.records, SCRIPT, useful=False, unread=[SCRIPT])
    for found in re.findall(r"desk/(\d+)\"", office.clerk.get("/staff/desk").text):
        office.post(f"/staff/desk/{found}", {"action": "note", "note": SCRIPT})
        pages = office.clerk.get("/staff/desk"), office.clerk.get(f"/staff/desk/{found}")
        assert all("<script>alert" not in page.text for page in pages)
        assert "alert(1)" in shown(pages[1])


def test_no_such_task_and_strange_filters_are_answered_in_words(office: Office) -> None:
    assert office.clerk.get("/staff/desk/99").status_code == 404
    assert office.clerk.get("/staff/desk/99999999999999999999999").status_code == 404
    strange = {"p": "9" * 9, "since": "x", "until": "0000-00-00", "kind": SCRIPT, "matter": "%"}
    page = office.clerk.get("/staff/desk", params=strange)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    asked(office.services.records, PHONE)
    for since, until, there in (("0001-01-01", "9999-12-31", True), ("9999-12-31", "", False)):
        page = office.clerk.get("/staff/desk", params={"since": since, "until": until})
        assert (page.status_code, PHONE in page.text) == (200, there)
