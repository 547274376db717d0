"""The pages 待办: what waits, filtered; one task with the question it came from; who sees to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.aspects import aspects_of
from bot.records.tables import TurnRecord
from bot.records.task import NOBODY, OPEN, SETTLED, Deed, Opened, TaskError, TaskKind, Wanted
from bot.records.tasks import GONE
from bot.serve.accounts.roles import Action, may
from bot.serve.refusal import Refused
from bot.serve.services import CHINA, Services, today
from bot.serve.staff.frame import Frame
from bot.serve.staff.pages import StaffPages
from bot.serve.staff.pending import pending
from bot.serve.staff.reread import reread
from bot.serve.staff.saying import CHANNELS, STATUSES
from bot.serve.web.templating import render

TYPED: Final = 2000  # characters of a field
LINKS: Final = 5  # texts whose service information a task leads to
KINDS: Final[Mapping[str, str]] = {
    TaskKind.UNANSWERED: "没有答上",
    TaskKind.DISLIKED: "用户说没用",
    TaskKind.BLOCKED: "被拒答",
    TaskKind.RULES: "规则待核对",
    TaskKind.CARDS: "事项待核对",
    TaskKind.READING: "口径待签",
    TaskKind.EXPIRING: "即将届满",
    TaskKind.WORD: "词语",
}
STATES: Final[Mapping[str, str]] = {OPEN: "待办", SETTLED: "已办结"}
DEEDS: Final[Mapping[str, str]] = {
    Deed.ASSIGNED: "交办给", Deed.HANDED_OVER: "移交", Deed.SETTLED: "办结",
    Deed.REOPENED: "重新打开", Deed.NOTED: "说明",
}  # fmt: skip
NO_MEMBER: Final = "没有这位经办人：请从名单里选。"
_NAMES: Final = ("kind", "matter", "state", "since", "until", "assignee", "text", "order", "p")


def tasks_router(services: Services) -> APIRouter:
    """The routes below /staff/desk. Every one checks who asks before anything else."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route("/staff/desk", pages.desk, methods=["GET"])
    router.add_api_route("/staff/desk", pages.hand_over, methods=["POST"])
    router.add_api_route("/staff/desk/{task_id:int}", pages.task, methods=["GET"])
    router.add_api_route("/staff/desk/{task_id:int}", pages.change, methods=["POST"])
    return router


class _Pages(StaffPages):
    """The handlers."""

    def desk(self, request: Request) -> Response:
        """What waits, as the address narrows it."""
        self._access.check(request, Action.SEE_DESK)
        return self._desk(Frame(request, self._access), request.query_params)

    def _desk(self, frame: Frame, query: Mapping[str, str], problem: str = "") -> Response:
        tasks = self._services.records.tasks
        tasks.gather()
        tasks.sync(pending(self._services, today()))
        given = {name: query.get(name, "")[:200] for name in _NAMES}
        given["state"] = query.get("state", OPEN)
        wanted = wanted_of(given)
        rows = tasks.page(wanted)
        if wanted.page > rows.pages:
            wanted = replace(wanted, page=rows.pages)
            rows = tasks.page(wanted)
        people = self._people()
        shown = render(
            "desk.html.j2", frame=frame, rows=rows, wanted=wanted, given=given, problem=problem,
            kinds=KINDS, states=STATES, counts=tasks.counts(), people=people, nobody=NOBODY,
            matters=self._matters(), address=lambda page: _address(given, page), day=today(),
            works=self._works(frame), local=_local,
        )  # fmt: skip
        return frame.page("待办", shown, status=400 if problem else 200)

    async def hand_over(self, request: Request) -> Response:
        """All open tasks of one to another."""
        form = await self._access.form(request, Action.WORK_DESK, max_files=0)
        typed = {name: str(value)[:TYPED] for name, value in form.items()}
        frame = Frame(request, self._access)
        return await run_in_threadpool(self._handed_over, frame, typed)

    def _handed_over(self, frame: Frame, typed: Mapping[str, str]) -> Response:
        giver, taker = typed.get("giver", ""), typed.get("taker", "")
        try:
            if not giver or taker not in self._people():
                raise TaskError(NO_MEMBER)
            self._services.records.tasks.hand_over(
                frame.signed_in, giver, taker, typed.get("note", "")
            )
        except TaskError as error:
            return self._desk(frame, {}, str(error))
        return frame.to(f"staff/desk?{urlencode({'assignee': taker})}")

    def task(self, request: Request, task_id: int) -> Response:
        """One task: what was asked, understood, searched, said, and done about it."""
        self._access.check(request, Action.SEE_DESK)
        return self._task(Frame(request, self._access), task_id, {})

    def _task(
        self, frame: Frame, task_id: int, typed: Mapping[str, str], problem: str = ""
    ) -> Response:
        opened = self._opened(task_id)
        turn = opened.turns[0] if opened.turns else None
        records = self._services.records
        talk = records.conversations.turns(turn.conversation_id) if turn else []
        before = [one for one in talk if turn and one.number <= turn.number]
        shown = render(
            "task.html.j2", frame=frame, task=opened.task, opened=opened, turn=turn, talk=talk,
            feedback=records.tasks.feedback([one.id for one in talk]), problem=problem,
            read=reread(self._services, before) if turn else None, kinds=KINDS, states=STATES,
            deeds=DEEDS, people=self._people(), works=self._works(frame),
            cases=bool(frame.member and may(frame.member, Action.MAKE_CASE)),
            matters=self._matters(), local=_local, statuses=STATUSES, channels=CHANNELS,
            titles=self._titles(), asked=self._service(frame, turn) if turn else [],
            typed=typed,
        )  # fmt: skip
        return frame.page(opened.task.title[:40], shown, status=400 if problem else 200)

    async def change(self, request: Request, task_id: int) -> Response:
        """Assign, note, settle or reopen."""
        form = await self._access.form(request, Action.WORK_DESK, max_files=0)
        typed = {name: str(value)[:TYPED] for name, value in form.items()}
        frame = Frame(request, self._access)
        return await run_in_threadpool(self._changed, frame, task_id, typed)

    def _changed(self, frame: Frame, task_id: int, typed: Mapping[str, str]) -> Response:
        tasks, by = self._services.records.tasks, frame.signed_in
        note, to = typed.get("note", ""), typed.get("assignee", "")
        deeds: Mapping[str, Callable[[], None]] = {
            "assign": lambda: tasks.assign(by, task_id, to, note),
            "settle": lambda: tasks.settle(by, task_id, note),
            "reopen": lambda: tasks.reopen(by, task_id, note),
            "note": lambda: tasks.note(by, task_id, note),
        }
        deed = deeds.get(typed.get("action", ""))
        if deed is None:
            raise Refused(400, "没有这种处理。请返回上一页，刷新后再提交。")
        self._opened(task_id)
        try:
            if to and to not in self._people():
                raise TaskError(NO_MEMBER)
            deed()
        except TaskError as error:
            return self._task(frame, task_id, typed, str(error))
        return frame.to(f"staff/desk/{task_id}")

    # -- what is looked up ---------------------------------------------------------------------

    def _opened(self, task_id: int) -> Opened:
        try:
            return self._services.records.tasks.open(task_id)
        except (TaskError, OverflowError) as error:
            raise Refused(404, GONE) from error

    def _people(self) -> dict[str, str]:
        """Who may see to tasks: name of the account → name of the person."""
        members = self._services.records.accounts.all()
        return {one.name: one.person for one in members if may(one, Action.WORK_DESK)}

    def _works(self, frame: Frame) -> bool:
        return bool(frame.member and may(frame.member, Action.WORK_DESK))

    def _matters(self) -> dict[str, str]:
        """What the matters are called, those that tasks are of and no text has any more too."""
        named = {card.topic: card.name for card in reversed(list(self._services.cards))}
        return {one: named.get(one, one) for one in self._services.records.tasks.matters()}

    def _service(self, frame: Frame, turn: TurnRecord) -> list[tuple[str, str]]:
        """Where what a message asks for can be entered: title of the text and address."""
        aspects = aspects_of(turn.message)
        if not aspects or not (frame.member and may(frame.member, Action.ENTER_SERVICE)):
            return []
        cards = self._services.cards
        matter = next((one for one in turn.matters if cards.of_topic(one)), "")
        titles = self._titles()
        meant = [card.document_id for card in cards.of_topic(matter)] if matter else turn.texts
        chosen = {"matter": matter, "kind": str(aspects[0])}
        return [
            (titles[one], f"staff/service?{urlencode({'doc': one, **chosen})}")
            for one in dict.fromkeys(meant or titles)
            if one in titles
        ][:LINKS]

    def _titles(self) -> dict[str, str]:
        return {one.id: one.short_title for one in self._services.library.documents}


def wanted_of(given: Mapping[str, str]) -> Wanted:
    """What an address asks for; what can't be read of it does not narrow."""
    page = given.get("p", "")
    return Wanted(
        kind=given.get("kind", ""),
        matter=given.get("matter", ""),
        state=given.get("state", OPEN),
        since=_begins(given.get("since", "")),
        until=_begins(given.get("until", ""), after=timedelta(days=1)),
        assignee=given.get("assignee", ""),
        text=given.get("text", "").strip(),
        often=given.get("order") == "often",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 and int(page) else 1,
    )


def _begins(day: str, *, after: timedelta = timedelta()) -> datetime | None:
    """When a day begins in China, or what follows it; None where no clock tells of it."""
    try:
        return (datetime.combine(date.fromisoformat(day), time(), CHINA) + after).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _address(given: Mapping[str, str], page: int) -> str:
    """The address of another page of the same list."""
    said = {name: value for name, value in given.items() if value or name == "state"}
    return f"staff/desk?{urlencode({**said, 'p': str(page)})}"


def _local(moment: datetime) -> str:
    """A moment as a clock in China shows it."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
