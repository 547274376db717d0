"""The disk fills up at any write of a build: the last good version serves, and nothing is left."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from environment.settings import BUNDLED_MODEL
from index.build import build
from index.errors import IndexUnavailableError
from index.passage import Passage
from index.settings import IndexSettings
from index.version import VERSIONS, current_folder, open_version

_STEP = 24_576  # bytes: a file of the version, or a few pages of a larger one


def leave(disk: Path, free: int) -> None:
    """Fill the disk but for ``free`` bytes."""
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    state = os.statvfs(disk)
    with ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(1, state.f_bavail * state.f_bsize - free))


def test_wherever_the_disk_fills_up_the_last_good_version_serves_and_no_half_is_left(
    disk: Path, passages: list[Passage]
) -> None:
    settings = IndexSettings(disk / "index", str(BUNDLED_MODEL))
    good = build(passages[:9], settings).folder
    said: list[str] = []
    for free in range(0, 2_000_000, _STEP):
        leave(disk, free)
        try:
            grown = build(passages, settings)
        except IndexUnavailableError as error:
            said.append(str(error))
            assert current_folder(settings.root) == good
            assert list((settings.root / VERSIONS).iterdir()) == [good]
            assert {path.name for path in settings.root.iterdir()} <= {"CURRENT", "lock", VERSIONS}
        else:
            break
    assert len(said) > 10
    assert {("磁盘" in line, line.endswith("。")) for line in said} == {(True, True)}
    (disk / "ballast").unlink()
    served = open_version(settings.root)
    assert served.folder == grown.folder
    assert served.nearest(served.vectors[30], 1).tolist() == [30]
    assert served.nearest.error is None


@pytest.mark.parametrize("limit", [0, 200, 5_000, 30_000, 41_100, 123_000, 200_000])
def test_a_file_that_may_not_grow_ends_the_build_and_the_version_before_serves(
    settings: IndexSettings, passages: list[Passage], limit: int
) -> None:
    good = build(passages[:9], settings)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(IndexUnavailableError, match="磁盘"):
            build(passages, settings)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list((settings.root / VERSIONS).iterdir()) == [good.folder]
    served = open_version(settings.root)
    assert served.folder == good.folder
    assert served.nearest(served.vectors[4], 1).tolist() == [4]


@pytest.mark.parametrize("free", [0, 200_000, 400_000])
def test_what_is_open_answers_while_the_disk_is_full(
    disk: Path, passages: list[Passage], free: int
) -> None:
    settings = IndexSettings(disk / "index", str(BUNDLED_MODEL))
    good = build(passages, settings)
    leave(disk, free)
    with pytest.raises(IndexUnavailableError, match="磁盘"):
        build(passages, settings, rebuild=True)
    assert good.nearest(good.vectors[30], 1).tolist() == [30]
