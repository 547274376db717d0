"""Zip files from outside (.docx, .ofd): measured before anything is unpacked."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from pathlib import Path
from typing import Final

from corpus.intake.formats import bounds
from corpus.problem import DataError

DAMAGED: Final = "请用原来的软件打开后另存一份，或重新下载"


def open_archive(path: Path) -> zipfile.ZipFile:
    """The zip file, its sizes checked: what unpacks to too much is never unpacked.

    ``zipfile`` reads no entry beyond the size its directory states, so that the sum of those
    sizes is a bound even where they lie.

    Raises:
        DataError: it is damaged, encrypted or too large.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DataError("压缩结构损坏，打不开", DAMAGED) from error
    try:
        _check(archive.infolist())
    except DataError:
        archive.close()
        raise
    return archive


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > bounds.ENTRIES:
        raise DataError(f"里面有 {len(entries)} 个文件，超过了 {bounds.ENTRIES} 个的上限", DAMAGED)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise DataError("有打开密码", "请取消密码后另存一份")
    for entry in entries:
        large = entry.file_size > bounds.RATIO_FROM
        packed_tight = large and entry.file_size > bounds.RATIO * max(entry.compress_size, 1)
        if entry.file_size > bounds.PART_BYTES or packed_tight:
            raise _bomb(entry.file_size)
    total = sum(entry.file_size for entry in entries)
    if total > bounds.UNPACKED_BYTES:
        raise _bomb(total)


def _bomb(size: int) -> DataError:
    found = f"解开后有 {size / 1_000_000:.0f} MB，与文件大小不相称，可能是恶意构造的压缩文件"
    return DataError(found, "请核实来源；确是正文的请另存一份，去掉大图片")


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one file in the archive.

    Raises:
        DataError: it is not there or damaged.
    """
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise DataError(f"里面的 {posixpath.basename(name)} 缺失或损坏", DAMAGED) from error
