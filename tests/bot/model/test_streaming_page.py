"""A model behind the page, in a real browser: verified sentences appear while it still writes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from evals.model.endpoint import Act, Endpoint, Hang, Request, Say, last_user_text, serve
from tests.running import Running, running_app

QUESTION = "我们厂上一年度技改投了350万，能补多少？"
FIRST = "贵公司可获得70万元资助[1]。"
LIE = "可以补800万元[1]。"


def script(request: Request) -> Sequence[Act]:
    if "没有通过核验" in last_user_text(request) or "第二问" in last_user_text(request):
        return [Say(LIE)]
    return [Say(FIRST), Say("按"), Hang(4), Say("实际投资额的20%资助[1]。")]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serve(script) as running:
        yield running


@pytest.fixture(scope="module")
def app(endpoint: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LLM_BASE_URL", endpoint.base_url)
        patch.setenv("LLM_MODEL", "scripted")
        patch.setenv("LLM_TIMEOUT", "60")
        with running_app(tmp_path_factory.mktemp("model")) as running:
            yield running


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("您的问题")
    box.fill(question)
    box.press("Enter")


def test_the_first_verified_sentence_is_read_before_the_model_has_finished(
    page: Page, app: Running, endpoint: Endpoint
) -> None:
    page.goto(app.address)
    ask(page, QUESTION)
    expect(page.locator("#talk")).to_contain_text("贵公司可获得70万元资助", timeout=60_000)
    seen, finished = time.monotonic(), len(endpoint.finished)
    assert finished == 0
    expect(page.locator("#talk")).to_contain_text("由语言模型润色", timeout=30_000)
    assert endpoint.finished[0] > seen


def test_a_lie_of_the_model_never_reaches_the_page_and_the_fallback_says_so(
    page: Page, app: Running
) -> None:
    page.goto(app.address)
    ask(page, f"第二问：{QUESTION}")
    expect(page.locator("#talk")).to_contain_text("已改用不依赖模型的答复", timeout=60_000)
    assert "800万" not in page.content()
    assert "70万元" in page.locator("#talk").inner_text()
    log = Path(app.log).parent / "var" / "log" / "blocked.jsonl"
    assert log.exists()
