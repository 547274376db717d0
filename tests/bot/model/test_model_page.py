"""A model behind the page, in a real browser: what is final is read while it still works."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Page, expect

from evals.model.acts import Act, Say, Until
from evals.model.endpoint import Endpoint, Request, serve
from evals.model.scripts import LIES, Task, masked, task_of
from tests.bot.model.talking import proposal
from tests.running import Running, running_app

QUESTION = "我们厂上一年度技改投了350万，能补多少？"
STUCK = "技改方面鼓捣了350万，能补多少？"
TAP = "我的意思是：技术改造资助，投入350万，能补多少？"
READ = threading.Event()  # set once the page has shown what the model had said until then


def script(request: Request) -> Sequence[Act]:
    task, text = task_of(request)
    if task is Task.READ:
        return [Say(json.dumps(proposal(("技改方面鼓捣了350万", "350万", {}))))]
    (first, line), *rest = masked(text).items()
    worded = [{"n": first, "text": f"提醒一下，{line}"}]
    lies = [{"n": n, "text": LIES[0]} for n, _ in rest]
    return [Say(json.dumps({"statements": worded})[:-2] + ","), Until(READ), Say(_rest(lies))]


def _rest(statements: list[dict[str, object]]) -> str:
    """The end of an answer that began with one statement."""
    return json.dumps(statements)[1:] + "}"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serve(script) as running:
        yield running


@pytest.fixture(scope="module")
def app(endpoint: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_app(
        tmp_path_factory.mktemp("model"),
        LLM_BASE_URL=endpoint.base_url,
        LLM_MODEL="scripted",
        LLM_TIMEOUT="60",
        LLM_WORDING="True",
    ) as running:
        yield running


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("您的问题")
    box.fill(question)
    box.press("Enter")


@pytest.mark.browser
def test_the_conclusion_and_finished_lines_are_read_while_the_model_works(
    page: Page, app: Running, endpoint: Endpoint
) -> None:
    page.goto(app.address)
    ask(page, QUESTION)
    talk = page.locator("#talk")
    expect(talk).to_contain_text("70万元", timeout=60_000)
    expect(talk).to_contain_text("提醒一下，计算", timeout=30_000)
    assert not endpoint.finished
    READ.set()
    expect(talk).to_contain_text("措辞由语言模型润色", timeout=30_000)
    assert endpoint.finished
    assert not any(lie in page.content() for lie in LIES)


@pytest.mark.browser
def test_a_proposed_reading_is_tapped_and_then_computed(page: Page, app: Running) -> None:
    page.goto(app.address)
    ask(page, STUCK)
    tap = page.get_by_text(TAP, exact=True)
    expect(tap).to_be_visible(timeout=60_000)
    assert "70万元" not in page.locator("#talk").inner_text()
    tap.click()
    expect(page.locator("#talk")).to_contain_text("70万元", timeout=60_000)
