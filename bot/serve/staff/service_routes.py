"""The page 办事信息: window, telephone, link, hours, materials and steps, entered with a source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.aspects import NAMES, Aspect
from bot.records.service_info import Entered
from bot.serve.accounts.roles import Action
from bot.serve.refusal import Refused
from bot.serve.services import CHINA, Services, today
from bot.serve.staff.frame import Frame
from bot.serve.staff.pages import StaffPages
from bot.serve.web.templating import render
from corpus.document import Document
from corpus.library import ClauseNotFoundError

TYPED: Final = 1000  # characters of a field
WHOLE: Final = "整份文件"
_SCHEMES: Final = ("http", "https")


class EntryError(ValueError):
    """What was filled in can't be kept; the message is Chinese."""


def service_router(services: Services) -> APIRouter:
    """The routes of /staff/service. Every one checks who asks before anything else."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route("/staff/service", pages.look, methods=["GET"])
    router.add_api_route("/staff/service", pages.change, methods=["POST"])
    return router


class _Pages(StaffPages):
    """The handlers."""

    def look(self, request: Request) -> Response:
        """Every text; or what was entered of the one that the address names."""
        self._access.check(request, Action.ENTER_SERVICE)
        frame = Frame(request, self._access)
        if document_id := request.query_params.get("doc", ""):
            chosen = {name: request.query_params.get(name, "") for name in ("matter", "kind")}
            given = {name: value for name, value in chosen.items() if value}
            return self._text(frame, self._document(document_id), given)
        shown = render(
            "service.html.j2", frame=frame, documents=self._services.library.documents,
            counts=self._services.records.service_info.held(),
        )  # fmt: skip
        return frame.page("办事信息", shown)

    def _text(
        self, frame: Frame, document: Document, given: Mapping[str, str], problem: str = ""
    ) -> Response:
        entries = self._services.records.service_info.all(document.id)
        shown = render(
            "service_text.html.j2", frame=frame, document=document, problem=problem, names=NAMES,
            matters=self._matters(document), given={"dated": today().isoformat(), **given},
            held=[one for one in entries if one.withdrawn is None],
            before=[one for one in entries if one.withdrawn is not None],
            local=lambda moment: f"{moment.astimezone(CHINA):%Y-%m-%d}",
        )  # fmt: skip
        return frame.page(
            f"办事信息：{document.short_title}", shown, status=400 if problem else 200
        )

    async def change(self, request: Request) -> Response:
        """Enter a piece, or withdraw one."""
        form = await self._access.form(request, Action.ENTER_SERVICE, max_files=0)
        typed = {name: str(value)[:TYPED].strip() for name, value in form.items()}
        return await run_in_threadpool(self._changed, Frame(request, self._access), typed)

    def _changed(self, frame: Frame, typed: Mapping[str, str]) -> Response:
        document = self._document(typed.get("doc", ""))
        kept = self._services.records.service_info
        if typed.get("action") == "withdraw":
            number = typed.get("entry", "")
            known = number.isascii() and number.isdigit() and len(number) < 16
            if not known or not kept.withdraw(frame.signed_in, int(number)):
                raise Refused(404, "没有这一条，或者已经撤回。")
        else:
            try:
                entered = self._entered(document, typed)
            except EntryError as error:
                return self._text(frame, document, typed, str(error))
            kept.enter(frame.signed_in, entered)
        return frame.to(f"staff/service?{urlencode({'doc': document.id})}")

    def _entered(self, document: Document, typed: Mapping[str, str]) -> Entered:
        """What a form says. Raises EntryError."""
        kind, words, source = (typed.get(name, "") for name in ("kind", "words", "source"))
        matter = typed.get("matter", "")
        if kind not in {one.value for one in Aspect} or matter not in self._matters(document):
            raise EntryError("事项或种类：请从列表里选。")
        if not words or not source:
            raise EntryError("内容和来源都要填：企业看得到来源，来源可以是通知、网页或承办科室。")
        if kind == Aspect.LINK and not is_address(words):
            raise EntryError("链接：请写完整的网址，以 http:// 或 https:// 开头，不带空格。")
        try:
            dated = date.fromisoformat(typed.get("dated", ""))
        except ValueError:
            raise EntryError("来源的日期：请写成 2026-11-28。") from None
        if dated > today():
            raise EntryError("来源的日期在今天以后，请核对。")
        return Entered(document.id, matter, kind, words, source, dated)

    def _document(self, document_id: str) -> Document:
        try:
            return self._services.library.document(document_id)
        except ClauseNotFoundError as error:
            raise Refused(404, str(error)) from error

    def _matters(self, document: Document) -> dict[str, str]:
        """The matters of a text by topic, and the whole of it."""
        cards = [one for one in self._services.cards if one.document_id == document.id]
        return {"": WHOLE} | {card.topic: card.name for card in reversed(cards)}


def is_address(words: str) -> bool:
    """Whether it is the address of a page in the web and nothing else."""
    try:
        parts = urlsplit(words)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    plain = not any(char.isspace() or char in "\"'<>\\`{}|^" or ord(char) < 33 for char in words)
    return (
        plain and parts.scheme in _SCHEMES and bool(host) and "@" not in parts.netloc and port != 0
    )
