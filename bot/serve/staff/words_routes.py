"""The page 词语不识: words that nothing recognised are accepted beside a text, or set aside."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Final

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.question.lexicon import general
from bot.serve.accounts.roles import Action, may
from bot.serve.refusal import Refused
from bot.serve.services import Services
from bot.serve.staff.frame import Frame
from bot.serve.web.templating import render
from corpus.document import Document
from corpus.library import ClauseNotFoundError
from corpus.problem import DataError
from corpus.vocabulary import WordingEntry, accept

TYPED: Final = 200  # characters of a field
EACH: Final = 50  # words of a page
ROLES: Final[Mapping[str, str]] = {
    "same": "就是正文里的一个词", "idle": "不影响结果",
    "": "只帮助检索",
}  # fmt: skip
WHY: Final = "用户的说法"
# What turns the meaning of a sentence may not be said to change nothing.
_TURNING: Final = ("negation", "operator", "comparator", "role", "barrier", "condition")
TURNS: Final = (
    "“{word}”里的“{part}”会改变意思，不能算作不影响结果。请按“就是正文里的”收下，或不收。"
)
KNOWN: Final = "“{word}”是通用词表里的词，不能为一份文件改变它的意思。"
READ_ONLY: Final = "政策文件夹不能写入；请让运行本程序的用户可以写，或改设置 POLICY_DOCUMENTS。"


def words_router(services: Services) -> APIRouter:
    """The routes of /staff/words. Every one checks who asks before anything else."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route("/staff/words", pages.words, methods=["GET"])
    router.add_api_route("/staff/words", pages.settle, methods=["POST"])
    return router


class _Pages:
    """The handlers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._access = services.access
        self._lock = Lock()  # of the files that wordings are kept in

    def words(self, request: Request) -> Response:
        """The words, or the one that the address names."""
        self._access.check(request, Action.SEE_DESK)
        return self._list(Frame(request, self._access), request.query_params)

    def _list(self, frame: Frame, given: Mapping[str, str], problem: str = "") -> Response:
        every = self._services.records.unread.words()
        only = given.get("word", "")
        words = [one for one in every if one.text == only] if only else every[:EACH]
        documents = {one.id: one.short_title for one in self._services.library.documents}
        shown = render(
            "words.html.j2", frame=frame, words=words, total=len(every), only=only, given=given,
            documents=documents, roles=ROLES, problem=problem, why=WHY,
            teaches=bool(frame.member and may(frame.member, Action.TEACH_WORDS)),
            pending=self._services.renewal.pending,
            held=[(one.short_title, one.vocabulary) for one in self._services.library.documents
                  if one.vocabulary],
        )  # fmt: skip
        return frame.page("词语不识", shown, status=400 if problem else 200)

    async def settle(self, request: Request) -> Response:
        """Accept a word beside a text, or set it aside."""
        form = await self._access.form(request, Action.TEACH_WORDS, max_files=0)
        typed = {name: str(value)[:TYPED].strip() for name, value in form.items()}
        return await run_in_threadpool(self._settled, Frame(request, self._access), typed)

    def _settled(self, frame: Frame, typed: Mapping[str, str]) -> Response:
        word, unread = typed.get("word", ""), self._services.records.unread
        if word not in {one.text for one in unread.words()}:
            raise Refused(404, "没有这个词，或者已经有人处理过。请刷新后再看。")
        if typed.get("action") == "reject":
            unread.settle(frame.signed_in, word, "word.reject", {})
            return frame.to("staff/words")
        try:
            document, entry = self._accepted(word, typed)
        except DataError as error:
            return self._list(frame, typed, str(error))
        except OSError:
            return self._list(frame, typed, READ_ONLY)
        detail = {"document": document.id, "mean": "、".join(entry.mean), "role": entry.role}
        unread.settle(frame.signed_in, word, "word.accept", detail)
        self._services.renewal.hurry()
        return frame.to("staff/words")

    def _accepted(self, word: str, typed: Mapping[str, str]) -> tuple[Document, WordingEntry]:
        """The text and the wording that was written beside it. Raises DataError, OSError."""
        try:
            document = self._services.library.document(typed.get("document", ""))
        except ClauseNotFoundError:
            raise DataError("没有选文件", "请选这个词是对哪份文件说的") from None
        role, mean = typed.get("role", ""), typed.get("mean", "")
        if word in general():
            raise DataError(KNOWN.format(word=word), "请换一个说法")
        if role == "idle" and (part := _turning(word)):
            raise DataError(TURNS.format(word=word, part=part), "")
        means = [] if role == "idle" or not mean else [mean]
        try:
            entry = WordingEntry.model_validate(
                {"say": [word], "mean": means, "why": typed.get("why") or WHY, "role": role}
            )
        except ValidationError as error:
            raise DataError("没有写它是正文里的哪个词", "请照正文写上，或选“不影响结果”") from error
        cards = [card for card in self._services.cards if card.document_id == document.id]
        names = [name for card in cards for name in (card.name, *card.names)]
        with self._lock:
            accept(self._services.settings.policy_documents / document.id, document, names, entry)
        return document, entry


def _turning(word: str) -> str:
    """A part of a word that turns the meaning of a sentence; "" where it has none."""
    parts = {word[i:j] for i in range(len(word)) for j in range(i + 1, len(word) + 1)}
    senses = general()
    found = [
        part
        for part in sorted(parts)
        if any(sense.partition(".")[0] in _TURNING for sense in senses.get(part, ()))
    ]
    return found[0] if found else ""
