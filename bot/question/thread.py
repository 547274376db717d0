"""How a message hangs together: its parts, what it leaves aside, what it takes over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.question.asks import AskKind, asks_of
from bot.question.costs import costs_named
from bot.question.token import Token
from bot.question.topics import Named

_SPLIT: Final = re.compile(r"(?<=[?？;；\n])|(?=(?:另外|还有一个问题|再问一个|顺便问|同时想问))")
INTERROGATIVE: Final = (
    "多少",
    "吗",
    "什么",
    "哪",
    "怎么",
    "几",
    "如何",
    "是否",
    "能不能",
    "谁",
    "么",
)
_ASKS: Final = "多几"  # first characters of words that ask: 补多久
_THINGS: Final = ("thing", "role.other", "sector.other")
_ASKING: Final = ("ask", "modal", "link.supposes", "link.joins", "verb.spent")
_CONFIRMING: Final = ("吧", "对吧", "是吧", "没错吧")
_STOPS: Final = "?？；;\n"  # where a message is cut whatever it says
_SHORT: Final = 70  # characters of a message that may go on with the matter before it
_MOST_PARTS: Final = 4
_FOLLOW_UP: Final = re.compile(
    r"^(那|那么|如果|要是|假如|若|换成|改成|不对|不是|错了|更正|应该是|是|对|嗯|还有|这个|它|这|该|其中|同样|再|又|呢|以上|上面|刚才|前面|明白|好的|好吧|哦|噢|喔|ok|收到|对了|知道了|了解)"
)
_LEFT_AFTER: Final = re.compile(r"^[^，。,]{0,4}(先放|先不|不说|不问|不谈|算了|放一边|放放|另说)")
_LEFT_BEFORE: Final = re.compile(r"(先不说|不说|不问|不是问|不谈|先不管|先放下)$")


def parts(text: str) -> list[str]:
    """The message cut into questions; statements join the question that follows them."""
    found: list[str] = []
    held = ""
    pieces = _SPLIT.split(text)
    for piece, behind in zip(pieces, [*pieces[1:], ""], strict=True):
        if not piece or not piece.strip("?？;；\n 。,，"):
            continue
        held += piece
        if piece.rstrip("?？").endswith(_CONFIRMING):
            continue  # 比例只有两成了吧？: a premise of the question that follows
        put = any(w in piece for w in INTERROGATIVE)
        goes_on = piece[-1] in "；;" or (behind and piece[-1] not in _STOPS)
        if asks_of(piece) and (put or not goes_on):  # 合计一下：技改320万，另外…: goes on
            found.append(held.strip())
            held = ""
    if held:
        if found:
            found[-1] += held
        else:
            found.append(held.strip())
    if len(found) > _MOST_PARTS:
        found = [*found[: _MOST_PARTS - 1], "".join(found[_MOST_PARTS - 1 :])]
    return found or [text]


def may_follow(text: str) -> bool:
    """Whether a message without a matter of its own can belong to the thread."""
    return len(text) <= _SHORT or _FOLLOW_UP.match(text) is not None


def masked(text: str, named: tuple[Named, ...]) -> str:
    """The text without the matters it names: 上海黄金交易所 is no place."""
    for name in named:
        text = text[: name.start] + "□" * (name.end - name.start) + text[name.end :]
    return text


def set_aside(text: str, named: Named) -> bool:
    """Whether a matter is named only to be left: 数字化先放一放, 先不说展会."""
    return (
        _LEFT_AFTER.match(text[named.end :]) is not None
        or _LEFT_BEFORE.search(text[: named.start]) is not None
    )


def asked_for(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The words that nobody knows, of what or who is to be paid: 领失业金, 养老院能领."""
    said = [token for token in tokens if not token.has("filler")]
    objects = [
        named
        for verb, named in pairwise(said)
        if verb.has("link.applying") or (verb.pays and not verb.has("role.claimed"))
    ]
    subjects = [
        who
        for who, can, paid in zip(said, said[1:], said[2:], strict=False)
        if can.has("modal") and paid.pays
    ]
    named = (t.text for t in (*objects, *subjects) if t.unknown)
    return tuple(word for word in named if len(word) > 1 and word[0] not in _ASKS)


def turned_to(text: str, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The things that a later message asks about and of which it says nothing else.

    光伏补贴有多少, 食堂改造能拿多少, 新能源车呢. With a figure, a year or a condition in it a
    message tells more of what was asked before; 那装修费呢 asks of a part of that.
    """
    asks = asks_of(text)
    much = bool(asks) and all(ask.kind is AskKind.AMOUNT for ask in asks)
    if not (much or text.rstrip("?").endswith("呢")) or costs_named(tokens):
        return ()
    said = [token for token in tokens if not token.has("filler", "mark")]
    things = [token for token in said if token.unknown or _is_thing(token)]
    beside = (token for token in said if token not in things)
    if not all(token.has(*_ASKING) and token.quantity is None for token in beside):
        return ()
    named = (token.text for token in things)
    return tuple(word for word in named if len(word) > 1 and word[0] not in _ASKS)


def _is_thing(token: Token) -> bool:
    return token.has(*_THINGS) and not token.has("matter", "role.spent", "role.claimed")
