"""Tiling: every character of a message belongs to exactly one token."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.question.token import Token

_MARKS: Final = frozenset(
    " \t\n，,。.!！、?？;；:：…~～—-–_·（）()[]【】“”\"'‘’「」『』《》<>|/\\*#+=%@&^`$￥¥"
)
_LONGEST: Final = 16  # characters of a word of the lexicon


def tile(
    text: str,
    lookup: Callable[[str], frozenset[str] | None],
    proposed: Iterable[Token],
    words: Callable[[str], Sequence[str]],
) -> tuple[Token, ...]:
    """The tokens of a text: fewest unknown characters, then fewest tokens; later starts win ties.

    `lookup` gives the senses of a word, `proposed` are what other recognisers found, `words` cuts
    what nobody understands. Two readings of the same characters become one token with the senses
    of both.
    """
    known: list[dict[int, Token]] = [{} for _ in text]
    for token in proposed:
        _add(known, token)
    for start, char in enumerate(text):
        if char in _MARKS:
            _add(known, Token(start, start + 1, char, frozenset({"mark"})))
        for end in range(start + 1, min(len(text), start + _LONGEST) + 1):
            if senses := lookup(text[start:end]):
                _add(known, Token(start, end, text[start:end], senses))
    tiled = _quoted_whole(text, _cheapest(text, known), words)
    return tuple(_with_losers(token, known) for token in tiled)


def _with_losers(token: Token, known: Sequence[dict[int, Token]]) -> Token:
    losers = _losers(token, known)
    return replace(token, losers=losers) if losers != token.losers else token


def _losers(token: Token, known: Sequence[dict[int, Token]]) -> tuple[str, ...]:
    """The known words that begin in a token and end behind it: another cut would have had them."""
    inside = range(token.start, token.end)
    return tuple(lost.text for at in inside for end, lost in known[at].items() if end > token.end)


def _add(known: Sequence[dict[int, Token]], token: Token) -> None:
    other = known[token.start].get(token.end)
    if other is not None:
        token = Token(
            token.start, token.end, token.text, token.senses | other.senses,
            token.quantity or other.quantity,
        )  # fmt: skip
    known[token.start][token.end] = token


def _cheapest(text: str, known: Sequence[dict[int, Token]]) -> list[Token]:
    cost: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)
    chosen: list[Token] = []
    for start in range(len(text) - 1, -1, -1):
        unknown, pieces = cost[start + 1]
        best = Token(start, start + 1, text[start])
        cost[start] = (unknown + 1, pieces + 1)
        for end, token in sorted(known[start].items(), reverse=True):
            unknown, pieces = cost[end]
            if (unknown, pieces + 1) < cost[start]:
                cost[start], best = (unknown, pieces + 1), token
        chosen.append(best)
    tiled: list[Token] = []
    at = 0
    while at < len(text):
        tiled.append(chosen[len(text) - 1 - at])
        at = tiled[-1].end
    return tiled


def _quoted_whole(
    text: str, tiled: Sequence[Token], words: Callable[[str], Sequence[str]]
) -> tuple[Token, ...]:
    """Unknown characters joined to whole words, so that they can be quoted back."""
    if not any(token.unknown for token in tiled):
        return tuple(tiled)
    inside = _word_of(text, words)
    out: list[Token] = []
    for token in tiled:
        if out and _one_word(out[-1], token, inside):
            first = out.pop()
            token = Token(first.start, token.end, text[first.start : token.end])
        out.append(token)
    return tuple(out)


def _one_word(left: Token, right: Token, inside: Sequence[int]) -> bool:
    """Whether two neighbours belong together: one is unknown, and both lie in the same word."""
    if not (left.unknown or right.unknown) or inside[left.start] != inside[right.start]:
        return False
    return all(
        t.unknown or (len(t.text) == 1 and not t.has("mark") and t.quantity is None)
        for t in (left, right)
    )


def _word_of(text: str, words: Callable[[str], Sequence[str]]) -> list[int]:
    """For every character the offset of the word it belongs to."""
    starts: list[int] = []
    for word in words(text):
        starts += [len(starts)] * len(word)
    return starts
