"""Versions of readings (口径) and the signatures under them, as they are kept.

A version is never changed. One that was not written here but came with the text (随文件) is kept
once somebody signs it or writes a version after it; its author is `FILED`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.records.audit import Audit
from bot.records.columns import now
from bot.records.database import Database, RecordsError
from bot.records.members import Member
from bot.records.tables import ReadingVersion, Signature

FILED: Final = ""  # in place of the account that wrote a version: it came with the text
STALE: Final = (
    "别人刚刚改过这条口径，您看到的已不是最新的一版，没有处理。请对照下面的最新一版后再提交。"
)
OWN: Final = "这一版是您自己写的，要由另一位签署人签署。"
SIGNED: Final = "这一版已经签署，不用再签。"
UNSIGNED: Final = "这条口径现在没有签署，不用撤回。"
GONE: Final = "没有这条口径。请从“口径”页重新打开。"


class ReadingError(ValueError):
    """What was asked of a reading can't be done; the message is Chinese."""


class StaleError(ReadingError):
    """Somebody else was faster: the version in hand is not the newest any more."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of one reading, in the order of time."""

    versions: Sequence[ReadingVersion] = ()
    signatures: Sequence[Signature] = ()


@dataclass(frozen=True, slots=True)
class Stand:
    """What a deed is done to: a reading's newest version as whoever does it saw it.

    ``filed`` is its entry where it came with the text and is perhaps not kept yet.
    """

    reading_id: str
    document_id: str
    number: int  # 0 before the first
    filed: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Signing:
    """What a signature says beside who gives it. ``basis`` is what it is bound to."""

    role: str
    ground: str
    basis: str


@dataclass
class Readings:
    """The readings of one database; every change is in the audit log.

    ``generation`` is another number after every change, so that who keeps what was read here
    knows when to read again. One process serves, and all changes are made in it.
    """

    database: Database
    audit: Audit
    generation: int = field(default=0, init=False)

    def all(self) -> dict[str, Kept]:
        """Every reading that is kept, by id.

        Raises:
            RecordsError: the database can't be read now.
        """
        versions: dict[str, list[ReadingVersion]] = {}
        signatures: dict[str, list[Signature]] = {}
        try:
            with self.database.reading() as session:
                for version in session.scalars(
                    select(ReadingVersion).order_by(ReadingVersion.number)
                ):
                    versions.setdefault(version.reading_id, []).append(version)
                query = select(Signature, ReadingVersion.reading_id).join(
                    ReadingVersion, ReadingVersion.id == Signature.version_id
                )
                for signature, reading_id in session.execute(query.order_by(Signature.id)):
                    signatures.setdefault(reading_id, []).append(signature)
        except SQLAlchemyError as error:
            raise RecordsError(f"口径的签署记录读不出来：{type(error).__name__}") from error
        return {id_: Kept(of, signatures.get(id_, ())) for id_, of in versions.items()}

    def write(self, by: Member, stand: Stand, entry: Mapping[str, Any], comment: str) -> int:
        """A version after the one that stands; its number.

        Raises:
            StaleError: another one was written meanwhile.
        """
        with self._writing() as session:
            self._newest(session, stand)
            number = stand.number + 1
            session.add(
                ReadingVersion(
                    reading_id=stand.reading_id, number=number, document_id=stand.document_id,
                    entry=dict(entry), author=by.name, comment=comment,
                )
            )  # fmt: skip
            self.audit.add(
                session, by.name, "reading.write", stand.reading_id, version=number,
                document=stand.document_id, comment=comment,
            )  # fmt: skip
        return number

    def sign(self, by: Member, stand: Stand, signing: Signing, *, own: bool = False) -> None:
        """Sign the version that stands; ``own``: also one that the signer wrote.

        Raises:
            StaleError: another one was written meanwhile.
            ReadingError: it is their own, or it is signed already.
        """
        with self._writing() as session:
            version = self._newest(session, stand)
            if version is None:
                raise ReadingError(GONE)
            if version.author == by.name and not own:
                raise ReadingError(OWN)
            last = _last_signature(session, stand.reading_id)
            same = last is not None and last.version_id == version.id
            if last and same and last.withdrawn is None and last.basis == signing.basis:
                raise ReadingError(SIGNED)
            session.add(
                Signature(
                    version_id=version.id, signer=by.name, person=by.person, role=signing.role,
                    ground=signing.ground, basis=signing.basis,
                )
            )  # fmt: skip
            self.audit.add(
                session, by.name, "reading.sign", stand.reading_id, version=version.number,
                person=by.person, role=signing.role, ground=signing.ground, basis=signing.basis,
            )  # fmt: skip

    def withdraw(self, by: Member, reading_id: str, why: str) -> None:
        """Take the signature of a reading back, the newest one.

        Raises:
            ReadingError: there is none that was not taken back.
        """
        with self._writing() as session:
            last = _last_signature(session, reading_id)
            if last is None or last.withdrawn is not None:
                raise ReadingError(UNSIGNED)
            last.withdrawn, last.withdrawn_by, last.withdrawn_why = now(), by.person, why
            self.audit.add(
                session, by.name, "reading.withdraw", reading_id, signer=last.signer, why=why
            )

    def _newest(self, session: Session, stand: Stand) -> ReadingVersion | None:
        """The newest version, after what came with the text was kept. Raises StaleError."""
        query = select(ReadingVersion).where(ReadingVersion.reading_id == stand.reading_id)
        newest = session.scalar(query.order_by(ReadingVersion.number.desc()).limit(1))
        before = -1 if newest is None else newest.number
        if stand.filed is not None and before == stand.number - 1:
            newest = ReadingVersion(
                reading_id=stand.reading_id, number=stand.number, author=FILED,
                document_id=stand.document_id, entry=dict(stand.filed),
            )  # fmt: skip
            session.add(newest)
            session.flush()
        if (newest.number if newest else 0) != stand.number:
            raise StaleError(STALE)
        return newest

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """A change. Two that come at once to the same number are told apart by the database."""
        try:
            with self.database.writing() as session:
                yield session
        except IntegrityError as error:
            raise StaleError(STALE) from error
        self.generation += 1
        self.audit.anchor()


def _last_signature(session: Session, reading_id: str) -> Signature | None:
    query = select(Signature).join(ReadingVersion, ReadingVersion.id == Signature.version_id)
    query = query.where(ReadingVersion.reading_id == reading_id)
    return session.scalar(query.order_by(Signature.id.desc()).limit(1))
