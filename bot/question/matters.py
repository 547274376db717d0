"""Matters: the one that words name, by its name or by a thing of it, and those they deny."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.question.segments import Segment
from bot.question.token import Token

_EXCEPT: Final = "除了"  # no word of the lexicon: an amount beside it is asked about
_POLAR: Final = ("是不是", "有没有", "要不要", "能不能")


def compound_heads(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without matters that only describe the matter behind them: 数字化服务平台."""
    kept = []
    for i, token in enumerate(tokens):
        behind = [t for t in tokens[i + 1 : i + 5] if t.text not in ("服务", "的", "公共")][:1]
        head = behind[0] if behind else None
        describes = (
            token.has("matter")
            and head is not None
            and len(head.under("matter")) == 1
            and not head.has("verb")
            and not set(head.under("matter")) & set(token.under("matter"))
        )
        if not describes:
            kept.append(token)
    return kept


def topic_of(tokens: Sequence[Token]) -> str | None:
    """The one matter that words name: by a name of the scheme, else by its input, else by a thing.

    Where the strongest words name several matters none is meant by them.
    """
    tokens = compound_heads(tokens)
    for kind in ("scheme", "input", "matter"):
        if kind == "input":  # 花了, 采购额: words of spending are anybody's
            tokens = [t for t in tokens if not t.has("verb", "role.spent")]
        named = {topic.split(".")[0] for t in tokens for topic in t.under(kind)}
        clear = {
            topic.split(".")[0]
            for t in tokens
            for topic in t.under(kind)
            if len({x.split(".")[0] for x in t.under(kind)}) == 1
        }
        if len(clear) == 1:
            return next(iter(clear))
        if len(named) > 1 and clear:
            return None
    return None


def denied(parts: Sequence[Segment]) -> frozenset[str]:
    """不是技改, 没做技改, 除了技改: matters that the message puts aside."""
    found: set[str] = set()
    kept: set[str] = set()
    for part in parts:
        if part.has("actor.other"):
            continue  # 对面的公司技改花了…: says nothing of ours
        for i, token in enumerate(part.tokens):
            topics = token.under("scheme") or token.under("matter")
            if len(topics) != 1:
                continue
            lead = [t for t in part.tokens[max(0, i - 5) : i] if not t.has("filler")]
            if _denies(lead):
                found.update(topics)
            elif not part.has("verb.planned"):
                kept.update(topics)
    return frozenset(found - kept)


def _denies(lead: Sequence[Token]) -> bool:
    """Whether the words right before a matter deny it, and ask nothing (是不是技改)."""
    if any(t.text in _POLAR for t in lead):
        return False
    other = any(t.has("condition", "verb") and not t.has("thing") for t in lead[-1:])
    near = lead[-1:] if other else lead[-2:]
    return any(t.has("link.denies") or t.text == _EXCEPT for t in near)


def schemes(parts: Sequence[Segment]) -> tuple[str, ...]:
    """The matters that a message names by a name of theirs, in order."""
    found = [t for p in parts for token in compound_heads(p.tokens) for t in token.under("scheme")]
    return tuple(dict.fromkeys(found))
