"""Words that change nothing: what tells of an amount and can be left out of a message was not read.

The reader says what it understood; whether it used every word that can change an amount is found
out by reading the message once more without that word. The same reply: the word was passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.question.account import NO_EFFECT, Stuck, what_it_is
from bot.question.amounts import Role
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue
from bot.question.scaling import rates_of
from bot.question.segments import MONEY, OTHERS, Segment
from bot.question.token import Token
from bot.question.unknown import is_again
from bot.question.years import ordinals
from bot.reply import Reply, Status

# What takes away, adds, shares, compares, denies or is somebody else's: never said for nothing.
# Kinds of one row say the same, in one message often twice.
_TELLING: Final = (
    ("operator.exclude", "link.takes_next"),
    ("operator.raise_by", "operator.cut_by"),
    ("operator.difference", "operator.compare"),
    ("operator.discount", "operator.scale_double", "operator.scale_half", "operator.scale_third"),
    ("link.denies", "negation"),
    ("actor.other",),
)
_DENYING: Final = ("link.denies", "negation", "operator.exclude")
# Where alone some of them tell: beside one of these in their clause.
_BESIDE: Final = {
    "operator.raise_by": ("money", "rate", "count", "verb.spent"),
    "actor.other": ("money", "number", "count", "actor", "link.applying"),
}  # fmt: skip
# What they stand beside where they tell nothing of the enterprise: 听说没有上限.
_OF_THE_TEXT: Final = {"link.denies": "role.claimed", "actor.other": "role.turnover"}
# What a later turn may tell that changes an amount.
_NEWS: Final = (
    "money", "rate", "count", "year", "date", "ordinal", "nth", "negation", "operator", "condition",
    "barrier", "actor.other", "actor.third", "actor.group", "verb.spent", "place",
)  # fmt: skip
_BARE: Final = "能补多少"
_POLAR: Final = ("不", "没")


def passed_over(question: Question, reply: Reply, answer: Callable[[str], Reply]) -> Stuck | None:
    """The question about the first words that tell of an amount and change nothing; None: all do.

    `answer` replies to the same question in other words.
    """
    if reply.status is Status.EXPIRED or not (reply.due or reply.ledger):
        return None  # no amount is stated
    if question.wants(AskKind.REVERSE) or Cue.OWN_PART in question.cues:
        return None
    if still_asked(question):
        return question.context.asked
    changing = _changing(question) if _goes_on(question) else None
    if changing is not None and _same_amount(answer(_BARE), reply):
        return Stuck(
            f"“{changing.text().strip()}”对金额有什么影响？算出来和前面一样，可能没有理解这一句，"
            "请换一种说法说明。",
            (NO_EFFECT,),
        )
    for part, words in _telling(question, reply):
        kept = list(question.text)
        for token in words:
            kept[token.start : token.end] = [""] * len(token.text)
        if _same(answer("".join(kept)), reply):
            return _asked(part, words[0])
    return None


def still_asked(question: Question) -> bool:
    """Whether what was asked before stays open: the matter goes on, and nothing more is told."""
    before = question.context
    same = question.topics[:1] in ((), before.topics[:1])
    tapped = any(part.has("tap") and not part.asks for part in question.frame.parts)
    told = bool(question.figures) or tapped or _turns_back(question)
    told = told or _changing(question) is not None
    asks = any(part.asks for part in question.frame.parts) or question.wants(AskKind.SMALLTALK)
    return before.asked is not None and same and asks and not told


def _turns_back(question: Question) -> bool:
    """隔壁投了500万, then 我们能拿多少: of oneself again, after a message on somebody else."""
    before, now = question.context.frame, question.frame.parts
    of_others = before is not None and any(p.has(*OTHERS) for p in before.parts)
    return of_others and any(p.has("actor.self") and not p.has(*OTHERS) for p in now)


def _goes_on(question: Question) -> bool:
    """Whether a matter goes on of which the thread has asked already; said again it does not."""
    before = question.context
    counted = {item.low for item in question.frame.account.items}
    supposes = any(part.has("hypothesis") for part in question.frame.parts)
    again = not supposes and any(a.quantity.value in counted for a in question.figures)
    return bool(before.asks) and not again and question.topics[:1] == before.topics[:1] != ()


def _changing(question: Question) -> Segment | None:
    """The first clause of a later turn that tells something, whatever it asks."""
    return next(
        (
            part
            for part in question.frame.parts
            if (not part.asks or part.has("hypothesis"))
            and not part.has("link.applying")
            and any(t.has(*_NEWS) and not t.has("filler", "courtesy", "ask") for t in part.tokens)
        ),
        None,
    )


def _telling(question: Question, reply: Reply) -> Iterator[tuple[Segment, Sequence[Token]]]:
    """The words of each kind that tells, with the clause of the first; figures by their value."""
    groups: dict[object, tuple[Segment, list[Token]]] = {}
    counted: set[object] = {item.low for item in question.frame.account.items}
    counted |= {a.quantity.value for a in question.figures if a.role in (Role.CLAIMED, Role.QUOTED)}
    if before := question.context.frame:
        counted.add(before.ordinals)  # 今年第二年了, and then 第二年投了300万: said again
    claimed = {a.segment for a in question.figures if a.role is Role.CLAIMED}
    for part in question.frame.parts:
        denies = not _denial_is_read(part, question, reply)
        for i, token in enumerate(part.tokens):
            if token.has(*_DENYING) and (not denies or _takes_away(token, part)):
                continue
            if token.has("operator.scale_half") and part.index in claimed:
                continue  # 一半就是265万: reckoned by the user
            for kind in _kinds(token, part, i):
                groups.setdefault(kind, (part, []))[1].append(token)
    # 240万这笔是第三年的: an amount that counts already is said again to tell more of it
    yield from (words for kind, words in groups.items() if kind not in counted)


def _denial_is_read(part: Segment, question: Question, reply: Reply) -> bool:
    """Whether the denial of a clause is known to be used.

    The condition that it names stands as not met (没入统，不算四上), or another does and the reply
    says so (退库了，现在不算四上), or it is of the rest of a share (其余三成不要了).
    """
    denied = {name for name, held in question.truths.items() if not held}
    said = {name for t in part.tokens for name in (*t.under("condition"), *t.under("barrier"))}
    barred = bool(denied) and reply.status is Status.NOT_ELIGIBLE and not part.holds_money
    rest = question.frame.account.apportioned and bool(rates_of(part))
    return bool(said & denied) or barred or rest or _is_put_right(part, question)


def _is_put_right(part: Segment, question: Question) -> bool:
    """不是600: the amount of before, its unit left out, which another has taken the place of."""
    before, now = question.context.frame, question.frame.account.items
    given_up = {i.low for i in before.account.items} - {i.low for i in now} if before else set()
    return any(is_again(token, given_up) for token in part.tokens)


def _kinds(token: Token, part: Segment, at: int) -> Iterator[object]:
    if token.quantity is not None and token.counts(*MONEY) and not token.has("identifier"):
        yield token.quantity.value
    elif (years := ordinals((token,))) and years != (1,):
        denied = any(t.has("link.denies") for t in part.tokens[max(0, at - 2) : at])
        if not denied:  # 不是第二年，是第三年
            yield years  # the first year is what is taken where none is said
    elif token.quantity is None and not _is_polar(token, part.tokens, at):
        yield from (
            kinds for kinds in _TELLING if token.has(*kinds) and _tells(kinds[0], token, part)
        )


def _takes_away(token: Token, part: Segment) -> bool:
    """30副拒收没付钱: a denial beside a word that takes the same away, which is tried itself."""
    others = any(t is not token and t.has("operator.exclude") for t in part.tokens)
    return others and not token.has("operator.exclude")


def _tells(kind: str, token: Token, part: Segment) -> bool:
    others = [t for t in part.tokens if t is not token]
    beside = _BESIDE.get(kind)
    if token.has("place") or any(t.has(_OF_THE_TEXT.get(kind, "-")) for t in others):
        return False
    own = token.has("verb.spent")  # 多投
    return beside is None or own or any(t.has(*beside) for t in others)


def _is_polar(token: Token, tokens: Sequence[Token], at: int) -> bool:
    """够不够, 能补12万不: asks whether, denies nothing."""
    if token.text not in _POLAR:
        return False
    behind = next((t for t in tokens[at + 1 :] if not t.has("mark")), None)
    return behind is None or (at > 0 and behind.text[:1] == tokens[at - 1].text[-1:])


def _same(one: Reply, other: Reply) -> bool:
    return (one.status, one.conclusion, one.due, one.ledger) == (
        other.status, other.conclusion, other.due, other.ledger,
    )  # fmt: skip


def _same_amount(one: Reply, other: Reply) -> bool:
    return (one.status, one.due, one.ledger) == (other.status, other.due, other.ledger)


def _asked(part: Segment, word: Token) -> Stuck:
    quoted = part.text().strip()
    if word.counts(*MONEY):
        return Stuck(f"“{quoted}”里的“{word.text}”是什么钱？", what_it_is(word.text))
    return Stuck(
        f"没有用上“{quoted}”里的“{word.text}”：这一句对金额有什么影响？请换一种说法说明。",
        (NO_EFFECT,),
    )
