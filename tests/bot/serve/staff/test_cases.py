"""A question becomes an eval case in two clicks, and the file of all is one that evals reads."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from pathlib import Path

import pytest

from bot.records.accounts import Role
from evals.case_file import read_cases
from evals.questions import read_questions
from tests.bot.records.asking import REPLY, asked
from tests.bot.serve.staff.conftest import Office


def form_of(page: str) -> dict[str, str]:
    """The fields of a form as a browser would send them."""
    fields = dict(re.findall(r'<input [^>]*name="(\w+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.S))
    for name, options in re.findall(r'<select id="\w+" name="(\w+)">(.*?)</select>', page, re.S):
        fields[name] = re.findall(r'value="(\w+)" selected', options)[0]
    return {name: html.unescape(value) for name, value in fields.items()}


def test_a_refused_question_is_saved_as_it_stands_and_evals_reads_the_file(
    office: Office, tmp_path: Path
) -> None:
    *_, turn = asked(office.services.records, "您好", "补贴多久能到账？")
    form = form_of(office.clerk.get("/staff/cases/new", params={"turn": turn}).text)
    assert (form["turns"], form["expected"]) == ("您好\n补贴多久能到账？", "refuse")
    saved = office.post("/staff/cases/new", form)
    assert "补贴多久能到账" in saved.text
    answer = office.clerk.get("/staff/cases/jsonl")
    assert "attachment" in answer.headers["content-disposition"]
    file = tmp_path / "cases.jsonl"
    file.write_bytes(answer.content)
    (case,) = read_cases(file)
    assert case.turns == ("您好", "补贴多久能到账？")
    assert (case.answerable, case.partial_ok, case.category) == (False, True, "unanswerable")
    assert [one.turns for one in read_questions(file)] == [case.turns]
    assert office.services.records.audit.lines()[0].action == "case.add"


def test_an_answer_about_an_amount_is_filled_in_and_the_person_says_what_is_right(
    office: Office, tmp_path: Path
) -> None:
    reply = REPLY | {"computations": [{"high": "700000", "low": "700000"}]}
    (turn,) = asked(office.services.records, "投了350万能补多少", status="answered", reply=reply)
    form = form_of(office.clerk.get("/staff/cases/new", params={"turn": turn}).text)
    assert (form["amount"], form["amount_kind"], form["category"]) == ("700000", "exact", "amount")
    form |= {
        "gold_clauses": "sample:第一条",
        "amount": "600,000元",
        "must_contain": "20%\n60万元|600000元",
    }
    office.post("/staff/cases/new", form)
    file = tmp_path / "cases.jsonl"
    file.write_bytes(office.clerk.get("/staff/cases/jsonl").content)
    (case,) = read_cases(file)
    assert case.amount_yuan == Decimal(600000)
    assert case.must_contain == (("20%",), ("60万元", "600000元"))
    assert case.gold_clauses == (("sample:第一条",),)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"turns": " \n"}, "请至少写一句"),
        ({"amount": "六百"}, "不是数"),
        ({"amount": "1e400"}, "不是数"),
        ({"gold_clauses": "sample:第九条"}, "请写成 文件编号:条号，如 sample:第1条。"),
        ({"gold_clauses": "other:第一条"}, "请写成 文件编号:条号，如 sample:第1条。"),
        ({"expected": "answer"}, "至少要写"),
        ({"category": "<script>"}, "请从列表里选"),
    ],
)
def test_what_is_no_case_is_said_and_what_was_typed_stays(
    office: Office, changes: dict[str, str], said: str
) -> None:
    (turn,) = asked(office.services.records, "补贴多久能到账？")
    form = form_of(office.clerk.get("/staff/cases/new", params={"turn": turn}).text)
    refused = office.post("/staff/cases/new", form | {"note": "原文没有写"} | changes)
    assert refused.status_code == 400
    assert said in refused.text
    assert "原文没有写" in refused.text
    assert "<script>" not in refused.text
    assert office.services.records.cases.all() == []


def test_only_who_may_makes_cases(office: Office) -> None:
    (turn,) = asked(office.services.records, "补贴多久能到账？")
    admin = office.member("root", Role.ADMIN)
    for path in ("/staff/cases", f"/staff/cases/new?turn={turn}", "/staff/cases/jsonl"):
        assert admin.get(path).status_code == 403
    assert office.clerk.get("/staff/cases/new?turn=77").status_code == 404
