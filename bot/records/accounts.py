"""Accounts of the staff and the browsers they have signed in with, as they are kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.records.audit import Audit
from bot.records.columns import now
from bot.records.database import Database
from bot.records.tables import SignIn, StaffAccount

TRIES: Final = 5  # wrong passwords in a row; then the account waits
WAIT: Final = timedelta(minutes=15)
IDLE: Final = timedelta(hours=8)  # without a request, a browser has to sign in again
LONGEST: Final = timedelta(hours=24)
LOCKED: Final = "密码连续输错，账户已暂停，请在15分钟后再试，或请管理员重设密码。"
_TOUCHED: Final = timedelta(minutes=1)  # how exactly the last request is known


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


class Accounts:
    """The accounts of one database; every change is in the audit log."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def add(
        self, by: str, name: str, person: str, roles: Iterable[Role], password: str | None,
        subject: str | None = None,
    ) -> Member:  # fmt: skip
        """A new account; ``password`` is its hash.

        Raises:
            AccountError: there is one of that name.
        """
        granted = sorted(set(roles))
        with self._database.writing() as session:
            if _account(session, name) is not None:
                raise AccountError(f"已有账户“{name}”，请换一个登录名。")
            account = StaffAccount(
                name=name, person=person, roles=list(granted), password=password, subject=subject
            )
            session.add(account)
            self._audit.add(session, by, "account.add", name, person=person, roles=list(granted))
            session.flush()
            member = _member(account)
        self._audit.anchor()
        return member

    def change(
        self, by: str, name: str, *, roles: Iterable[Role] | None = None, off: bool | None = None,
        password: str | None = None,
    ) -> Member:  # fmt: skip
        """Change what is given; whoever is switched off, or has a new password, is signed out.

        Raises:
            AccountError: there is no such account, or no administrator would be left.
        """
        with self._database.writing() as session:
            account = _existing(session, name)
            administered = _administered(session)
            if roles is not None:
                account.roles = sorted(set(roles))
            if off is not None:
                account.off = off
            if password is not None:
                account.password = password
            if off is False or password is not None:
                account.failures, account.locked_until = 0, None
            if off or password is not None:
                session.execute(delete(SignIn).where(SignIn.account_id == account.id))
            session.flush()
            if administered and not _administered(session):
                raise AccountError("这样就没有管理员了：请先让另一个账户成为管理员。")
            self._audit.add(
                session, by, "account.change", name, roles=list(account.roles), off=account.off,
                password=password is not None,
            )  # fmt: skip
            member = _member(account)
        self._audit.anchor()
        return member

    def all(self) -> list[Member]:
        """Every account by name."""
        with self._database.reading() as session:
            found = session.scalars(select(StaffAccount).order_by(StaffAccount.name))
            return [_member(account) for account in found]

    def vouched(self, subject: str) -> Member | None:
        """The account that single sign-on vouches for; None where it is off or unknown."""
        with self._database.reading() as session:
            account = session.scalar(select(StaffAccount).where(StaffAccount.subject == subject))
            return None if account is None or account.off else _member(account)

    def enter(self, name: str, fits: Callable[[str | None], bool]) -> Member:
        """Whoever signs in with a password; ``fits`` holds what was typed against a hash.

        Called with None where there is no such account, so that it takes as long. After `TRIES`
        wrong ones in a row the account waits.

        Raises:
            AccountError: no such account, off, waiting, or another password: one sentence for all
                of the first, so that names can't be tried.
        """
        with self._database.reading() as session:
            account = _account(session, name)
        right = fits(account.password if account else None)
        with self._database.writing() as session:
            account = _account(session, name)
            if account is not None and account.locked_until and account.locked_until > now():
                raise AccountError(
                    "密码连续输错，账户已暂停，请在15分钟后再试，或请管理员重设密码。"
                )
            if account is None or account.off or not right:
                message = "登录名或密码不对。"
                if account is not None and not account.off:
                    self._failed(session, account)
            else:
                account.failures, account.locked_until = 0, None
                return _member(account)
        self._audit.anchor()
        raise AccountError(message)

    def _failed(self, session: Session, account: StaffAccount) -> None:
        account.failures += 1
        if account.failures >= TRIES:
            account.failures, account.locked_until = 0, now() + WAIT
        locked = account.locked_until is not None
        self._audit.add(session, account.name, "sign_in.failed", account.name, locked=locked)

    def sign_in(self, member: Member) -> str:
        """The secret that a browser is given; only its hash is kept."""
        secret = secrets.token_urlsafe(32)
        with self._database.writing() as session:
            account = _existing(session, member.name)
            over = now() - LONGEST
            session.execute(delete(SignIn).where(SignIn.begun < over))
            session.add(SignIn(id=_hash(secret), account_id=account.id))
            self._audit.add(session, member.name, "sign_in", member.name)
        self._audit.anchor()
        return secret

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
        return _member(account)

    def sign_out(self, secret: str) -> None:
        """Forget the browser that holds a secret."""
        with self._database.writing() as session:
            session.execute(delete(SignIn).where(SignIn.id == _hash(secret)))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _account(session: Session, name: str) -> StaffAccount | None:
    return session.scalar(select(StaffAccount).where(StaffAccount.name == name))


def _existing(session: Session, name: str) -> StaffAccount:
    account = _account(session, name)
    if account is None:
        raise AccountError(f"没有账户“{name}”。")
    return account


def _administered(session: Session) -> bool:
    """Whether somebody may give roles."""
    accounts = session.scalars(select(StaffAccount).where(StaffAccount.off.is_(False)))
    return any(Role.ADMIN in account.roles for account in accounts)


def _member(account: StaffAccount) -> Member:
    known = {role.value for role in Role}
    roles = frozenset(Role(role) for role in account.roles if role in known)
    return Member(
        account.name, account.person, roles, account.off, account.locked_until, account.subject
    )
