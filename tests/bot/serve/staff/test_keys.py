"""Keys to the API: a limit of their own, good until they are revoked."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from bot.records.keys import Key, Keys
from bot.records.members import AccountError, Role
from bot.records.tables import Table
from bot.serve.key_ring import KeyRing, WrongKey
from tests.bot.serve.staff.conftest import Office, csrf_of

ASK = {"question": "第一条说什么？"}


def asks(office: Office, key: str = "", peer: str = "192.0.2.9", scheme: str = "Bearer") -> int:
    client = TestClient(
        office.app, "http://127.0.0.1", raise_server_exceptions=False, client=(peer, 1)
    )
    headers = {"Authorization": f"{scheme} {key}"} if key else {}
    return client.get("/api/documents", headers=headers).status_code


def test_without_a_key_the_api_answers_as_ever_and_with_a_wrong_one_not(office: Office) -> None:
    key = office.services.records.keys.make("root", "区数据局")
    assert asks(office) == 200
    assert asks(office, key) == 200
    assert asks(office, "dXNlcjpwYXNz", scheme="Basic") == 200  # of a proxy in front
    for wrong in ("x", f"{key}x", key[:-1], "policy_"):
        assert asks(office, wrong) == 401
    twice = office.visitor().get(
        "/api/documents", headers=[("Authorization", f"Bearer {key}")] * 2
    )  # fmt: skip
    assert twice.status_code == 401
    odd = office.visitor().get("/api/documents", headers={b"Authorization": b"Bearer \xe5\xaf\x86"})
    assert odd.status_code == 401
    assert twice.headers["www-authenticate"] == "Bearer"
    assert "密钥不对" in twice.json()["detail"]


def test_who_has_a_key_has_a_limit_of_its_own(office: Office) -> None:
    limits = office.services.limits
    limits._per_minute, limits._with_key = 3, 6
    one, other = (office.services.records.keys.make("root", name) for name in ("甲", "乙"))
    calls = 3 * 20 * 10 // 60
    assert [asks(office) for _ in range(calls + 1)][-2:] == [200, 429]
    with_key = 6 * 20 * 10 // 60
    assert [asks(office, one) for _ in range(with_key + 1)][-2:] == [200, 429]
    assert asks(office, one, peer="198.51.100.1") == 429  # wherever it comes from
    assert asks(office, other) == 200


def test_questions_are_counted_by_key(office: Office) -> None:
    limits = office.services.limits
    limits._per_minute, limits._with_key = 1, 2
    for key, most in ((None, 1), (7, 2), (8, 2)):
        for _ in range(most):
            limits.question("192.0.2.9", key)
        with pytest.raises(Exception, match=f"每分钟最多{most}次"):
            limits.question("192.0.2.9", key)


def test_a_revoked_key_is_worth_nothing_at_once(office: Office) -> None:
    admin = office.member("root", Role.ADMIN)
    page = admin.post("/staff/accounts/keys", data={"csrf": csrf_of(admin), "name": "区数据局"})
    key = re.findall(r'<code class="secret">([^<]+)</code>', page.text)[0]
    assert key not in admin.get("/staff/accounts").text
    assert asks(office, key) == 200
    admin.post("/staff/accounts/keys/revoke", data={"csrf": csrf_of(admin), "id": "1"})
    assert asks(office, key) == 401
    told = [(one.actor, one.action, one.subject) for one in office.services.records.audit.lines(2)]
    assert told == [("root", "key.revoke", "区数据局"), ("root", "key.make", "区数据局")]
    for unknown in ("1", "99", "x", "", "9" * 40):
        again = admin.post(
            "/staff/accounts/keys/revoke", data={"csrf": csrf_of(admin), "id": unknown}
        )
        assert again.status_code == 409


def test_a_key_that_another_process_revokes_is_believed_a_few_seconds(office: Office) -> None:
    keys = office.services.records.keys
    key, moment = keys.make("root", "区数据局"), 0.0
    ring = KeyRing(lambda: keys, lambda: moment)
    scope = {"type": "http", "headers": [(b"authorization", f"Bearer {key}".encode())]}

    def caller() -> int | None:
        with ThreadPoolExecutor(1) as apart:  # a browser test leaves a loop in this thread
            return apart.submit(asyncio.run, ring.caller(scope)).result()

    assert caller() == 1
    keys.revoke("root", 1)  # without a word to the ring
    assert caller() == 1
    moment = 5.1
    with pytest.raises(WrongKey):
        caller()


def test_a_key_is_looked_up_seldom_and_its_use_noted_once_a_minute(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = office.services.records.keys
    key = keys.make("root", "区数据局")
    assert keys.all()[0].used is None
    seen: list[str] = []
    of, used = type(keys).of, type(keys).used

    def looked_up(self: Keys, secret: str) -> Key | None:
        seen.append("of")
        return of(self, secret)

    def noted(self: Keys, key_id: int) -> None:
        seen.append("used")
        used(self, key_id)

    monkeypatch.setattr(Keys, "of", looked_up)
    monkeypatch.setattr(Keys, "used", noted)
    for _ in range(8):
        assert asks(office, key) == 200
    assert seen == ["of", "used"]
    assert keys.all()[0].used is not None


def test_only_a_hash_of_a_key_is_kept(office: Office) -> None:
    key = office.services.records.keys.make("root", "区数据局")
    with office.services.records.database.reading() as session:
        tables = Table.metadata.sorted_tables
        kept = str([session.execute(table.select()).all() for table in tables])
    assert "区数据局" in kept
    assert key.removeprefix("policy_") not in kept


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "a\x1bb", "a\u202eb"])
def test_a_key_says_whose_it_is(office: Office, name: str) -> None:
    with pytest.raises(AccountError):
        office.services.records.keys.make("root", name)


def test_nobody_has_two_keys_of_one_name(office: Office) -> None:
    keys = office.services.records.keys
    keys.make("root", "甲")
    with pytest.raises(AccountError, match="已有一个密钥"):
        keys.make("root", " 甲 ")
