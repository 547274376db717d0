"""Answers travel small, and what never changes is kept."""

from __future__ import annotations

import gzip
import re
import urllib.request
from http.client import HTTPMessage

import pytest

from bot.serve.delivery import ASK_AGAIN, FOR_GOOD, STAMPS, kept_how, stamped


def fetched(address: str) -> tuple[HTTPMessage, bytes]:
    headers = {"Accept-Encoding": "gzip", "Accept": "text/html"}
    with urllib.request.urlopen(
        urllib.request.Request(address, headers=headers), timeout=60
    ) as got:
        return got.headers, got.read()


@pytest.mark.parametrize("path", ["/", "/library", "/site/style.css", "/openapi.json"])
def test_pages_and_files_come_compressed(server: str, path: str) -> None:
    told, body = fetched(server + path)
    assert told["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(body)) > 2 * len(body)


@pytest.mark.parametrize("path", ["/api/documents", "/api", "/staff/sign-in"])
def test_what_may_hold_a_secret_does_not(server: str, path: str) -> None:
    told, _ = fetched(server + path)
    assert told["Content-Encoding"] is None


def test_a_page_names_its_files_by_what_is_in_them_and_they_are_kept_for_good(server: str) -> None:
    page = gzip.decompress(fetched(f"{server}/library")[1]).decode()
    links = re.findall(r'(?:href|src)="(site/[^"]+)"', page)
    assert {"site/style.css", "site/library.css"} <= {link.split("?")[0] for link in links}
    for link in links:
        assert link.endswith(f"?v={STAMPS[link.split('?')[0].removeprefix('site/')]}")
        assert fetched(f"{server}/{link}")[0]["Cache-Control"] == FOR_GOOD


def test_a_file_without_its_stamp_or_with_an_old_one_is_asked_for_again(server: str) -> None:
    for query in ("", "?v=0"):
        assert fetched(f"{server}/site/style.css{query}")[0]["Cache-Control"] == ASK_AGAIN
    assert fetched(f"{server}/library")[0]["Cache-Control"] == "no-store"


def test_only_addresses_of_files_of_ours_are_stamped() -> None:
    for page in ('<a href="site/none.css">', '<a href="/site/style.css">', "site/style.css"):
        assert stamped(page) == page
    assert stamped('<link href="../../site/style.css" />').endswith(
        f'css?v={STAMPS["style.css"]}" />'
    )


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/assets/index-DphvyggB.js", FOR_GOOD),
        ("/assets/Index-Akn07EZk2.js", FOR_GOOD),
        ("/assets/plain.js", ""),
        ("/library", ""),
        ("/site/none.css", ASK_AGAIN),
    ],
)
def test_what_has_its_content_in_its_name_is_kept_for_good(path: str, kept: str) -> None:
    assert kept_how(path, "") == kept
