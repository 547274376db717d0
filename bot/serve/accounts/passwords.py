"""Passwords: how long they must be, how easily guessed they may not be, Argon2 hashes of them."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.concurrency import run_in_threadpool

from bot.records.members import AccountError
from bot.serve.refusal import BUSY, Refused

SHORTEST: Final = 10
LONGEST: Final = 200  # hashing takes its time; nobody shall make it take more
LEFT: Final = 5  # characters that must be left of a password without what everybody uses
COMMON: Final = (
    "1234567890", "0123456789", "9876543210", "12345678", "87654321", "123456", "654321", "1234",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwerty", "1qaz2wsx", "qazwsx", "1q2w3e4r", "abcdefghij",
    "abcdef", "abcd", "abc", "password", "passw0rd", "p@ssw0rd", "p@ssword", "admin", "root",
    "letmein", "welcome", "iloveyou", "woaini", "mima", "5201314", "520", "1314", "888", "666",
    "000", "111", "2024", "2025", "2026", "2027", "123", "321", "!@#$%^", "!@#",
)  # fmt: skip
AT_ONCE: Final = 2  # passwords that are held against a hash: each takes 64 MB and a core
WAITING: Final = 20  # that wait for it
TOO_EASY: Final = (
    "密码太容易猜：去掉登录名和常见的片段（如 123456、password、年份）以后，"
    f"还要有{LEFT}个以上不全相同的字符。"
)
_T = TypeVar("_T")
_HASHER: Final = PasswordHasher()
_NOBODY: Final = _HASHER.hash("")  # held against where there is no account: it takes as long


def hashed(password: str, name: str) -> str:
    """The hash of a new password.

    Raises:
        AccountError: it is too short, too long or too easily guessed.
    """
    normal = _normal(password)
    if not len(normal) >= SHORTEST or len(password) > LONGEST:
        raise AccountError(f"密码要{SHORTEST}到{LONGEST}个字符，现在是{len(password)}个。")
    left = normal.lower()
    for piece in (name.lower(), *COMMON):
        left = left.replace(piece, "") if len(piece) > 2 else left
    if len(left) < LEFT or len(set(left)) < 4:
        raise AccountError(TOO_EASY)
    return _HASHER.hash(normal.encode("utf-8", "replace"))


def made() -> str:
    """A password that nobody has thought of; 80 bits, without letters that look alike."""
    return "-".join(
        "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(4))
        for _ in range(4)
    )


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was hashed; False, as slowly, where there is none."""
    typed = _normal(password) if len(password) <= LONGEST else ""  # "" is nobody's
    try:
        same = _HASHER.verify(kept or _NOBODY, typed.encode("utf-8", "replace"))
    except (VerificationError, InvalidHashError):
        return False
    return same and kept is not None


class Hashing:
    """Where passwords are hashed: a few at a time, so that answers still have a core and memory."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def run(self, deed: Callable[..., _T], *given: object) -> _T:
        """Do it in a thread, once there is a place. Raises Refused (503) where too many wait."""
        if self._waiting >= WAITING:
            raise Refused(503, BUSY, again=5)
        self._waiting += 1
        try:
            async with self._places:
                return await run_in_threadpool(deed, *given)
        finally:
            self._waiting -= 1


def _normal(password: str) -> str:
    """The same for what looks the same, however it was typed: a full-width １ is a 1."""
    return unicodedata.normalize("NFKC", password)
