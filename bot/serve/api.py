"""The API: the same answers, clauses and amounts as on the pages, as JSON."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from bot.serve.api_compute import compute_router
from bot.serve.headers import FAILED
from bot.serve.intake import LIMIT, receive
from bot.serve.key_ring import CALLER
from bot.serve.refusal import Refused
from bot.serve.services import Services, today
from bot.serve.talks import Speaker
from corpus.clause import Clause
from corpus.document import Document
from corpus.library import ClauseNotFoundError
from corpus.versions import period

SHOWN: Final = 20  # things wrong with a request that are named
PAGE: Final = 200  # clauses in one answer at most
NO_ROUTE: Final = "没有这个接口，或者它不能这样访问。全部接口见 /api。"
WRONG: Final[Mapping[str, str]] = {
    "missing": "缺少这一项",
    "string_too_long": "太长",
    "string_too_short": "不能为空",
    "extra_forbidden": "没有这一项",
    "json_invalid": "不是有效的JSON",
    "date_from_datetime_parsing": "日期应写成2026-11-22",
    "date_parsing": "日期应写成2026-11-22",
    "date_type": "日期应写成2026-11-22",
}  # kinds of validation errors, in words
Day = Annotated[date | None, Field(description="按哪一天的政策；默认今天")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AskIn(_Model):
    """A question, with the key of the conversation it goes on with."""

    question: str = Field(
        description=f"问题，至多{LIMIT}字", json_schema_extra={"minLength": 1, "maxLength": LIMIT}
    )
    conversation: str | None = Field(None, description="上次返回的会话编号", max_length=64)
    as_of: Day = None


class AskOut(_Model):
    """A reply (结论、金额、条件、依据) and the key to go on with."""

    conversation: str
    reply: dict[str, Any]


class ProblemOut(BaseModel):
    """Why a request was not answered."""

    detail: str
    errors: list[dict[str, str]] = []


class HealthOut(BaseModel):
    """``ok``, or ``degraded`` with what is wrong, a line each; answers come all the same."""

    status: Literal["ok", "degraded"]
    problems: list[str]


class DocumentOut(_Model):
    """A text of the collection; null where the text does not say."""

    id: str
    title: str
    short_title: str
    kind: str
    issuer: str | None
    number: str | None
    effective: date | None
    validity_words: str | None
    last_day_earliest: date | None
    last_day_latest: date | None
    period: str
    explains: str | None


class ClauseOut(_Model):
    """A clause word for word; ``start`` and ``end`` are offsets into its document."""

    key: str
    document: str
    id: str
    label: str
    kind: str
    heading: str
    breadcrumb: list[str]
    responsible: list[str]
    start: int
    end: int
    text: str


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    code: {"model": ProblemOut} for code in (400, 401, 404, 413, 422, 429)
}


def install(app: FastAPI, services: Services) -> None:
    """Add the routes below /api, the page that lists them, and /healthz."""
    for router in (_router(services), compute_router(services)):
        app.include_router(router, prefix="/api", responses=PROBLEMS)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _foreign)
    app.add_exception_handler(Refused, _refused)

    @app.get("/healthz", tags=["运行"], summary="服务是否在运行，缺了什么")
    async def healthz() -> HealthOut:  # in the event loop: never behind a question
        problems = services.problems
        return HealthOut(status="degraded" if problems else "ok", problems=list(problems))

    @app.get("/api", response_class=HTMLResponse, include_in_schema=False)
    def guide() -> str:
        return _guide(app.openapi())

    @app.api_route("/api/{rest:path}", methods=["GET", "HEAD", "POST"], include_in_schema=False)
    def nothing(rest: str) -> None:
        raise Refused(404, NO_ROUTE)


def _router(services: Services) -> APIRouter:
    router = APIRouter(tags=["政策"])

    @router.post("/ask", summary="提问")
    def ask(body: AskIn, request: Request) -> AskOut:
        client = request.client.host if request.client else None
        services.limits.question(client, request.scope.get(CALLER))
        received = receive(body.question)
        if received.problem:
            raise Refused(413 if received.text else 422, received.problem)
        speaker = Speaker(owner="", channel="api", host=client)
        day = body.as_of or today()
        told = services.talks.say(body.conversation or None, received.text, day, speaker)
        return AskOut(conversation=told.conversation, reply=told.rendered)

    @router.get("/documents", summary="收录的文件")
    def documents(as_of: Day = None) -> list[DocumentOut]:
        return [_document(document, as_of or today()) for document in services.library.documents]

    @router.get("/clauses", summary="条款原文，可按文件和条号查")
    def clauses(
        document: Annotated[str | None, Query(max_length=200)] = None,
        address: Annotated[str | None, Query(max_length=200, description="如 第4条、三.4")] = None,
        offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    ) -> list[ClauseOut]:
        found = _find(services, document, address)
        return [_clause(services, clause) for clause in found[offset : offset + PAGE]]

    return router


def _find(services: Services, document: str | None, address: str | None) -> Sequence[Clause]:
    try:
        if document:
            services.library.document(document)
        if address:
            return services.library.resolve(address, document)
        return services.library.clauses(document)
    except ClauseNotFoundError as error:
        raise Refused(404, str(error)) from error


def _document(document: Document, day: date) -> DocumentOut:
    validity = document.validity
    return DocumentOut(
        id=document.id,
        title=document.title,
        short_title=document.short_title,
        kind=document.kind.value,
        issuer=document.issuer,
        number=document.number,
        effective=validity.effective,
        validity_words=validity.span.text if validity.span else None,
        last_day_earliest=validity.last_day_earliest,
        last_day_latest=validity.last_day_latest,
        period=period(document, day).value,
        explains=document.explains,
    )


def _clause(services: Services, clause: Clause) -> ClauseOut:
    return ClauseOut(
        key=clause.key,
        document=services.library.document(clause.document_id).title,
        id=clause.id,
        label=clause.label,
        kind=clause.kind.value,
        heading=clause.heading,
        breadcrumb=list(clause.breadcrumb),
        responsible=list(clause.responsible),
        start=clause.start,
        end=clause.end,
        text=clause.text,
    )


def _invalid(_: Request, error: Exception) -> JSONResponse:
    """Say what is wrong with a request, in Chinese and without repeating all that was sent."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    errors = [
        {
            "field": ".".join(str(part) for part in item["loc"][1:]) or "请求",
            "problem": WRONG.get(item["type"], "格式不对"),
        }
        for item in found[:SHOWN]
    ]
    return JSONResponse({"detail": "请求不合要求。", "errors": errors}, 422)


def _refused(request: Request, refused: Exception) -> Response:
    known = refused if isinstance(refused, Refused) else Refused(500, FAILED)
    return known.response(request.scope)


def _foreign(request: Request, error: Exception) -> Response:
    """What the framework has to say, in our words."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return Refused(status, "请求无法识别。" if status < 500 else FAILED).response(request.scope)


def _guide(schema: Mapping[str, Any]) -> str:
    """A page that lists the routes; made here so that nothing is loaded from elsewhere."""
    rows = "".join(
        f"<tr><td><code>{method.upper()} {html.escape(path)}</code></td>"
        f"<td>{html.escape(route.get('summary', ''))}</td></tr>"
        for path, methods in schema["paths"].items()
        for method, route in methods.items()
    )
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>政策问答接口</title></head><body><main class='plain-page'>"
        f"<h1>政策问答接口</h1><table>{rows}</table>"
        '<p>完整说明（OpenAPI）：<a href="openapi.json">/openapi.json</a></p></main></body></html>'
    )
