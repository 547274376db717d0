"""Arrays on disk are those of numpy, and a disk that is full is an error and no signal."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from index import arrays

MADE = [
    np.arange(12, dtype=np.float32).reshape(3, 4),
    np.array(7),
    np.empty(0, dtype=np.int32),
    np.arange(10, dtype=np.int64)[::2],
]


@pytest.mark.parametrize("array", MADE)
def test_what_is_saved_is_read_by_numpy_and_by_us(array: arrays.Array, tmp_path: Path) -> None:
    arrays.save(tmp_path / "a.npy", array)
    for read in (np.load(tmp_path / "a.npy"), arrays.load(tmp_path / "a.npy")):
        assert (read.dtype, read.shape, read.tolist()) == (array.dtype, array.shape, array.tolist())


def test_rows_written_part_by_part_are_one_array(tmp_path: Path) -> None:
    whole = np.arange(20, dtype=np.float32).reshape(10, 2)
    arrays.save_parts(tmp_path / "a.npy", np.float32, whole.shape, (whole[:7], whole[7:]))
    assert (np.load(tmp_path / "a.npy") == whole).all()


def test_a_small_array_is_read_whole_and_outlives_its_file(tmp_path: Path) -> None:
    arrays.save(tmp_path / "a.npy", MADE[0])
    read = arrays.load(tmp_path / "a.npy")
    os.truncate(tmp_path / "a.npy", 0)
    assert read.tolist() == MADE[0].tolist()


def test_a_large_array_is_mapped_and_outlives_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrays, "WHOLE", 10)
    arrays.save(tmp_path / "a.npy", MADE[0])
    read = arrays.load(tmp_path / "a.npy")
    assert isinstance(read.base, np.memmap)
    (tmp_path / "a.npy").unlink()
    assert read.tolist() == MADE[0].tolist()


def test_a_full_disk_is_an_error_that_says_so(disk: Path) -> None:
    large = np.zeros(2_000_000, dtype=np.float32)
    for write in (
        lambda path: arrays.save(path, large),
        lambda path: arrays.save_parts(path, np.float32, large.shape, [large]),
        lambda path: arrays.reserve(path, np.float32, len(large)),
    ):
        with pytest.raises(OSError, match="space") as error:
            write(disk / "a.npy")
        assert error.value.errno == errno.ENOSPC
        (disk / "a.npy").unlink()
