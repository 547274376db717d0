"""The pages 核对规则: a drafted rule is looked at, tried, corrected and checked by a person."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final

from cachetools import LRUCache
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.engine.compute import compute
from bot.engine.facts import FactError
from bot.engine.form import Field, fields, read_facts
from bot.serve.accounts.roles import Action
from bot.serve.refusal import Refused
from bot.serve.services import Services, today
from bot.serve.staff.entry_form import Findings, filled
from bot.serve.staff.frame import Frame, alert
from bot.serve.staff.rules_view import RuleForm, doing, held_list, rules_list, texts_list, trial
from bot.serve.web.badges import badge
from bot.serve.web.markup import Markup, join, tag
from bot.serve.web.shell import lead
from bot.serve.web.trace_view import conditions_list, trace
from corpus.clause import Clause
from corpus.document import Document
from corpus.drafting.confirmed import (
    CONFIRMED,
    confirm,
    entry_from,
    examined,
    kept_entry,
    with_confirmed,
    withdraw,
)
from corpus.drafting.draft import Drafts, draft
from corpus.folder import CARDS, RULES
from corpus.library import ClauseNotFoundError
from corpus.problem import DataError
from corpus.rules import InputType, Rule

TYPED: Final = 2000  # characters of a field
TEXTS: Final = 32  # whose drafts are kept at hand
BY_HAND: Final = "规则是人工标注的，不在这里改"
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


class _Pages:
    """The handlers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._access = services.access
        self._drafts: LRUCache[str, Drafts] = LRUCache(TEXTS)
        self._lock = Lock()  # of the drafts, and of the files that the checks are kept in

    def texts(self, request: Request) -> Response:
        """Every text; or the rules of the one that the address names."""
        self._access.check(request, Action.CHECK_RULES)
        frame = Frame(request, self._access)
        pending = self._services.renewal.pending
        note = alert([f"正在更新：{pending}。"] if pending else [])
        if document_id := request.query_params.get("doc", ""):
            return self._text(frame, self._document(document_id), note, busy=bool(pending))
        rows = (
            (document, BY_HAND if self._by_hand(document) else "", self._rules(document))
            for document in self._services.library.documents
        )
        head = lead(
            "核对规则", "程序从条文读出的规则，核对以后，答复里就不再注明“尚未经人工核对”。"
        )
        return frame.page("核对规则", head, note, texts_list(frame, rows), refresh=bool(pending))

    def _text(self, frame: Frame, document: Document, note: Markup, *, busy: bool) -> Response:
        rules = self._rules(document)
        checked = [rule for rule in rules if rule.checked]
        held = () if self._by_hand(document) else with_confirmed(self._of(document), checked).held
        notes = self._services.assistant.knowledge.collection.notes
        void = [one for one in notes if (one.folder, one.file) == (document.id, CONFIRMED)]
        return frame.page(
            document.title,
            lead(document.title),
            tag("p", tag("a", "所有文件", href=frame.link("staff/rules"))),
            note,
            alert(f"{one.found}；{one.mend}。" for one in void),
            rules_list(frame, self._services.library, rules),
            held_list(held),
            refresh=busy,
        )

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
        if typed.get("action") == "withdraw":
            with self._lock:
                withdraw(self._folder(document), str(entry["id"]))
            return self._done(frame, document, entry, "rule.withdraw")
        entry = filled(entry, typed)
        said = ""
        if typed.get("action") == "confirm":
            try:
                with self._lock:
                    confirm(self._folder(document), document, self._clause(document, entry), entry,
                            frame.person, today())  # fmt: skip
                return self._done(frame, document, entry, "rule.confirm")
            except DataError as error:
                said = str(error)
            except OSError:
                said = "政策文件夹不能写入；请让运行本程序的用户可以写，或改设置 POLICY_DOCUMENTS"
        return self._form(frame, document, entry, typed, said)

    def _done(
        self, frame: Frame, document: Document, entry: Mapping[str, Any], deed: str
    ) -> Response:
        rule = str(entry["id"])
        self._services.records.audit.note(frame.name, deed, f"{document.id} {rule}")
        self._services.renewal.hurry()
        return frame.to(f"staff/rules?doc={document.id}")

    def _form(
        self,
        frame: Frame,
        document: Document,
        entry: Mapping[str, Any],
        typed: Mapping[str, str],
        said: str = "",
    ) -> Response:
        clause = self._clause(document, entry)
        try:
            rule, problems = examined(entry_from(entry), document, clause)
        except DataError as error:
            rule, problems, said = None, (), said or str(error)
        findings = Findings.of(problems, entry)
        form = RuleForm(frame, clause, entry, findings)
        wrong = "还有没对上原文的地方，见下面各栏；改好才能确认。" if rule is None else ""
        lines = [said] if said and not findings.at else [wrong] if wrong else []
        checked = kept_entry(self._folder(document), str(entry["id"])) is not None
        back = frame.link(f"staff/rules?doc={document.id}")
        name = str(entry.get("name", ""))
        state = badge("已核对", "good") if checked else badge("尚未核对", "warn")
        return frame.page(
            name,
            lead(name),
            tag("p", tag("a", "回到这份文件的规则", href=back), "　", state),
            alert(lines, "stop"),
            form.clause(),
            frame.form(
                "staff/rules/edit",
                _trial(rule, document, typed),
                form.fields(),
                doing(entry, document, checked=checked),
            ),
        )

    # -- what is looked up ---------------------------------------------------------------------

    def _document(self, document_id: str) -> Document:
        try:
            return self._services.library.document(document_id)
        except ClauseNotFoundError as error:
            raise Refused(404, str(error)) from error

    def _clause(self, document: Document, entry: Mapping[str, Any]) -> Clause:
        try:
            return self._services.library.clause(document.id, str(entry["clause"]))
        except ClauseNotFoundError as error:
            raise Refused(404, NO_RULE) from error

    def _rules(self, document: Document) -> list[Rule]:
        rules = self._services.rules.values()
        return [rule for rule in rules if rule.document_id == document.id]

    def _folder(self, document: Document) -> Path:
        return self._services.settings.policy_documents / document.id

    def _by_hand(self, document: Document) -> bool:
        folder = self._folder(document)
        return (folder / RULES).exists() or (folder / CARDS).exists()

    def _of(self, document: Document) -> Drafts:
        """The drafts of a text; they hang on nothing but its words."""
        key = f"{document.id} {document.sha256}"
        with self._lock:
            if key not in self._drafts:
                self._drafts[key] = draft(self._services.library, document)
            return self._drafts[key]

    def _named(self, given: Mapping[str, str]) -> tuple[Document, Mapping[str, Any]]:
        """The text and the entry that an address or a form names. Raises Refused (404)."""
        document = self._document(given.get("doc", ""))
        rule_id = given.get("rule", "")
        if not self._by_hand(document):
            kept = kept_entry(self._folder(document), rule_id)
            entry = kept or self._of(document).entries.get(rule_id)
            if entry is not None:
                return document, entry
        raise Refused(404, NO_RULE)


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
