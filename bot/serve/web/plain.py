"""Pages without Gradio: one frame for them, and what a form of theirs sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from bot.engine.addressee import OTHER, identities, industries
from bot.serve.intake import UNSEEN, DayError, read_day
from bot.serve.services import Services, today
from bot.serve.web.form_fields import Who, posted_of
from bot.serve.web.notices import expiry_banner
from bot.serve.web.shell import whole

MOST: Final = 1000  # fields of one form that are read
INDUSTRY: Final = "who-industry"
IDENTITY: Final = "who-identity"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser sent: the fields by name, who asks, and the day as typed."""

    fields: dict[str, str] = field(default_factory=dict)
    who: Who = field(default_factory=Who)
    day_typed: str = ""
    rule_id: str = ""

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]]) -> Sent:
        """Sort what came by what it is for."""
        clean = [(UNSEEN.sub("", name), UNSEEN.sub("", text)) for name, text in pairs[:MOST]]
        own = dict(clean)
        who = Who(tuple(t for n, t in clean if n == IDENTITY), own.get(INDUSTRY, ""))
        rest = posted_of((n, t) for n, t in clean if n not in (INDUSTRY, IDENTITY, "rule", "as_of"))
        return cls(rest, who, own.get("as_of", "")[:40], own.get("rule", ""))

    def day(self) -> tuple[date, str]:
        """The day to compute by, and what is wrong with the one typed; then today is taken."""
        try:
            return read_day(self.day_typed, today()), ""
        except DayError as error:
            return today(), f"{error}现在按今天计算。"


async def _sent(request: Request) -> Sent:
    if request.method == "GET":
        return Sent.of(request.query_params.multi_items())
    async with request.form(max_files=0, max_fields=MOST) as posted:
        return Sent.of([(n, t) for n, t in posted.multi_items() if isinstance(t, str)])


SentIn = Annotated[Sent, Depends(_sent)]


def page(
    services: Services,
    template: str,
    title: str,
    current: str,
    **values: Any,  # noqa: ANN401 -- what a template shows
) -> HTMLResponse:
    """A whole page; ``current`` is its link in the bar."""
    banner = expiry_banner(today(), services.library)
    return HTMLResponse(whole(template, current, title, banner=banner, **values))


def about(services: Services) -> dict[str, Any]:
    """What can be said of an enterprise: the lines of business and identities that texts name."""
    named = industries(services.assistant.knowledge.scopes)
    return {
        "industries": (*named, OTHER) if named else (),
        "identities": identities(services.rules.values()),
    }
