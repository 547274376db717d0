"""Attachment: what each amount of a message is, read from the words of its own small clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from bot.question.token import Token
from corpus.numerals import QuantityKind

MONEY: Final = (QuantityKind.MONEY, QuantityKind.FOREIGN)
_ENDS: Final = frozenset("，,。！!？?；;\n")
_QUOTES: Final = {"“": "”", "「": "」", '"': '"', "‘": "’"}


class Role(StrEnum):
    """What an amount of a message is. The closed list of question, engine, model and log."""

    SPENT = "spent"  # invested, paid, bought: what a formula is applied to
    PLANNED = "planned"  # meant, budgeted, filed: not spent yet
    CONTRACTED = "contracted"  # signed for
    PROOF = "proof"  # invoiced
    PART = "part"  # lies inside an amount said before
    EXCLUDED = "excluded"  # is to be taken from an amount said before
    UNIT_PRICE = "unit_price"  # of one piece, one month, one instalment
    TOTAL = "total"  # the sum of amounts said beside it
    RECEIVED = "received"  # a payment already got
    CLAIMED = "claimed"  # a payment that the user supposes, hopes for or was told of
    TURNOVER = "turnover"
    FINANCING = "financing"
    TAX = "tax"
    OTHER = "other"  # wages, rent, assets: money that is no base of anything held
    NEIGHBOUR = "neighbour"  # somebody else's
    QUOTED = "quoted"  # stands in quotation marks: words of a text
    UNKNOWN = "unknown"  # nothing says what it is


# How a role is told to the user.
SAID: Final = {
    Role.SPENT: "投入",
    Role.PLANNED: "计划数",
    Role.CONTRACTED: "合同数",
    Role.PROOF: "票据数",
    Role.PART: "已包含在前面的数里",
    Role.EXCLUDED: "扣除",
    Role.UNIT_PRICE: "单价",
    Role.TOTAL: "合计",
    Role.RECEIVED: "已得的补贴",
    Role.CLAIMED: "您说的补贴数",
    Role.TURNOVER: "经营数据",
    Role.FINANCING: "资金来源",
    Role.TAX: "税",
    Role.OTHER: "其他开支或资产",
    Role.NEIGHBOUR: "别人的数",
    Role.QUOTED: "引文",
    Role.UNKNOWN: "没有理解",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A small clause between two marks. ``index`` counts from 0 through the message."""

    index: int
    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Offset of its first token."""
        return self.tokens[0].start

    def has(self, *kinds: str) -> bool:
        """Whether one of its tokens has one of the senses."""
        return any(token.has(*kinds) for token in self.tokens)

    def text(self) -> str:
        """Its words."""
        return "".join(token.text for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money with its role and what it belongs to, as far as the words say."""

    token: Token
    role: Role
    segment: int
    name: str = ""  # the word that told the role: 营业额
    actor: str = ""  # "": the enterprise itself; else as it was called
    topic: str | None = None  # the matter said beside it
    operators: frozenset[str] = field(default_factory=frozenset)  # of the words before it
    before: tuple[Token, ...] = ()  # what stands between it and the amount before, in its segment
    after: tuple[Token, ...] = ()


def is_amount(token: Token, part: Segment) -> bool:
    """Whether a token is money: a number without a unit beside 电话 or 编号 is an identifier."""
    if not token.counts(*MONEY) or token.has("identifier"):
        return False
    bare = token.quantity is not None and token.quantity.text.isdigit()
    return not (bare and part.has("identifier"))


def segments(tokens: Sequence[Token]) -> tuple[Segment, ...]:
    """The small clauses of a message; brackets and dashes stay inside."""
    found: list[Segment] = []
    held: list[Token] = []
    for token in tokens:
        if token.has("mark") and token.text in _ENDS:
            if held:
                found.append(Segment(len(found), tuple(held)))
            held = []
        else:
            held.append(token)
    if held:
        found.append(Segment(len(found), tuple(held)))
    return tuple(_with_what_it_is(found))


def _with_what_it_is(parts: Sequence[Segment]) -> list[Segment]:
    """九百万，这是去年技改的投入: an amount alone and the clause that says what it is are one."""
    joined: list[Segment] = []
    for part in parts:
        last = joined[-1] if joined else None
        words = [t for t in last.tokens if not t.has("mark", "filler")] if last else []
        alone = len(words) == 1 and words[0].counts(*MONEY)
        says = part.tokens[0].text in ("这", "这是", "即", "就是") and not any(
            t.counts(*MONEY) for t in part.tokens
        )
        if last is not None and alone and says:
            joined[-1] = Segment(last.index, (*last.tokens, *part.tokens))
        else:
            joined.append(Segment(len(joined), part.tokens))
    return joined


def amounts(parts: Sequence[Segment]) -> tuple[Amount, ...]:
    """Every amount of money of a message in order, each with its role."""
    found: list[Amount] = []
    said = _Said()
    for part in parts:
        found += _of_segment(part, said)
        said.close(part)
    return tuple(_with_anaphora(found, parts))


@dataclass(slots=True)
class _Said:
    """What earlier clauses said and later ones inherit until it is replaced."""

    actor: str = ""
    topic: str | None = None
    last: Amount | None = None
    other: bool = False  # whether this very clause names somebody else: 老王的公司

    def close(self, part: Segment) -> None:
        """Take in the actors and the matter of a clause that is over."""
        if part.has("verb", "matter", "input", "role", "money", "year"):
            for token in part.tokens:  # 老乡帮忙看看: nobody's money is spoken of
                self.see(token)
        self.topic = topic_of(part.tokens) or self.topic
        self.other = False

    def see(self, token: Token) -> None:
        """Take in whom a token makes the clause speak of."""
        if token.has("actor.self") or (token.has("actor.firm") and not self.other):
            self.actor = ""
        elif token.has("actor.other"):
            self.actor, self.other = f"~{token.text}", True
        elif token.has("actor.group", "actor.named"):
            self.actor = token.text


def compound_heads(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without matters that only describe the matter behind them: 数字化服务平台."""
    kept = []
    for i, token in enumerate(tokens):
        behind = [t for t in tokens[i + 1 : i + 3] if t.text not in ("服务", "的", "公共")]
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


def _of_segment(part: Segment, said: _Said) -> list[Amount]:
    found: list[Amount] = []
    at = 0
    places = [i for i, t in enumerate(part.tokens) if is_amount(t, part)]
    whole = topic_of(part.tokens)
    for order, place in enumerate(places):
        before = part.tokens[at:place]
        end = places[order + 1] if order + 1 < len(places) else len(part.tokens)
        after = part.tokens[place + 1 : end]
        for token in before:
            said.see(token)
        role, name = _role(before, after, said, last=order + 1 == len(places))
        if _is_quoted(part, place):
            role, name = Role.QUOTED, ""
        topic = topic_of(before) or topic_of(after) or whole or said.topic
        amount = Amount(
            part.tokens[place], role, part.index, name, said.actor, topic,
            _operators(before), tuple(before), tuple(after),
        )  # fmt: skip
        said.last = amount
        found.append(amount)
        at = place + 1
    return found


def _operators(before: Sequence[Token]) -> frozenset[str]:
    return frozenset(name for token in before for name in token.under("operator"))


def _is_quoted(part: Segment, place: int) -> bool:
    inside = ""
    for token in part.tokens[:place]:
        if inside:
            inside = "" if token.text == inside else inside
        elif token.text in _QUOTES:
            inside = _QUOTES[token.text]
    return bool(inside) and any(t.text == inside for t in part.tokens[place + 1 :])


# Words that take the amount behind them, not the one before: 扣除40万.
_TAKES_NEXT: Final = frozenset(
    [
        "扣除",
        "扣掉",
        "扣去",
        "扣",
        "扣了",
        "扣减",
        "除去",
        "除掉",
        "去掉",
        "去除",
        "减去",
        "减掉",
        "刨去",
        "刨掉",
        "刨开",
        "抛开",
        "剔除",
        "剔除了",
        "核减",
        "核减了",
        "审减",
        "审减了",
        "砍掉",
        "调减",
        "冲减",
        "要扣",
        "要扣掉",
        "不算",
        "不含",
        "不包括",
        "不包含",
        "退了",
        "退货",
        "退款",
        "退回",
        "返还",
        "退",
    ]
)
_NOUNS: Final = (Role.TURNOVER, Role.TAX, Role.FINANCING, Role.OTHER)
_NOT_YET: Final = (Role.PLANNED, Role.CONTRACTED, Role.PROOF)
_VERBS: Final = {
    "verb.lost": Role.OTHER,
    "verb.earned": Role.TURNOVER,
    "verb.borrowed": Role.FINANCING,
    "verb.transfer": Role.OTHER,
    "verb.tax": Role.TAX,
}


def _role(
    before: Sequence[Token], after: Sequence[Token], said: _Said, *, last: bool
) -> tuple[Role, str]:
    """The role of an amount: the first row that its clause satisfies. The default is UNKNOWN."""
    if _excludes(before, after, last=last):
        return Role.EXCLUDED, _word(before, "operator.exclude") or _word(after, "operator.exclude")
    noun = _noun(before, after)
    if said.actor.startswith("~") and (noun is None or noun[0] is not Role.TURNOVER):
        return Role.NEIGHBOUR, said.actor.removeprefix("~")
    if (
        noun is None
        and (word := _last(before, "verb.received")) is not None
        and not _hoped(before, word)
    ):
        return Role.RECEIVED, word.text
    if (
        noun is None
        and last
        and (word := _first(after, "verb.received")) is not None
        and not _hoped(after, word)
    ):
        return Role.RECEIVED, word.text
    inside = any(t.has("operator.part") for t in before)
    if inside and said.last is not None and any(t.has("barrier") for t in (*before, *after)):
        return Role.EXCLUDED, ""
    if noun is not None:
        part = inside and said.last is not None and noun[0] is not Role.TURNOVER
        return (Role.PART if part else noun[0]), noun[1]
    if _claims(before, after):
        return Role.CLAIMED, ""
    if inside and _own_input(before):
        return Role.SPENT, ""
    if inside and said.last is not None:
        return Role.PART, ""
    for role in _NOT_YET:
        kinds = (f"verb.{role}", f"role.{role}")
        if word := _last(before, *kinds):
            return role, word.text
        if word := _first(after[:3], f"role.{role}"):
            return role, word.text
    for kind, role in _VERBS.items():
        word = _last(before, kind)
        if word is not None and not word.has("verb.spent", "role.spent"):
            return role, word.text
    if any(t.has("operator.each") for t in before) or _one_of(before) or _a_piece(after):
        return Role.UNIT_PRICE, ""
    if _after_all_said(before):
        return Role.SPENT, ""
    if any(t.has("verb.spent", "role.spent", "input") for t in (*before, *after)):
        return Role.SPENT, ""
    if any(t.has("matter", "thing") for t in (*before, *after[:3])):
        return Role.SPENT, ""
    if any(t.has("operator.total") for t in before):
        return Role.TOTAL, ""
    return Role.UNKNOWN, ""


def _one_of(before: Sequence[Token]) -> bool:
    """一台12万, 一条60万: one piece right before the amount."""
    nearest = [t for t in before if not t.has("filler", "mark", "modal", "thing")]
    return (
        bool(nearest)
        and nearest[-1].counts(QuantityKind.COUNT)
        and (
            nearest[-1].quantity is not None
            and nearest[-1].quantity.value == 1
            and nearest[-1].text[-1] not in "期年次家"
        )
    )


def _a_piece(after: Sequence[Token]) -> bool:
    """1.68万一个: one piece right behind the amount."""
    first = after[0] if after else None
    return (
        first is not None
        and first.counts(QuantityKind.COUNT)
        and first.quantity is not None
        and first.quantity.value == 1
        and first.text[-1] not in "期年次家"
    )


def _excludes(before: Sequence[Token], after: Sequence[Token], *, last: bool) -> bool:
    if any(t.has("operator.exclude") for t in before):
        return not _after_all(before)
    for token in after:
        if token.has("operator.exclude"):
            return last or token.text not in _TAKES_NEXT or token is not after[-1]
    return False


def _own_input(before: Sequence[Token]) -> bool:
    """展会花了31万，里头展位费17.6万: the part is the very base that a scheme asks for."""
    return any(
        len({topic.split(".")[0] for topic in t.under("input")}) == 1
        and not t.has("verb", "role.spent")
        for t in before
    )


def _after_all_said(before: Sequence[Token]) -> bool:
    return any(t.has("operator.exclude") for t in before)


def _after_all(before: Sequence[Token]) -> bool:
    """去掉以后是218万: the amount is what remains, not what is taken away."""
    at = max(i for i, t in enumerate(before) if t.has("operator.exclude"))
    return any(t.has("operator.remainder") or t.text in ("以后", "之后", "后") for t in before[at:])


def _noun(before: Sequence[Token], after: Sequence[Token]) -> tuple[Role, str] | None:
    """The kind of money that a noun names: before the amount, or right behind it."""
    for i in range(len(before) - 1, -1, -1):
        token = before[i]
        if token.has("matter", "input") and not token.has("role", "verb"):
            break
        if i + 1 < len(before) and before[i + 1].has("thing") and not token.has("thing"):
            continue  # 订单系统: a kind of system, no turnover
        for role in _NOUNS:
            if token.has(f"role.{role}"):
                return role, token.text
    skipped = ("filler", "actor.firm")
    behind = [t for t in after if not t.has(*skipped) and t.text not in "（(：:"][:1]
    for token in behind:
        if token.has("matter", "input") and not token.has("role"):
            continue
        for role in _NOUNS:
            if token.has(f"role.{role}"):
                return role, token.text
    if any(t.text in ("是", "属于", "来自", "为") for t in after[:2]):
        for token in after[:5]:
            for role in _NOUNS:
                if token.has(f"role.{role}") and not token.has("matter"):
                    return role, token.text
    return None


def _claims(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether the nearest head before the amount is of being paid, not of paying."""
    for token in reversed(before):
        if token.has("verb.spent", "role.spent", "input"):
            return False
        if token.has("role.claimed") or (token.has("ask") and token.text[0] in _PAYS):
            return True
    near = [t for t in after if not t.has("filler", "mark")][:1]
    return any(t.has("role.claimed") for t in near) and not any(
        t.has("verb", "matter", "input") for t in before
    )


_PAYS: Final = frozenset("补拿领奖资扶获得返报批享")


def _hoped(tokens: Sequence[Token], word: Token) -> bool:
    """能拿到, 想领到: a payment hoped for, not one got."""
    lead = [t for t in tokens if t.end <= word.start][-2:]
    return any(t.has("modal", "hypothesis") or t.text in ("最多", "最高", "想", "就") for t in lead)


def _first(tokens: Sequence[Token], *kinds: str) -> Token | None:
    return next((t for t in tokens if t.has(*kinds)), None)


def _last(tokens: Sequence[Token], *kinds: str) -> Token | None:
    return next((t for t in reversed(tokens) if t.has(*kinds)), None)


def _word(tokens: Sequence[Token], kind: str) -> str:
    found = _first(tokens, kind)
    return found.text if found else ""


def _with_anaphora(found: list[Amount], parts: Sequence[Segment]) -> list[Amount]:
    """其中40万是厂房装修，这部分不算: what the next clause says of the amount before it."""
    out = []
    for amount in found:
        following = parts[amount.segment + 1] if amount.segment + 1 < len(parts) else None
        alone = following is not None and not any(t.counts(*MONEY) for t in following.tokens)
        other = following is not None and following.has("negation") and following.has("scheme")
        if (
            following is not None
            and alone
            and (following.has("operator.exclude") or other)
            and amount.role in (Role.PART, Role.OTHER, Role.UNKNOWN, Role.FINANCING, Role.TAX)
            and amount is [a for a in found if a.segment == amount.segment][-1]
        ):
            amount = replace(amount, role=Role.EXCLUDED)
        out.append(amount)
    return out
