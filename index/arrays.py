"""Arrays on disk: a full disk is an OSError, and what was read stays readable.

A map of a file dies by a signal (SIGBUS) where the disk fills up under it or somebody truncates
the file. So arrays are written through files, or into space that is there already; and read
whole up to `WHOLE` bytes, a bound below which opening reads the file for its hash anyway. Larger
ones are mapped. That is sound because no version is changed once it is written, and removing
one leaves its maps readable; only truncating a large file in place while it serves is fatal.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import DTypeLike, NDArray

WHOLE = 8_000_000  # bytes of a file
Array = NDArray[Any]


def write(stream: BinaryIO, array: Array) -> None:
    """One array in npy format. Raises OSError with its errno, which numpy's own writer drops."""
    _header(stream, array.dtype, array.shape)
    stream.write(np.ascontiguousarray(array).data)


def save(path: Path, array: Array) -> None:
    """A file of one array."""
    with path.open("wb") as stream:
        write(stream, array)


def save_parts(path: Path, kind: DTypeLike, shape: tuple[int, ...], parts: Iterable[Array]) -> None:
    """A file of one array of that shape, from its rows in order: memory holds one part."""
    with path.open("wb") as stream:
        _header(stream, np.dtype(kind), shape)
        for part in parts:
            stream.write(np.ascontiguousarray(part, dtype=kind).data)


def reserve(path: Path, kind: DTypeLike, size: int) -> np.memmap:
    """A mapped array to be filled in any order, its space already taken from the disk."""
    array: np.memmap = np.lib.format.open_memmap(path, mode="w+", dtype=kind, shape=(size,))
    with path.open("r+b") as stream:
        os.posix_fallocate(stream.fileno(), 0, path.stat().st_size)
    return array


def load(path: Path) -> Array:
    """The array of a file. Raises OSError or ValueError for a missing or truncated one."""
    large = path.stat().st_size > WHOLE
    array: Array = np.load(path, mmap_mode="r" if large else None)
    return array.view(np.ndarray)  # a view of a map slices faster than the map


def _header(stream: BinaryIO, kind: np.dtype[Any], shape: tuple[int, ...]) -> None:
    described = {
        "descr": np.lib.format.dtype_to_descr(kind),
        "fortran_order": False,
        "shape": shape,
    }
    np.lib.format.write_array_header_1_0(stream, described)
