"""A made-up text of 青竹县 that nobody marked, and the assistant that answers from it alone."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.assistant import Assistant
from environment.settings import Settings


def opened(home: Path, text: str, short_title: str, place: str = "青竹县") -> Assistant:
    """Write the text as the one document below ``home``; its first line is the title."""
    folder = home / "documents" / "text"
    folder.mkdir(parents=True)
    (folder / "text.txt").write_text(text, "utf-8")
    stated = {
        "id": "text", "title": text.partition("\n")[0], "kind": "办法",
        "short_title": short_title, "region": [place[:-1], place],
    }  # fmt: skip
    (folder / "meta.yaml").write_text(yaml.safe_dump(stated, allow_unicode=True), "utf-8")
    return Assistant.open(Settings(policy_documents=folder.parent, policy_var=home / "var"))
