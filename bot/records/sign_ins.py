"""The browsers that the staff have signed in with, as they are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.records.accounts import account_of, existing, member_of
from bot.records.audit import Audit
from bot.records.columns import now
from bot.records.database import Database
from bot.records.members import AccountError, Member, Role
from bot.records.tables import SignIn, StaffAccount

FAILURES: Final = 50  # wrong passwords in a row, from wherever; then strange browsers wait
WAIT: Final = timedelta(minutes=15)
IDLE: Final = timedelta(hours=8)  # without a request, a browser has to sign in again
LONGEST: Final = timedelta(hours=24)
WRONG: Final = "登录名或密码不对，或账户已停用。连续输错的，15分钟后才能再试。"
_TOUCHED: Final = timedelta(minutes=1)  # how exactly the last request is known
STRANGER: Final = "陌生人"


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who came in: the secret that the browser is given, of which a hash is kept.

    ``known`` is what tells this browser from strange ones, until the password changes.
    """

    member: Member
    secret: str
    known: str


class SignIns:
    """Who has signed in; every coming and going is in the audit log."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def exists(self, name: str) -> bool:
        """Whether there is an account of this name."""
        with self._database.reading() as session:
            return account_of(session, name) is not None

    def knows(self, name: str, known: str) -> bool:
        """Whether a browser that says ``known`` has been let in to this account before."""
        with self._database.reading() as session:
            account = account_of(session, name)
        return account is not None and _same(known, _known(account))

    def proves(self, name: str, fits: Callable[[str | None], bool]) -> bool:
        """Whether a password is that of an account; nobody is let in by it."""
        with self._database.reading() as session:
            account = account_of(session, name)
        return fits(account.password if account else None)

    def enter(
        self, name: str, fits: Callable[[str | None], bool], *, source: str, known: bool = False
    ) -> Entered:
        """Let somebody in with a password; ``fits`` holds what was typed against a hash.

        Called with None where there is no such account, so that it takes as long; what failed is
        written down later (`failed`), so that this takes as long, too. ``known``: the browser has
        been here before, and does not wait for what strangers typed.

        Raises:
            AccountError: no such account, off, waiting, or another password: one sentence for
                all, so that names can't be tried.
        """
        with self._database.reading() as session:
            account = account_of(session, name)
        hash_ = account.password if account else None
        if not fits(hash_):
            raise AccountError(WRONG)
        with self._database.writing() as session:
            account = account_of(session, name)
            # What fitted may have been changed, and the account switched off, in the meantime.
            if account is None or account.off or account.password != hash_:
                raise AccountError(WRONG)
            if not known and account.locked_until and account.locked_until > now():
                raise AccountError(WRONG)
            account.failures, account.locked_until = 0, None
            entered = self._begin(session, account, source, how="password")
        self._audit.anchor()
        return entered

    def failed(self, name: str, source: str) -> None:
        """Write down that somebody could not get in.

        What was typed where there is no such account is not: it may be somebody's password.
        """
        with self._database.writing() as session:
            account = account_of(session, name)
            if account is None:
                self._audit.add(session, STRANGER, "sign_in.failed", "", source=source)
            elif account.locked_until is None or account.locked_until <= now():
                account.failures += 1
                waits = account.failures >= FAILURES
                if waits:
                    account.failures, account.locked_until = 0, now() + WAIT
                self._audit.add(
                    session, STRANGER, "sign_in.failed", account.name, source=source, waits=waits
                )
        self._audit.anchor()

    def vouched(
        self, subject: str, source: str, roles: Iterable[Role] | None = None
    ) -> Entered | None:
        """Let in whom single sign-on vouches for; None where there is no account of theirs yet.

        ``roles`` are those that it says they have now, where it is asked.

        Raises:
            AccountError: the account is switched off.
        """
        with self._database.writing() as session:
            query = select(StaffAccount).where(StaffAccount.subject == subject)
            account = session.scalar(query)
            if account is None:
                return None
            if account.off:
                raise AccountError("您的账户已停用，请联系管理员。")
            if roles is not None and sorted(set(roles)) != list(account.roles):
                account.roles = sorted(set(roles))
                self._audit.add(
                    session, "统一身份", "account.change", account.name, roles=list(account.roles)
                )
            entered = self._begin(session, account, source, how="single")
        self._audit.anchor()
        return entered

    def _begin(self, session: Session, account: StaffAccount, source: str, how: str) -> Entered:
        secret = secrets.token_urlsafe(32)
        session.execute(delete(SignIn).where(SignIn.begun < now() - LONGEST))
        session.add(SignIn(id=_hash(secret), account_id=account.id))
        self._audit.add(session, account.name, "sign_in", account.name, source=source, how=how)
        return Entered(member_of(account), secret, _known(account))

    def signed_in(self, secret: str) -> Member | None:
        """Who uses the browser that holds a secret; None where nobody does any more."""
        with self._database.reading() as session:
            query = select(SignIn, StaffAccount).join(
                StaffAccount, StaffAccount.id == SignIn.account_id
            )
            row = session.execute(query.where(SignIn.id == _hash(secret))).first()
        if row is None:
            return None
        kept, account = row
        moment = now()
        if account.off or moment - kept.last > IDLE or moment - kept.begun > LONGEST:
            return None
        if moment - kept.last > _TOUCHED:
            with self._database.writing() as session:
                again = session.get(SignIn, kept.id)
                if again is not None:
                    again.last = moment
        return member_of(account)

    def browsers(self, name: str) -> int:
        """In how many browsers somebody is signed in."""
        moment = now()
        with self._database.reading() as session:
            query = select(func.count()).select_from(SignIn).join(StaffAccount)
            held = query.where(
                StaffAccount.name == name, SignIn.last > moment - IDLE,
                SignIn.begun > moment - LONGEST,
            )  # fmt: skip
            return session.scalar(held) or 0

    def sign_out(self, secret: str) -> None:
        """Forget the browser that holds a secret."""
        with self._database.writing() as session:
            held = session.get(SignIn, _hash(secret))
            if held is None:
                return
            name = session.scalar(
                select(StaffAccount.name).where(StaffAccount.id == held.account_id)
            )
            session.delete(held)
            self._audit.add(session, name or "", "sign_out", name or "")
        self._audit.anchor()

    def sign_out_others(self, name: str, secret: str) -> None:
        """Forget every browser of somebody but the one that holds a secret. Raises AccountError."""
        with self._database.writing() as session:
            account = existing(session, name)
            others = delete(SignIn).where(SignIn.account_id == account.id)
            session.execute(others.where(SignIn.id != _hash(secret)))
            self._audit.add(session, account.name, "account.sign_out", account.name, others=True)
        self._audit.anchor()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _known(account: StaffAccount) -> str:
    """What a browser is known by: nobody can make it who does not know the hash."""
    key = (account.password or secrets.token_hex()).encode()
    return hmac.new(key, f"known {account.name}".encode(), hashlib.sha256).hexdigest()


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())
