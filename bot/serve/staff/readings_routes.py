"""The pages 口径: all of them in one list; one is written, compared, signed and withdrawn."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response

from bot.records.members import Member
from bot.records.readings import FILED, GONE, STALE, ReadingError, Signing, StaleError, Stand
from bot.serve.accounts.roles import Action, may
from bot.serve.interpretations import Interpretation, State, dumped
from bot.serve.refusal import Refused
from bot.serve.services import Services
from bot.serve.staff.frame import Frame
from bot.serve.staff.own_question import told_instead
from bot.serve.staff.pages import StaffPages
from bot.serve.staff.reading_form import GROUNDS, LINE, LONGEST, clause_at, filled, typed_of
from bot.serve.staff.wording_diff import changes
from bot.serve.web.badges import INTERPRETATIONS
from bot.serve.web.clause_view import clause_text, library_link
from bot.serve.web.markup import Highlight, Markup
from bot.serve.web.rule_view import bound_spans, rule_table
from bot.serve.web.templating import render
from corpus.basis import basis
from corpus.clause import Clause
from corpus.problem import DataError
from corpus.readings import ReadingEntry, Unsettled, settle

TITLE: Final = "口径"
NO_COMMENT: Final = "请写明为什么这样改。"
NO_CHANGE: Final = "没有改动，没有存新的一版。"


def readings_router(services: Services) -> APIRouter:
    """The routes below /staff/readings. Every one checks who asks before anything else."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route("/staff/readings", pages.all, methods=["GET"])
    router.add_api_route("/staff/readings/edit", pages.edit, methods=["GET"])
    router.add_api_route("/staff/readings/edit", pages.write, methods=["POST"])
    router.add_api_route("/staff/readings/sign", pages.sign, methods=["POST"])
    router.add_api_route("/staff/readings/withdraw", pages.withdraw, methods=["POST"])
    return router


class _Pages(StaffPages):
    """The handlers."""

    def all(self, request: Request) -> Response:
        """Every reading that the address asks for."""
        self._access.check(request, Action.EDIT_READING)
        return self._list(Frame(request, self._access), request.query_params)

    def _list(self, frame: Frame, query: Mapping[str, str], problem: str = "") -> Response:
        given = {name: query.get(name, "").strip()[:LINE] for name in ("doc", "state", "q")}
        found = [one for one in self._services.interpreted if _is_wanted(one, given)]
        content = render(
            "readings.html.j2", frame=frame, found=found, given=given, states=list(State),
            tones=INTERPRETATIONS, documents=self._services.library.documents, label=self._label,
            address=_address, problem=problem, named=query.get("clause", "")[:LINE],
            checks=bool(frame.member and may(frame.member, Action.CHECK_RULES)),
        )  # fmt: skip
        return frame.page(TITLE, content, status=400 if problem else 200)

    def edit(self, request: Request) -> Response:
        """One of them as a form; or a new one, of a clause."""
        member = self._access.check(request, Action.EDIT_READING)
        frame, query = Frame(request, self._access), request.query_params
        if query.get("id"):
            one = self._named(query["id"])
            return self._page(frame, member, one, typed_of(one.newest.entry))
        document_id = query.get("doc", "")
        try:
            clause = clause_at(self._services.library, document_id, query.get("clause", "").strip())
        except DataError as error:
            return self._list(frame, query, f"{error}。")
        typed = {"doc": document_id, "clauses": clause.id, "ground.0.clause": clause.id}
        return self._page(frame, member, None, typed)

    async def write(self, request: Request) -> Response:
        """A new version, as the form was filled in."""
        form = await self._access.form(request, Action.EDIT_READING, max_files=0)
        typed = _typed(form)
        member = self._access.check(request, Action.EDIT_READING)
        return await run_in_threadpool(self._written, Frame(request, self._access), member, typed)

    def _written(self, frame: Frame, member: Member, typed: dict[str, str]) -> Response:
        one = self._named(typed["id"]) if typed.get("id") else None
        document_id = one.document_id if one else typed.get("doc", "")
        id_ = one.id if one else f"k-{secrets.token_hex(4)}"
        topics = [topic for topic, _ in self._topics(document_id)]
        found = filled(typed, id_, document_id, self._services.library, topics)
        wrong = dict(found.wrong)
        comment = " ".join(typed.get("comment", "").split())
        if one and not comment:
            wrong["comment"] = NO_COMMENT
        elif len(comment) > LONGEST:
            wrong["comment"] = f"最多{LONGEST}个字。"
        if found.entry is None or wrong:
            return self._page(frame, member, one, typed, wrong)
        if one and one.newest.entry == found.entry:
            return self._page(frame, member, one, typed, problem=NO_CHANGE)
        try:
            stand = self._stand(one, typed) if one else Stand(id_, document_id, 0)
            self._services.records.readings.write(member, stand, dumped(found.entry), comment)
        except StaleError as error:
            return self._page(frame, member, self._named(id_), typed, problem=str(error))
        return frame.to(_address(id_))

    async def sign(self, request: Request) -> Response:
        """The newest version is signed, by whoever sends it."""
        form = await self._access.form(request, Action.SIGN_READING, max_files=0)
        typed = {name: " ".join(value.split()) for name, value in _typed(form).items()}
        member = self._access.check(request, Action.SIGN_READING)
        return await run_in_threadpool(self._signed, Frame(request, self._access), member, typed)

    def _signed(self, frame: Frame, member: Member, typed: dict[str, str]) -> Response:
        one = self._named(typed.get("id", ""))
        newest, held = one.newest, self._services.assistant.knowledge.collection
        role, ground = typed.get("role", ""), typed.get("ground", "")
        wrong = {
            name: f"请填写，最多{longest}个字，不写方括号。"
            for name, words, longest in (("role", role, 60), ("ground", ground, LINE))
            if not words or len(words) > longest or "[" in words
        }
        page = typed_of(newest.entry) | {"role": role, "ground": ground}
        if wrong:
            return self._page(frame, member, one, page, wrong)
        try:
            reading = settle(Unsettled(newest.document_id, newest.entry, None), held.library)
            bound = basis(reading, held.library, held.rules.values())
            self._services.records.readings.sign(
                member, self._stand(one, typed), Signing(role, ground.rstrip("。"), bound),
                own=self._services.settings.sign_own_readings,
            )  # fmt: skip
        except (DataError, ReadingError) as error:
            return self._page(frame, member, self._named(one.id), page, problem=str(error))
        return frame.to(_address(one.id))

    async def withdraw(self, request: Request) -> Response:
        """The signature is taken back."""
        form = await self._access.form(request, Action.SIGN_READING, max_files=0)
        typed = {name: " ".join(value.split()) for name, value in _typed(form).items()}
        member = self._access.check(request, Action.SIGN_READING)
        return await run_in_threadpool(self._withdrawn, Frame(request, self._access), member, typed)

    def _withdrawn(self, frame: Frame, member: Member, typed: dict[str, str]) -> Response:
        one, why = self._named(typed.get("id", "")), typed.get("why", "")
        page = typed_of(one.newest.entry)
        if not why or len(why) > LINE:
            wrong = {"why": f"请写明撤回的理由，最多{LINE}个字。"}
            return self._page(frame, member, one, page, wrong)
        try:
            self._services.records.readings.withdraw(member, one.id, why)
        except ReadingError as error:
            return self._page(frame, member, one, page, problem=str(error))
        return frame.to(_address(one.id))

    def _page(
        self, frame: Frame, member: Member, one: Interpretation | None, typed: Mapping[str, str],
        wrong: Mapping[str, str] | None = None, *, problem: str = "",
    ) -> Response:  # fmt: skip
        """One of them: its clauses beside the form, its signature, its history."""
        document_id = one.document_id if one else typed.get("doc", "")
        library, wrong = self._services.library, wrong or {}
        rows = min(GROUNDS, 2 + sum(bool(typed.get(f"ground.{n}.quote")) for n in range(GROUNDS)))
        content = render(
            "reading.html.j2", frame=frame, one=one, typed=typed, wrong=wrong, problem=problem,
            document_id=document_id, documents=library.documents, tones=INTERPRETATIONS, rows=rows,
            topics=self._topics(document_id), beside=self._beside(document_id, one, typed),
            signs=may(member, Action.SIGN_READING), own=self._is_own(one, member),
            history=self._history(one), back=frame.link("staff/readings"),
            checks=may(member, Action.CHECK_RULES),
            instead=told_instead(self._services, one) if one else "",
        )  # fmt: skip
        title = one.newest.entry.title if one else "新写口径"
        return frame.page(title, content, status=400 if wrong or problem else 200)

    def _beside(
        self, document_id: str, one: Interpretation | None, typed: Mapping[str, str]
    ) -> list[tuple[str, str, Markup, list[Markup]]]:
        """The clauses that it is about: label, address, text with its bound spans, their rules."""
        library, found = self._services.library, []
        quoted = _quoted(self._services, one) if one else []
        for address in typed.get("clauses", "").splitlines()[:GROUNDS]:
            try:
                clause = clause_at(library, document_id, address.strip())
            except DataError:
                continue  # said at the field
            rules = [
                rule for rule in self._services.rules.values()
                if (rule.document_id, rule.clause_id) == (clause.document_id, clause.id)
            ]  # fmt: skip
            text = clause_text(library, clause, [*bound_spans(rules), *quoted])
            link = library_link(clause)
            found.append((self._called(clause), link, text, [rule_table(one) for one in rules]))
        return found

    def _history(self, one: Interpretation | None) -> list[dict[str, object]]:
        """What happened to it, the newest first, each version with what it changed."""
        if one is None:
            return []
        people = {m.name: m.person for m in self._services.records.accounts.all()}
        entries: dict[int, ReadingEntry] = {v.number: v.entry for v in one.versions}
        before = {b.number: a.number for a, b in zip(one.versions, one.versions[1:], strict=False)}
        rows: list[dict[str, object]] = []
        for moment in one.history(lambda name: people.get(name, name)):
            number = moment.number
            written = moment.what in ("写成", "修改")
            old = entries[before[number]] if written and number in before else None
            rows.append({
                "moment": moment,
                "entry": entries.get(number) if written else None,
                "changes": changes(old, entries[number]) if old else (),
            })  # fmt: skip
        return rows[::-1]

    def _is_own(self, one: Interpretation | None, member: Member) -> bool:
        """Whether somebody wrote the newest version and so can't sign it."""
        allowed = self._services.settings.sign_own_readings
        return one is not None and one.newest.author == member.name != FILED and not allowed

    def _stand(self, one: Interpretation, typed: Mapping[str, str]) -> Stand:
        """What a form was made over, if that is still the newest. Raises StaleError."""
        if typed.get("number") != str(one.newest.number):
            raise StaleError(STALE)
        return one.stand

    def _named(self, id_: str) -> Interpretation:
        """The one of that id. Raises Refused (404)."""
        found = next((one for one in self._services.interpreted if one.id == id_), None)
        if found is None:
            raise Refused(404, GONE)
        return found

    def _topics(self, document_id: str) -> list[tuple[str, str]]:
        """The matters that a reading of a text may be about: (id, name)."""
        cards = self._services.cards
        named = {card.topic: card.name for card in cards if card.topic}
        ours = {card.topic for card in cards if card.document_id == document_id}
        return sorted(named.items(), key=lambda topic: (topic[0] not in ours, topic[1]))

    def _called(self, clause: Clause) -> str:
        return self._services.assistant.knowledge.called(clause)

    def _label(self, one: Interpretation) -> str:
        """The clauses of one in words; their addresses where they are not held any more."""
        entry, library = one.newest.entry, self._services.library
        try:
            clauses = [library.clause(one.document_id, id_) for id_ in entry.clauses]
        except LookupError:
            return f"{one.document_id} {'、'.join(entry.clauses)}"
        return "、".join(map(self._called, clauses))


def _typed(form: FormData) -> dict[str, str]:
    """The fields as a text has them: a browser sends line breaks as CR LF; nothing holds NUL."""
    plain = {name: str(value).replace("\r\n", "\n") for name, value in form.items()}
    return {name: words.replace("\0", "") for name, words in plain.items()}


def _quoted(services: Services, one: Interpretation) -> list[Highlight]:
    """The words that the newest version rests on, where they are found."""
    entry = one.newest.entry
    try:
        reading = settle(Unsettled(one.document_id, entry, None), services.library)
    except DataError:
        return []
    grounds = [g for g in reading.grounds if g.clause.document_id == one.document_id]
    return [Highlight(ground.span, "依据") for ground in grounds]


def _is_wanted(one: Interpretation, given: Mapping[str, str]) -> bool:
    entry = one.newest.entry
    said = f"{entry.title} {entry.reading} {one.title} {one.text} {entry.question or ''}"
    return (
        (not given["doc"] or one.document_id == given["doc"])
        and (not given["state"] or one.state == given["state"])
        and all(word in said for word in given["q"].split())
    )


def _address(id_: str) -> str:
    return f"staff/readings/edit?{urlencode({'id': id_})}"
