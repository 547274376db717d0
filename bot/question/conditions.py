"""What a message says of the conditions: met, not met, or two denials that need asking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.question.segments import Segment
from bot.question.token import Token

_BEHIND: Final = 3  # tokens behind a condition in which it is denied: 四上没进
_DONE: Final = ("了", "过")
_NEAR: Final = 4  # tokens between a condition and the word that denies it
_ALSO: Final = ("也", "更", "又", "还")
_UNAWARE: Final = ("不知道", "不晓得", "没想到", "没听说")
_FAILED: Final = "过签批成"  # 没通过, 没签, 没批, 没办成
_QUESTION_ENDS: Final = ("不", "没", "否", "没有")  # 能补不: no denials at the end


def denials(parts: Sequence[Segment]) -> dict[str, bool | None]:
    """Conditions that words beside them deny (四上没进): False; denied twice: None.

    What bars a condition (个人使用) and is itself denied bars nothing; what is said later, without
    a denial, holds.
    """
    found: dict[str, bool | None] = {}
    spoken: tuple[str, ...] = ()  # the condition of the clause before
    for part in parts:
        if _only_denies(part):
            found.update(dict.fromkeys(spoken, False))
        named = [t for t in part.tokens if t.has("condition")]
        spoken = named[-1].under("condition") if named else ()
        for i, token in enumerate(part.tokens):
            if token.has("condition", "barrier"):
                _take(found, part.tokens, i)
    return found


def _take(found: dict[str, bool | None], tokens: Sequence[Token], at: int) -> None:
    """Note what is said of the condition, or of what bars one, that a token names."""
    token = tokens[at]
    if token.has("condition") and _left_open(tokens, at):
        found.update(dict.fromkeys(token.under("condition")))
        return
    if _asked(tokens, at) or (token.has("condition") and _is_under_way(tokens, at)):
        found.update(dict.fromkeys((*token.under("condition"), *token.under("barrier"))))
        return
    unaware = any(t.text.startswith(_UNAWARE) for t in tokens[:at])  # 当时不知道要备案
    count = 1 if unaware else _denied(tokens, at)
    for name in token.under("barrier"):
        if count:
            found.setdefault(name, None)
    for name in token.under("condition"):
        if count:
            found[name] = False if count == 1 else None
        elif name in found:
            found[name] = True


def _only_denies(part: Segment) -> bool:
    """评审结果下来了，没通过: a clause that says of the condition before that it failed."""
    words = [t for t in part.tokens if not t.has("mark", "filler")]
    return bool(words) and all(t.has("negation") and t.text[-1] in _FAILED for t in words)


def _asked(tokens: Sequence[Token], at: int) -> bool:
    """算不算区外: a condition that the message asks about says nothing of the enterprise."""
    return any(t.has("link.polar") for t in tokens[max(0, at - 2) : at + 3])


def under_way(parts: Sequence[Segment]) -> Token | None:
    """The first condition that is only begun or meant: 正在备案, 准备签框架协议."""
    return next(
        (
            t
            for part in parts
            for i, t in enumerate(part.tokens)
            if t.has("condition") and not part.asks and _is_under_way(part.tokens, i)
        ),
        None,
    )


def _is_under_way(tokens: Sequence[Token], at: int) -> bool:
    """正在备案, 准备签框架协议: what is only begun or meant is neither met nor failed."""
    lead = [t for t in tokens[:at] if not t.has("verb.contracted") or t.has("verb.planned")]
    before = lead[-1] if lead else None  # 准备签框架协议
    done = before is not None and before.text.endswith(_DONE)  # 报了备案
    meant = before is not None and before.has("verb.planned") and not before.has("condition")
    procedure = not tokens[at].has("matter", "thing")  # 拟设立知识产权保护平台: no step to take
    return (meant and not done and procedure) or any(t.has("pending") for t in tokens)


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


def _of_something_else(behind: Sequence[Token]) -> bool:
    """Whether a thing stands right behind a denial, which is then what it denies."""
    words = [t for t in behind[:2] if not behind[0].has("mark")]
    return any(t.unknown or t.has("thing") for t in words)


def _denied(tokens: Sequence[Token], at: int) -> int:
    """How many denials belong to a condition: those before it, and one right behind it."""
    end = next((t for t in reversed(tokens) if not t.has("mark")), None)
    last = end if end is not None and end.text in _QUESTION_ENDS else None
    count = 0
    for token in reversed(tokens[max(0, at - _NEAR) : at]):
        if token.has("condition", "barrier"):
            break
        count += token.has("negation")
    for i, token in enumerate(tokens[at + 1 : at + 1 + _BEHIND], at + 1):
        if token.has("negation") and _of_something_else(tokens[i + 1 :]):
            break  # 展会不弄人工智能专区: denies what follows
        if token.has("condition", "barrier") or token is last or token.text in _ALSO:
            break  # 能补不: a question, no denial; 没签协议也不打算签: one more, not its reverse
        count += token.has("negation")
    return count
