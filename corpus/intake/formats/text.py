"""Plain text and Markdown, in any encoding that Chinese offices save."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.files import TEXT_LIMIT, read_file
from corpus.intake.formats.folding import tidy
from corpus.intake.formats.original import Draft

_RULE = re.compile(
    r"\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?"
)  # below a Markdown table's head


def read_text(path: Path) -> Draft:
    """The lines of a text file as they are, empty ones out.

    A line break that a converter left stays: `corpus.outline` tells it from the end of a
    paragraph, and here there is no page to see where lines end. A tab stays too, it divides the
    cells of a table.

    Raises:
        DataError: it cannot be read, is too long, is empty or is no text.
    """
    content = read_file(path, TEXT_LIMIT)
    lines = [_line(line) for line in content.text.replace("\f", "\n").split("\n")]
    lines = [line for line in lines if not _RULE.fullmatch(line)]
    notes = (f"编码是 {content.encoding}，已转为 UTF-8",) if content.encoding else ()
    return Draft((tuple(filter(None, lines)),), notes)


def _line(line: str) -> str:
    return "\t".join(map(tidy, line.split("\t"))).strip()
