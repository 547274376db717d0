"""What answers where the index can't be brought up to date, and the line that says so."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from index.embed import Encoder, load_encoder
from index.errors import BuildInProgressError, IndexDamagedError, IndexUnavailableError
from index.manifest import Identity
from index.passage import Passage
from index.progress import Progress
from index.version import EXACT, VERSIONS, IndexVersion, current_folder
from index.write import write_version

PLACES: Final = (None, "/dev/shm")  # None: the system's folder for temporary files
_SAME: Final = "暂用现有的索引，内容与文件一致。"
_TEMPORARY: Final = "暂用临时建立的索引，退出后消失。"
_OLDER: Final = "暂用更新前的索引，新改的条款可能检索不到。"
_AFTER: Final = "处理后请重启程序。"


def stand_in(
    passages: Sequence[Passage],
    root: Path,
    wanted: Identity,
    model: str,
    reason: IndexUnavailableError,
    progress: Progress,
) -> tuple[IndexVersion, str]:
    """The best version to be had, and the line. Raises ``reason`` where there is none."""
    held = list(_sound(root, wanted.model))
    same = next((v for v in held if v.manifest.identity.finds_as(wanted)), None)
    if same is not None:
        return same, f"{reason}{_SAME}{_AFTER}"
    if not held or not isinstance(reason, BuildInProgressError):  # else that build is done sooner
        made = _temporary(passages, replace(wanted, store=EXACT), load_encoder(model), progress)
        if made is not None:
            return made, f"{reason}{_TEMPORARY}{_AFTER}"
    if held:
        return held[0], f"{reason}{_OLDER}{_AFTER}"
    raise reason


def _sound(root: Path, model: str) -> Iterator[IndexVersion]:
    """The versions on disk that open and whose vectors are of this model, the current one first."""
    folders: list[Path] = []
    with suppress(OSError):
        folders = sorted((root / VERSIONS).iterdir())
    with suppress(IndexUnavailableError):
        folders.insert(0, current_folder(root))
    for folder in dict.fromkeys(folders):
        with suppress(IndexUnavailableError):
            version = IndexVersion.open(folder)
            if version.manifest.identity.model == model:
                yield version


def _temporary(
    passages: Sequence[Passage], identity: Identity, encoder: Encoder, progress: Progress
) -> IndexVersion | None:
    """A version outside the index's folder; None where nowhere can be written.

    Its files are removed once they are open: nothing stays behind, however the process ends.
    """
    for place in PLACES:
        with (
            suppress(OSError, IndexDamagedError),
            tempfile.TemporaryDirectory(dir=place, ignore_cleanup_errors=True) as folder,
        ):
            new = Path(folder) / "version"
            write_version(passages, identity, None, encoder, new, progress)
            return IndexVersion.open(new)
    return None
