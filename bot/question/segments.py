"""Small clauses: what stands between two marks of a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.question.token import Token
from corpus.numerals import Quantity, QuantityKind

MONEY: Final = (QuantityKind.MONEY, QuantityKind.FOREIGN)
OTHERS: Final = ("actor.other", "actor.third")  # kinds of words for somebody else than who asks
_ENDS: Final = frozenset("，,。！!？?；;\n")
_ASKING: Final = ("多少", "几", "吗", "么", "呢", "怎", "哪", "谁", "啥")
_COLONS: Final = frozenset(":：")


@dataclass(frozen=True, slots=True)
class Segment:
    """A small clause between two marks. ``index`` counts from 0 through the message."""

    index: int
    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Offset of its first token."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset behind its last token."""
        return self.tokens[-1].end

    def has(self, *kinds: str) -> bool:
        """Whether one of its tokens has one of the senses."""
        return any(token.has(*kinds) for token in self.tokens)

    def text(self) -> str:
        """Its words."""
        return "".join(token.text for token in self.tokens)

    @property
    def asks(self) -> bool:
        """Whether it asks: 多少, 吗, 怎么; not a word of paying alone (补, 给)."""
        return any(t.has("ask") and any(w in t.text for w in _ASKING) for t in self.tokens)

    @property
    def holds_money(self) -> bool:
        """Whether one of its tokens is money, an identifier that looks like it included."""
        return any(token.counts(*MONEY) for token in self.tokens)


def money(token: Token, part: Segment) -> Quantity | None:
    """A token's money in 元; a number without a unit beside 电话 or 编号 is an identifier: None."""
    if token.quantity is None or not token.counts(*MONEY):
        return None
    if token.has("identifier", "link.all_of_them"):
        return None  # 两块合计: both of them
    bare = token.quantity.text.isdigit()
    return None if bare and part.has("identifier") else token.quantity


def segments(tokens: Sequence[Token]) -> tuple[Segment, ...]:
    """The small clauses of a message; brackets and dashes stay inside.

    A colon ends one where words follow that stand for themselves (老板要我问: 技改…), not where
    it stands between a name and its amount (展位费: 9.6万).
    """
    found: list[Segment] = []
    held: list[Token] = []
    for i, token in enumerate(tokens):
        if token.has("mark") and (token.text in _ENDS or _announces(held, token, tokens[i + 1 :])):
            if held:
                found.append(Segment(len(found), tuple(held)))
            held = []
        else:
            held.append(token)
    if held:
        found.append(Segment(len(found), tuple(held)))
    return tuple(_with_what_it_is(found))


def _announces(lead: Sequence[Token], mark: Token, behind: Sequence[Token]) -> bool:
    """Whether a mark is a colon behind words that say no number and before others than one."""
    if mark.text not in _COLONS:
        return False
    following = next((t for t in behind if not t.has("mark", "comparator")), None)
    words = following is not None and following.quantity is None
    return words and all(t.quantity is None for t in lead)


def _with_what_it_is(parts: Sequence[Segment]) -> list[Segment]:
    """九百万，这是去年技改的投入: an amount alone and the clause that says what it is are one."""
    joined: list[Segment] = []
    for part in parts:
        last = joined[-1] if joined else None
        says = part.tokens[0].has("link.apposition") and not part.holds_money
        if last is not None and says and _is_bare(last):
            joined[-1] = Segment(last.index, (*last.tokens, *part.tokens))
        else:
            joined.append(Segment(len(joined), part.tokens))
    return joined


def _is_bare(part: Segment) -> bool:
    words = [t for t in part.tokens if not t.has("mark", "filler")]
    return len(words) == 1 and words[0].counts(*MONEY)
