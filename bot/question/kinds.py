"""Which kinds of a table a message says that something is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.question.ask import Question
from corpus.drafting.words import RANK
from corpus.words import words


def kinds_named(question: Question, kinds: Sequence[str]) -> list[str]:
    """The kinds that a message names; none where it denies one of them: 没评上四级."""
    named = [kind for kind in kinds if question.names(kind) and _by_itself(kind, question)]
    if any(_denied(kind, question) for kind in named):
        return []
    return named or [kind for kind in kinds if _told_apart(kind, kinds, question)]


def _told_apart(kind: str, kinds: Sequence[str], question: Question) -> bool:
    """Whether one clause has what only this kind says and what all say: 以个人名义申报."""
    said = {one: {word for word in words(one) if len(word) > 1} for one in kinds}
    shared = set.intersection(*said.values())
    own = said[kind] - shared
    return bool(own and shared) and any(
        all(word in part.text() and _by_itself(word, question) for word in own)
        and any(word in part.text() for word in shared)
        and not part.has("negation")
        for part in question.frame.parts
    )


def _by_itself(kind: str, question: Question) -> bool:
    """Whether its words are no part of others: 高级 of 高级技师, 个人 of 3个人."""
    ranks = [match[0] for match in re.finditer(RANK, question.text)]
    if kind not in ranks and any(kind in rank for rank in ranks):
        return False
    counted = (token.text for token in question.frame.tokens if token.quantity is not None)
    return not any(kind in text and kind != text for text in counted)


def _denied(kind: str, question: Question) -> bool:
    """Whether a clause that names a kind, or the one behind it, denies."""
    parts = question.frame.parts
    return any(
        near.has("negation")
        for at, part in enumerate(parts)
        if kind.lower() in part.text()
        for near in parts[at : at + 2]
    )
