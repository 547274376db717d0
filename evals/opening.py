"""The one place where the evals open the product."""

from __future__ import annotations

from evals.answerer import AssistantAnswerer


def open_assistant(*, llm: bool = False) -> AssistantAnswerer:
    """Open the assistant on the bundled documents, and the library its citations point into."""
    from bot.assistant import Assistant  # opens the index: only when something is asked
    from corpus.library import Library

    return AssistantAnswerer(Assistant.open(), Library.load())
