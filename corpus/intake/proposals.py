"""Everything that a text says of itself, proposed with the words that say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from corpus.document import Span
from corpus.intake.issue import read_issue
from corpus.intake.labels import labelled
from corpus.intake.naming import aliases, kind_of, short_title
from corpus.intake.place import read_place
from corpus.intake.proposal import Field, Proposal
from corpus.intake.terms import (
    first_text,
    read_contact,
    read_interpreter,
    read_relations,
    read_validity_words,
)
from corpus.intake.title import Heading, read_heading

_HEADING: Final = 60  # characters behind the title that may say what it is called


def read_proposals(text: str, name: str) -> tuple[Proposal, ...]:
    """The proposals of a text, in the order of `Field`, at most one a field.

    What the text does not state is not among them. ``name`` is the file's name without its
    suffix: the title of a text that prints none.
    """
    found = {proposal.field: proposal for proposal in _proposals(text, name)}
    return tuple(found[field] for field in Field if field in found)


def _proposals(text: str, name: str) -> Iterator[Proposal]:
    own, _ = first_text(text)
    labels = labelled(own)
    heading = read_heading(own, labels)
    title = _title(heading, name)
    yield title
    issue = read_issue(own, heading, labels)
    yield from filter(None, (issue.issuer, issue.number, issue.dated, issue.issued))
    place = read_place(own, issue.issuer, title)
    yield from names(title.value, place, _beside(own, heading))
    if heading and heading.cover:
        yield Proposal(Field.COVER, (heading.cover.text,), (heading.cover,))
    terms = (
        place,
        read_validity_words(own, title.value, labels),
        read_interpreter(own),
        read_contact(own, labels),
    )
    yield from filter(None, terms)
    yield from read_relations(own)


def _title(heading: Heading | None, name: str) -> Proposal:
    if heading:
        return Proposal(Field.TITLE, (heading.words,), (heading.title,))
    doubt = "正文没有印出题名，暂用文件名，请改成通行的名称"
    plain = re.sub(r"^[\w.\-]*?(?=[一-鿿《])|_[0-9a-f]{6,}$", "", name, flags=re.ASCII)
    return Proposal(Field.TITLE, (re.sub("_+", " ", plain).strip() or name,), (), doubt)


def _beside(text: str, heading: Heading | None) -> str:
    return text[heading.title.start : heading.title.end + _HEADING] if heading else ""


def names(title: str, place: Proposal | None, heading: str) -> Iterator[Proposal]:
    """What is made from the title: how it is cited and called, and its kind."""
    span = place.spans[0] if place and place.spans else Span(0, 0, "")
    yield Proposal(Field.SHORT_TITLE, (short_title(title),))
    if others := aliases(title, span.text or None, heading):
        yield Proposal(Field.ALIASES, others)
    yield Proposal(Field.KIND, (str(kind_of(title)),))
