"""Passwords: how long they must be, and Argon2 hashes of them."""

from __future__ import annotations

import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.records.accounts import AccountError

SHORTEST: Final = 10
LONGEST: Final = 200  # hashing takes its time; nobody shall make it take more
_HASHER: Final = PasswordHasher()
_NOBODY: Final = _HASHER.hash("")  # held against where there is no account: it takes as long


def hashed(password: str, name: str) -> str:
    """The hash of a new password.

    Raises:
        AccountError: it is too short or too long, of one character, or the name itself.
    """
    password = _normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountError(f"密码要{SHORTEST}到{LONGEST}个字符，现在是{len(password)}个。")
    if len(set(password)) < 4 or name.lower() in password.lower():
        raise AccountError("密码太容易猜：不要包含登录名，也不要只用几个字符重复。")
    return _HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was hashed; False, as slowly, where there is none."""
    try:
        return _HASHER.verify(kept or _NOBODY, _normal(password[:LONGEST])) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
