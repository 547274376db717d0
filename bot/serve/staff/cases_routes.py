"""The pages 评测题: a question of a visitor becomes a case with the right answer; all as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.records.tables import TurnRecord
from bot.serve.accounts.roles import Action
from bot.serve.refusal import Refused
from bot.serve.services import Services
from bot.serve.staff.case_form import (
    CATEGORIES,
    EXPECTED,
    FIELDS,
    KINDS,
    CaseFormError,
    case_of,
    filled_from,
)
from bot.serve.staff.frame import Frame
from bot.serve.staff.pages import StaffPages
from bot.serve.web.templating import render

TYPED: Final = 4000  # characters of a field
FILE: Final = "staff-cases.jsonl"
NO_TURN: Final = "没有这一轮问答：可能已经删除。请从待办重新打开。"


def cases_router(services: Services) -> APIRouter:
    """The routes below /staff/cases. Every one checks who asks before anything else."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route("/staff/cases", pages.all, methods=["GET"])
    router.add_api_route("/staff/cases/new", pages.new, methods=["GET"])
    router.add_api_route("/staff/cases/new", pages.save, methods=["POST"])
    router.add_api_route("/staff/cases/jsonl", pages.file, methods=["GET"])
    return router


class _Pages(StaffPages):
    """The handlers."""

    def all(self, request: Request) -> Response:
        """Every case."""
        self._access.check(request, Action.MAKE_CASE)
        frame = Frame(request, self._access)
        shown = render(
            "cases.html.j2", frame=frame, cases=self._services.records.cases.all(),
            categories=CATEGORIES,
        )  # fmt: skip
        return frame.page("评测题", shown)

    def file(self, request: Request) -> Response:
        """Every case, a line each, as ``python -m evals run --questions`` reads them."""
        self._access.check(request, Action.MAKE_CASE)
        cases = self._services.records.cases.all()
        lines = (json.dumps(one.case, ensure_ascii=False) + "\n" for one in cases)
        disposition = {"Content-Disposition": f'attachment; filename="{FILE}"'}
        return Response("".join(lines), media_type="application/jsonl", headers=disposition)

    def new(self, request: Request) -> Response:
        """The form, filled from the turn that the address names."""
        self._access.check(request, Action.MAKE_CASE)
        turns = self._turns(request.query_params.get("turn", ""))
        return self._form(Frame(request, self._access), turns[-1].id, filled_from(turns))

    async def save(self, request: Request) -> Response:
        """Keep a case."""
        form = await self._access.form(request, Action.MAKE_CASE, max_files=0)
        typed = {name: str(value)[:TYPED] for name, value in form.items()}
        return await run_in_threadpool(self._saved, Frame(request, self._access), typed)

    def _saved(self, frame: Frame, typed: Mapping[str, str]) -> Response:
        turn_id = self._turns(typed.get("turn", ""))[-1].id
        try:
            case = case_of(typed, self._services.library)
        except CaseFormError as error:
            return self._form(frame, turn_id, typed, str(error))
        self._services.records.cases.add(frame.signed_in, turn_id, case)
        return frame.to("staff/cases")

    def _form(
        self, frame: Frame, turn_id: int, typed: Mapping[str, str], problem: str = ""
    ) -> Response:
        given = dict.fromkeys(FIELDS, "") | dict(typed)
        shown = render(
            "case.html.j2", frame=frame, turn_id=turn_id, given=given, problem=problem,
            categories=CATEGORIES, kinds=KINDS, expected=EXPECTED,
        )  # fmt: skip
        return frame.page("存为评测题", shown, status=400 if problem else 200)

    def _turns(self, typed: str) -> list[TurnRecord]:
        """The turns of a conversation up to the one named. Raises Refused (404)."""
        conversations = self._services.records.conversations
        known = typed.isascii() and typed.isdigit() and len(typed) < 16
        turn = conversations.turn(int(typed)) if known else None
        if turn is None:
            raise Refused(404, NO_TURN)
        return [
            one for one in conversations.turns(turn.conversation_id) if one.number <= turn.number
        ]
