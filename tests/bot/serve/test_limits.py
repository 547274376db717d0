"""One visitor can't take the service from the others, nor all of them together stop it."""

from __future__ import annotations

import pytest

from bot.serve.limits import Limits, client_of
from bot.serve.refusal import Refused
from environment.settings import Settings


def refusal(limits: Limits, host: str) -> Refused | None:
    try:
        limits.question(host)
    except Refused as refused:
        return refused
    return None


def test_questions_beyond_the_limit_are_refused_with_the_time_to_wait() -> None:
    limits = Limits(Settings(questions_per_minute=3))
    answers = [refusal(limits, "192.0.2.1") for _ in range(5)]
    assert answers[:3] == [None, None, None]
    refused = answers[3]
    assert refused is not None
    assert refused.status == 429
    assert refused.again is not None
    assert 1 <= refused.again <= 60
    assert refused.words == f"提问太快：每分钟最多3次，请在{refused.again}秒后再问。"
    response = refused.response({"type": "http", "path": "/api/ask", "headers": []})
    assert response.headers["retry-after"] == str(refused.again)


def test_one_visitor_does_not_use_up_what_another_has() -> None:
    limits = Limits(Settings(questions_per_minute=1))
    assert refusal(limits, "192.0.2.1") is None
    assert refusal(limits, "192.0.2.1") is not None
    assert refusal(limits, "192.0.2.2") is None


def test_addresses_of_one_ipv6_network_are_one_visitor() -> None:
    assert client_of("2001:db8:1:2::1") == client_of("2001:db8:1:2:ffff::9")
    assert client_of("2001:db8:1:3::1") != client_of("2001:db8:1:2::1")
    assert client_of("::ffff:192.0.2.1") == client_of("192.0.2.1")


def test_a_burst_of_calls_is_refused_before_it_fills_what_all_share() -> None:
    limits = Limits(Settings(questions_per_minute=30))
    for _ in range(100):
        limits.call(scope("/calc/result", "192.0.2.1"))
    with pytest.raises(Refused) as refused:
        limits.call(scope("/calc/result", "192.0.2.1"))
    assert refused.value.status == 429
    assert refused.value.again is not None
    assert refused.value.again <= 10
    limits.call(scope("/calc/result", "192.0.2.2"))


def scope(path: str, host: str) -> dict[str, object]:
    return {"type": "http", "path": path, "client": (host, 1)}


def test_beyond_the_requests_at_once_newcomers_are_asked_to_come_back() -> None:
    limits = Limits(Settings(requests_at_once=8))
    held = [limits.admitted(scope("/calc", f"192.0.2.{n}")) for n in range(8)]
    for place in held:
        place.__enter__()
    with pytest.raises(Refused) as refused, limits.admitted(scope("/calc", "192.0.2.99")):
        pass
    assert (refused.value.status, refused.value.again) == (503, 5)
    with limits.admitted(scope("/healthz", "192.0.2.99")):
        pass
    held[0].__exit__(None, None, None)
    with limits.admitted(scope("/calc", "192.0.2.99")):
        pass


def test_one_visitor_holds_a_quarter_of_the_places_at_most() -> None:
    limits = Limits(Settings(requests_at_once=16))
    held = [limits.admitted(scope("/calc", "192.0.2.1")) for _ in range(4)]
    for place in held:
        place.__enter__()
    with pytest.raises(Refused), limits.admitted(scope("/calc", "192.0.2.1")):
        pass
    with limits.admitted(scope("/calc", "192.0.2.2")):
        pass
