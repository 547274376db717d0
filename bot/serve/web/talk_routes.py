"""What can be done with a conversation: gone on with, shared, judged, taken along, deleted.

Whoever uses the browser it was held in may do all of it; whoever has a permalink may read that one
answer. The guard has seen to it that no other site sends any of this (`bot.serve.hosts`).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from bot.records.conversations import Conversations
from bot.records.tables import TurnRecord
from bot.serve.documents.media import MEDIA
from bot.serve.documents.transcript import Said, transcript_docx, transcript_pdf
from bot.serve.refusal import Refused
from bot.serve.services import CHINA, Services
from bot.serve.visitor import owner_of
from bot.serve.web.exchange import exchange_html, exchange_of, said_text
from bot.serve.web.markup import join
from bot.serve.web.shell import whole
from corpus.dates import day_in_words
from corpus.library import ClauseNotFoundError

GONE: Final = (
    "没有这段会话：可能已经删除，或是在别的浏览器里谈的。"
    "会话只能在当时的浏览器里打开；要给别人看，请用答复下面的“分享”。"
)
NO_ANSWER: Final = "没有这条分享的答复：链接不完整，或会话已经删除。"
REASON: Final = 500  # characters of why an answer did not help
FORMATS: Final = {"docx": transcript_docx, "pdf": transcript_pdf}


class JudgedIn(BaseModel):
    """Whether an answer helped, and why not."""

    model_config = ConfigDict(extra="forbid")
    useful: bool
    reason: str = Field("", max_length=REASON)


def talk_router(services: Services) -> APIRouter:
    """The routes below /c, /conversations and /a."""
    router, talk = APIRouter(include_in_schema=False), _Routes(services)
    router.add_api_route("/conversations", talk.listed, methods=["GET"])
    router.add_api_route("/c/{key}/turns", talk.turns, methods=["GET"])
    router.add_api_route("/c/{key}/delete", talk.delete, methods=["POST"])
    router.add_api_route("/c/{key}/export/{suffix}", talk.export, methods=["GET"])
    router.add_api_route("/c/{key}/{number:int}/share", talk.share, methods=["POST"])
    router.add_api_route("/c/{key}/{number:int}/judge", talk.judge, methods=["POST"])
    router.add_api_route("/a/{key}", talk.shared, methods=["GET"])
    return router


class _Routes:
    """The handlers."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def _kept(self) -> Conversations:
        return self._services.records.conversations

    def listed(self, request: Request) -> HTMLResponse:
        """The conversations of this browser."""
        owner = owner_of(request.cookies)
        mine = self._kept.of(owner) if owner else []
        rows = [(one, f"{one.last.astimezone(CHINA):%Y-%m-%d %H:%M}") for one in mine]
        return HTMLResponse(whole("conversations.html.j2", "conversations", "我的会话", rows=rows))

    def turns(self, key: str, request: Request) -> JSONResponse:
        """The turns of a conversation that goes on; the last one can be answered to."""
        turns = self._own(key, request)
        last = turns[-1].number
        shown = (
            exchange_html(exchange_of(turn), turn.number, tapped=turn.number == last)
            for turn in turns
        )
        return JSONResponse({"turns": join(shown)})

    def delete(self, key: str, request: Request) -> RedirectResponse:
        """Delete a conversation; nothing of it stays."""
        if not self._kept.remove(key, _owner(request)):
            raise Refused(404, GONE)
        self._services.talks.forget(key)
        return RedirectResponse("../../conversations", 303)

    def export(self, key: str, suffix: str, request: Request) -> Response:
        """A conversation to take along."""
        if suffix not in FORMATS:
            raise Refused(404, GONE)
        said = [
            Said(turn.message, said_text(turn.reply), turn.day, turn.at.astimezone(CHINA))
            for turn in self._own(key, request)
        ]
        name = quote(f"政策问答记录-{said[0].at:%Y-%m-%d}.{suffix}")
        disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(FORMATS[suffix](said), media_type=MEDIA[suffix], headers=disposition)

    def share(self, key: str, number: int, request: Request) -> JSONResponse:
        """The address under which anybody who has it may read one answer."""
        shared = self._kept.share(key, number, _owner(request))
        if shared is None:
            raise Refused(404, GONE)
        return JSONResponse({"address": f"a/{shared}"})

    def judge(self, key: str, number: int, judged: JudgedIn, request: Request) -> Response:
        """Keep whether an answer helped."""
        kept = self._kept.judge(
            key, number, _owner(request), useful=judged.useful, reason=judged.reason.strip()
        )
        if kept is None:
            raise Refused(404, GONE)
        return Response(status_code=204)

    def shared(self, key: str) -> HTMLResponse:
        """One answer as it was given, to read; with what has changed since."""
        turn = self._kept.shared(key)
        if turn is None:
            raise Refused(404, NO_ANSWER)
        shown = whole(
            "shared.html.j2",
            "",
            "分享的答复",
            day=day_in_words(turn.at.astimezone(CHINA).date()),
            changed=self._changed(turn),
            before=self._before(turn),
            exchange=exchange_html(exchange_of(turn), 1, tools=(), place=f"a/{key}"),
        )
        return HTMLResponse(shown)

    def _changed(self, turn: TurnRecord) -> list[str]:
        """The texts cited that are others now than when the answer was given."""
        library = self._services.library
        titles = {clause["document"]: clause["title"] for clause in turn.beside["clauses"]}
        changed = []
        for document_id, sha256 in turn.texts.items():
            title = titles.get(document_id, document_id)
            try:
                if library.document(document_id).sha256 != sha256:
                    changed.append(f"《{title}》的文字在答复以后有改动。")
            except ClauseNotFoundError:
                changed.append(f"《{title}》现在已不在政策库中。")
        return changed

    def _before(self, turn: TurnRecord) -> list[str]:
        """What was said before, which the answer rests on too."""
        turns = self._kept.turns(turn.conversation_id)
        return [one.message for one in turns if one.number < turn.number]

    def _own(self, key: str, request: Request) -> list[TurnRecord]:
        """The turns of a conversation of this browser. Raises Refused (404)."""
        turns = self._kept.turns(key, _owner(request))
        if not turns:
            raise Refused(404, GONE)
        return turns


def _owner(request: Request) -> str:
    """Whose browser sends a request. Raises Refused (404) for one that holds nothing of ours."""
    owner = owner_of(request.cookies)
    if not owner:
        raise Refused(404, GONE)
    return owner
