"""Signing in, as somebody would attack it."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from bot.records.members import AccountError, Role, alike, login_name, person_name
from bot.records.records import Records
from bot.records.sign_ins import FAILURES, WRONG
from bot.serve.accounts.passwords import COMMON, LONGEST, WAITING, Hashing, fits, hashed, made
from bot.serve.limits import GUESSES
from bot.serve.refusal import Refused
from bot.serve.staff.access import COOKIE, KNOWN
from tests.bot.serve.staff.conftest import HASH, PASSWORD, Office, csrf_of

BAD = "x" * 12


def tries(client: TestClient, name: str, password: str, **more: str) -> Response:
    typed = {"name": name, "password": password, **more}
    return client.post("/staff/sign-in", data=typed, follow_redirects=False)


def told(answer: Response) -> str:
    return re.sub(r'nonce="[\w-]+"', "", answer.text)


def add(office: Office, name: str, *roles: Role) -> None:
    office.services.records.accounts.add("test", name, name, roles or [Role.CHECKER], HASH)


# Guessing


def test_who_guesses_waits_and_nobody_else_does(office: Office) -> None:
    add(office, "zhang")
    guesser, other = office.visitor(), office.visitor("198.51.100.9")
    assert [tries(guesser, "zhang", BAD).status_code for _ in range(GUESSES)] == [403] * GUESSES
    assert tries(guesser, "Ｚhang ", PASSWORD).status_code == 429  # the same name, typed otherwise
    assert tries(other, "zhang", PASSWORD).status_code == 303


def test_what_is_said_tells_nothing_of_which_names_there_are(office: Office) -> None:
    add(office, "zhang")
    add(office, "zhaoliu")
    office.services.records.accounts.change("test", "zhaoliu", off=True)
    for _ in range(GUESSES + 1):  # until it waits, and then
        said = {
            (answer.status_code, told(answer).replace(name, "…"))
            for name in ("zhang", "zhaoliu", "nobody")
            for answer in [tries(office.visitor(), name, BAD)]
        }
        assert len(said) == 1
    right = tries(office.visitor("198.51.100.9"), "zhaoliu", PASSWORD)
    assert WRONG in right.text


def test_before_the_answer_the_same_is_done_for_every_name(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(office, "zhang")
    done: list[str] = []
    database = office.services.records.database
    reading, writing = database.reading, database.writing

    def noted(kind: str, real: Callable[[], object]) -> Callable[[], object]:
        def opened() -> object:
            done.append(kind)
            return real()

        return opened

    monkeypatch.setattr(database, "reading", noted("read", reading))
    monkeypatch.setattr(database, "writing", noted("write", writing))
    seen: list[tuple[bool, list[str]]] = []
    for name in ("zhang", "nobody"):
        asked: list[str | None] = []

        def never(kept: str | None, asked: list[str | None] = asked) -> bool:
            asked.append(kept)
            return False

        with pytest.raises(AccountError):
            office.services.records.sign_ins.enter(name, never, source="")
        assert len(asked) == 1  # a hash is computed either way
        seen.append((bool(asked[0]), [*done]))
        done.clear()
    assert seen == [(True, ["read"]), (False, ["read"])]


def test_guesses_from_everywhere_make_strange_browsers_wait_not_known_ones(
    office: Office,
) -> None:
    known = office.member("zhang", Role.CHECKER)
    for n in range(FAILURES):
        office.services.records.sign_ins.failed("zhang", f"203.0.113.{n}")
    assert tries(office.visitor(), "zhang", PASSWORD).status_code == 403
    known.cookies.delete(COOKIE)
    assert tries(known, "zhang", PASSWORD).status_code == 303
    # a new password voids what a browser was known by, and ends the waiting
    office.services.records.accounts.change("test", "zhang", password=hashed("another one 77", ""))
    assert not office.services.records.sign_ins.knows("zhang", known.cookies[KNOWN])
    assert tries(office.visitor(), "zhang", "another one 77").status_code == 303


@pytest.mark.parametrize("forged", ["", "0" * 64, "…"])
def test_a_browser_is_not_known_by_what_it_says(office: Office, forged: str) -> None:
    add(office, "zhang")
    assert not office.services.records.sign_ins.knows("zhang", forged)
    assert not office.services.records.sign_ins.knows("nobody", forged)


def test_what_was_typed_for_a_name_is_not_in_the_log_where_there_is_no_such_account(
    office: Office,
) -> None:
    tries(office.visitor(), "my-secret-password", "zhang")  # in the wrong box
    lines = office.services.records.audit.lines()
    assert lines[0].action == "sign_in.failed"
    assert not [line for line in lines if "secret" in f"{line.actor}{line.subject}{line.detail}"]


def test_made_up_names_do_not_fill_the_log(office: Office) -> None:
    before = len(office.services.records.audit.lines())
    for n in range(GUESSES * 2):
        tries(office.visitor(), f"nobody{n}", BAD)
    assert len(office.services.records.audit.lines()) == before + GUESSES


def test_every_coming_and_going_is_in_the_log(office: Office) -> None:
    client = office.member("zhang", Role.CHECKER)
    client.post("/staff/sign-out", data={"csrf": csrf_of(client)})
    tries(office.visitor(), "zhang", BAD)
    lines = [
        (one.actor, one.action, one.subject, one.detail.get("source"))
        for one in office.services.records.audit.lines(3)
    ]
    assert lines == [
        ("陌生人", "sign_in.failed", "zhang", "192.0.2.7"),
        ("zhang", "sign_out", "zhang", None),
        ("zhang", "sign_in", "zhang", "192.0.2.7"),
    ]
    assert not list(office.services.records.audit.breaks())


def test_hashing_takes_few_places_and_does_not_pile_up() -> None:
    async def crowd() -> list[object]:
        hashing = Hashing()
        tries = [hashing.run(lambda: "done") for _ in range(WAITING + 3)]
        return await asyncio.gather(*tries, return_exceptions=True)

    with ThreadPoolExecutor(1) as apart:  # a browser test before it leaves a loop in this thread
        came = apart.submit(asyncio.run, crowd()).result()
    assert came.count("done") == WAITING
    turned_away = [one for one in came if isinstance(one, Refused)]
    assert [one.status for one in turned_away] == [503] * 3


# The cookie


def test_an_old_secret_is_worth_nothing_after_signing_in_again(office: Office) -> None:
    client = office.member("zhang", Role.CHECKER)
    planted = client.cookies[COOKIE]
    assert tries(client, "zhang", PASSWORD).status_code == 303
    assert client.cookies[COOKIE] != planted
    assert office.services.records.sign_ins.signed_in(planted) is None


def test_a_secret_from_outside_is_never_taken_over(office: Office) -> None:
    add(office, "zhang")
    client = office.visitor()
    client.cookies.set(COOKIE, "chosen-by-the-attacker", domain="127.0.0.1")
    assert tries(client, "zhang", PASSWORD).status_code == 303
    assert office.services.records.sign_ins.signed_in("chosen-by-the-attacker") is None


def cookies_of(answer: Response) -> dict[str, str]:
    return {one.partition("=")[0]: one for one in answer.headers.get_list("set-cookie")}


def test_over_tls_the_cookie_is_one_that_no_neighbour_can_plant(office: Office) -> None:
    add(office, "zhang")
    client = TestClient(office.app, "https://127.0.0.1", client=("192.0.2.7", 1))
    entered = cookies_of(tries(client, "zhang", PASSWORD))
    assert set(entered) == {f"__Host-{COOKIE}", f"__Host-{KNOWN}"}
    for one in entered.values():
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= set(one.lower().split("; "))
    assert client.get("/staff/import").status_code == 200
    secret = client.cookies[f"__Host-{COOKIE}"]
    tossed = TestClient(office.app, "https://127.0.0.1", follow_redirects=False)
    tossed.headers["Accept"] = "text/html"
    tossed.cookies.set(COOKIE, secret, domain="127.0.0.1")  # the plain name: from a neighbour
    assert tossed.get("/staff/import").status_code == 303
    hidden = {"csrf": re.findall(r'name="csrf" value="(\w+)"', client.get("/staff/me").text)[0]}
    left = client.post("/staff/sign-out", data=hidden, follow_redirects=False)
    assert "secure" in cookies_of(left)[f"__Host-{COOKIE}"].lower()  # or it would stay
    assert office.services.records.sign_ins.signed_in(secret) is None


def test_behind_a_proxy_that_nobody_named_the_browser_says_that_it_is_tls(office: Office) -> None:
    add(office, "zhang")
    client = office.visitor(Origin="https://127.0.0.1")
    assert "Secure" in cookies_of(tries(client, "zhang", PASSWORD))[COOKIE]
    plain = office.visitor(Origin="http://127.0.0.1")
    assert "Secure" not in cookies_of(tries(plain, "zhang", PASSWORD))[COOKIE]


def test_a_form_cannot_be_sent_from_another_site_nor_signed_in_by_it(office: Office) -> None:
    add(office, "zhang")
    for elsewhere in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        answer = tries(office.visitor(**elsewhere), "zhang", PASSWORD)
        assert (answer.status_code, answer.headers.get("set-cookie")) == (403, None)


def test_a_form_of_one_sign_in_is_no_good_in_another(office: Office) -> None:
    one, other = office.member("zhang", Role.CHECKER), office.member("li", Role.CHECKER)
    answer = other.post("/staff/sign-out", data={"csrf": csrf_of(one)})
    assert answer.status_code == 403
    assert other.get("/staff/import").status_code == 200


def test_pages_of_the_staff_are_kept_nowhere_and_framed_by_nobody(office: Office) -> None:
    for path in ("/staff/import", "/staff/sign-in", "/staff/nowhere"):
        answer = office.clerk.get(path)
        assert answer.headers["cache-control"] == "no-store", path
        assert answer.headers["x-frame-options"] == "DENY", path


# What is open when somebody loses a right


def test_who_is_switched_off_while_a_form_arrives_does_nothing_any_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = office.member("zhang", Role.CHECKER)
    form = {"csrf": csrf_of(client), "id": "sample", "action": "off"}
    from starlette.requests import Request as Arriving

    read = Arriving.form

    def late(self: Arriving, **bounds: int) -> object:
        office.services.records.accounts.change("test", "zhang", roles=[Role.EVALUATOR])
        return read(self, **bounds)

    monkeypatch.setattr(Arriving, "form", late)
    assert client.post("/staff/import/switch", data=form).status_code == 403
    assert not (office.documents / ".off").exists()


def test_who_loses_a_role_loses_it_in_every_open_page(office: Office) -> None:
    client = office.member("zhang", Role.CHECKER)
    assert client.get("/staff/import").status_code == 200
    office.services.records.accounts.change("test", "zhang", roles=[])
    assert client.get("/staff/import").status_code == 403
    assert client.get("/staff").url.path == "/staff/me"
    assert "还没有角色" in client.get("/staff/me").text


def test_who_is_switched_off_or_has_a_new_password_meanwhile_does_not_get_in(
    office: Office,
) -> None:
    add(office, "zhang")
    accounts, sign_ins = office.services.records.accounts, office.services.records.sign_ins

    def meanwhile(deed: Callable[[], object]) -> Callable[[str | None], bool]:
        return lambda _: deed() is not None

    for deed in (
        lambda: accounts.change("test", "zhang", off=True),
        lambda: accounts.change("test", "zhang", off=False, password=hashed("quite other 5", "")),
    ):
        with pytest.raises(AccountError, match="登录名或密码不对"):
            sign_ins.enter("zhang", meanwhile(deed), source="")
    assert sign_ins.browsers("zhang") == 0


# Names and passwords


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "a\nb", "a\x1b[2J", "zhang\u202e", "zh\u0430ng", "zhang\u200b", "a b", "a/b",
        "=cmd", "-x", "x" * 65, "ζ", "<script>", "张\u2028三",
    ],
)  # fmt: skip
def test_a_login_name_has_no_character_that_hides_or_passes_for_another(name: str) -> None:
    with pytest.raises(AccountError):
        login_name(name)


@pytest.mark.parametrize(
    "person", ["", "张\x00三", "张\u202e三", "\u0410нна", "<b>张</b>", "=张三", "张" * 41, "7号"]
)
def test_a_person_is_called_by_letters_that_are_what_they_look_like(person: str) -> None:
    with pytest.raises(AccountError):
        person_name(person)


def test_names_are_kept_in_one_way_of_writing(office: Office) -> None:
    assert login_name(" Ｗang.Li ") == "wang.li"
    assert person_name(" 张三  （法规科） ") == "张三 （法规科）"
    assert person_name("𠀀某·Ana") == "𠀀某·Ana"
    add(office, "wang1")
    for double in ("WANG1", "wangl", "ｗａｎｇ１"):
        with pytest.raises(AccountError):
            add(office, double)
    with pytest.raises(AccountError, match="签署只写姓名"):
        office.services.records.accounts.add("test", "other", "WANG1", [], HASH)
    assert alike("rn") == alike("m")


def test_a_password_is_the_same_however_it_is_typed() -> None:
    kept = hashed("Ｐａｓｓ１２３４５６ é quite", "zhang")
    assert fits(unicodedata.normalize("NFD", "Pass123456 é quite"), kept)
    assert not fits("Pass123456 e quite", kept)
    decomposed = "e\u0301" * LONGEST
    with pytest.raises(AccountError):  # what is too long to be typed again is not taken
        hashed(decomposed, "zhang")
    whole = "".join(chr(0x4E00 + n) for n in range(LONGEST))
    assert fits(whole, hashed(whole, "zhang"))
    assert not fits(whole + "x", hashed(whole, "zhang"))
    assert not fits("\ud800" * 12, kept)


@pytest.mark.parametrize(
    "easy", ["password123", "zhang123456", "ZHANG2026!@#", "aaaaaaaaaaaa", "1234567890", "短"]
)
def test_a_password_that_everybody_would_try_is_refused(easy: str) -> None:
    with pytest.raises(AccountError):
        hashed(easy, "zhang")


def test_made_passwords_are_taken_and_differ() -> None:
    passwords = {made() for _ in range(50)}
    assert len(passwords) == 50
    assert all(hashed(one, "zhang") for one in list(passwords)[:2])
    assert not [one for one in COMMON if one != one.lower()]


def test_the_last_administrator_with_a_password_stays(records: Records) -> None:
    accounts = records.accounts
    accounts.add("test", "root", "甲", [Role.ADMIN], HASH)
    accounts.add("test", "single", "乙", [Role.ADMIN], None, "https://issuer#1")
    accounts.add("test", "other", "丙", [Role.CHECKER], HASH)
    for change in ({"off": True}, {"roles": [Role.CHECKER]}):
        with pytest.raises(AccountError, match="没有能用密码登录的管理员"):
            accounts.change("root", "root", **change)
    accounts.change("root", "other", roles=[Role.ADMIN])
    assert accounts.change("root", "root", roles=[]).roles == frozenset()
