"""One assistant for the tests of what a model may add."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from tests.bot.model.talking import TODAY


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    opened = Assistant.open()
    opened.ask("我们厂上一年度技改投了350万，能补多少？", as_of=TODAY)
    assert opened.knowledge.searcher is not None
    opened.knowledge.searcher.search("技术改造")
    return opened
