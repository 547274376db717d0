"""Who the staff are: roles, and how accounts and people are called so that nobody is mistaken."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

# Han beside Latin, and no third script: what looks like an a is an a.
_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_NAME: Final = re.compile(rf"[a-z0-9{_HAN}][a-z0-9._@{_HAN}-]{{0,63}}")
_LETTER: Final = rf"A-Za-z\u00c0-\u024f{_HAN}"
_PERSON: Final = re.compile(rf"[{_LETTER}][{_LETTER}0-9·. （）()_-]{{0,39}}")
_ALIKE: Final = str.maketrans({"0": "o", "1": "l", ".": "-", "_": "-", "@": "-"})
NAME_IS: Final = (
    "登录名由小写字母、数字、汉字和 . _ @ - 组成，至多64个字符，以字母、数字或汉字开头。"
)
PERSON_IS: Final = "姓名由汉字或字母开头，可含数字、空格、·和括号，至多40个字符。"


class Role(StrEnum):
    """What somebody of the staff may be. One person may be several."""

    CHECKER = "checker"
    SIGNER = "signer"
    EVALUATOR = "evaluator"
    ADMIN = "admin"


class AccountError(ValueError):
    """What was asked of the accounts can't be done; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff. ``name`` signs in, ``person`` is what signatures say."""

    name: str
    person: str
    roles: frozenset[Role]
    off: bool = False
    locked_until: datetime | None = None
    subject: str | None = None  # whom the service for single sign-on vouches for
    local: bool = True  # has a password
    given: bool = False  # a password that another gave them, and that they have not changed


def login_name(typed: str) -> str:
    """A name to sign in with as it is kept: small letters, half-width.

    Raises:
        AccountError: it has a character that could be taken for another, or is too long.
    """
    name = unicodedata.normalize("NFKC", typed).strip().lower()
    if not _NAME.fullmatch(name):
        raise AccountError(NAME_IS)
    return name


def person_name(typed: str) -> str:
    """The name of a person as signatures say it.

    Raises:
        AccountError: it has a character that is invisible or could be taken for another.
    """
    person = " ".join(unicodedata.normalize("NFC", typed).split())
    if not _PERSON.fullmatch(person):
        raise AccountError(PERSON_IS)
    return person


def alike(name: str) -> str:
    """The same for names that are easily mistaken for one another: ``wang1`` and ``wangl``."""
    plain = unicodedata.normalize("NFKC", name).lower().translate(_ALIKE)
    return plain.replace("rn", "m").replace("vv", "w").replace(" ", "")
