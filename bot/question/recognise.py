"""Recognisers: they propose the tokens of a message; `tiling` decides between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import zip_longest
from typing import Final

from bot.question.lexicon import Senses, gathered, general
from bot.question.places import Region, names
from bot.question.tiling import tile
from bot.question.token import Token
from bot.question.trades import trades
from corpus.cards import Card
from corpus.collection import Collection
from corpus.numerals import Quantity, QuantityKind, read_people
from corpus.rules import InputType, Rule
from corpus.sayings import Saying

_GAP: Final = "…"  # in a card's name: other words may stand here
_PIECE: Final = "[副台套个只件把张条辆人平米名粒枚双箱]"
_PIECES: Final = tuple("副只件台套个平㎡名人次页吨斤米张条瓶双箱家粒枚")
_PRICED_BEHIND: Final = re.compile(rf"块?钱?\s?(?:/|一|每){_PIECE}")
_PRICED_BEFORE: Final = re.compile(
    rf"(?:[单均]价|[每一]{_PIECE}|每个?[月年天]|[\d]{_PIECE}[,，])(?:[是为约价]|大概)?$"
)
_SOME: Final = re.compile(r"(?P<n>[一两二三四五六七八九十])(?P<u>[副只双粒瓶箱枚])")
_CODE: Final = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|(?<![0-9a-z])(?=[0-9a-z]*\d)[0-9a-z]{15,20}"
    r"(?![0-9a-z])|\d+(?:-\d+){2,}|[\u4e00-\u9fff]{2,6}[〔\[(]\d{4}[〕\])]\s?\d+号|\d+号\d*栋?\d*(?:室|楼|栋)?"
)
_MONTH: Final = re.compile(
    r"(?<!\d)(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|底|初|中旬)?(?:\d{1,2}[日号])?"
)
# What a verb may end in and stay that verb: 办完, 退回去, 算清; never 不了 or 到.
_COMPLEMENTS: Final = (
    "完毕", "起来", "下来", "下去", "出来", "出去", "进来", "进去", "上去", "回来",
    "回去", "过来", "过去", *"完好掉齐成妥清光满足进出过着住定个",
)  # fmt: skip
_ENDINGS: Final = frozenset(
    "了",
).union(end[-1] for end in _COMPLEMENTS)
# What an unknown word is, by its end or by what follows it: 磨边机, 琉璃设备, 诚信公司.
_THINGS: Final = (
    "机",
    "线",
    "仪",
    "炉",
    "床",
    "装置",
    "模组",
    "工作站",
    "机组",
    "软件",
    "系统",
    "设备",
)
_VERBAL: Final = ("verb.", "operator.exclude", "life", "link.takes_next")
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
_SENSE: Final = {
    QuantityKind.MONEY: "money",
    QuantityKind.FOREIGN: "foreign",
    QuantityKind.RATE: "rate",
    QuantityKind.COUNT: "count",
    QuantityKind.DURATION: "duration",
    QuantityKind.YEAR: "year",
    QuantityKind.DATE: "date",
    QuantityKind.ORDINAL: "ordinal",
    QuantityKind.NUMBER: "number",
    QuantityKind.TIME: "month",
    QuantityKind.IDENTIFIER: "identifier",
}


class Recogniser:
    """Cuts messages into tokens with the general lexicon and the words of one collection."""

    def __init__(
        self,
        cards: Iterable[Card],
        rules: Iterable[Rule],
        sayings: Iterable[Saying],
        places: Mapping[str, str],
        sectors: Iterable[str],
        trades: Iterable[str],
        titles: Iterable[str],
    ) -> None:
        pairs: list[tuple[str, str]] = []
        self._gapped: list[tuple[re.Pattern[str], str]] = []
        for card in cards:
            for name in (*card.names, card.name):
                if _GAP in name:
                    self._gapped.append((_with_gap(name.lower()), f"matter.{card.topic}"))
                else:
                    pairs.append((name, f"matter.{card.topic}"))
        for rule in rules:
            pairs += _of_rule(rule)
        pairs += list(places.items())
        pairs += [(name, "sector.listed") for name in sectors]
        pairs += [(name, "sector.other") for name in trades]
        pairs += [(name, "document") for name in titles]
        self._own = gathered((word.lower(), sense) for word, sense in pairs if word)
        self._sayings = tuple(sayings)

    @classmethod
    def of(cls, collection: Collection, region: Region, others: Iterable[Region]) -> Recogniser:
        """The recogniser of the texts of one scope; places of other texts are known too."""
        sectors = {
            name
            for scope in collection.scopes
            for printed, called in scope.sectors.items()
            for name in (printed, *called)
        }
        titles = {
            name.strip("《》")
            for document in collection.library.documents
            for name in (document.title, document.short_title, *document.aliases)
        }
        where = {
            name: "place.home" if region.holds(name) else "place.other"
            for name in names(region, others)
        }
        sayings = [one for said in collection.sayings.values() for one in said]
        return cls(
            collection.cards, collection.rules.values(), sayings, where,
            sectors, set(trades()) - sectors, titles,
        )  # fmt: skip

    @cached_property
    def _known(self) -> Senses:
        words = {word: set(senses) for word, senses in general().items()}
        for word, senses in self._own.items():
            words.setdefault(word, set()).update(senses)
        return {word: frozenset(senses) for word, senses in words.items()}

    def __call__(self, text: str) -> tuple[Token, ...]:
        """The tokens of a normalised message; they tile it."""
        proposed = [
            *_numbers(text),
            *_pieces(text),
            *_identifiers(text),
            *self._conditions(text),
            *self._apart(text),
        ]
        tiled = tile(text, self._senses, proposed, _words)
        tokens = _elsewhere(list(_by_form(_with_ends(tiled))))
        return tuple(self._with_inner_conditions(token) for token in tokens)

    def _with_inner_conditions(self, token: Token) -> Token:
        """事前备案, a condition of one text, is 备案 for another text as well."""
        if not token.has("condition"):
            return token
        inner = (s.name for s in self._sayings if s.met.search(token.text))
        return replace(token, senses=token.senses.union(f"condition.{name}" for name in inner))

    def _senses(self, word: str) -> frozenset[str] | None:
        """The senses of a word; of a verb with a complement those of the verb: 办完, 追了."""
        if (senses := self._known.get(word)) is not None or word[-1] not in _ENDINGS:
            return senses
        bare = word.removesuffix("了")
        for stem in (bare, *(bare.removesuffix(end) for end in _COMPLEMENTS)):
            found = self._known.get(stem, frozenset()) if stem != word else frozenset()
            kept = frozenset(sense for sense in found if sense.startswith(_VERBAL))
            if kept and "filler" not in found:
                return kept
        return None

    def _apart(self, text: str) -> Iterable[Token]:
        """The pieces of names with a gap where the whole name fits: 改造 … 产线."""
        for pattern, sense in self._gapped:
            for match in pattern.finditer(text):
                for number in range(1, pattern.groups + 1):
                    start, end = match.span(number)
                    yield Token(start, end, text[start:end], frozenset({sense}))

    def _conditions(self, text: str) -> Iterable[Token]:
        for saying in self._sayings:
            for kind, pattern in (("condition", saying.met), ("barrier", saying.unmet)):
                for match in pattern.finditer(text) if pattern is not None else ():
                    yield Token(
                        match.start(), match.end(), match.group(),
                        frozenset({f"{kind}.{saying.name}"}),
                    )  # fmt: skip


def _of_rule(rule: Rule) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    topic = rule.topic or rule.id
    for entry in rule.inputs.values():
        if entry.type not in (InputType.MONEY, InputType.COUNT):
            continue
        for name in (entry.name, entry.span.text, entry.label, *entry.aliases):
            pairs.append((name, f"input.{topic}.{entry.name}"))
    for name in (*rule.aliases, rule.name):
        pairs += [(name, f"matter.{topic}"), (name, f"scheme.{topic}")]
    for condition in rule.conditions:
        pairs += [(name, f"condition.{condition.name}") for name in condition.aliases]
    return pairs


def _with_gap(name: str) -> re.Pattern[str]:
    """``上…系统`` leaves room for up to eight characters: 上了一套PLM系统."""
    pieces = [f"({re.escape(piece)})" for piece in name.split(_GAP)]
    return re.compile("[^，。,；;？?]{0,8}?".join(pieces))


def _numbers(text: str) -> Iterable[Token]:
    for quantity in read_people(text):
        sense = _SENSE[quantity.kind]
        if sense == "number" and quantity.text.endswith("个"):  # 标准展位18个，
            quantity, sense = _as(quantity, QuantityKind.COUNT, "个", quantity.text), "count"
        elif sense in ("money", "number") and not quantity.unit:
            start, end = quantity.start, quantity.end
            if text[end : end + 1] in _PIECES:  # 40万副: pieces, not money
                quantity = _as(quantity, QuantityKind.COUNT, text[end], text[start : end + 1])
                sense = "count"
            elif sense == "number" and _is_price(text, start, end):  # 3800一副, 单价3800
                quantity = _as(quantity, QuantityKind.MONEY, "元", quantity.text)
                sense = "money"
        if sense == "count" and text[quantity.end : quantity.end + 1] == "人":  # 十几个人
            said = text[quantity.start : quantity.end + 1]
            quantity = _as(quantity, QuantityKind.COUNT, "人", said)
        yield Token(quantity.start, quantity.end, quantity.text, frozenset({sense}), quantity)


def _as(quantity: Quantity, kind: QuantityKind, unit: str, text: str) -> Quantity:
    end = quantity.start + len(text)
    return replace(quantity, kind=kind, unit=unit, text=text, end=end, issue="")


def _is_price(text: str, start: int, end: int) -> bool:
    """Whether a bare number is the price of a piece: 3800一副, 单价3800, 每副3800."""
    return bool(_PRICED_BEHIND.match(text, end) or _PRICED_BEFORE.search(text[:start][-8:]))


def _pieces(text: str) -> Iterable[Token]:
    """一副, 两箱: counts of pieces that the number grammar does not read."""
    for match in _SOME.finditer(text):
        value = Fraction("零一二三四五六七八九十".index(match["n"].replace("两", "二")))
        quantity = Quantity(
            QuantityKind.COUNT, value, value, value, match["u"], match.start(), match.end(),
            match.group(),
        )  # fmt: skip
        yield Token(match.start(), match.end(), match.group(), frozenset({"count"}), quantity)


def _identifiers(text: str) -> Iterable[Token]:
    for match in _CODE.finditer(text):
        yield Token(match.start(), match.end(), match.group(), frozenset({"identifier"}))
    for match in _MONTH.finditer(text):
        yield Token(match.start(), match.end(), match.group(), frozenset({"month"}))


def _with_ends(tokens: Iterable[Token]) -> Iterable[Token]:
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


def _by_form(tokens: Iterable[Token]) -> Iterable[Token]:
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


def _elsewhere(tokens: Sequence[Token]) -> Iterable[Token]:
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


def _words(text: str) -> list[str]:
    from index.words import words  # jieba's dictionary loads when something is not understood

    return list(words(text))
