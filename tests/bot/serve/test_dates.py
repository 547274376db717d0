"""The feed and the calendar, read back by readers that did not write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.serve.dates import atom, dates_router, ics
from bot.serve.guard import Guard
from bot.serve.happenings import What, happenings
from bot.serve.services import Services
from corpus.collection import Collection
from environment.settings import Settings

COLLECTION = Collection.load()
NEWS = happenings(COLLECTION.library, COLLECTION.amendments)
HOME = "https://zc.example/policy/"
DAY = date(2026, 11, 28)
ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def entries(feed: bytes) -> list[dict[str, str]]:
    """Read a feed by RFC 4287: what each entry must have, once."""
    root = ElementTree.fromstring(feed)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{ATOM}{name}")) == 1
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") == 1
    found = []
    for entry in root.findall(f"{ATOM}entry"):
        texts = {}
        for name in ("id", "title", "updated", "content"):
            (element,) = entry.findall(f"{ATOM}{name}")
            texts[name] = element.text or ""
        assert RFC3339.fullmatch(texts["updated"])
        assert texts["id"].startswith("urn:uuid:")
        (link,) = entry.findall(f"{ATOM}link")
        found.append({**texts, "link": link.get("href", "")})
    return found


def events(calendar: bytes) -> Iterator[dict[str, str]]:
    """Read a calendar by RFC 5545: lines of at most 75 octets, unfolded, escapes undone."""
    assert calendar.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in calendar.split(b"\r\n"))
    lines = re.sub(rb"\r\n[ \t]", b"", calendar).decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "VERSION:2.0" in lines
    assert any(line.startswith("PRODID:") for line in lines)
    event: dict[str, str] | None = None
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            assert event is not None
            assert {"UID", "DTSTAMP", "SUMMARY"} <= event.keys()
            yield event
            event = None
        elif event is not None:
            assert name not in event
            event[name] = re.sub(r"\\([,;\\])", r"\1", value)


def test_the_feed_announces_an_end_ninety_days_ahead_and_newest_first() -> None:
    found = entries(atom(NEWS, HOME, DAY))
    assert [entry["updated"] for entry in found] == sorted(
        (entry["updated"] for entry in found), reverse=True
    )
    ends = found[0]
    assert ends["title"] == "《若干措施》有效期届满"
    assert ends["updated"] == "2026-10-06T00:00:00+08:00"
    assert "2027年1月初" in ends["content"]
    before = entries(atom(NEWS, HOME, date(2026, 10, 5)))
    assert "《若干措施》有效期届满" not in [entry["title"] for entry in before]


def test_what_a_later_text_changes_is_one_entry_that_says_its_day_is_not_printed() -> None:
    (changed,) = (e for e in entries(atom(NEWS, HOME, DAY)) if "修订" in e["title"])
    assert "第十二条" in changed["content"]
    assert "原文没有印日期" in changed["content"]


def test_ids_stay_the_same_from_day_to_day_and_are_never_used_twice() -> None:
    first, later = (
        {entry["id"]: entry["title"] for entry in entries(atom(NEWS, HOME, day))}
        for day in (DAY, date(2027, 6, 1))
    )
    assert first.items() <= later.items()
    assert len({one.id for one in NEWS}) == len(NEWS)
    (end,) = (one for one in NEWS if one.what is What.ENDS)
    assert replace(end, words="改了说法", link="library").id == end.id
    assert replace(end, day=date(2028, 1, 4)).id != end.id


def test_the_calendar_has_whole_days_in_china_and_no_day_that_is_not_printed() -> None:
    found = {event["SUMMARY"]: event for event in events(ics(NEWS, HOME))}
    assert set(found) == {"《若干措施》施行", "《若干措施》有效期届满"}
    ends = found["《若干措施》有效期届满"]
    assert ends["DTSTART;VALUE=DATE"] == "20270104"
    assert ends["DTEND;VALUE=DATE"] == "20270106"  # the day after the later of two last days
    assert "具体末日取决于期间的计算方法" in ends["DESCRIPTION"]
    assert datetime.strptime(ends["DTSTAMP"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) <= datetime(
        2026, 10, 6, tzinfo=UTC
    )


def test_links_begin_with_the_home_page_that_is_given() -> None:
    links = [entry["link"] for entry in entries(atom(NEWS, HOME, DAY))]
    links += [event["URL"] for event in events(ics(NEWS, HOME))]
    assert all(link.startswith(f"{HOME}library?doc=") for link in links)


@pytest.mark.parametrize("root", ["", "/policy"])
def test_both_are_served_with_their_types_and_the_path_we_are_under(
    tmp_path: Path, root: str
) -> None:
    services = Services(Settings(policy_var=tmp_path, root_path=root))
    app = FastAPI()
    app.include_router(dates_router(services))
    app.add_middleware(Guard, settings=services.settings, limits=services.limits)
    client = TestClient(app, base_url="http://127.0.0.1:8000")
    feed, calendar = client.get("/feed.atom"), client.get("/calendar.ics")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert calendar.headers["content-type"].startswith("text/calendar")
    own = f"http://127.0.0.1:8000{root}/library?doc="
    assert all(entry["link"].startswith(own) for entry in entries(feed.content))
    assert all(event["URL"].startswith(own) for event in events(calendar.content))
