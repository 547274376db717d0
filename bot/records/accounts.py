"""Accounts of the staff as they are kept: made, changed, switched off."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.records.audit import Audit
from bot.records.database import Database
from bot.records.members import AccountError, Member, Role, alike, login_name, person_name
from bot.records.tables import SignIn, StaffAccount

__all__ = ["AccountError", "Accounts", "Member", "Role"]
NONE_LEFT = "这样就没有能用密码登录的管理员了：请先让另一个有密码的账户成为管理员，再改这一个。"


class Accounts:
    """The accounts of one database; every change is in the audit log."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def add(
        self, by: str, name: str, person: str, roles: Iterable[Role], password: str | None,
        subject: str | None = None, *, given: bool = False,
    ) -> Member:  # fmt: skip
        """A new account; ``password`` is its hash, ``given`` where another than they knows it.

        Raises:
            AccountError: a name has characters that names can't have, or there is an account of
                that name or person, or of one that looks like it.
        """
        name, person, granted = login_name(name), person_name(person), sorted(set(roles))
        try:
            with self._database.writing() as session:
                _see_that_nobody_is_mistaken(session, name, person)
                account = StaffAccount(
                    name=name, person=person, roles=list(granted), password=password,
                    subject=subject, given=given,
                )  # fmt: skip
                session.add(account)
                session.flush()
                told = {"person": person, "roles": list(granted)}
                self._audit.add(session, by, "account.add", name, **told)
                member = member_of(account)
        except IntegrityError:  # one whom single sign-on vouches for has an account already
            raise AccountError(_taken(name)) from None
        self._audit.anchor()
        return member

    def change(
        self, by: str, name: str, *, roles: Iterable[Role] | None = None, off: bool | None = None,
        password: str | None = None, given: bool = False,
    ) -> Member:  # fmt: skip
        """Change what is given; whoever is switched off, or has a new password, is signed out.

        Raises:
            AccountError: there is no such account, or no administrator would be left.
        """
        with self._database.writing() as session:
            administered = _administered(session)
            account = existing(session, name)
            before = {"roles": list(account.roles), "off": account.off}
            if roles is not None:
                account.roles = sorted(set(roles))
            if off is not None:
                account.off = off
            if password is not None:
                account.password, account.given = password, given
            if off is False or password is not None:
                account.failures, account.locked_until = 0, None
            if off or password is not None:
                session.execute(delete(SignIn).where(SignIn.account_id == account.id))
            session.flush()
            if administered and not _administered(session):
                raise AccountError(NONE_LEFT)
            told = {"roles": list(account.roles), "off": account.off}
            changed = {key: value for key, value in told.items() if value != before[key]}
            if password is not None:
                changed["password"] = True
            self._audit.add(session, by, "account.change", account.name, **changed)
            member = member_of(account)
        self._audit.anchor()
        return member

    def sign_out_everywhere(self, by: str, name: str) -> None:
        """Forget every browser that somebody has signed in with. Raises AccountError."""
        with self._database.writing() as session:
            account = existing(session, name)
            session.execute(delete(SignIn).where(SignIn.account_id == account.id))
            self._audit.add(session, by, "account.sign_out", account.name)
        self._audit.anchor()

    def all(self) -> list[Member]:
        """Every account by name."""
        with self._database.reading() as session:
            found = session.scalars(select(StaffAccount).order_by(StaffAccount.name))
            return [member_of(account) for account in found]


def account_of(session: Session, name: str) -> StaffAccount | None:
    """The account that somebody means who types this name."""
    try:
        kept = login_name(name)
    except AccountError:
        return None
    return session.scalar(select(StaffAccount).where(StaffAccount.name == kept))


def existing(session: Session, name: str) -> StaffAccount:
    """The account of this name. Raises AccountError."""
    account = account_of(session, name)
    if account is None:
        raise AccountError(f"没有账户“{name[:64]}”。")
    return account


def member_of(account: StaffAccount) -> Member:
    """What the rest of the program knows of an account."""
    known = {role.value for role in Role}
    return Member(
        account.name,
        account.person,
        frozenset(Role(role) for role in account.roles if role in known),
        account.off,
        account.locked_until,
        account.subject,
        account.password is not None,
        account.given,
    )


def _taken(name: str) -> str:
    return f"已有账户“{name}”，请换一个登录名。"


def _see_that_nobody_is_mistaken(session: Session, name: str, person: str) -> None:
    for held in session.scalars(select(StaffAccount)):
        if held.name == name:
            raise AccountError(_taken(name))
        if alike(held.name) == alike(name):
            raise AccountError(f"登录名“{name}”与已有的“{held.name}”容易看错，请换一个。")
        if alike(held.person) == alike(person):
            raise AccountError(
                f"已有账户“{held.name}”的姓名也是“{held.person}”。签署只写姓名，"
                "请加上科室区分，如“张三（法规科）”。"
            )


def _administered(session: Session) -> bool:
    """Whether somebody with a password of their own may give roles, whatever vouches for others."""
    return any(
        Role.ADMIN in account.roles and account.password is not None and not account.off
        for account in session.scalars(select(StaffAccount))
    )
