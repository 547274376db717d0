"""Other ways to say the same, and the same with something beside it: what the laws compare.

Each function yields the turns of a changed message. Where the blocks of a message are known, they
are rearranged; given turns are changed only in ways that are safe for any words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from evals.generate.message import Block, Message
from evals.generate.numerals import money, respelled
from evals.generate.vocabulary import Draw

Turns = tuple[str, ...]
_DIGITS = r"[\d０-９．,.零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]"
_SUM = re.compile(_DIGITS + r"+ ?(?:万元?|[wWkK]|亿元?|元|个亿)")
_OF_A_PARK = ("引进", "总部")  # a turnover is what such a question is about


class Told(Protocol):
    """What a law looks at: a case with its turns; ``message`` is looked up where there is one."""

    @property
    def id(self) -> str:
        """What the case is called."""

    @property
    def turns(self) -> Turns:
        """What the user says, in order."""


def message_of(case: Told) -> Message | None:
    """The blocks of a generated case; None for given turns."""
    found = getattr(case, "message", None)
    return found if isinstance(found, Message) else None


def with_distractors(case: Told, draw: Draw) -> Iterator[Turns]:
    """Clauses that have nothing to do with it, with a sum only where none could be meant."""
    bare = len(case.turns) > 1 or _of_a_park(case)
    for kind in ("bare",) if bare else ("bare", "distractor"):
        yield _beside(case, _filled(draw, kind), draw)


def with_more(case: Told, draw: Draw) -> Iterator[Turns]:
    """A plan, an earlier award, a neighbour or a refund in front of it."""
    for line in draw.at("law", "never_raises"):
        yield (line.format(m=_any_money(draw)) + case.turns[0], *case.turns[1:])


def with_nonsense(case: Told, draw: Draw) -> Iterator[Turns]:
    """A sum of something that nobody knows."""
    line = draw.one("law", "nonsense")
    text = line.format(noun=draw.one("strange", "noun"), m=_any_money(draw))
    yield _beside(case, text, draw)


def with_courtesy(case: Told, draw: Draw) -> Iterator[Turns]:
    """A greeting in front, thanks behind."""
    before, after = draw.one("courtesy", "before"), draw.one("courtesy", "after")
    yield (f"{before}，{case.turns[0]}", *case.turns[1:])
    yield (*case.turns[:-1], f"{case.turns[-1]}{after}")


def reordered(case: Told, draw: Draw) -> Iterator[Turns]:
    """The blocks of one turn in another order."""
    message = message_of(case)
    if message is None or message.follow or len(message.blocks) < 2:
        return
    blocks = list(message.blocks)
    yield message.changed(blocks=blocks[::-1]).turns()
    yield message.changed(blocks=blocks[1:] + blocks[:1]).turns()


def divided(case: Told, draw: Draw) -> Iterator[Turns]:
    """The blocks in one turn, each in a turn of its own, and the question alone."""
    message = message_of(case)
    if message is None or message.follow or message.ask_first or not message.blocks:
        return
    blocks = message.blocks
    yield message.changed(blocks=blocks).turns()
    yield message.changed(blocks=blocks, cuts=[len(blocks)]).turns()
    if len(blocks) > 1:
        yield message.changed(blocks=blocks, cuts=range(1, len(blocks))).turns()


def corrected(case: Told, draw: Draw) -> Iterator[Turns]:
    """The one sum said wrong at first, put right at once or in a turn of its own."""
    if len(case.turns) > 1 or _of_a_park(case) or len(found := _SUM.findall(case.turns[0])) != 1:
        return
    wrong = money(Decimal(draw.rng.randrange(110, 900, 10)), draw.rng)
    at_once = draw.one("law", "correct").format(w=wrong, x=found[0])
    yield (case.turns[0].replace(found[0], at_once),)
    later = draw.one("law", "later").format(x=found[0])
    yield (case.turns[0].replace(found[0], wrong), later)


def spelled(case: Told, draw: Draw) -> Iterator[Turns]:
    """The sums in characters, in 元 and in full-width digits."""
    every = [respelled(turn) or (turn,) * 3 for turn in case.turns]
    for turns in zip(*every, strict=True):
        if turns != case.turns:
            yield turns


def _of_a_park(case: Told) -> bool:
    return any(word in turn for turn in case.turns for word in _OF_A_PARK)


def _beside(case: Told, text: str, draw: Draw) -> Turns:
    """Put a clause between the blocks, or in front of given turns as a sentence of its own."""
    message = message_of(case)
    if message is None:
        return (f"{text}。{case.turns[0]}", *case.turns[1:])
    at = draw.rng.randint(0, len(message.blocks))
    blocks = [*message.blocks[:at], Block(text), *message.blocks[at:]]
    return message.changed(blocks=blocks, cuts=[cut + (cut >= at) for cut in message.cuts]).turns()


def _filled(draw: Draw, kind: str) -> str:
    return draw.one("law", kind).format(m=_any_money(draw))


def _any_money(draw: Draw) -> str:
    return money(Decimal(draw.rng.randrange(30, 9000, 10)), draw.rng)
