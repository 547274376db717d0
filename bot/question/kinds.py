"""Which kinds of a table a message says that something is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.question.ask import Question
from corpus.drafting.words import RANK


def kinds_named(question: Question, kinds: Sequence[str]) -> list[str]:
    """The kinds that a message names; none where it denies one of them: 没评上四级."""
    named = [kind for kind in kinds if question.names(kind) and not _is_of_another(kind, question)]
    return [] if any(_denied(kind, question) for kind in named) else named


def _is_of_another(kind: str, question: Question) -> bool:
    """Whether its words are only part of another rank that is named: 高级 of 高级技师."""
    ranks = [match[0] for match in re.finditer(RANK, question.text)]
    return kind not in ranks and any(kind in rank for rank in ranks)


def _denied(kind: str, question: Question) -> bool:
    """Whether a clause that names a kind, or the one behind it, denies."""
    parts = question.frame.parts
    return any(
        near.has("negation")
        for at, part in enumerate(parts)
        if kind.lower() in part.text()
        for near in parts[at : at + 2]
    )
