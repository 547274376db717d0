"""Who may do what: every route of the staff that the app has, for every role and for a stranger.

What a route asks for is found by asking it (`bot.serve.staff.routers`). A new route has to be
named here, with what it asks for; one that asks for nothing is let out by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse

from bot.records.members import Role
from bot.serve import app as serving
from bot.serve.accounts.roles import ALLOWED, Action
from bot.serve.services import Services
from bot.serve.staff.access import ASKED, Access
from bot.serve.staff.routers import STAFF, Checked
from environment.settings import Settings
from tests.bot.serve.staff.conftest import FIRST, HASH, META, PASSWORD, csrf_of

OPEN: Final = "open to strangers"
OWN: Final = "whoever has signed in, about themselves"
ASKS: Final[dict[str, Action | str]] = {
    "GET /staff": OWN,
    "GET /staff/sign-in": OPEN,
    "POST /staff/sign-in": OPEN,
    "GET /staff/sign-in/single": OPEN,
    "GET /staff/sign-in/back": OPEN,
    "POST /staff/sign-out": OWN,
    "GET /staff/me": OWN,
    "POST /staff/me/password": OWN,
    "POST /staff/me/sign-out-others": OWN,
    "GET /staff/accounts": Action.MANAGE_ACCOUNTS,
    "POST /staff/accounts": Action.MANAGE_ACCOUNTS,
    "POST /staff/accounts/change": Action.MANAGE_ACCOUNTS,
    "POST /staff/accounts/keys": Action.MANAGE_ACCOUNTS,
    "POST /staff/accounts/keys/revoke": Action.MANAGE_ACCOUNTS,
    "GET /staff/audit": Action.SEE_AUDIT,
    "POST /staff/audit/check": Action.SEE_AUDIT,
    "GET /staff/audit/{kind}": Action.SEE_AUDIT,
    "GET /staff/import": Action.IMPORT,
    "POST /staff/import": Action.IMPORT,
    "POST /staff/import/undo": Action.IMPORT,
    "POST /staff/import/switch": Action.IMPORT,
    "GET /staff/import/{batch_id}": Action.IMPORT,
    "POST /staff/import/{batch_id}": Action.IMPORT,
    "GET /staff/import/{batch_id}/{number:int}": Action.IMPORT,
    "POST /staff/import/{batch_id}/{number:int}": Action.IMPORT,
    "GET /staff/import/{batch_id}/{number:int}/page/{page:int}": Action.IMPORT,
    "GET /staff/rules": Action.CHECK_RULES,
    "GET /staff/rules/edit": Action.CHECK_RULES,
    "POST /staff/rules/edit": Action.CHECK_RULES,
    "GET /staff/rules/card": Action.CHECK_RULES,
    "POST /staff/rules/card": Action.CHECK_RULES,
    "GET /staff/cases": Action.MAKE_CASE,
    "GET /staff/cases/jsonl": Action.MAKE_CASE,
    "GET /staff/cases/new": Action.MAKE_CASE,
    "GET /staff/desk": Action.SEE_DESK,
    "GET /staff/desk/{task_id:int}": Action.SEE_DESK,
    "GET /staff/evals": Action.EVALUATE,
    "GET /staff/evals/compare": Action.EVALUATE,
    "GET /staff/evals/{run_id}": Action.EVALUATE,
    "GET /staff/evals/{run_id}/report/{kind}": Action.EVALUATE,
    "GET /staff/figures": Action.SEE_FIGURES,
    "GET /staff/figures/xlsx": Action.SEE_FIGURES,
    "GET /staff/readings": Action.EDIT_READING,
    "GET /staff/readings/edit": Action.EDIT_READING,
    "GET /staff/service": Action.ENTER_SERVICE,
    "GET /staff/words": Action.SEE_DESK,
    "POST /staff/cases/new": Action.MAKE_CASE,
    "POST /staff/desk": Action.WORK_DESK,
    "POST /staff/desk/{task_id:int}": Action.WORK_DESK,
    "POST /staff/evals": Action.EVALUATE,
    "POST /staff/evals/discard": Action.EVALUATE,
    "POST /staff/evals/upload": Action.EVALUATE,
    "POST /staff/evals/{run_id}/cancel": Action.EVALUATE,
    "POST /staff/evals/{run_id}/remove": Action.EVALUATE,
    "POST /staff/readings/edit": Action.EDIT_READING,
    "POST /staff/readings/sign": Action.SIGN_READING,
    "POST /staff/readings/withdraw": Action.SIGN_READING,
    "POST /staff/service": Action.ENTER_SERVICE,
    "POST /staff/words": Action.TEACH_WORDS,
}
SECRET: Final = "机密-7391"  # in all that only the staff may see


class Bureau:
    """The whole app, as it serves, with somebody of each role."""

    def __init__(self, app: FastAPI, services: Services) -> None:
        self.app = app
        self.services = services
        add = services.records.accounts.add
        self.members: dict[Role | None, TestClient] = {}
        for role in (*Role, None):
            name = role.value if role else "nothing"
            add("test", name, f"{SECRET}{name}", [role] if role else [], HASH)
            self.members[role] = self.visitor()
            typed = {"name": name, "password": PASSWORD}
            answer = self.members[role].post("/staff/sign-in", data=typed, follow_redirects=False)
            assert answer.status_code == 303

    def visitor(self) -> TestClient:
        """Somebody who has not signed in."""
        client = TestClient(self.app, "http://127.0.0.1", raise_server_exceptions=False)
        client.headers["Accept"] = "text/html"
        client.follow_redirects = False
        return client

    @property
    def routes(self) -> list[tuple[str, str]]:
        """Method and path of every route of the staff; HEAD is a GET (`guard`)."""
        return sorted(
            (method, path)
            for path, methods in routes_of(self.app)
            if f"{path}/".startswith(f"{STAFF}/")
            for method in methods - {"HEAD"}
        )


def routes_of(app: FastAPI) -> Iterator[tuple[str, set[str]]]:
    """Path and methods of every route, those of included routers with their prefixes."""
    for route in app.routes:
        parts = getattr(route, "effective_route_contexts", None)
        for one in parts() if parts else [route]:
            methods = getattr(one, "methods", None)
            yield str(getattr(one, "path", "")), set(methods or {"mounted"})


@pytest.fixture(scope="module")
def bureau(module_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    home = tmp_path_factory.mktemp("bureau")
    first = home / "documents" / FIRST
    first.mkdir(parents=True)
    (first / "text.txt").write_text("样例市若干办法\n\n第一条　为发展产业，制定本办法。\n", "utf-8")
    (first / "meta.yaml").write_text(META, "utf-8")
    settings = module_settings.but(
        policy_documents=home / "documents", questions_per_minute=100_000
    )
    services = Services(settings)
    patch = pytest.MonkeyPatch()
    patch.setattr(Services, "warm_up", lambda self: None)  # a thread that would outlive the tests
    patch.setattr("bot.serve.limits.SIGN_INS_PER_MINUTE", 1000)
    yield Bureau(serving.create_app(settings, services), services)
    patch.undo()
    services.records.close()


def sent(client: TestClient, method: str, path: str) -> int:
    """The status of a request that carries nothing but the token of the form."""
    filled = re.sub(r"\{\w+(?::int)?}", "1", path)
    data = {"csrf": csrf_of(client)} if method == "POST" else None
    return client.request(method, filled, data=data).status_code


def test_every_route_is_named_here_with_what_it_asks_for(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    check, own, stranger = Access.check, Access.own, Access.stranger

    def noted_check(self: Access, request: Request, action: Action) -> object:
        asked.append(action)
        return check(self, request, action)

    def noted_own(self: Access, request: Request) -> object:
        asked.append(OWN)
        return own(self, request)

    def noted_stranger(self: Access, request: Request) -> None:
        asked.append(OPEN)
        stranger(self, request)

    monkeypatch.setattr(Access, "check", noted_check)
    monkeypatch.setattr(Access, "own", noted_own)
    monkeypatch.setattr(Access, "stranger", noted_stranger)
    found: dict[str, object] = {}
    for method, path in bureau.routes:
        asked.clear()
        sent(bureau.visitor(), method, path)
        found[f"{method} {path}"] = asked[0] if asked else "nothing: it must call Access.check"
    wrong = {
        route: action for route, action in found.items() if ASKS.get(route, "not named") != action
    }
    assert not wrong, "name these in ASKS, with the Action each is to ask for"
    assert found.keys() == ASKS.keys()


def test_each_role_may_do_what_the_table_allows_and_nothing_else(bureau: Bureau) -> None:
    breaches = []
    tried = 0
    for method, path in bureau.routes:
        action = ASKS[f"{method} {path}"]
        if path == "/staff/sign-out":
            continue
        for role, client in bureau.members.items():
            if action is OWN and path == "/staff/me/password":
                continue  # asks for the password as well: test_me
            status = sent(client, method, path)
            may = not isinstance(action, Action) or (role is not None and action in ALLOWED[role])
            right = status not in (401, 403) if may else status == 403
            if not right and not (action is OPEN and method == "POST"):
                breaches.append(f"{role} {method} {path}: {status}")
            tried += 1
    assert not breaches
    assert tried > 100


def test_a_stranger_gets_in_nowhere(bureau: Bureau) -> None:
    for method, path in bureau.routes:
        if ASKS[f"{method} {path}"] is OPEN:
            continue
        page, program = bureau.visitor(), bureau.visitor()
        program.headers["Accept"] = "application/json"
        filled = re.sub(r"\{\w+(?::int)?}", "1", path)
        assert program.request(method, filled).status_code == 401, path
        shown = page.request(method, filled)
        led = shown.headers.get("location", "").partition("?")[0].endswith("staff/sign-in")
        assert led if method == "GET" else shown.status_code == 401, path


def test_a_role_is_given_by_nothing_that_is_sent(bureau: Bureau) -> None:
    client = bureau.members[Role.EVALUATOR]
    for headers in (
        {"X-Role": "admin"}, {"X-Forwarded-User": "admin"}, {"Authorization": "Bearer admin"},
        {"X-HTTP-Method-Override": "GET"}, {"X-Original-URL": "/staff/me"},
    ):  # fmt: skip
        assert client.get("/staff/accounts", headers=headers).status_code == 403
    for path in ("/staff//accounts", "/staff/./accounts", "/staff/accounts/", "/STAFF/accounts",
                 "/staff/accounts;x", "/staff/%61ccounts", "//staff/accounts"):  # fmt: skip
        assert client.get(path).status_code in (307, 308, 400, 403, 404), path


def test_every_action_is_somebodys_and_every_role_has_its_own() -> None:
    assert {action for actions in ALLOWED.values() for action in actions} == set(Action)
    assert ALLOWED.keys() == set(Role)
    assert not ALLOWED[Role.EVALUATOR] & {
        Action.SIGN_READING, Action.MANAGE_ACCOUNTS, Action.SEE_AUDIT, Action.IMPORT,
    }  # fmt: skip
    # nobody grants roles and signs, unless they are given both
    assert Action.SIGN_READING not in ALLOWED[Role.ADMIN]
    assert Action.MANAGE_ACCOUNTS not in ALLOWED[Role.SIGNER] | ALLOWED[Role.CHECKER]


def test_routes_are_found_however_they_are_added() -> None:
    inner, outer = APIRouter(), APIRouter()
    inner.add_api_route("/inner", lambda: None, methods=["POST"])
    outer.include_router(inner, prefix="/staff")
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(outer)
    app.add_api_route("/staff/plain", lambda: None, methods=["GET"])
    app.mount("/staff/files", FastAPI())
    assert list(routes_of(app)) == [
        ("/staff/inner", {"POST"}),
        ("/staff/plain", {"GET"}),
        ("/staff/files", {"mounted"}),
    ]


def test_a_route_that_forgets_to_ask_lets_nothing_out() -> None:
    router = APIRouter()

    @router.get("/staff/forgotten")
    def forgotten() -> PlainTextResponse:
        return PlainTextResponse(SECRET)

    @router.get("/staff/asked")
    def asked(request: Request) -> PlainTextResponse:
        request.scope[ASKED].append(None)
        return PlainTextResponse("seen")

    app = FastAPI()
    app.include_router(router)
    app.add_middleware(Checked)
    client = TestClient(app, raise_server_exceptions=False)
    answer = client.get("/staff/forgotten")
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert client.get("/staff/asked").text == "seen"
    assert client.get("/staff/nowhere").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_no_role_can_call_a_function_of_gradio(bureau: Bureau, role: Role) -> None:
    """Nor can anybody else: there are none (tests/bot/serve/test_door.py)."""
    call = {"data": [], "fn_index": 0, "session_hash": "x"}
    for way in ("queue/join", "call/ask", "call/v2/ask", "run/ask", "run/0", "api/predict"):
        assert bureau.members[role].post(f"/gradio_api/{way}", json=call).status_code == 404, way
