"""What a message says of the conditions: met, not met, or two denials that need asking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.question.segments import Segment
from bot.question.token import Token

_BEHIND: Final = 3  # tokens behind a condition in which it is denied: 四上没进
_NEAR: Final = 4  # tokens between a condition and the word that denies it
_ALSO: Final = ("也", "更", "又", "还")
_QUESTION_ENDS: Final = ("不", "没", "否", "没有")  # 能补不: no denials at the end


def denials(parts: Sequence[Segment]) -> dict[str, bool | None]:
    """Conditions that words beside them deny (四上没进): False; denied twice: None.

    What bars a condition (个人使用) and is itself denied bars nothing; what is said later, without
    a denial, holds.
    """
    found: dict[str, bool | None] = {}
    for part in parts:
        told = [(i, t) for i, t in enumerate(part.tokens) if t.has("condition", "barrier")]
        for i, token in told:
            if token.has("condition") and _left_open(part.tokens, i):
                found.update(dict.fromkeys(token.under("condition")))
                continue
            if _asked(part.tokens, i):
                found.update(dict.fromkeys((*token.under("condition"), *token.under("barrier"))))
                continue
            count = _denied(part.tokens, i)
            for name in token.under("barrier"):
                if count:
                    found.setdefault(name, None)
            for name in token.under("condition"):
                if count:
                    found[name] = False if count == 1 else None
                elif name in found:
                    found[name] = True
    return found


def _asked(tokens: Sequence[Token], at: int) -> bool:
    """算不算区外: a condition that the message asks about says nothing of the enterprise."""
    return any(t.has("link.polar") for t in tokens[max(0, at - 2) : at + 3])


def _left_open(tokens: Sequence[Token], at: int) -> bool:
    """四上我们没有, 四上没: a denial or a question, with nothing else asked in between."""
    words = [t for t in tokens[at + 1 :] if not t.has("mark")]
    return (
        0 < len(words) <= _BEHIND
        and words[-1].text in _QUESTION_ENDS
        and not any(t.has("ask", "modal", "verb", "condition", "barrier") for t in words[:-1])
    )


def fails(parts: Sequence[Segment]) -> bool:
    """Whether clauses say that a condition is not met: 没签协议, 区内搬来的."""
    said = denials(parts)
    barred = any(
        t.has("inside") or (t.has("barrier") and not _denied(part.tokens, i))
        for part in parts
        for i, t in enumerate(part.tokens)
    )
    return barred or any(held is False for held in said.values())


def _denied(tokens: Sequence[Token], at: int) -> int:
    """How many denials belong to a condition: those before it, and one right behind it."""
    end = next((t for t in reversed(tokens) if not t.has("mark")), None)
    last = end if end is not None and end.text in _QUESTION_ENDS else None
    count = 0
    for token in reversed(tokens[max(0, at - _NEAR) : at]):
        if token.has("condition", "barrier"):
            break
        count += token.has("negation")
    for token in tokens[at + 1 : at + 1 + _BEHIND]:
        if token.has("condition", "barrier") or token is last or token.text in _ALSO:
            break  # 能补不: a question, no denial; 没签协议也不打算签: one more, not its reverse
        count += token.has("negation")
    return count
