"""The file that a text was taken from, as it came, for whoever wants to hold it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from starlette.responses import FileResponse

from bot.serve.refusal import Refused
from corpus.document import Document

NONE: Final = "这份文件没有存下原件，可以在政策库中查看它的全文。"
_SOURCE: Final = re.compile(r"source\.[A-Za-z0-9]{1,8}")
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]+')
_LONGEST: Final = 80  # characters of a file's name: systems count bytes, and stop at 255


def original_of(document: Document, documents: Path) -> Path | None:
    """The original of a text below the folder of all texts; None where none is kept.

    Only a plain file of the text's own folder, by the one name that originals have.
    """
    folder = documents / document.id
    named = sorted(
        path
        for path in folder.glob("source.*")
        if _SOURCE.fullmatch(path.name) and path.is_file() and not path.is_symlink()
    )
    return next(
        (path for path in named if path.name == document.source), named[0] if named else None
    )


def download(document: Document, documents: Path) -> FileResponse:
    """The original to be saved under its title; never shown in the browser, whatever it is.

    Raises:
        Refused: none is kept (404).
    """
    path = original_of(document, documents)
    if path is None:
        raise Refused(404, NONE)
    title = _UNFIT.sub(" ", document.title).strip()[:_LONGEST] or document.id
    return FileResponse(
        path,
        media_type="application/octet-stream",
        filename=f"{title}{path.suffix}",
        content_disposition_type="attachment",
    )
