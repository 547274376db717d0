"""Keys to the API as they are kept: a hash of each, who made it, when it was used."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select, update

from bot.records.audit import Audit
from bot.records.columns import now, numbered
from bot.records.database import Database
from bot.records.members import AccountError
from bot.records.tables import ApiKey

PREFIX: Final = "policy_"  # so that a key is known for one wherever it turns up
MOST: Final = 200  # keys that are good at one time
LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret. ``name`` says whose it is."""

    id: int
    name: str
    made_by: str
    made: datetime
    used: datetime | None
    revoked: datetime | None


class Keys:
    """The keys of one database; making and revoking is in the audit log."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def make(self, by: str, name: str) -> str:
        """A new key; its secret is told this once.

        Raises:
            AccountError: it has no name, one too long or taken, or there are too many.
        """
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise AccountError(f"请写明密钥给谁用，至多{LONGEST_NAME}个字符。")
        secret = PREFIX + secrets.token_urlsafe(32)
        with self._database.writing() as session:
            held = session.scalars(select(ApiKey.name).where(ApiKey.revoked.is_(None))).all()
            if name in held:
                raise AccountError(f"“{name}”已有一个密钥。要更换，请先撤销它。")
            if len(held) >= MOST:
                raise AccountError(f"有效的密钥已有{MOST}个，请先撤销不用的。")
            session.add(ApiKey(name=name, secret=_hash(secret), made_by=by))
            self._audit.add(session, by, "key.make", name)
        self._audit.anchor()
        return secret

    def revoke(self, by: str, key_id: int) -> Key:
        """From now on a key is good for nothing. Raises AccountError where there is none."""
        with self._database.writing() as session:
            kept = numbered(session, ApiKey, key_id)
            if kept is None or kept.revoked is not None:
                raise AccountError("没有这个密钥，或者它已经撤销。")
            kept.revoked = now()
            self._audit.add(session, by, "key.revoke", kept.name)
            key = _key(kept)
        self._audit.anchor()
        return key

    def all(self) -> list[Key]:
        """Every key, the newest first."""
        with self._database.reading() as session:
            return [_key(kept) for kept in session.scalars(select(ApiKey).order_by(-ApiKey.id))]

    def of(self, secret: str) -> Key | None:
        """The key with this secret; None where there is none, or none any more."""
        with self._database.reading() as session:
            kept = session.scalar(select(ApiKey).where(ApiKey.secret == _hash(secret)))
            return None if kept is None or kept.revoked is not None else _key(kept)

    def used(self, key_id: int) -> None:
        """Note that a key was used just now."""
        with self._database.writing() as session:
            session.execute(update(ApiKey).where(ApiKey.id == key_id).values(used=now()))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _key(kept: ApiKey) -> Key:
    return Key(kept.id, kept.name, kept.made_by, kept.made, kept.used, kept.revoked)
