"""The pages 核对规则: a drafted rule is tried, corrected, checked by a name, taken back."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import yaml
from httpx2 import Response

from corpus.drafting.confirmed import CONFIRMED
from tests.bot.serve.staff.conftest import Office, only_our_scripts
from tests.records import ONE_KIND

pytestmark = ONE_KIND  # what is confirmed lies in files
TEXT = (
    "样例县冷库若干办法\n\n"
    "第一条　对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。\n"
    "第二条　对评为先进的企业，视情况给予适当奖励，最高30万元。\n"
)
WRAPPED = (
    "样例县冷库若干办法\n\n"
    "第一条　为支持冷库建设，对在本县新建冷库并且投入使用满一年的企业给予补\n贴，制定本办法。\n"
    "第二条　对在本县新建冷库并且投入使用满一年的企业，按照设备投资额的20%给予\n"
    "补贴，最高不超过50万元。\n"
    "第三条　本办法自2024年1月1日起施行，由县农业农村局会同有关部门负责解释\n并组织实施。\n"
)
ID = "cold"
LIMIT = {"limit.new.as": "cap"}  # as a browser sends the box that it finds chosen
SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture
def texts(office: Office) -> Office:
    office.hold(ID, TEXT)
    return office


def rule_id(office: Office) -> str:
    (found,) = [one.id for one in office.services.rules.values() if one.document_id == ID]
    return found


def send(office: Office, action: str, **fields: str) -> Response:
    named = {"doc": ID, "rule": rule_id(office)}
    form = office.clerk.get("/staff/rules/edit", params=named)
    named |= {"stand": stand(form), "action": action}
    return office.post("/staff/rules/edit", named | fields)


def fields(page: Response) -> dict[str, str]:
    """The fields of a page as a browser sends them."""
    areas = re.findall(r'<textarea name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', page.text)
    return {name: html.unescape(words) for name, words in areas}


def stand(page: Response) -> str:
    """Which check the form of a page was made over."""
    (found,) = re.findall(r'name="stand" value="(\w*)"', page.text)
    return str(found)


def shown(response: Response) -> str:
    """What a person reads of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", response.text))


def test_the_rules_of_a_text_are_listed_and_what_is_only_quoted_says_what_hinders(
    texts: Office,
) -> None:
    assert "1 条规则，已核对 0 条" in shown(texts.clerk.get("/staff/rules"))
    page = texts.clerk.get("/staff/rules", params={"doc": ID})
    assert "设备投资额 × 标准，不超过上限" in shown(page)
    held = re.search(r'(?s)<ul class="held">(.*?)</ul>', page.text)
    assert held is not None
    assert "第二条" in held[1]
    assert "<mark>" in held[1]


def test_a_rule_opens_with_its_words_set_off_and_a_worked_example(texts: Office) -> None:
    page = texts.clerk.get("/staff/rules/edit", params={"doc": ID, "rule": rule_id(texts)})
    marks = re.findall(r'<mark title="([^"]+)">([^<]+)', page.text)
    assert ("比例", "按照设备投资额的20%给予补贴") in marks
    assert ("上限", "最高不超过500万元") in marks
    assert ("条件", "新建冷库的企业") in marks
    assert "20万元" in shown(page)  # of 100万元
    assert "尚未核对" in shown(page)


def test_a_correction_is_tried_before_anything_is_saved(texts: Office) -> None:
    page = send(texts, "try", **{"name": "冷库补贴", "fact.设备投资额": "3000万"})
    assert "500万元" in shown(page)
    assert ">冷库补贴</textarea>" in page.text
    assert not (texts.documents / ID / CONFIRMED).exists()


def test_what_was_tried_is_what_is_confirmed(texts: Office) -> None:
    """Also where a row went or came: the form is sent as a browser sends the page it shows."""
    named = {"doc": ID, "rule": rule_id(texts)}
    page = texts.clerk.get("/staff/rules/edit", params=named)
    changed = {"bind.1.span": "", "limit.new.span": "最高不超过500万元", "name": "冷库补贴"}
    page = send(texts, "try", **(fields(page) | changed | LIMIT))
    assert fields(page) == fields(page) | changed
    page = send(texts, "try", **fields(page), **LIMIT)
    assert fields(page) == fields(page) | changed
    send(texts, "confirm", **fields(page), **LIMIT)
    (kept,) = yaml.safe_load((texts.documents / ID / CONFIRMED).read_text("utf-8"))
    assert kept["rule"]["amount"] == "cap(设备投资额 * 标准, 上限)"
    assert kept["rule"]["bind"]["上限"] == {"as": "cap", "span": "最高不超过500万元"}


def test_what_the_lint_says_stands_by_the_field_and_nothing_is_saved(texts: Office) -> None:
    page = send(texts, "confirm", **{"bind.1.span": "最高不超过600万元"})
    row = re.search(
        r'<div class="row">(?:(?!<div class="row">).)*最高不超过600万元.*?</div>', page.text
    )
    assert row is not None
    assert 'class="wrong"' in row[0]
    assert not (texts.documents / ID / CONFIRMED).exists()


def test_a_figure_that_cannot_be_read_is_said(texts: Office) -> None:
    assert "负数" in shown(send(texts, "try", **{"fact.设备投资额": "-5万"}))


def test_a_checked_rule_is_kept_with_its_name_loses_its_label_and_can_be_taken_back(
    texts: Office,
) -> None:
    names = "设备总投资\r\n冷库投资"
    send(texts, "confirm", name="冷库补贴", **{"input.0.aliases": names})
    (kept,) = yaml.safe_load((texts.documents / ID / CONFIRMED).read_text("utf-8"))
    assert (kept["by"], kept["rule"]["name"]) == ("王科", "冷库补贴")
    assert kept["rule"]["inputs"]["设备投资额"]["aliases"] == ["设备总投资", "冷库投资"]
    texts.services.renewal.look()
    (rule,) = texts.services.rules.values()
    assert rule.checked.startswith("王科 ")
    page = texts.clerk.get("/staff/rules", params={"doc": ID})
    assert "已核对　王科" in shown(page)
    send(texts, "withdraw")
    texts.services.renewal.look()
    (rule,) = texts.services.rules.values()
    done = [(line.actor, line.action) for line in texts.services.records.audit.lines()]
    assert done[:2] == [("clerk", "rule.withdraw"), ("clerk", "rule.confirm")]
    assert rule.checked == ""
    assert rule.name != "冷库补贴"


def test_of_two_at_once_the_second_sees_that_the_rule_was_checked(texts: Office) -> None:
    send(texts, "confirm", name="冷库补贴")
    for action in ("confirm", "withdraw", "try"):
        page = send(texts, action, name="冰库补贴", stand="")
        assert "王科刚刚核对过它" in shown(page)
        assert ">冰库补贴</textarea>" in page.text  # what was typed is not lost
        (kept,) = yaml.safe_load((texts.documents / ID / CONFIRMED).read_text("utf-8"))
        assert kept["rule"]["name"] == "冷库补贴"
    send(texts, "confirm", name="冰库补贴", stand=stand(page))  # now that it was seen
    (kept,) = yaml.safe_load((texts.documents / ID / CONFIRMED).read_text("utf-8"))
    assert kept["rule"]["name"] == "冰库补贴"


def test_a_check_that_a_changed_text_voids_is_said(texts: Office) -> None:
    send(texts, "confirm")
    (texts.documents / ID / "text.txt").write_text(TEXT.replace("20%", "30%"), "utf-8")
    texts.services.renewal.look()
    page = texts.clerk.get("/staff/rules", params={"doc": ID})
    assert "王科核对的规则" in shown(page)
    assert "已失效" in shown(page)
    assert "尚未核对" in shown(page)


def test_words_that_run_over_a_line_end_come_back_as_they_stand(texts: Office) -> None:
    path = texts.documents / ID / "text.txt"
    path.write_text(WRAPPED, "utf-8")
    page = texts.clerk.get("/staff/rules/edit", params={"doc": ID, "rule": rule_id(texts)})
    area = re.search(r'<textarea name="bind\.0\.span"[^>]*>([^<]*)<', page.text)
    assert area is not None
    assert "\n" in area[1]
    send(texts, "confirm", **{"bind.0.span": area[1].replace("\n", "\r\n")})
    assert (path.parent / CONFIRMED).exists()


def test_script_in_a_field_is_shown_as_words(texts: Office) -> None:
    fields = dict.fromkeys(
        ("name", "kind", "beneficiary", "quote.0", "bind.0.span", "bind.0.as", "input.0.label",
         "input.0.ask", "cond.0.name", "per.year", "fact.设备投资额"), SCRIPT,
    )  # fmt: skip
    for action in ("try", "confirm"):
        page = send(texts, action, **fields)
        only_our_scripts(page.text)
        assert page.status_code == 200


def test_a_folder_that_takes_no_files_is_said(
    texts: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(13, "")

    monkeypatch.setattr(Path, "replace", refuses)
    assert "政策文件夹不能写入" in shown(send(texts, "confirm"))


@pytest.mark.parametrize(
    "asked", [{"doc": "../x"}, {"doc": "cold", "rule": "none"}, {"doc": "none", "rule": "none"}]
)
def test_what_is_not_there_is_said(texts: Office, asked: dict[str, str]) -> None:
    path = "/staff/rules/edit" if "rule" in asked else "/staff/rules"
    assert texts.clerk.get(path, params=asked).status_code == 404


def test_a_text_annotated_by_hand_is_not_changed_here(texts: Office) -> None:
    asked = {"doc": ID, "rule": rule_id(texts)}
    (texts.documents / ID / "rules.yaml").write_text("{}\n", "utf-8")
    assert "人工标注" in shown(texts.clerk.get("/staff/rules"))
    assert texts.clerk.get("/staff/rules/edit", params=asked).status_code == 404
