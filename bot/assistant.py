"""The assistant: one collection, one pipeline, one question at a time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from bot.answer.knowledge import Interpret, Knowledge, as_filed
from bot.context import Context
from bot.pipeline import Asked, Pipeline, Turn
from bot.supplement import Lookup, none_entered
from corpus.collection import Collection
from environment.settings import Settings
from index.progress import Progress, silent
from index.search import Searcher
from index.settings import IndexSettings

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

# A word that no lexicon has, a reading in Latin letters, and something to search for.
_FIRST: Final = "请问喀纳斯的butie怎么申请？"

__all__ = ["Assistant", "Context", "Turn"]


class Assistant:
    """Answers questions about a collection, without a network and without a language model."""

    def __init__(self, knowledge: Knowledge, supplements: Lookup = none_entered) -> None:
        self.knowledge = knowledge
        self.pipeline = Pipeline(knowledge, supplements)

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        progress: Progress = silent,
        supplements: Lookup = none_entered,
        interpret: Interpret = as_filed,
    ) -> Assistant:
        """The assistant over the collection of the settings; a missing index is built.

        ``supplements`` looks up what the staff have entered beside the texts; ``interpret`` gives
        the readings that it answers with: see `Knowledge`.

        Raises CorpusError where not one policy folder is sound.
        """
        settings = settings or Settings()
        collection = Collection.load(settings.policy_documents, settings.policy_var)

        def open_searcher() -> Searcher:
            from index.build import open_current  # chromadb loads only when a search comes

            return open_current(collection.library, IndexSettings.of(settings), progress=progress)

        return cls(Knowledge(collection, open_searcher, interpret), supplements)

    def ask(self, text: str, context: Context | None = None, *, as_of: date | None = None) -> Turn:
        """The reply to a message and the thread after it. `as_of` is the day taken as today."""
        today = as_of or date.today()  # noqa: DTZ011 - the user's calendar day
        return self.pipeline(Asked(text, context or Context(), today))

    def warm(self) -> None:
        """Answer a message that needs all that is loaded when first needed, so that none waits."""
        self.ask(_FIRST)

    def as_runnable(self) -> Runnable[Asked, Turn]:
        """The assistant as a LangChain Runnable, to be composed with others."""
        from langchain_core.runnables import RunnableLambda  # only who composes pays for it

        return RunnableLambda(self.pipeline)
