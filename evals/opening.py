"""The one place where the evals open the product and what it is measured against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from evals.answerer import Answerer, AssistantAnswerer
from evals.baseline import PlainChunks, RetrievalOnly

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from corpus.library import Library

AS_OF = date(2026, 11, 22)  # own cases are answered as of this day, so that a run can be repeated


@dataclass(frozen=True, slots=True)
class Opened:
    """The documents and everyone who answers from them, the product first."""

    library: Library
    answerers: tuple[Answerer, ...]


def open_assistant(root: Path | None = None) -> AssistantAnswerer:
    """Open the assistant on the bundled documents, or on others, with their index beside them."""
    from bot.assistant import Assistant  # opens the index: only when something is asked

    assistant = Assistant.open() if root is None else open_on(root)
    return AssistantAnswerer(assistant.ask, assistant.knowledge)


def open_on(root: Path) -> Assistant:
    """Open the assistant itself on the documents of a folder, with their index beside them."""
    from bot.answer.knowledge import Knowledge
    from bot.assistant import Assistant
    from corpus.collection import Collection
    from environment.settings import Settings
    from index.build import open_current
    from index.settings import IndexSettings

    collection = Collection.load(root)
    library = collection.library
    settings = IndexSettings(root.parent / "index", IndexSettings.of(Settings()).model)
    return Assistant(Knowledge(collection, lambda: open_current(library, settings)))


def open_product(*, model: bool = False) -> AssistantAnswerer:
    """Open the product as it serves: with what the staff have signed and entered beside the texts.

    Raises:
        SettingsError: ``model`` is wanted and the environment names none.

    """
    from bot.serve.services import Services
    from environment.settings import Settings, SettingsError

    services = Services(Settings())
    if model and not services.settings.llm_base_url:
        raise SettingsError("没有配置语言模型：请设置 LLM_BASE_URL")
    ask = services.chain.answer if model else services.assistant.ask
    return AssistantAnswerer(ask, services.assistant.knowledge)


def open_all(*, model: bool = False) -> Opened:
    """Open the product and both baselines on the documents that it serves. Raises SettingsError."""
    from index.build import open_current

    product = open_product(model=model)
    library = product.knowledge.library
    return Opened(
        library, (product, PlainChunks(library), RetrievalOnly(library, open_current(library)))
    )
