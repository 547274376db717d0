"""Forms: what an unknown word is by its end or its neighbours: 办完, 磨边机, 东莞那间厂."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from bot.question.token import Token

# What a verb may end in and stay that verb: 办完, 退回去, 算清; never 不了 or 到.
COMPLEMENTS: Final = (
    "完毕", "起来", "下来", "下去", "出来", "出去", "进来", "进去", "上去", "回来",
    "回去", "过来", "过去", *"完好掉齐成妥清光满足进出过着住定个",
)  # fmt: skip
ENDINGS: Final = frozenset("了").union(end[-1] for end in COMPLEMENTS)
# What an unknown word is, by its end or by what follows it: 磨边机, 琉璃设备, 诚信公司.
_THINGS: Final = (
    *"机线仪炉床", "装置", "模组", "工作站", "机组", "软件", "系统", "设备",
)  # fmt: skip
VERBAL: Final = ("verb.", "operator.exclude", "life", "link.takes_next")
_LETTERED: Final = frozenset("场店线馆")  # counted by letters: 甲场, B线
_THERE: Final = ("那间", "那家", "那个厂", "那边厂", "分厂", "分公司", "工厂", "厂")
_ONE_OF_THERE: Final = ("一家", "有家", "那家", "的一家", "一间")
_MOVING: Final = ("搬到", "迁到", "迁入", "搬来", "迁来", "搬进", "挪到", "搬迁到")
_OF: Final = "的"  # joins an unknown word to the thing behind it: 验光配镜的系统
_BEFORE: Final = ("原本", "本来", "原来", "一直", "原先", "本就")
_OUT_OF: Final = ("从", "由", "自", "来自", "是从")
_FIRM_ENDS: Final = ("厂", "公司", "集团", "店", "坊")
_FIRMS: Final = frozenset(
    {"公司", "厂", "集团", "工厂", "协会", "工作室", "园区", "产业园", "有限公司", "企业"}
)


def lettered(tokens: Iterable[Token]) -> Iterable[Token]:
    """甲场, B线: a letter with what it counts is one name."""
    last: Token | None = None
    for token in tokens:
        if last is not None and last.has("label") and token.text in _LETTERED:
            last = _joined(last, token, last.senses)
            continue
        if last is not None:
            yield last
        last = token
    if last is not None:
        yield last


def with_ends(tokens: Iterable[Token]) -> Iterable[Token]:
    """检测 and 仪: a word with the end of a machine is that machine, whatever else it was."""
    last: Token | None = None
    for token in tokens:
        machine = token.unknown and token.text in _THINGS and last is not None
        if (
            machine
            and last is not None
            and last.has("thing", "life", "verb", "matter", "condition")
        ):
            last = _joined(last, token, frozenset({"thing"}))
            continue
        if last is not None:
            yield last
        last = token
    if last is not None:
        yield last


def by_form(tokens: Iterable[Token]) -> Iterable[Token]:
    """Unknown neighbours as one token; one that its form tells, with that sense."""
    held: Token | None = None
    lead: tuple[str, ...] = ()
    for token in tokens:
        stays = bool(lead) and lead[-1] == "在" and any(word in _BEFORE for word in lead)
        if token.has("place.home") and (stays or (lead and lead[-1] in _OUT_OF)):
            token = replace(token, senses=token.senses | {"inside"})  # 从坂田搬来: no newcomer
        lead = (*lead[-3:], token.text)
        if token.unknown or (held is not None and token.text == _OF):
            held = token if held is None else _joined(held, token, frozenset())
            continue
        modifies = len(token.under("matter")) == 1 and not token.has("scheme", "verb")
        if held is not None and token.text in _FIRMS:
            token, held = _joined(held, token, frozenset({"actor.named"})), None
        elif held is not None and (token.has("thing") or modifies):
            token, held = _joined(held, token, token.senses), None
        if held is not None:
            yield from _told_by_end(held)
            held = None
        yield token
    if held is not None:
        yield from _told_by_end(held)


def elsewhere(tokens: Sequence[Token]) -> Iterable[Token]:
    """惠州那间, 东莞分厂: a firm at another place is another firm; 布吉一家…搬到…: no newcomer."""
    for i, (token, behind) in enumerate(zip_longest(tokens, tokens[1:])):
        if token.has("place.home") and behind is not None and _moves(tokens[i + 1 : i + 12]):
            token = replace(token, senses=token.senses | {"inside"})
        if token.has("place.other") and behind is not None and behind.text in _THERE:
            token = replace(token, senses=token.senses | {"actor.other"})
        yield token


def _moves(behind: Sequence[Token]) -> bool:
    """一家…搬到…: one firm of that place that moves to another, told in one clause."""
    stop = next((i for i, t in enumerate(behind) if t.text in "，,。；;?？"), len(behind))
    clause = behind[:stop]
    one = clause[:1] and clause[0].text in (*_ONE_OF_THERE, *_MOVING)
    return bool(one) and any(t.text in _MOVING for t in clause)


def _joined(left: Token, right: Token, senses: frozenset[str]) -> Token:
    return Token(left.start, right.end, left.text + right.text, senses)


def _told_by_end(token: Token) -> Iterable[Token]:
    """An unknown word with what its end tells; a 的 behind it that leads nowhere stands alone."""
    word = token.text.removesuffix(_OF)
    sense = "actor.named" if word.endswith(_FIRM_ENDS) else "thing"
    told = len(word) > 1 and word.endswith((*_FIRM_ENDS, *_THINGS))
    end = token.start + len(word)
    yield Token(token.start, end, word, frozenset({sense}) if told else frozenset())
    if end < token.end:
        yield Token(end, token.end, _OF, frozenset({"filler"}))
