"""What the staff entered, as the pipeline looks it up: by texts and matters, never failing."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from bot.aspects import Aspect
from bot.supplement import Supplement

if TYPE_CHECKING:
    from bot.serve.services import Services

logger = logging.getLogger(__name__)


class Supplements:
    """The lookup over the records of a service; an answer is given without them where they fail."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def __call__(
        self, documents: Collection[str], matters: Collection[str]
    ) -> Iterable[Supplement]:
        """The pieces that hold."""
        from bot.serve.services import CHINA  # it opens this

        try:
            entries = self._services.records.service_info.current(documents, matters)
        except Exception:  # the records are no ground to leave a question unanswered
            logger.exception("service information could not be read")
            return
        titles = {one.id: one.short_title for one in self._services.library.documents}
        names = {card.topic: card.name for card in reversed(list(self._services.cards))}
        for one in entries:
            matter = names.get(one.matter, one.matter)
            of = f"{titles.get(one.document_id, '')}{f'“{matter}”' if matter else ''}"
            yield Supplement(
                one.document_id, one.matter, Aspect(one.kind), one.words, one.source, one.dated,
                one.author, one.at.astimezone(CHINA).date(), of,
            )  # fmt: skip
