"""Whose money a text grants: that of one place. An enterprise gets it from where it is."""

from __future__ import annotations

from corpus.document import Document
from corpus.intake.place import path
from corpus.regions import by_code, named


def place_of(document: Document) -> str:
    """The place of a text, said so that no other is meant: 龙岗区, 江苏省南京市鼓楼区.

    A text of which nobody knows the place stands for itself: nothing says what it goes with.
    """
    division = by_code(document.division) if document.division else None
    if division is None:
        return document.region[-1] if document.region else document.short_title
    return division.name if len(named(division.name)) < 2 else path(division)
