"""An exchange kept as JSON is shown exactly like a live one; what is hostile in it, as text."""

from __future__ import annotations

import json

import pytest

from bot.render import render_json
from bot.reply import Reply
from bot.serve.services import Services
from bot.serve.talks import beside
from bot.serve.web.exchange import Exchange, announcement, exchange, exchange_html, plain_text
from environment.settings import Settings
from tests.bot.asking import TODAY, ask

THREADS = (
    ("我们厂上一年度技改投了350万，质保金20万，能补多少？",),
    ("数字化转型投了60万，能补多少？",),
    ("公共服务平台当年投了260万，能补多少？",),
    ("公共服务平台第1年投260万，第2年投240万，一共能补多少？",),
    ("技改投了100万，能补多少？", "独立法人资格：不符合"),
    ("数字化转型投了30万，是四上企业，能补多少？",),
    ("办时装周花了300万，能补多少？",),
    ("去年技改投了340万，我们公司有个嗷呜计划，能补多少？",),
    ("第4条是什么？",),
    ("今天天气怎么样？",),
)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return Services(Settings(policy_var=tmp_path_factory.mktemp("var")))


def replied(services: Services, *thread: str) -> Reply:
    reply: Reply = ask(services.assistant, *thread)
    return reply


def exchanged(services: Services, *thread: str) -> Exchange:
    reply = replied(services, *thread)
    kept = beside(reply, services.serving, TODAY)
    return exchange(thread[-1], TODAY, render_json(reply), kept, chosen=False)


@pytest.mark.parametrize("thread", THREADS, ids=[thread[-1] for thread in THREADS])
def test_what_was_kept_is_shown_as_it_was_live(services: Services, thread: tuple[str, ...]) -> None:
    live = exchanged(services, *thread)
    kept = json.loads(json.dumps(live))
    for tapped in (False, True):
        html = exchange_html(live, 3, tapped=tapped)
        assert exchange_html(kept, 3, tapped=tapped) == html
        assert 'id="turn-3"' in html
        assert ('class="say"' in html) <= tapped
    assert plain_text(kept) == plain_text(live)


def test_every_marker_leads_to_the_clause_that_holds_its_words(services: Services) -> None:
    for thread in THREADS:
        shown = exchanged(services, *thread)
        by_number = {n: clause for clause in shown["clauses"] for n in clause["numbers"]}
        citations = shown["reply"]["citations"]
        assert sorted(by_number) == list(range(1, len(citations) + 1))
        for number, citation in enumerate(citations, start=1):
            clause = by_number[number]
            marked = "".join(clause["text"][start:end] for start, end in clause["marks"])
            assert citation["quote"] in marked
            assert clause["key"] == citation["key"]


def test_the_headline_rests_on_its_conditions_until_all_are_settled(services: Services) -> None:
    thread = [THREADS[0][0]]
    names = [
        state["name"]
        for state in exchanged(services, *thread)["reply"]["computations"][0]["conditions"]
        if state["yes_or_no"]
    ]
    assert names
    for name in names:
        told = exchanged(services, *thread)
        assert announcement(told).startswith("如果待核实的条件都符合，")
        assert "如果条件都符合，可获" in exchange_html(told, 1)
        thread.append(f"{name}：符合")
    settled = exchanged(services, *thread)
    assert "如果" not in announcement(settled)
    assert "如果条件都符合" not in exchange_html(settled, 1)
    assert "70万元" in announcement(settled)


HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>{{ 7*7 }}'


def _poisoned(value: object) -> object:
    """Every text of an exchange with what must not run at its end; what is a key stays."""
    if isinstance(value, dict):
        return {key: one if key in KEYS else _poisoned(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_poisoned(one) for one in value]
    return value + HOSTILE if isinstance(value, str) and value else value


KEYS = ("type", "status", "grade", "kind", "state", "low", "high", "period", "fate", "day", "rule")


def test_whatever_is_kept_is_shown_as_text(services: Services) -> None:
    for thread in THREADS:
        poisoned = _poisoned(exchanged(services, *thread))
        assert isinstance(poisoned, dict)
        html = exchange_html(poisoned, 1, tapped=True)
        assert "<img" not in html
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert "49" not in html.replace("{{ 7*7 }}", "")
