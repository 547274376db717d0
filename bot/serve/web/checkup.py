"""Page 政策体检: the enterprise's facts once, every scheme with its amount or what is missing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Response
from fastapi.responses import HTMLResponse

from bot.engine.checkup import Checkup
from bot.engine.entries import Filled, read_entries, used
from bot.serve.documents.media import MEDIA
from bot.serve.documents.report import Report, report_of
from bot.serve.documents.report_docx import report_docx
from bot.serve.documents.report_pdf import report_pdf
from bot.serve.documents.report_xlsx import report_xlsx
from bot.serve.health import clock_problem
from bot.serve.refusal import Refused
from bot.serve.services import Services, today
from bot.serve.web.calc import answer
from bot.serve.web.calc_view import Shown
from bot.serve.web.checkup_view import brief_of, checkup_html
from bot.serve.web.form_fields import ROWS, Form, entries_of, form_of
from bot.serve.web.plain import Sent, SentIn, about, page

REPORTS: Final = (
    ("pdf", "下载体检报告（PDF）"),
    ("docx", "下载体检报告（Word）"),
    ("xlsx", "下载体检报告（Excel）"),
)
WRITERS: Final = {
    "pdf": (report_pdf, MEDIA["pdf"]),
    "docx": (report_docx, MEDIA["docx"]),
    "xlsx": (report_xlsx, MEDIA["xlsx"]),
}
NOTHING: Final = "填上任意一项数字，合计就显示在这里"


def checkup_router(services: Services) -> APIRouter:
    """The page, the result alone for its script, and the report to take away."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/checkup", methods=["GET", "POST"])
    def checkup(sent: SentIn) -> HTMLResponse:
        form, shown, problem = _shown(services, sent)
        return page(
            services, "checkup.html.j2", "政策体检", "checkup",
            form=form, schemes=services.schemes, heard=shown.heard, result=shown.result,
            brief=shown.brief, given=bool(sent.fields), most=ROWS, who=sent.who,
            day_typed=sent.day_typed, day_problem=problem, reports=REPORTS, **about(services),
        )  # fmt: skip

    @router.post("/checkup/result")
    def result(sent: SentIn) -> dict[str, Any]:
        form, shown, problem = _shown(services, sent)
        return answer(shown, problem, {group.id: group.unfit for group in form.groups})

    @router.post("/checkup/report.{suffix}")
    def report(suffix: Annotated[str, Path(pattern="^(pdf|docx|xlsx)$")], sent: SentIn) -> Response:
        if wrong := clock_problem(services.library.documents, today()):
            raise Refused(503, wrong)  # a report carries the day on which it was made
        _, found, filled, day, _ = _found(services, sent)
        write, media = WRITERS[suffix]
        made: Report = report_of(services.engine, found, filled.given, day)
        name = quote(f"政策体检报告-{day}.{suffix}")
        disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(write(made), media_type=media, headers=disposition)

    return router


def _found(services: Services, sent: Sent) -> tuple[Form, Checkup, Filled, date, str]:
    rules = tuple(services.rules.values())
    form = form_of(rules, sent.fields, services.assistant.knowledge.scopes, sent.who)
    filled = read_entries(rules, entries_of(form))
    day, problem = sent.day()
    found, heard = used(rules, filled, lambda facts: services.engine.checkup(facts, as_of=day))
    return form, found, heard, day, problem


def _shown(services: Services, sent: Sent) -> tuple[Form, Shown, str]:
    form, found, heard, day, problem = _found(services, sent)
    brief = brief_of(found) or NOTHING
    html = checkup_html(services, found, day, len(heard.problems))
    return form, Shown(html, brief, heard), problem
