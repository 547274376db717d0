"""The pages 核对事项: a drafted card is looked at, corrected and checked by a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.records.readings import StaleError
from bot.serve.accounts.roles import Action
from bot.serve.refusal import Refused
from bot.serve.services import Services, today
from bot.serve.staff.card_form import HINTS, LONGEST, Filled, filled, typed_of
from bot.serve.staff.draft_pages import READ_ONLY, DraftPages, outdated, stand_of, text_page
from bot.serve.staff.frame import Frame
from bot.serve.web.card_view import stated_spans
from bot.serve.web.clause_view import clause_text, library_link
from bot.serve.web.templating import render
from corpus.cards import FIELDS, Card
from corpus.document import Document
from corpus.drafting.cards import draft_cards
from corpus.drafting.confirmed import with_confirmed
from corpus.drafting.confirmed_cards import (
    CHECKS,
    ConfirmedCardEntry,
    confirm_card,
    entry_of,
    examined,
    words_of,
)
from corpus.problem import DataError
from corpus.shape import conform

NO_CARD: Final = "没有这个事项：正文可能改动过。请从“核对规则”重新打开。"


def cards_router(services: Services) -> APIRouter:
    """The routes of /staff/rules/card. Every one checks who asks before anything else."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route("/staff/rules/card", pages.edit, methods=["GET"])
    router.add_api_route("/staff/rules/card", pages.change, methods=["POST"])
    return router


class _Pages(DraftPages):
    """The handlers."""

    def edit(self, request: Request) -> Response:
        """A card as a form."""
        self._access.check(request, Action.CHECK_RULES)
        frame, query = Frame(request, self._access), request.query_params
        document = self._document(query.get("doc", ""))
        drafted = self._drafted(document, query.get("card", ""))
        kept = self._check(document, drafted)
        live = next((card for card in self._cards(document) if card.id == drafted.id), drafted)
        typed = typed_of(kept.card if kept else entry_of(live))
        return self._form(frame, document, drafted, typed, self._filled(typed, document, drafted))

    async def change(self, request: Request) -> Response:
        """Check or take back, as the form was filled in."""
        form = await self._access.form(request, Action.CHECK_RULES, max_files=0)
        # A browser sends line breaks as CR LF; a text has them as LF.
        typed = {n: str(v).replace("\r\n", "\n")[: LONGEST + 1] for n, v in form.items()}
        return await run_in_threadpool(self._change, Frame(request, self._access), typed)

    def _change(self, frame: Frame, typed: Mapping[str, str]) -> Response:
        document, name = self._document(typed.get("doc", "")), typed.get("card", "")
        if typed.get("action") == "withdraw" and name in self._kept(CHECKS, document):
            return self._withdrawn(frame, document, name, typed)
        drafted = self._drafted(document, name)
        found, said = self._filled(typed, document, drafted), ""
        try:
            with self._standing(CHECKS, document, name, typed):
                if not found.wrong:
                    confirm_card(self._folder(document), self._services.library, drafted,
                                 found.entry, frame.person, today())  # fmt: skip
            if not found.wrong:
                return self._done(frame, document, name, "card.confirm")
        except StaleError as error:
            said = outdated(error, frame.link(_address(document, name)))
        except DataError as error:
            said = f"{error}。"
        except OSError:
            said = f"{READ_ONLY}。"
        return self._form(frame, document, drafted, typed, found, said)

    def _withdrawn(
        self, frame: Frame, document: Document, name: str, typed: Mapping[str, str]
    ) -> Response:
        try:
            with self._standing(CHECKS, document, name, typed):
                self._withdraw(CHECKS, document, name)
        except StaleError as error:
            said = outdated(error, frame.link(_address(document, name)))
            drafted = self._drafted(document, name)
            found = self._filled(typed, document, drafted)
            return self._form(frame, document, drafted, typed, found, said)
        return self._done(frame, document, name, "card.withdraw")

    def _form(
        self,
        frame: Frame,
        document: Document,
        drafted: Card,
        typed: Mapping[str, str],
        found: Filled,
        said: str = "",
    ) -> Response:
        library, check = self._services.library, self._check(document, drafted)
        holds = check is not None and check.holds(words_of(library, drafted.clause))
        if check and holds:
            holds = not examined(check.card, drafted, library)[1]
        name = check.card.name if check else drafted.name
        shown = render(
            "card.html.j2", frame=frame, document=document, card=drafted, typed=typed,
            wrong=found.wrong, said=said, back=frame.link(text_page(document)),
            text=clause_text(library, drafted.clause, stated_spans(found.card)),
            place=frame.link(library_link(drafted.clause)), hints=HINTS, check=check,
            holds=holds, name=name, stand=stand_of(self._kept(CHECKS, document).get(drafted.id)),
            stated=[one for one in FIELDS if _is_filled(one, typed, found)],
            others=[one for one in FIELDS if not _is_filled(one, typed, found)],
        )  # fmt: skip
        return frame.page(f"核对事项：{name}", shown)

    def _filled(self, typed: Mapping[str, str], document: Document, drafted: Card) -> Filled:
        others = [card for card in self._cards(document) if card.id != drafted.id]
        return filled(typed, drafted, self._services.library, others)

    def _drafted(self, document: Document, name: str) -> Card:
        """A card as the program drafts it. Raises Refused (404)."""
        if not self._by_hand(document):
            rules = [rule for rule in self._rules(document) if rule.checked]
            drafts = with_confirmed(self._of(document), rules)
            cards = draft_cards(self._services.library, drafts)
            if found := next((card for card in cards if card.id == name), None):
                return found
        raise Refused(404, NO_CARD)

    def _check(self, document: Document, drafted: Card) -> ConfirmedCardEntry | None:
        """The check of a card, whether or not it still holds; None where there is none."""
        kept = self._kept(CHECKS, document).get(drafted.id)
        try:
            return conform(ConfirmedCardEntry, kept) if kept else None
        except ValidationError:
            return None  # somebody wrote into the file; what is kept now takes its place


def _address(document: Document, card_id: str) -> str:
    return f"staff/rules/card?{urlencode({'doc': document.id, 'card': card_id})}"


def _is_filled(field: str, typed: Mapping[str, str], found: Filled) -> bool:
    name = f"field.{field}"
    return bool(typed.get(name, "").strip() or name in found.wrong)
