"""Interpretations (口径) as they stand: those that came with the texts, under those of the records.

What answers is the version that was signed last, as long as what it was signed over has not
changed; else the newest version, as a draft; nothing of a reading whose signature was withdrawn.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import Any, Final

from pydantic import ValidationError

from bot.records.database import RecordsError
from bot.records.readings import FILED, Kept, Readings, Stand
from bot.records.tables import Signature
from bot.serve.clock import day_of
from corpus.basis import basis
from corpus.clause import Clause
from corpus.collection import Collection
from corpus.problem import DataError
from corpus.readings import Reading, ReadingEntry, Signed, Unsettled, entry_of, settle
from corpus.shape import conform

logger = logging.getLogger(__name__)

WITH_THE_TEXT: Final = "随文件"


class State(StrEnum):
    """How far an interpretation is."""

    DRAFT = "草案"
    SIGNED = "已签"
    VOID = "失效"
    WITHDRAWN = "已撤回"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of one; ``author`` is the account, "" where it came with the text."""

    number: int
    document_id: str
    entry: ReadingEntry
    author: str = FILED
    at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something in the history of one: a version, a signature, a withdrawal."""

    at: datetime | None  # None: it came with the text
    what: str
    who: str
    words: str
    number: int  # of the version

    @property
    def day(self) -> str:
        """The day in China; "" where it is not known."""
        return day_of(self.at).isoformat() if self.at else ""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One of them with all that is kept of it. ``versions`` in the order of time.

    ``reading`` is what answers; None where nothing of it does, ``problem`` then says why. With
    ``shown`` set to a version's number that version is what answers. ``waiting``: the newest
    version is not signed.
    """

    id: str
    state: State
    versions: Sequence[Version]
    signatures: Sequence[Signature]
    number_of: Mapping[int, int]  # id of a kept version → its number
    reading: Reading | None
    shown: int
    waiting: bool
    problem: str = ""
    refiled: bool = False  # the file beside the text says something else than was kept of it

    @property
    def newest(self) -> Version:
        """The version that an edit starts from."""
        return self.versions[-1]

    @property
    def document_id(self) -> str:
        """The text that it belongs to."""
        return self.newest.document_id

    @property
    def title(self) -> str:
        """What it is called."""
        return self.told.title

    @property
    def text(self) -> str:
        """What it says, as it answers."""
        return self.told.reading

    @property
    def told(self) -> ReadingEntry:
        """The entry of the version that answers."""
        return next(one.entry for one in self.versions if one.number == self.shown)

    @property
    def signature(self) -> Signature | None:
        """The signature that was given last, whatever became of it."""
        return self.signatures[-1] if self.signatures else None

    @property
    def signer(self) -> str:
        """Who signed what answers; "" for nobody."""
        return self.reading.signer or "" if self.reading else ""

    @property
    def day(self) -> str:
        """The day on which what answers was signed; "" where it was not."""
        signed = self.reading.signed if self.reading else None
        return signed.on.isoformat() if signed else ""

    @property
    def stand(self) -> Stand:
        """What a deed is done to."""
        newest = self.newest
        filed = dumped(newest.entry) if newest.author == FILED else None
        return Stand(self.id, newest.document_id, newest.number, filed)

    def of(self, clause: Clause) -> bool:
        """Whether it is about a clause, its newest version or that which answers."""
        named = {*self.newest.entry.clauses, *self.told.clauses}
        return self.document_id == clause.document_id and clause.id in named

    def history(self, person: Callable[[str], str]) -> tuple[Moment, ...]:
        """All that happened to it, in order; ``person`` says whose an account is."""
        moments = [
            Moment(
                one.at if one.author else None,
                "写成" if at == 0 else "修改",
                person(one.author) if one.author else WITH_THE_TEXT,
                one.comment,
                one.number,
            )
            for at, one in enumerate(self.versions)
        ]
        for one in self.signatures:
            number = self.number_of[one.version_id]
            moments.append(
                Moment(one.at, "签署", f"{one.person}（{one.role}）", one.ground, number)
            )
            if one.withdrawn:
                why, by = one.withdrawn_why, one.withdrawn_by
                moments.append(Moment(one.withdrawn, "撤回签署", by, why, number))
        return tuple(sorted(moments, key=lambda one: one.at.timestamp() if one.at else 0.0))


class Interpretations:
    """Those of one service, put together anew when the records or the texts have changed."""

    def __init__(self, readings: Callable[[], Readings]) -> None:
        self._readings = readings
        self._lock = Lock()
        self._held: tuple[Collection, int, tuple[Interpretation, ...]] | None = None

    def over(self, collection: Collection) -> tuple[Reading, ...]:
        """What answers of a collection: see `bot.answer.knowledge.Knowledge`."""
        return tuple(one.reading for one in self.all(collection) if one.reading is not None)

    def all(self, collection: Collection) -> tuple[Interpretation, ...]:
        """Every one, of the texts of a collection and of texts that are not held any more.

        Where the records can't be read nobody's signature is known: what came with the texts
        is given as drafts, and that is logged.
        """
        with self._lock:
            try:
                readings = self._readings()
                generation = readings.generation
                if self._held and self._held[0] is collection and self._held[1] == generation:
                    return self._held[2]
                found = interpretations(collection, readings.all())
            except RecordsError as error:
                logger.error("%s", error)
                return interpretations(collection, {})
            self._held = (collection, generation, found)
            return found


def interpretations(collection: Collection, kept: Mapping[str, Kept]) -> tuple[Interpretation, ...]:
    """What came with the texts, and what is kept, joined by id; in the order of the texts."""
    filed = {one.id: one for one in collection.readings}
    of_people = [id_ for id_, one in kept.items() if one.versions[-1].author != FILED]
    order = {document.id: at for at, document in enumerate(collection.library.documents)}
    found = [
        _joined(id_, filed.get(id_), kept.get(id_, Kept()), collection)
        for id_ in dict.fromkeys((*filed, *of_people))
    ]
    held = (one for one in found if one is not None)
    return tuple(sorted(held, key=lambda one: order.get(one.document_id, len(order))))


def waiting(found: Iterable[Interpretation]) -> tuple[Interpretation, ...]:
    """Those whose newest version waits for a signature."""
    return tuple(one for one in found if one.waiting)


def dumped(entry: ReadingEntry) -> dict[str, Any]:
    """An entry as it is kept."""
    return entry.model_dump(mode="json", exclude_none=True)


def _joined(
    id_: str, filed: Reading | None, kept: Kept, collection: Collection
) -> Interpretation | None:
    """One of them; None where no version of it can be read."""
    versions = _versions(kept)
    of_file = [one for one in versions if one.author == FILED]
    entry = entry_of(filed) if filed else None
    differs = entry is not None and (not of_file or of_file[-1].entry != entry)
    ours = bool(versions) and versions[-1].author != FILED
    if filed is not None and entry is not None and differs and not ours:
        number = versions[-1].number + 1 if versions else 0
        versions.append(Version(number, filed.document_id, entry))
    if not versions:
        return None
    joined = Interpretation(
        id=id_, state=State.DRAFT, versions=versions, signatures=kept.signatures,
        number_of={one.id: one.number for one in kept.versions}, reading=None,
        shown=versions[-1].number, waiting=True, refiled=differs and ours,
    )  # fmt: skip
    return _judged(joined, collection)


def _judged(one: Interpretation, collection: Collection) -> Interpretation:
    """With its state, and what answers."""
    last = one.signature
    number = one.number_of[last.version_id] if last else -1
    newest = number == one.newest.number  # whether it is that which was signed
    if last and last.withdrawn and newest:
        return replace(
            one, state=State.WITHDRAWN, waiting=False, problem="签署已撤回，不再用来回答"
        )
    if last and not last.withdrawn:
        version = next((version for version in one.versions if version.number == number), None)
        reading = _settled(version, collection)[0] if version else None
        if reading and basis(reading, collection.library, collection.rules.values()) == last.basis:
            signed = Signed(last.person, last.role, day_of(last.at), last.ground)
            reading = replace(reading, signed=signed)
            return replace(
                one, state=State.SIGNED, reading=reading, shown=number, waiting=not newest
            )
    void = bool(last and not last.withdrawn and newest)
    reading, problem = _settled(one.newest, collection)
    return replace(
        one,
        state=State.VOID if void else State.DRAFT,
        reading=replace(reading, void=void) if reading else None,
        problem=problem,
    )


def _settled(version: Version, collection: Collection) -> tuple[Reading | None, str]:
    """A version with its clauses and grounds; None, and why, where the texts do not hold them."""
    try:
        return settle(Unsettled(version.document_id, version.entry, None), collection.library), ""
    except DataError as error:
        return None, str(error)


def _versions(kept: Kept) -> list[Version]:
    """The versions; one that has not the shape of a reading any more is left out, and logged."""
    found = []
    for one in kept.versions:
        try:
            entry = conform(ReadingEntry, one.entry)
        except ValidationError as error:
            logger.error("口径 %s 第%d版读不出来：%s", one.reading_id, one.number, error)
            continue
        found.append(Version(one.number, one.document_id, entry, one.author, one.at, one.comment))
    return found
