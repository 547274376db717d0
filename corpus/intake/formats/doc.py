"""Legacy Word (.doc) and RTF: turned into .docx by LibreOffice where that is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from corpus.intake.formats.docx import read_docx
from corpus.intake.formats.original import Draft
from corpus.problem import DataError

_PROGRAMS: Final = ("soffice", "libreoffice")
_SECONDS: Final = 120
_SAVE_AS: Final = "请在 Word 或 WPS 里另存为 .docx 后放入"


def read_doc(path: Path) -> Draft:
    """The text of a .doc: what Word would show, as `read_docx` reads it.

    Raises:
        DataError: LibreOffice is missing, fails or takes too long.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise DataError("是旧版 Word 文档（.doc），这台机器没有安装 LibreOffice，读不了", _SAVE_AS)
    with TemporaryDirectory(prefix="policy-doc-") as folder:
        made = _convert(program, path, Path(folder))
        draft = read_docx(made)
    return Draft(
        draft.pages, ("旧版 Word 文档，已由 LibreOffice 转换，请核对编号和表格", *draft.notes)
    )


def _convert(program: str, path: Path, folder: Path) -> Path:
    source = (
        folder / "source.doc"
    )  # a name of our own: no option, no macro, no lock beside the original
    shutil.copyfile(path, source)
    command = [
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, timeout=_SECONDS, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise DataError(f"LibreOffice 用了 {_SECONDS} 秒还没有转换完", _SAVE_AS) from error
    made = folder / "source.docx"
    if done.returncode or not made.exists():
        raise DataError("LibreOffice 没能转换这个 .doc", _SAVE_AS)
    return made
