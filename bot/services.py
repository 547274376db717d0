"""What the pages and the API stand on; each part is opened once, when it is first needed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from corpus.cards import Cards, load_cards
from corpus.library import Library
from corpus.readings import Reading, load_readings
from corpus.rules import load_rules
from corpus.versions import Amendment, load_amendments

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from corpus.rules import Rule

CHINA = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The day in China, wherever the server stands."""
    return datetime.now(CHINA).date()


class Services:
    """The library and what is known of it, the rules, and the assistant."""

    def __init__(self) -> None:
        self._opening = Lock()
        self._assistant: Assistant | None = None

    @cached_property
    def library(self) -> Library:
        """Every text held."""
        return Library.load()

    @cached_property
    def cards(self) -> Cards:
        """What each provision states, field by field."""
        return load_cards(self.library)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """How staff read clauses; drafts until signed."""
        return load_readings(self.library)

    @cached_property
    def amendments(self) -> tuple[Amendment, ...]:
        """What later texts do to earlier ones."""
        return load_amendments(self.library)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule that computes an amount, by id."""
        return load_rules(self.library)

    @cached_property
    def schemes(self) -> Mapping[str, str]:
        """Rule id → name of the scheme."""
        return {rule_id: rule.name for rule_id, rule in self.rules.items()}

    @property
    def assistant(self) -> Assistant:
        """The answering pipeline; the first call opens the index, others wait for it."""
        with self._opening:
            if self._assistant is None:
                from bot.assistant import Assistant  # pulls in the index: not for every page

                self._assistant = Assistant.open()
            return self._assistant
