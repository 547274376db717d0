"""What a message says of the conditions: met, not met, or two denials that need asking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.question.amounts import Segment
from bot.question.token import Token

_NEAR: Final = 4  # tokens between a condition and the word that denies it
_POLAR: Final = frozenset("是不是 是否 有没有 要不要 需不需要 用不用 会不会 算不算".split())  # noqa: SIM905


def denials(parts: Sequence[Segment]) -> dict[str, bool | None]:
    """Conditions that words beside them deny (四上没进): False; denied twice: None."""
    found: dict[str, bool | None] = {}
    for part in parts:
        for i, token in enumerate(part.tokens):
            for name in token.under("condition"):
                count = _denied(part.tokens, i)
                if count:
                    found[name] = False if count == 1 else None
    return found


def _denied(tokens: Sequence[Token], at: int) -> int:
    near = tokens[max(0, at - _NEAR) : at + _NEAR + 1]
    if any(t.text in _POLAR for t in near):
        return 0
    return sum(1 for t in near if t.has("negation") and not t.has("condition"))
