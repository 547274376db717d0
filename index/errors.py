"""Why an index can't be had or brought up to date: each message one Chinese line, no path in it."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

MEND: Final = "请重建索引：python -m index build --rebuild"
NO_MODEL: Final = (
    "向量模型打不开：EMBEDDING_MODEL 应是 sentence-transformers 格式的文件夹，"
    "或本机已有的模型名称。"
)
_FULL: Final = "磁盘已满"
_NO_FOLDER: Final = "该处是文件，不是文件夹"
_WHY: Final[Mapping[int | None, str]] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EROFS: "磁盘只读",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EEXIST: _NO_FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
}


class IndexUnavailableError(RuntimeError):
    """The family: whoever searches can take them all by this name and say the message."""


class NoIndexError(IndexUnavailableError):
    """No index was built yet, or only by another release of this program."""


class IndexDamagedError(IndexUnavailableError):
    """The index cannot be trusted; the message names the command that mends it."""


class BuildInProgressError(IndexUnavailableError):
    """Another process is building this index."""


class ModelUnavailableError(IndexUnavailableError):
    """The configured embedding model does not open, so nothing can be searched."""


class IndexUnwritableError(IndexUnavailableError):
    """The folder of the index takes no files: read-only, full, forbidden, or no folder at all."""

    def __init__(self, error: OSError) -> None:
        why = _WHY.get(error.errno, "读写出错")
        super().__init__(f"索引无法写入：{why}。请检查 POLICY_VAR 所指的文件夹。")
