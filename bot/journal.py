"""What the verifier kept from users: one JSON line each, and how often."""

from __future__ import annotations

import json
import logging
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.verify import Violation

logger = logging.getLogger(__name__)


def blocked_log(var: Path) -> Path:
    """Where blocked drafts are logged below the folder for data."""
    return var / "log" / "blocked.jsonl"


@dataclass
class Journal:
    """Appends to a file and keeps count. ``outcomes`` counts answers by how they came about."""

    path: Path | None = None  # None: counts only
    kinds: Counter[str] = field(default_factory=Counter)  # violation kind → drafts it stopped
    outcomes: Counter[str] = field(default_factory=Counter)  # phrased ｜ repaired ｜ a trouble
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def blocked(
        self,
        violations: Iterable[Violation],
        *,
        question: str,
        model: str,
        prompts: str,
        draft: int,
    ) -> None:
        """Note a draft that was stopped: ``draft`` is 1, or 2 for the repaired one."""
        found = tuple(violations)
        entry = {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "question": question,
            "draft": draft,
            "violations": [
                {"kind": v.kind.value, "excerpt": v.excerpt, "reason": v.reason} for v in found
            ],
            "model": model,
            "prompts": prompts,
        }
        with self._lock:
            self.kinds.update(dict.fromkeys((v.kind.value for v in found), 1))
            if self.path is None:
                return
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="utf-8") as log:
                    log.write(json.dumps(entry, ensure_ascii=False) + "\n")
            except OSError as error:  # an answer does not fail because nothing can be noted down
                logger.warning("拦下的草稿没有记下：%s", error.strerror)

    def ended(self, outcome: str) -> None:
        """Count an answer by how it came about."""
        with self._lock:
            self.outcomes[outcome] += 1
