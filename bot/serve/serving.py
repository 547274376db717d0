"""All that answers at one time: an assistant over the documents as they were when it was opened."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from bot.answer.knowledge import Interpret, as_filed
from bot.engine.service import Engine
from bot.model.chain import Chain
from bot.model.wire import ModelSettings
from bot.supplement import Lookup, none_entered
from environment.settings import Settings
from index.progress import silent

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from index.progress import Progress


class Serving:
    """An assistant with what is made from it once; nothing here outlives a change of documents."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self.assistant = assistant
        self.chain = Chain(assistant, ModelSettings.of(settings))  # answers, with a model's help

    @classmethod
    def open(
        cls,
        settings: Settings,
        progress: Progress = silent,
        supplements: Lookup = none_entered,
        interpret: Interpret = as_filed,
    ) -> Serving:
        """Read the documents. Raises CorpusError where not one of them is sound."""
        from bot.assistant import Assistant  # pulls in the pipeline's libraries

        return cls(Assistant.open(settings, progress, supplements, interpret), settings)

    def warm(self) -> None:
        """Open and load all that a first question needs."""
        _ = self.assistant.knowledge.searcher
        self.assistant.warm()
        self.chain.warm()

    @cached_property
    def engine(self) -> Engine:
        """The rules with what reads facts for them and computes."""
        knowledge = self.assistant.knowledge
        return Engine(knowledge.library, knowledge.rules)

    @property
    def schemes(self) -> Mapping[str, str]:
        """Rule id → name of the scheme."""
        return self.engine.schemes
