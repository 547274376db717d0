"""The board of the evaluators: runs, one run, two runs side by side, files of cases, reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from bot.records.comparison import compare
from bot.records.outcome import MEASURES, Outcome, category_title
from bot.records.runs import STATES, RunState
from bot.records.sentence import compared
from bot.records.summary import summarise
from bot.records.tables import EvalRun
from bot.serve.accounts.roles import Action
from bot.serve.documents.media import MEDIA
from bot.serve.refusal import Refused
from bot.serve.services import CHINA, Services
from bot.serve.staff.access import FORM_TOKEN
from bot.serve.staff.case_form import example_clause
from bot.serve.staff.evals_board import FILE_BYTES, REPORTS, TOO_LARGE, UPLOADED, Board
from bot.serve.staff.evals_program import ProgramError
from bot.serve.staff.evals_trend import HEIGHT, LEFT, WIDTH, trend
from bot.serve.staff.frame import Frame, hidden
from bot.serve.web.templating import render

SHOWN: Final = 100  # cases of a list
FAULTS: Final = 200  # of a file that are said
NONE_SENT: Final = "没有选择文件。请先选择题目文件。"
TWO: Final = "请选两次不同的评测。"
UNDONE: Final = "只能比较跑完的评测。"


def evals_router(services: Services) -> APIRouter:
    """The routes below /staff/evals. Every one checks who asks before anything else."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    for path, get in (
        ("/staff/evals", pages.home),
        ("/staff/evals/compare", pages.compare),
        ("/staff/evals/{run_id}", pages.run),
        ("/staff/evals/{run_id}/report/{kind}", pages.report),
    ):
        router.add_api_route(path, get, methods=["GET"])
    for path, post in (
        ("/staff/evals", pages.start),
        ("/staff/evals/upload", pages.upload),
        ("/staff/evals/discard", pages.discard),
        ("/staff/evals/{run_id}/cancel", pages.cancel),
        ("/staff/evals/{run_id}/remove", pages.remove),
    ):
        router.add_api_route(path, post, methods=["POST"])
    return router


class _Pages:
    """The handlers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._access = services.access
        self._board = Board(services.settings, lambda: services.records)

    def home(self, request: Request) -> Response:
        """The runs, the trend, and what can be run."""
        self._access.check(request, Action.EVALUATE)
        return self._home(request)

    def _home(self, request: Request, faults: Sequence[str] = (), name: str = "") -> Response:
        self._board.settle()
        runs = self._services.records.runs.listed()
        done = [run for run in runs if run.state == RunState.DONE]
        titles = {run.questions: _title(run) for run in reversed(done)}
        shown = request.query_params.get("set", "") or (done[0].questions if done else "")
        drawn = [run for run in reversed(done) if run.questions == shown]
        running = any(run.state == RunState.RUNNING for run in runs)
        frame = Frame(request, self._access)
        page = render(
            "evals_list.html.j2", **self._shared(frame, request), runs=runs, done=done,
            running=running, sets=self._sets(), files=self._board.files, faults=faults[:FAULTS],
            more=max(0, len(faults) - FAULTS), name=name, titles=titles, shown=shown,
            trend=trend(drawn), width=WIDTH, height=HEIGHT, left=LEFT, uploaded=UPLOADED,
            model=self._services.settings.llm_model,
            example=example_clause(self._services.library),
        )  # fmt: skip
        return frame.page("评测", page, script="chart.js")

    async def start(self, request: Request) -> Response:
        """Start a run."""
        form = await self._access.form(request, Action.EVALUATE)
        frame = Frame(request, self._access)
        chosen, model = str(form.get("set", "")), form.get("model") == "yes"
        run_id = await run_in_threadpool(
            self._board.start, chosen, frame.name, frame.person, model=model
        )
        return frame.to(f"staff/evals/{run_id}")

    async def upload(self, request: Request) -> Response:
        """A file of cases comes in; what is wrong with it is said, all at once."""
        form = await self._access.form(request, Action.EVALUATE, max_files=1)
        try:
            sent = form.get("file")
            if not isinstance(sent, UploadFile) or not sent.filename:
                raise Refused(400, NONE_SENT)
            if (sent.size or 0) > FILE_BYTES:
                raise Refused(413, TOO_LARGE)
            name, content = sent.filename, await sent.read()
        finally:
            await form.close()
        faults = await run_in_threadpool(self._board.put, name, content)
        if faults:
            return await run_in_threadpool(self._home, request, faults, name)
        return Frame(request, self._access).to("staff/evals#files")

    async def discard(self, request: Request) -> Response:
        """Delete a file of cases."""
        form = await self._access.form(request, Action.EVALUATE)
        await run_in_threadpool(self._board.discard, str(form.get("file", "")))
        return Frame(request, self._access).to("staff/evals#files")

    async def cancel(self, request: Request, run_id: str) -> Response:
        """Cancel a run that is under way."""
        await self._access.form(request, Action.EVALUATE)
        frame = Frame(request, self._access)
        await run_in_threadpool(self._board.cancel, run_id, frame.name)
        return frame.to(f"staff/evals/{run_id}")

    async def remove(self, request: Request, run_id: str) -> Response:
        """Delete a run."""
        await self._access.form(request, Action.EVALUATE)
        frame = Frame(request, self._access)
        await run_in_threadpool(self._board.remove, run_id, frame.name)
        return frame.to("staff/evals")

    def run(self, request: Request, run_id: str) -> Response:
        """One run: figures, and the cases that failed, or those of one group."""
        self._access.check(request, Action.EVALUATE)
        self._board.settle()
        run = self._board.run(run_id)
        outcomes = self._services.records.runs.outcomes(run_id)
        chosen = {key: request.query_params.get(key, "") for key in ("category", "clause", "fault")}
        listed = [one for one in outcomes if _is_listed(one, chosen)]
        frame = Frame(request, self._access)
        running = run.state == RunState.RUNNING
        page = render(
            "evals_run.html.j2", **self._shared(frame, request), run=run, running=running,
            summary=summarise(outcomes), chosen={k: v for k, v in chosen.items() if v},
            listed=listed[:SHOWN], count=len(listed), reports=REPORTS,
            before=self._services.records.runs.before(run), asked=_asked,
        )  # fmt: skip
        return frame.page(f"评测：{_title(run)}", page, refresh=running)

    def compare(self, request: Request) -> Response:
        """Two runs side by side, over the cases that both hold."""
        self._access.check(request, Action.EVALUATE)
        before, after = (self._board.run(request.query_params.get(key, "")) for key in "ab")
        if before.id == after.id:
            raise Refused(400, TWO)
        if {before.state, after.state} != {RunState.DONE}:
            raise Refused(400, UNDONE)
        runs = self._services.records.runs
        found = compare(runs.outcomes(before.id), runs.outcomes(after.id))
        lists = (
            ("新答错", found.newly_wrong), ("新答对", found.newly_right),
            ("对错未变、答复改了", found.reworded),
        )  # fmt: skip
        frame = Frame(request, self._access)
        page = render(
            "evals_compare.html.j2", **self._shared(frame, request), before=before, after=after,
            found=found, sentence=compared(found), lists=lists, most=SHOWN,
        )  # fmt: skip
        return frame.page("两次评测比较", page)

    def report(self, request: Request, run_id: str, kind: str) -> Response:
        """A report, to be kept as a file."""
        self._access.check(request, Action.EVALUATE)
        path = self._board.report(run_id, kind)
        run = self._board.run(run_id)
        name = f"评测-{run.begun.astimezone(CHINA):%Y%m%d-%H%M}.{kind}"
        return FileResponse(path, media_type=MEDIA[kind], filename=name)

    def _sets(self) -> Mapping[str, str]:
        try:
            return self._board.program.sets
        except ProgramError:
            return {}

    def _shared(self, frame: Frame, request: Request) -> dict[str, Any]:
        """What every template of the board is given."""
        return {
            "link": frame.link,
            "token": hidden(FORM_TOKEN, self._access.form_token(request)),
            "title_of": _title,
            "when": _when,
            "author_of": lambda run: run.configuration.get("person") or run.author,
            "state_of": lambda run: STATES[RunState(run.state)],
            "category_title": category_title,
            "measures": MEASURES,
        }


def _title(run: EvalRun) -> str:
    return str(run.configuration.get("title") or run.questions)


def _when(run: EvalRun) -> str:
    return f"{run.begun.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def _is_listed(one: Outcome, chosen: Mapping[str, str]) -> bool:
    """Whether a case is of the group that was chosen; without one, whether it failed."""
    if not any(chosen.values()):
        return not one.passed
    return (
        chosen["category"] in ("", one.category)
        and (not chosen["clause"] or chosen["clause"] in one.clauses)
        and (not chosen["fault"] or chosen["fault"] in one.faults)
    )


def _asked(one: Outcome) -> str:
    """The parameters by which the chat page asks the questions of a case."""
    return urlencode([("q", turn) for turn in one.turns])
