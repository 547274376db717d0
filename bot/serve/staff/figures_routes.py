"""The page 统计: what was asked and how it ended, as charts, tables and a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.records.figures import Figures, figures
from bot.serve.accounts.roles import Action
from bot.serve.documents.media import MEDIA
from bot.serve.services import Services, today
from bot.serve.staff.charts import lying, standing
from bot.serve.staff.figures_sheet import workbook
from bot.serve.staff.frame import Frame
from bot.serve.staff.pages import StaffPages
from bot.serve.staff.saying import CHANNELS, STATUSES
from bot.serve.web.templating import render

PERIODS: Final = (7, 30, 90)  # days


def figures_router(services: Services) -> APIRouter:
    """The routes below /staff/figures. Every one checks who asks before anything else."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route("/staff/figures", pages.look, methods=["GET"])
    router.add_api_route("/staff/figures/xlsx", pages.file, methods=["GET"])
    return router


class _Pages(StaffPages):
    """The handlers."""

    def look(self, request: Request) -> Response:
        """The charts, each with its table."""
        self._access.check(request, Action.SEE_FIGURES)
        frame = Frame(request, self._access)
        days, channel = _asked(request.query_params)
        found = self._figures(days, channel)
        names = self._names()
        charts = (
            standing("days", f"最近{days}天每天的提问数", found.days),
            lying("groups", "怎样结束的", found.groups),
            lying("matters", "问得最多的事项", [(names.get(m, m), n) for m, n in found.matters]),
            lying("words", "没有认出的词", found.words),
        )
        shown = render(
            "figures.html.j2", frame=frame, found=found, charts=charts, days=days,
            channel=channel, periods=PERIODS, channels=CHANNELS,
        )  # fmt: skip
        return frame.page("统计", shown, script="chart.js")

    def file(self, request: Request) -> Response:
        """The same as a file."""
        self._access.check(request, Action.SEE_FIGURES)
        days, channel = _asked(request.query_params)
        found = self._figures(days, channel)
        name = f"figures-{found.first.isoformat()}-{found.last.isoformat()}.xlsx"
        content = workbook(found, self._names(), STATUSES)
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=MEDIA["xlsx"], headers=disposition)

    def _figures(self, days: int, channel: str) -> Figures:
        return figures(self._services.records.database, today(), days, channel)

    def _names(self) -> dict[str, str]:
        return {card.topic: card.name for card in reversed(list(self._services.cards))}


def _asked(query: Mapping[str, str]) -> tuple[int, str]:
    """Over how many days, and of which channel; what is neither is the first."""
    days = {str(period): period for period in PERIODS}.get(query.get("days", ""), PERIODS[1])
    channel = query.get("channel", "")
    return days, channel if channel in CHANNELS else ""
