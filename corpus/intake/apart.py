"""Reading an original in a process of its own, which can be stopped and takes nobody down with it.

`python -m corpus.intake.apart` is that process: it bounds its own memory, reads one file with
`corpus.intake.formats`, and leaves what it read, as data, in a folder. Whoever waits is told of
each page.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Timer
from typing import Final

from corpus.intake.formats.original import Kind, Original, Page, Progress, silent
from corpus.problem import DataError
from environment.settings import ROOT

SECONDS: Final = 240.0  # without a page finished; a page of a scan takes seven
MEMORY: Final = 6 << 30  # bytes of addresses: what recognises scans reserves much and uses little
WRITTEN: Final = 400 << 20  # bytes of one file that it writes
ORIGINAL: Final = "original.json"
PREVIEW: Final = "preview.html"
_PREVIEWED: Final = (Kind.DOCX, Kind.HTML)


def read_apart(
    path: Path, folder: Path, progress: Progress = silent, seconds: float = SECONDS
) -> Original:
    """As `corpus.intake.formats.read`; a preview, where there is one, is left in ``folder``.

    Raises:
        DataError: it cannot be read, or not in ``seconds`` (each finished page begins them anew).
    """
    _run(("read", str(path), str(folder)), progress, seconds)
    found = json.loads((folder / ORIGINAL).read_text("utf-8"))
    pages = tuple(Page(*page) for page in found["pages"])
    kind, notes = Kind(found["kind"]), tuple(found["notes"])
    return Original(kind, found["text"], pages, notes, found["sha256"])


def page_apart(path: Path, number: int, folder: Path, seconds: float = SECONDS) -> Path:
    """As `corpus.intake.formats.page_image`: the picture as a file in ``folder``, kept there.

    Raises:
        DataError: there is no such picture, or not in ``seconds``.
    """
    picture = folder / f"page-{number}.png"
    if not picture.exists():
        _run(("page", str(path), str(folder), str(number)), silent, seconds)
    return picture


def _run(arguments: Sequence[str], progress: Progress, seconds: float) -> None:
    command = [sys.executable, "-m", "corpus.intake.apart", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        refused = _followed(process, progress, seconds)
    if refused is not None:
        raise refused
    if process.returncode:
        raise DataError("读取时程序中断了，文件可能已损坏或异常复杂", "请用原来的软件另存一份再试")


def _followed(
    process: subprocess.Popen[str], progress: Progress, seconds: float
) -> DataError | None:
    """Pass on what the process tells, until it ends or has told nothing for too long."""
    late = False

    def stop() -> None:
        nonlocal late
        late = True
        process.kill()

    refused = None
    timer = Timer(seconds, stop)
    timer.start()
    for line in process.stdout or ():
        if not line.startswith("{"):  # a library that talks
            continue
        timer.cancel()
        told = json.loads(line)
        if "done" in told:
            progress(told["done"], told["total"])
            timer = Timer(seconds, stop)
            timer.start()
        else:
            refused = DataError(told["found"], told["mend"])
    process.wait()
    timer.cancel()
    if late:
        return DataError(f"读了 {seconds:.0f} 秒还没有读完", "请核实来源，或按文件拆开")
    return refused


def _tell(**said: object) -> None:
    sys.stdout.write(f"{json.dumps(said)}\n")
    sys.stdout.flush()


def _read(path: Path, folder: Path) -> None:
    from corpus.intake.formats import as_html, read

    original = read(path, lambda done, total: _tell(done=done, total=total))
    pages = [(page.number, page.start, page.end) for page in original.pages]
    content = {"kind": original.kind, "text": original.text, "pages": pages,
               "notes": original.notes, "sha256": original.sha256}  # fmt: skip
    if original.kind in _PREVIEWED:
        (folder / PREVIEW).write_text(as_html(path), "utf-8", "replace")
    (folder / ORIGINAL).write_text(json.dumps(content), "utf-8")


def _page(path: Path, folder: Path, number: int) -> None:
    from corpus.intake.formats import page_image

    draft = folder / f"page-{number}.new"
    draft.write_bytes(page_image(path, number))
    draft.replace(folder / f"page-{number}.png")


def main(arguments: Sequence[str]) -> int:
    """``read FILE FOLDER`` or ``page FILE FOLDER NUMBER``; 1 where it was refused, and said so."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    what, path, folder, *number = arguments
    try:
        if what == "page":
            _page(Path(path), Path(folder), int(number[0]))
        else:
            _read(Path(path), Path(folder))
    except DataError as error:
        _tell(found=error.found, mend=error.mend)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
