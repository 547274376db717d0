"""What the pages and the API stand on, opened when it is first needed, anew when texts change."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from threading import Event, Lock
from time import sleep
from typing import TYPE_CHECKING, Final

from bot.engine.service import Engine
from bot.model.chain import Chain
from bot.records.database import UnwritableError
from bot.records.records import Records
from bot.records.retention import purge
from bot.serve.accounts.passwords import Hashing
from bot.serve.clock import CHINA, today
from bot.serve.health import CLOCK_NOTE, INDEX_NOTE, clock_problem
from bot.serve.interpretations import Interpretation, Interpretations
from bot.serve.key_ring import KeyRing
from bot.serve.limits import Limits
from bot.serve.renewal import Renewal
from bot.serve.serving import Serving
from bot.serve.staff.access import Access
from bot.serve.supplements import Supplements
from bot.serve.talks import Talks
from corpus.cards import Cards
from corpus.clause import Clause
from corpus.collection import Collection
from corpus.library import Library
from corpus.readings import Reading
from corpus.rules import Rule
from corpus.versions import Amendment
from environment.settings import Settings
from index.progress import silent

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.serve.accounts.single import Single
    from index.progress import Progress

__all__ = ["CHINA", "STARTING", "Services", "today"]

logger = logging.getLogger(__name__)

A_DAY: Final = 24 * 60 * 60  # seconds
STARTING: Final = "正在启动，索引还没有打开。"


class Services:
    """The assistant and what it knows: library, cards, readings, amendments, rules.

    What serves is one `Serving`, replaced as a whole when the documents change (`renewal`).
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.limits = Limits(settings)
        self.access = Access(lambda: self.records, settings.root_path)
        self.hashing = Hashing()
        self.key_ring = KeyRing(lambda: self.records.keys)
        self.single = _single(settings)
        self.interpretations = Interpretations(lambda: self.records.readings)
        self.renewal = Renewal(lambda: Collection.stamp(settings.policy_documents), self._renew)
        self._supplements = Supplements(self)
        self._opening = Lock()
        self._serving: Serving | None = None
        self._keeping = Lock()
        self._records: Records | None = None
        self.talks = Talks(self)
        self._ready = Event()

    @property
    def serving(self) -> Serving:
        """What answers now; whoever comes first opens it, others wait."""
        with self._opening:
            if self._serving is None:
                self.renewal.seen()  # before it is read: what changes meanwhile is read again
                self._serving = self._open()
            return self._serving

    def _open(self, progress: Progress = silent) -> Serving:
        """What answers, over the documents as they are now and what the staff say beside them."""
        return Serving.open(self.settings, progress, self._supplements, self.interpretations.over)

    @property
    def assistant(self) -> Assistant:
        """The answering pipeline."""
        return self.serving.assistant

    @property
    def chain(self) -> Chain:
        """Who converses: the assistant, with the help of a model where one is configured."""
        return self.serving.chain

    @property
    def records(self) -> Records:
        """All that is kept. Raises RecordsError where it can't be opened."""
        with self._keeping:
            if self._records is None:
                self._records = Records.open(self.settings)
            return self._records

    def open_records(self) -> None:
        """Open what is kept, before anybody asks; go without where nothing can be written.

        Raises:
            RecordsError: the database that is to be used can't be.
        """
        try:
            _ = self.records
        except UnwritableError as error:
            self.talks.unkept(error)

    def keep_house(self) -> None:
        """Delete once a day what has been kept long enough; for a thread of its own."""
        while True:
            try:
                purge(self.records, self.settings)
            except Exception:  # a thread of its own: nobody above could take it
                logger.exception("what is too old could not be deleted")
            sleep(A_DAY)

    def prepare(self, progress: Progress) -> None:
        """Read the collection and bring its index up to date, before the service opens."""
        with self._opening:
            self.renewal.seen()
            self._serving = self._open(progress)
        _ = self._serving.assistant.knowledge.searcher
        self._ready.set()

    def warm_up(self) -> None:
        """Open the index, and what a model needs, before the first question comes; then watch.

        What fails here fails again, and is said, when the first question needs it.
        """
        try:
            _ = self.assistant.knowledge.searcher
            self._ready.set()
            self.serving.warm()
        except Exception as error:  # a thread of its own: nobody above could take it
            logger.error("准备工作没有完成：%s", error)
        self.renewal.watch()

    def _renew(self, progress: Progress) -> None:
        """Read the documents anew beside what answers, and let it take over once it is ready."""
        fresh = self._open(progress)
        fresh.warm()
        with self._opening:
            self._serving = fresh

    @property
    def problems(self) -> tuple[str, ...]:
        """What is out of order, a line each in Chinese; never waits for anything."""
        if self._serving is None or not self._ready.is_set():
            return (STARTING,)
        knowledge = self._serving.assistant.knowledge
        clock = clock_problem(knowledge.library.documents, today())
        broken = map(str, knowledge.collection.problems)
        others = filter(None, (clock, self.renewal.problem, self.talks.problem))
        return (*broken, *knowledge.problems, *others)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of any answer must know of the state of the service."""
        knowledge = self.assistant.knowledge
        clock = CLOCK_NOTE if clock_problem(knowledge.library.documents, today()) else ""
        index = INDEX_NOTE if knowledge.problems else ""
        return tuple(filter(None, (clock, index)))

    @property
    def library(self) -> Library:
        """Every text held."""
        return self.assistant.knowledge.library

    @property
    def cards(self) -> Cards:
        """What each provision states, field by field."""
        return self.assistant.knowledge.cards

    @property
    def readings(self) -> Sequence[Reading]:
        """How staff read clauses; drafts until signed."""
        return self.assistant.knowledge.readings

    @property
    def interpreted(self) -> tuple[Interpretation, ...]:
        """Every reading with its state, its versions and its signatures."""
        return self.interpretations.all(self.assistant.knowledge.collection)

    def readings_of(self, clause: Clause) -> tuple[Interpretation, ...]:
        """Those that are about a clause, also where they don't answer any more."""
        return tuple(one for one in self.interpreted if one.of(clause))

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        """What later texts do to earlier ones."""
        return self.assistant.knowledge.amendments

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule that computes an amount, by id."""
        return self.assistant.knowledge.rules

    @property
    def engine(self) -> Engine:
        """The rules with what reads facts for them and computes."""
        return self.serving.engine

    @property
    def schemes(self) -> Mapping[str, str]:
        """Rule id → name of the scheme."""
        return self.serving.schemes


def _single(settings: Settings) -> Single | None:
    """The service for single sign-on; None, and nothing of it imported, where none is set."""
    if not settings.oidc_issuer:
        return None
    from bot.serve.accounts.single import Single

    return Single(settings)
