"""The pages 口径: written by one, signed by another, void where the text changes."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from bot.records.accounts import Role
from bot.records.readings import OWN, STALE
from bot.serve.clock import today
from bot.serve.interpretations import Interpretation
from bot.serve.staff.readings_routes import NO_CHANGE, NO_COMMENT
from bot.serve.staff.wording_diff import Piece, pieces
from tests.bot.serve.staff.conftest import META, Office, csrf_of

TEXT = (
    "样例县冷库若干办法\n\n"
    "第一条　对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。\n"
    "第二条　对评为先进的企业，视情况给予适当奖励，最高30万元。\n"
)
ID = "cold"
SCRIPT = "<script>alert(1)</script>"
QUESTION = "冷库的设备投资额含不含税？"
ENTRY = {
    "doc": ID,
    "title": "设备投资额怎样算",
    "reading": "设备投资额按不含税的价格计。",
    "clauses": "第1条",
    "ground.0.clause": "第1条",
    "ground.0.quote": "按照设备投资额的20%给予补贴",
    "terms": "设备投资额、投资额\n含税 不含税、含不含税",
    "question": QUESTION,
}


@pytest.fixture
def checker(office: Office) -> TestClient:
    folder = office.documents / ID
    folder.mkdir()
    (folder / "text.txt").write_text(TEXT, "utf-8")
    meta = META.replace("id: sample", f"id: {ID}").replace("样例市若干办法", "样例县冷库若干办法")
    (folder / "meta.yaml").write_text(meta, "utf-8")
    return office.member("wang", Role.CHECKER, person="黄科")


@pytest.fixture
def signer(office: Office) -> TestClient:
    return office.member("zhang", Role.SIGNER, person="张三")


def send(client: TestClient, page: str, **fields: str) -> Response:
    sent = {"csrf": csrf_of(client), **fields}
    return client.post(f"/staff/readings/{page}", data=sent)


def written(office: Office, client: TestClient, **changes: str) -> Interpretation:
    answer = send(client, "edit", **(ENTRY | changes))
    assert answer.status_code == 200, shown(answer)
    return one(office)


def one(office: Office) -> Interpretation:
    (found,) = office.services.interpreted
    return found


def stand(found: Interpretation) -> dict[str, str]:
    return {"id": found.id, "number": str(found.newest.number)}


def signed(client: TestClient, found: Interpretation, **fields: str) -> Response:
    said = {"role": "签署人", "ground": "科务会2026年第3次"}
    return send(client, "sign", **(stand(found) | said | fields))


def shown(response: Response) -> str:
    """What a person reads of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", response.text))


def notes(office: Office, question: str = QUESTION) -> tuple[str, ...]:
    return office.services.assistant.ask(question, as_of=date(2026, 11, 28)).reply.notes


def test_one_writes_another_signs_and_the_next_answer_says_so(
    office: Office, checker: TestClient, signer: TestClient
) -> None:
    found = written(office, checker)
    assert "未载明" in office.services.assistant.ask(QUESTION).reply.conclusion
    assert any("草案" in note for note in notes(office, "设备投资额含税吗？"))
    assert signed(checker, found).status_code == 403
    assert signed(signer, found).status_code == 200
    by = f"口径已由张三（签署人，{today().isoformat()}）签署，依据：科务会2026年第3次。"
    assert by in notes(office)
    page = shown(signer.get("/staff/readings"))
    assert "设备投资额怎样算 已签" in page
    actions = [line.action for line in office.services.records.audit.lines(2)]
    assert actions == ["reading.sign", "reading.write"]


def test_an_example_that_it_would_not_answer_is_told_on_saving_and_on_signing(
    office: Office, checker: TestClient, signer: TestClient
) -> None:
    warned = "这条口径答不到自己的例问：签署以后，企业问"
    answer = send(checker, "edit", **ENTRY)
    assert (answer.status_code, warned in shown(answer)) == (200, False)
    asked = "冷库补贴多久到账？"
    changed = ENTRY | stand(one(office)) | {"question": asked, "comment": "换例问"}
    answer = send(checker, "edit", **changed)
    assert (answer.status_code, f"{warned}“{asked}”" in shown(answer)) == (200, True)
    answer = signed(signer, one(office))  # it may be signed all the same
    assert (answer.status_code, f"{warned}“{asked}”" in shown(answer)) == (200, True)
    assert one(office).state.value == "已签"
    changed = ENTRY | stand(one(office)) | {"comment": "换回来"}
    assert warned not in shown(send(checker, "edit", **changed))  # the signed one answers still


def test_a_clause_knows_what_is_said_of_it(
    office: Office, checker: TestClient, signer: TestClient
) -> None:
    signed(signer, written(office, checker))
    services = office.services
    first, second = (services.library.clause(ID, f"第{n}条") for n in (1, 2))
    (found,) = services.readings_of(first)
    assert (found.state.value, found.signer, found.day) == ("已签", "张三", today().isoformat())
    assert services.readings_of(second) == ()


def test_a_text_that_changes_on_the_disk_voids_what_was_signed(
    office: Office, checker: TestClient, signer: TestClient
) -> None:
    found = written(office, checker)
    signed(signer, found)
    changed = TEXT.replace("500万元。", "500万元，分两年给。")
    (office.documents / ID / "text.txt").write_text(changed, "utf-8")
    office.services.renewal.look()
    void = "签署后条文有改动，签署失效"
    assert any(note.startswith(void) for note in notes(office, "设备投资额含税吗？"))
    assert "设备投资额怎样算 失效" in shown(signer.get("/staff/readings?state=失效"))
    page = signer.get(f"/staff/readings/edit?id={found.id}")
    assert "签署后条文有改动，签署失效" in shown(page)
    assert signed(signer, found).status_code == 200
    assert one(office).state.value == "已签"


def test_a_change_needs_a_comment_and_is_shown_word_by_word(
    office: Office, checker: TestClient
) -> None:
    found = written(office, checker)
    changed = ENTRY | stand(found) | {"reading": "设备投资额按含税的价格计。"}
    assert NO_COMMENT in shown(send(checker, "edit", **changed))
    assert send(checker, "edit", **changed, comment="财务科意见").status_code == 200
    page = checker.get(f"/staff/readings/edit?id={found.id}")
    assert "设备投资额按<del>不含税</del><ins>含税</ins>的价格计。" in page.text
    assert "财务科意见" in page.text
    assert [version.number for version in one(office).versions] == [1, 2]
    again = changed | stand(one(office)) | {"comment": "再存一次"}
    assert NO_CHANGE in shown(send(checker, "edit", **again))


def test_of_two_at_once_the_second_sees_that_it_changed(
    office: Office, checker: TestClient, signer: TestClient
) -> None:
    found = written(office, checker)
    first = ENTRY | stand(found) | {"comment": "甲", "reading": "按含税价计。"}
    second = ENTRY | stand(found) | {"comment": "乙", "reading": "按发票价计。"}
    assert send(checker, "edit", **first).status_code == 200
    answer = send(signer, "edit", **second)
    assert (answer.status_code, STALE in shown(answer)) == (400, True)
    assert "按发票价计。" in answer.text  # what was typed is not lost
    assert STALE in shown(signed(signer, found))
    assert one(office).newest.entry.reading == "按含税价计。"
    assert one(office).state.value == "草案"


def test_nobody_signs_what_they_wrote_unless_the_setting_says_so(
    office: Office, signer: TestClient, checker: TestClient
) -> None:
    found = written(office, signer)
    assert OWN in shown(signer.get(f"/staff/readings/edit?id={found.id}"))
    assert OWN in shown(signed(signer, found))
    assert one(office).state.value == "草案"
    office.services.settings = office.services.settings.but(sign_own_readings=True)
    assert signed(signer, found).status_code == 200
    assert one(office).state.value == "已签"


def test_a_signature_needs_a_ground_and_is_withdrawn_with_a_reason(
    office: Office, checker: TestClient, signer: TestClient
) -> None:
    found = written(office, checker)
    assert signed(signer, found, ground=" ").status_code == 400
    signed(signer, found)
    assert send(signer, "withdraw", id=found.id, why="").status_code == 400
    assert send(checker, "withdraw", id=found.id, why="不对").status_code == 403
    assert send(signer, "withdraw", id=found.id, why="财政局有新意见").status_code == 200
    page = shown(signer.get(f"/staff/readings/edit?id={found.id}"))
    assert "撤回签署第1版" in page
    assert "财政局有新意见" in page
    assert one(office).state.value == "已撤回"
    assert not any("口径" in note for note in notes(office))


FAULTS = {
    "title": ({"title": " "}, "请填写"),
    "reading": ({"reading": "见[3]"}, "不能写方括号里的数字"),
    "clauses": ({"clauses": "第9条"}, "找不到条款“第9条”"),
    "ground.0.quote": ({"ground.0.quote": "按照设备投资额的30%"}, "找不到“按照设备投资额的30%”"),
    "ground.0.clause": ({"ground.0.clause": "第8条"}, "找不到条款“第8条”"),
    "terms": ({"terms": "投资额"}, "请写至少两组词"),
    "topic": ({"topic": "other"}, "没有这个事项"),
    "question": ({"question": "长" * 201}, "最多200个字"),
}


@pytest.mark.parametrize("field", FAULTS)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    office: Office, checker: TestClient, field: str
) -> None:
    changes, said = FAULTS[field]
    answer = send(checker, "edit", **(ENTRY | changes))
    assert answer.status_code == 400
    (fault,) = re.findall(r'class="wrong" id="([\w.]+)-wrong" role="alert">([^<]*)', answer.text)
    assert fault[0] == field
    assert said in html.unescape(fault[1])
    assert office.services.interpreted == ()


def test_a_script_in_any_field_stays_words(
    office: Office, checker: TestClient, signer: TestClient
) -> None:
    everywhere = {name: f"{words}{SCRIPT}" for name, words in ENTRY.items() if name != "doc"}
    assert "<script>" not in send(checker, "edit", **everywhere, comment=SCRIPT, doc=ID).text
    hostile = {
        "title": SCRIPT,
        "reading": f"按价格计{SCRIPT}",
        "comment": SCRIPT,
        "question": SCRIPT,
    }
    found = written(office, checker, **hostile)
    signed(signer, found, ground=SCRIPT, role=SCRIPT)
    send(signer, "withdraw", id=found.id, why=SCRIPT)
    for path in ("", f"/edit?id={found.id}", f"?q={SCRIPT}", f"/edit?doc={ID}&clause={SCRIPT}"):
        page = signer.get(f"/staff/readings{path}")
        assert SCRIPT not in page.text
        assert "<script>" not in page.text
        assert "&lt;script&gt;" in page.text


def test_the_list_is_narrowed_by_text_state_and_words(office: Office, checker: TestClient) -> None:
    written(office, checker)
    for query, count in (
        ("", 1), ("doc=cold", 1), ("doc=sample", 0), ("state=草案", 1), ("state=已签", 0),
        ("q=不含税 投资额", 1), ("q=展位费", 0),
    ):  # fmt: skip
        assert f"共 {count} 条。" in shown(checker.get(f"/staff/readings?{query}"))


def test_a_new_one_begins_with_the_clause_as_people_cite_it(
    office: Office, checker: TestClient
) -> None:
    page = checker.get("/staff/readings/edit?doc=cold&clause=第一条")
    assert "按照设备投资额" in shown(page)
    assert 'name="clauses"' in page.text
    lost = checker.get("/staff/readings/edit?doc=cold&clause=第九条")
    assert "找不到条款“第九条”" in shown(lost)
    assert checker.get("/staff/readings/edit?id=nothing").status_code == 404


def test_what_changed_is_told_word_by_word() -> None:
    told = list(pieces("按不含税的价格计。", "按含税的发票价格计。"))
    assert "".join(one.words for one in told if one.kind != "ins") == "按不含税的价格计。"
    assert "".join(one.words for one in told if one.kind != "del") == "按含税的发票价格计。"
    assert Piece("ins", "发票") in told
