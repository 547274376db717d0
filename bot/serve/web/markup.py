"""HTML that is safe by construction: whatever is not `Markup` already is escaped on the way in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from corpus.document import Span

MARKER: Final = re.compile(r"\[(\d{1,3})\]")  # [1]: points at a citation, counted from 1


def tag(name: str, *children: str, **attributes: str | None) -> Markup:
    """Return an element; an attribute that is None is left out.

    Names of attributes lose a trailing ``_`` (``class_``), other ``_`` become ``-``.
    """
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value is not None
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, join(children))


def join(parts: Iterable[str]) -> Markup:
    """The parts one after the other, each escaped unless it is `Markup`."""
    return Markup("").join(parts)


def linked(text: str, targets: Sequence[str]) -> Markup:
    """The text with each marker ``[n]`` that has a target turned into a link to it."""
    parts: list[str] = []
    at = 0
    for match in MARKER.finditer(text):
        number = int(match.group(1))
        if not 0 < number <= len(targets):
            continue
        parts += [text[at : match.start()], reference(number, targets[number - 1])]
        at = match.end()
    return join([*parts, text[at:]])


def reference(number: int, target: str) -> Markup:
    """The small numbered link that leads to a source."""
    return tag("a", str(number), class_="ref", href=target, aria_label=f"查看依据{number}")


def say(label: str, words: str, *, of: str = "", send: bool = True) -> Markup:
    """A button that says `words` in the user's name: sent at once, or put into the input box.

    ``of`` is what the words are about, for who hears the button's name and does not see its row.
    """
    return tag(
        "button",
        label,
        type="button",
        class_="say",
        data_say=words,
        data_hold=None if send else "",
        aria_label=f"{of}：{label}" if of else None,
    )


@dataclass(frozen=True, slots=True)
class Highlight:
    """Words of a document to set off, and the role they play (比例、上限、门槛), if any."""

    span: Span
    role: str = ""


def highlighted(text: str, offset: int, highlights: Iterable[Highlight]) -> Markup:
    """The text with the highlighted spans in ``<mark>``.

    ``offset`` is where ``text`` begins in its document; spans are offsets into the document. Words
    that two spans share belong to the one that begins earlier (of those the longer).
    """
    parts: list[str] = []
    at = 0
    for highlight in sorted(highlights, key=lambda item: (item.span.start, -item.span.end)):
        start = max(highlight.span.start - offset, at)
        end = min(highlight.span.end - offset, len(text))
        if start >= end:
            continue
        parts += [text[at:start], _mark(text[start:end], highlight.role)]
        at = end
    return join([*parts, text[at:]])


def _mark(words: str, role: str) -> Markup:
    if not role:
        return tag("mark", words)
    return tag("mark", words, tag("span", role, class_="role", aria_hidden="true"), title=role)


__all__ = [
    "Highlight",
    "Markup",
    "highlighted",
    "join",
    "linked",
    "reference",
    "say",
    "tag",
]
