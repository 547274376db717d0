"""Which matter: what is asked names none, or one of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.question.ask import Question
from bot.reply import Clarification, Grade, Reply, Status

_MOST: Final = 12  # matters that can all be shown to be tapped
_SHOWN: Final = 8  # of more
# Words that anybody who spent anything uses.
_ANYBODYS: Final = (
    "role", "verb", "ask", "modal", "filler", "mark", "courtesy", "year", "actor.self",
    "actor.firm", "money", "comparator", "hypothesis", "operator", "sector",
)  # fmt: skip


def which_matter(knowledge: Knowledge, topics: Sequence[str] = ()) -> Reply | None:
    """An amount of nothing in particular, or of one of several `topics`: which is meant?

    None where no rule of these texts computes anything, so that there is nothing to choose from.
    """
    names = dict.fromkeys(
        card.name
        for card in knowledge.cards
        if card.id in knowledge.rules and (not topics or card.topic in topics)
    )
    if not names:
        return None
    return Clarification(
        status=Status.NEEDS_INPUT,
        conclusion="能拿多少取决于是哪一项。",
        question="您问的是哪一项？",
        choices=tuple(names)[: _SHOWN if len(names) > _MOST else _MOST],
        grade=Grade.ASKED,
    )


def names_nothing(question: Question) -> bool:
    """Whether a question says only that something was spent: 去年投了三百万，能拿多少回来."""
    named = question.frame.counting  # 贷款利息贴不贴: a cost
    return not named and all(token.has(*_ANYBODYS) for token in question.frame.tokens)
