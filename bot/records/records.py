"""Everything that is kept, opened once: the database with what reads and writes each kind."""

from __future__ import annotations

from typing import Self

from bot.records.accounts import Accounts
from bot.records.audit import Audit
from bot.records.cases import Cases
from bot.records.conversations import Conversations
from bot.records.database import Database
from bot.records.keys import Keys
from bot.records.readings import Readings
from bot.records.runs import Runs
from bot.records.service_info import ServiceInfo
from bot.records.sign_ins import SignIns
from bot.records.tasks import Tasks
from bot.records.unread import Unread
from environment.settings import Settings


class Records:
    """The records of one service."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.audit = Audit(database, settings.policy_var)
        self.accounts = Accounts(database, self.audit)
        self.sign_ins = SignIns(database, self.audit)
        self.keys = Keys(database, self.audit)
        self.conversations = Conversations(database)
        self.runs = Runs(database)
        self.cases = Cases(database, self.audit)
        self.service_info = ServiceInfo(database, self.audit)
        self.tasks = Tasks(database, self.audit)
        self.unread = Unread(database, self.audit)
        self.readings = Readings(database, self.audit)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The records that the settings name, at the newest schema.

        Raises:
            RecordsError: they can't be opened.
        """
        return cls(Database.of(settings), settings)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
