"""测算 and 政策体检 over two places: each is named, and nothing is added up over both."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.serve.services import Services
from bot.serve.web.calc import calc_router
from bot.serve.web.checkup import checkup_router
from environment.settings import DOCUMENTS, Settings
from tests.bot import another_district

DAY = "2026-11-22"


@pytest.fixture(scope="module")
def visitor(
    module_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    root = tmp_path_factory.mktemp("texts") / "documents"
    shutil.copytree(DOCUMENTS, root)
    another_district.write(root)
    services = Services(module_settings.but(policy_documents=root))
    app = FastAPI()
    app.include_router(calc_router(services))
    app.include_router(checkup_router(services))
    yield TestClient(app)
    services.records.close()


def test_a_button_says_of_which_place_its_scheme_is(visitor: TestClient) -> None:
    text = visitor.get("/calc").text
    assert "技术改造资助（龙岗区）</a>" in text
    assert "技术改造补贴（盐田区）</a>" in text


def test_a_matter_of_the_form_says_of_which_places_it_is(visitor: TestClient) -> None:
    assert "技术改造资助（龙岗区）、技术改造补贴（盐田区）" in visitor.get("/checkup").text


def test_each_place_has_a_total_of_its_own(visitor: TestClient) -> None:
    sent = {"投资额#0": "350万", "投入#0": "60万", "as_of": DAY}
    found = visitor.post("/checkup/result", data=sent).json()
    assert found["brief"] == (
        "龙岗区：如果条件都符合，合计 70万元；盐田区：如果条件都符合，合计 50万元"
    )
    assert "各地分别合计，不相加" in found["result"]
