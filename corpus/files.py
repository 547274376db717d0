"""Reading one file of a policy folder: bounded, in whatever encoding Chinese offices save it."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from corpus.problem import DataError

TEXT_LIMIT: Final = 1_000_000  # bytes: some 330 000 characters, three times the Civil Code
DATA_LIMIT: Final = 500_000  # bytes of one YAML file
_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8", "带 BOM 的 UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_COMMON: Final = range(0xB0, 0xD8)  # lead bytes of the 3755 everyday characters of GB 2312
_SHARE: Final = 0.8  # everyday ones among the Chinese characters: .99 in policies, .6 in Big5
_RE_SAVE: Final = "请用记事本打开，另存为 UTF-8 编码"
_NO_LINK: Final = "请删去链接，放入文件本身"
_REFUSED: Final[Mapping[int, tuple[str, str]]] = {
    errno.ENOENT: ("是失效的链接", _NO_LINK),
    errno.EACCES: ("没有读取权限", "请让运行本程序的用户可以读它"),
    errno.EPERM: ("没有读取权限", "请让运行本程序的用户可以读它"),
    errno.ELOOP: ("是首尾相接的链接", _NO_LINK),
    errno.ENOTDIR: ("不是文件夹", "请写政策文件夹的位置"),
}


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a file, its lines ending as on Linux, and the hash of its bytes.

    ``encoding`` is empty for plain UTF-8, else how it was read.
    """

    text: str
    encoding: str
    sha256: str


def read_file(path: Path, limit: int) -> Content:
    """Read a text file of at most ``limit`` bytes.

    Raises:
        DataError: it cannot be read, is longer, is empty or is no text.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise DataError("不是普通文件", "请换成文件本身")
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        raise refused(error) from error
    if len(raw) > limit:
        raise DataError(
            f"大于 {limit / 1_000_000:g} MB，超过了单个文件的上限",
            "请检查是否放错了文件，确是正文的请拆成几个文件夹",
        )
    text, encoding = _decode(raw)
    if not text.strip():
        raise DataError("是空的", "请写上内容，不用的文件请删去")
    return Content(text, encoding, hashlib.sha256(raw).hexdigest())


def refused(error: OSError) -> DataError:
    """What the system's refusal to read a file or folder means, in Chinese."""
    code = error.errno or 0
    return DataError(*_REFUSED.get(code, (f"读不出来（系统错误 {code}）", "请检查磁盘或重新放入")))


def _decode(raw: bytes) -> tuple[str, str]:
    for mark, codec, name in _MARKED:
        if raw.startswith(mark):
            try:
                return _checked(raw[len(mark) :].decode(codec)), name
            except UnicodeDecodeError:
                raise DataError(f"开头标明编码是 {name}，内容却不是", _RE_SAVE) from None
    try:
        return _checked(raw.decode("utf-8")), ""
    except UnicodeDecodeError:
        pass
    try:
        text = _checked(raw.decode("gb18030"))
    except UnicodeDecodeError:
        text = ""
    if not _is_everyday_chinese(text):
        raise DataError("不是 UTF-8、GBK 或 UTF-16 编码的文字", _RE_SAVE)
    return text, "GBK（GB18030）"


def _checked(text: str) -> str:
    if "\0" in text:
        raise DataError("不是纯文本", "请把原件转成纯文本后再放入")
    return text.replace("\r\n", "\n").replace("\r", "\n")  # as every quote of it is written


def _is_everyday_chinese(text: str) -> bool:
    """Whether the characters are those of a Chinese text; bytes read amiss give rare ones."""
    found = [char for char in text if "一" <= char <= "鿿"]
    everyday = sum(char.encode("gb2312", "replace")[0] in _COMMON for char in found)
    return everyday > _SHARE * len(found)


def replace_file(path: Path, text: str) -> None:
    """Write a file whole or not at all: a reader never sees half of it, nor does a crash leave it.

    Raises OSError where the folder can't be written.
    """
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
