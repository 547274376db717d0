"""The API, in process, on the real library, index and rules."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.serve.api import install
from bot.serve.guard import Guard
from bot.serve.services import Services
from environment.settings import Settings

# Facts are text: what fits the schema may still be no amount, and is then refused (422).
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
QUESTION = "我们厂上一年度技改投了350万，能补多少？"


@pytest.fixture(scope="session")
def api(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Return the API without pages, with an index of its own."""
    var = tmp_path_factory.mktemp("api")
    services = Services(Settings(policy_var=var, questions_per_minute=100_000))
    app = FastAPI(title="政策问答", docs_url=None, redoc_url=None)
    install(app, services)
    app.add_middleware(Guard, settings=services.settings, limits=services.limits)
    return app


@pytest.fixture
def client(api: FastAPI) -> TestClient:
    return TestClient(api, "http://127.0.0.1", raise_server_exceptions=False)


def test_an_answer_carries_its_amount_its_steps_and_its_citations(client: TestClient) -> None:
    reply = client.post("/api/ask", json={"question": QUESTION}).json()["reply"]
    assert "70万元" in reply["conclusion"]
    assert reply["computations"][0]["high"] == "700000.00"
    quotes = [citation["quote"] for citation in reply["citations"]]
    assert any("实际投资额的20%" in quote for quote in quotes)


def test_a_conversation_goes_on_under_its_key_and_not_under_another(client: TestClient) -> None:
    first = client.post("/api/ask", json={"question": QUESTION}).json()
    follow = {"question": "那如果是3000万呢", "conversation": first["conversation"]}
    second = client.post("/api/ask", json=follow).json()
    assert second["conversation"] == first["conversation"]
    assert "500万元" in second["reply"]["conclusion"]
    unknown = client.post("/api/ask", json={**follow, "conversation": "nobody"})
    assert unknown.status_code == 404
    assert "会话" in unknown.json()["detail"]


def test_another_day_changes_the_answer(client: TestClient) -> None:
    asked = {"question": QUESTION, "as_of": "2027-06-01"}
    reply = client.post("/api/ask", json=asked).json()["reply"]
    assert reply["computations"] == [] or reply["computations"][0]["kind"] == "out_of_period"


@pytest.mark.parametrize(
    ("question", "code", "said"),
    [
        ("", 422, "请先输入问题"),
        ("\x00\u200b", 422, "请先输入问题"),
        ("技" * 30_000, 413, "30,000个字"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_in_words(
    client: TestClient, question: str, code: int, said: str
) -> None:
    response = client.post("/api/ask", json={"question": question})
    assert response.status_code == code
    assert said in response.json()["detail"]


def test_an_invalid_request_is_explained_in_chinese_without_repeating_it(
    client: TestClient,
) -> None:
    response = client.post("/api/ask", json={"question": QUESTION, "as_of": "<b>x</b>", "y": 1})
    assert response.status_code == 422
    assert {item["field"] for item in response.json()["errors"]} == {"as_of", "y"}
    assert "<b>" not in response.text
    assert client.post("/api/ask", content=b"{").json()["detail"] == "请求不合要求。"


def test_clauses_are_found_by_number_and_given_word_for_word(client: TestClient) -> None:
    found = client.get("/api/clauses", params={"address": "若干措施第4条"}).json()
    assert [clause["id"] for clause in found] == ["三.(二).4"]
    assert "按照实际投资额的20%进行资助，最高500万元" in found[0]["text"]
    assert client.get("/api/clauses", params={"document": "none"}).status_code == 404


def test_documents_say_whether_they_apply_on_a_day(client: TestClient) -> None:
    def periods(day: str) -> dict[str, str]:
        held = client.get("/api/documents", params={"as_of": day}).json()
        return {item["short_title"]: item["period"] for item in held}

    assert periods("2026-11-22")["《若干措施》"] == "within"
    assert periods("2023-12-31")["《若干措施》"] == "before"
    assert periods("2027-02-01")["《若干措施》"] == "after"


def test_an_amount_is_computed_exactly_and_a_bad_fact_is_explained(client: TestClient) -> None:
    asked = {"rule": "technical-renovation", "facts": {"投资额": "25000000.01元"}}
    assert client.post("/api/compute", json=asked).json()["result"]["high"] == "5000000.00"
    wrong = client.post("/api/compute", json={**asked, "facts": {"投资额": "3万50"}})
    assert wrong.status_code == 422
    assert "不止一种读法" in wrong.json()["detail"]
    assert client.post("/api/compute", json={"rule": "none"}).status_code == 404


def test_the_check_up_gives_bounds_of_what_can_be_had_together(client: TestClient) -> None:
    found = client.post("/api/checkup", json={"facts": {"投资额": "350万"}}).json()
    (total,) = found["totals"]
    assert (total["place"], total["low"], total["high"]) == ("龙岗区", "700000.00", "700000.00")
    assert found["findings"][0]["result"]["rule_id"] == "technical-renovation"


def test_a_calculation_sheet_holds_the_amount_and_the_words_of_the_clause(
    client: TestClient,
) -> None:
    asked = {"rule": "technical-renovation", "fact": "投资额=350万"}
    response = client.get("/api/sheet.docx", params=asked)
    text = ZipFile(BytesIO(response.content)).read("word/document.xml").decode()
    assert "70万元" in text
    assert "按照实际投资额的20%" in text
    assert "350万（= 3,500,000元（350万元））" in text
    assert "attachment" in response.headers["content-disposition"]


def test_the_guide_lists_every_route_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    guide = client.get("/api").text
    assert all(path in guide for path in client.get("/openapi.json").json()["paths"])
    assert "http" not in guide.replace("/openapi.json", "")


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_request_that_fits_or_breaks_the_schema_makes_the_api_fail(
    api: FastAPI, mode: GenerationMode
) -> None:
    described = schemathesis.openapi.from_asgi("/openapi.json", api)
    for found in described.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # our own document is valid
        if not operation.body and not list(operation.iter_parameters()):
            continue  # takes nothing: there is nothing to vary
        cases = operation.as_strategy(generation_mode=mode)

        @given(case=cases)
        @settings(
            max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        def call(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(checks=list(CHECKS))

        call()
