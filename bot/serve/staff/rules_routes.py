"""The pages 核对规则: a drafted rule is looked at, tried, corrected and checked by a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.engine.compute import compute
from bot.engine.facts import FactError
from bot.engine.form import Field, fields, read_facts
from bot.records.audit import AuditAction
from bot.records.readings import StaleError
from bot.serve.accounts.roles import Action
from bot.serve.refusal import Refused
from bot.serve.services import Services, today
from bot.serve.staff.draft_pages import READ_ONLY, STAND, DraftPages, outdated, stand_of, text_page
from bot.serve.staff.entry_form import Findings, filled, laid_over
from bot.serve.staff.frame import Frame, alert, hidden
from bot.serve.staff.rules_view import RuleForm, doing, hindered, trial
from bot.serve.web.badges import badge
from bot.serve.web.card_view import stated_spans
from bot.serve.web.clause_view import clause_text
from bot.serve.web.markup import Markup, join, tag
from bot.serve.web.rule_view import in_words
from bot.serve.web.shell import lead
from bot.serve.web.templating import render
from bot.serve.web.trace_view import conditions_list, trace
from corpus.cards import Card
from corpus.clause import Clause
from corpus.document import Document
from corpus.drafting.checks import hash_of
from corpus.drafting.confirmed import (
    CHECKS,
    CONFIRMED,
    confirm,
    entry_from,
    examined,
    with_confirmed,
)
from corpus.drafting.confirmed_cards import CHECKS as CARD_CHECKS
from corpus.drafting.confirmed_cards import CONFIRMED_CARDS
from corpus.library import ClauseNotFoundError
from corpus.problem import DataError
from corpus.rules import InputType, Rule

TYPED: Final = 2000  # characters of a field
BY_HAND: Final = "规则和事项是人工标注的，不在这里改"
NO_RULE: Final = "没有这条规则：正文可能改动过。请从“核对规则”重新打开。"
# Facts of the worked example, where nobody has typed any.
EXAMPLE: Final = {InputType.MONEY: "100万元", InputType.COUNT: "10", InputType.YEAR: "第1年"}


def rules_router(services: Services) -> APIRouter:
    """The routes below /staff/rules. Every one checks who asks before anything else."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route("/staff/rules", pages.texts, methods=["GET"])
    router.add_api_route("/staff/rules/edit", pages.edit, methods=["GET"])
    router.add_api_route("/staff/rules/edit", pages.change, methods=["POST"])
    return router


class _Pages(DraftPages):
    """The handlers."""

    def texts(self, request: Request) -> Response:
        """Every text; or the rules and cards of the one that the address names."""
        self._access.check(request, Action.CHECK_RULES)
        frame = Frame(request, self._access)
        # Looked at before what waits is read: what is renewed in between is shown as it is then.
        pending = self._services.renewal.pending
        if document_id := request.query_params.get("doc", ""):
            return self._text(frame, self._document(document_id), pending)
        shown = render(
            "rules_texts.html.j2", frame=frame, pending=pending, by_hand=BY_HAND,
            rows=[
                (document, self._by_hand(document), self._rules(document), self._cards(document))
                for document in self._services.library.documents
            ],
        )  # fmt: skip
        return frame.page("核对规则", shown, refresh=bool(pending))

    def _text(self, frame: Frame, document: Document, pending: str) -> Response:
        rules, cards, by_hand = self._rules(document), self._cards(document), []
        if self._by_hand(document):
            rules, cards, by_hand = [], [], [BY_HAND]
        notes = self._services.assistant.knowledge.collection.notes
        of_checks = [(document.id, CONFIRMED), (document.id, CONFIRMED_CARDS)]
        held = with_confirmed(self._of(document), [rule for rule in rules if rule.checked]).held
        shown = render(
            "rules_text.html.j2", frame=frame, document=document, rules=rules, cards=cards,
            held=() if by_hand else held, by_hand=by_hand, pending=pending,
            void=[one for one in notes if (one.folder, one.file) in of_checks],
            orphans=[*self._orphans(document, rules, cards)],
            label=lambda rule: self._services.library.clause(document.id, rule.clause_id).label,
            in_words=in_words, hindered=hindered, clause=self._clause_of,
            stand_of=stand_of,
        )  # fmt: skip
        return frame.page(document.title, shown, refresh=bool(pending))

    def _clause_of(self, card: Card) -> Markup:
        return clause_text(self._services.library, card.clause, stated_spans(card))

    def _orphans(
        self, document: Document, rules: list[Rule], cards: list[Card]
    ) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Checks of what is drafted no more: the page that takes it back, its key, the check."""
        for page, checks, held in (("edit", CHECKS, rules), ("card", CARD_CHECKS, cards)):
            known = {one.id for one in held}
            for name, check in self._kept(checks, document).items():
                if name not in known:
                    yield f"staff/rules/{page}", checks.key, check

    def edit(self, request: Request) -> Response:
        """A rule as a form."""
        self._access.check(request, Action.CHECK_RULES)
        document, entry = self._named(request.query_params)
        return self._form(Frame(request, self._access), document, entry, {})

    async def change(self, request: Request) -> Response:
        """Try, check or take back, as the form was filled in."""
        form = await self._access.form(request, Action.CHECK_RULES)
        # A browser sends line breaks as CR LF; a text has them as LF.
        typed = {n: str(value)[:TYPED].replace("\r\n", "\n") for n, value in form.items()}
        frame = Frame(request, self._access)
        return await run_in_threadpool(self._change, frame, typed)

    def _change(self, frame: Frame, typed: Mapping[str, str]) -> Response:
        document, entry = self._named(typed)
        name, said = str(entry["id"]), ""
        stale: Markup | None = None
        try:
            with self._standing(CHECKS, document, name, typed):
                done = self._deed(frame, document, filled(entry, typed), typed.get("action", ""))
            if done:
                return self._done(frame, document, name, done)
        except StaleError as error:
            stale = outdated(error, frame.link(_address(document, name)))
        except DataError as error:
            said = str(error)
        except OSError:
            said = READ_ONLY
        return self._form(frame, document, entry, typed, said, stale)

    def _deed(
        self, frame: Frame, document: Document, entry: Mapping[str, Any], action: str
    ) -> AuditAction | None:
        """Check or take back, as the button says that was pressed; None: it is only tried."""
        if action == "withdraw":
            self._withdraw(CHECKS, document, str(entry["id"]))
            return "rule.withdraw"
        if action == "confirm":
            clause = self._clause(document, entry)
            confirm(self._folder(document), document, clause, entry, frame.person, today())
            return "rule.confirm"
        return None

    def _form(
        self,
        frame: Frame,
        document: Document,
        entry: Mapping[str, Any],
        typed: Mapping[str, str],
        said: str = "",
        stale: Markup | None = None,
    ) -> Response:
        clause = self._clause(document, entry)
        try:
            rule, problems = examined(entry_from(filled(entry, typed)), document, clause)
        except DataError as error:
            rule, problems, said = None, (), said or str(error)
        entry = laid_over(entry, typed)
        findings = Findings.of(problems, entry, typed)
        form = RuleForm(frame, clause, entry, findings, typed)
        wrong = "还有没对上原文的地方，见下面各栏；改好才能确认。" if rule is None else ""
        lines = [said] if said and not findings.at else [wrong] if wrong else []
        kept = self._kept(CHECKS, document).get(str(entry["id"]))
        checked = kept is not None and kept["sha256"] == hash_of(clause.text)
        back = frame.link(text_page(document))
        name = str(entry.get("name", ""))
        state = badge("已核对", "good") if checked else badge("尚未核对", "warn")
        return frame.page(
            name,
            lead(name),
            tag("p", tag("a", "回到这份文件的规则和事项", href=back), "　", state),
            alert([stale] if stale else [], "stop"),
            alert(lines, "stop"),
            form.clause(),
            frame.form(
                "staff/rules/edit",
                _trial(rule, document, typed),
                form.fields(),
                hidden(STAND, stand_of(kept)),
                doing(entry, document, checked=checked),
            ),
        )

    # -- what is looked up ---------------------------------------------------------------------

    def _clause(self, document: Document, entry: Mapping[str, Any]) -> Clause:
        try:
            return self._services.library.clause(document.id, str(entry["clause"]))
        except ClauseNotFoundError as error:
            raise Refused(404, NO_RULE) from error

    def _named(self, given: Mapping[str, str]) -> tuple[Document, Mapping[str, Any]]:
        """The text and the entry that an address or a form names. Raises Refused (404)."""
        document = self._document(given.get("doc", ""))
        rule_id = given.get("rule", "")
        if not self._by_hand(document):
            kept = self._kept(CHECKS, document).get(rule_id)
            entry = kept[CHECKS.key] if kept else self._of(document).entries.get(rule_id)
            if entry is not None:
                return document, entry
        raise Refused(404, NO_RULE)


def _address(document: Document, rule_id: str) -> str:
    return f"staff/rules/edit?{urlencode({'doc': document.id, 'rule': rule_id})}"


def _trial(rule: Rule | None, document: Document, typed: Mapping[str, str]) -> Markup:
    """What the rule as it stands comes to, on the figures typed or on those of the example."""
    if rule is None:
        return Markup("")
    asked = [one for one in fields(rule) if one.asked]
    given = {one.name: typed.get(f"fact.{one.name}", "") for one in asked}
    if not any(given.values()):
        given |= {one.name: _example(one) for one in asked}
    try:
        facts = read_facts([rule], given.items())
        computation = compute(rule, facts, as_of=today(), document=document)
    except FactError as error:
        return trial(rule, asked, given, alert([str(error)], "stop"))
    shown = join((trace(computation), conditions_list(computation.conditions)))
    return trial(rule, asked, given, shown)


def _example(asked: Field) -> str:
    return asked.choices[0] if asked.choices else EXAMPLE.get(asked.type, "")
