"""An Atom feed and an iCalendar of what happens to the texts held: to subscribe to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from fastapi import APIRouter, Request, Response
from feedgen.feed import FeedGenerator
from icalendar import Calendar, Event

from bot.serve.happenings import SPACE, Happening, What, happenings
from bot.serve.services import CHINA, Services, today

TITLE: Final = "政策变化与有效期"
AUTHOR: Final = "政策问答"
ATOM: Final = "application/atom+xml; charset=utf-8"
CALENDAR: Final = "text/calendar; charset=utf-8"


def dates_router(services: Services) -> APIRouter:
    """The two addresses."""
    router = APIRouter(include_in_schema=False)

    @router.get("/feed.atom")
    def feed(request: Request) -> Response:
        news = _all(services)
        return Response(atom(news, _home(request, services), today()), media_type=ATOM)

    @router.get("/calendar.ics")
    def calendar(request: Request) -> Response:
        return Response(ics(_all(services), _home(request, services)), media_type=CALENDAR)

    return router


def _all(services: Services) -> tuple[Happening, ...]:
    return happenings(services.library, services.amendments)


def _home(request: Request, services: Services) -> str:
    """Our home page as this request reached it: its host, and the path we are said to be under."""
    root = services.settings.root_path
    return f"{request.url.scheme}://{request.headers['host']}{root}/"


def atom(news: Sequence[Happening], home: str, day: date) -> bytes:
    """The feed as of a day: the newest first; an end is news from 90 days before it.

    ``home`` is what the links begin with.
    """
    told = sorted((one for one in news if one.told <= day), key=lambda one: (one.told, one.id))
    feed = FeedGenerator()
    feed.id(f"urn:uuid:{SPACE}")
    feed.title(TITLE)
    feed.author({"name": AUTHOR})
    feed.language("zh-CN")
    feed.link(href=f"{home}feed.atom", rel="self", type="application/atom+xml")
    feed.link(href=f"{home}library", rel="alternate", type="text/html")
    feed.updated(_morning(told[-1].told if told else day))
    for one in told:  # each is put before the last
        entry = feed.add_entry()
        entry.id(f"urn:uuid:{one.id}")
        entry.title(one.title)
        entry.updated(_morning(one.told))
        entry.category({"term": one.what.value})
        entry.link(href=f"{home}{one.link}")
        entry.content(one.words, type="text")
    written: bytes = feed.atom_str(pretty=True)
    return written


def ics(news: Sequence[Happening], home: str) -> bytes:
    """The calendar: an all-day event for every day that a text states, in China's days."""
    calendar = Calendar()
    calendar.add("prodid", "-//policy-qa//zh-CN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", TITLE)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for one in news:
        if one.dated:
            calendar.add_component(_event(one, home))
    written: bytes = calendar.to_ical()
    return written


def _event(one: Happening, home: str) -> Event:
    event = Event()
    event.add("uid", one.id)
    event.add("dtstamp", _morning(one.told).astimezone(UTC))
    event.add("dtstart", one.day)
    event.add("dtend", one.last + timedelta(days=1))  # the day after, which is not part of it
    event.add("summary", one.title)
    event.add("description", one.words)
    event.add("url", f"{home}{one.link}")
    event.add("categories", [one.what.value])
    event.add("transp", "TRANSPARENT")
    if one.what is What.ENDS:
        event.add("priority", 1)
    return event


def _morning(day: date) -> datetime:
    """The first moment of a day in China."""
    return datetime.combine(day, time(), CHINA)
