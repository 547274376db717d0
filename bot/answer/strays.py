"""What a message says that a provision read by program does not: it may be another case.

A drafted rule knows its own sentence and no more. 报废出租车, 重新认定, 硕士 may be what another
sentence excepts, halves or grants otherwise; so a word of the message that the provision does not
have, and that everybody's messages do not have either, leaves its amount unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from bot.question.ask import Question
from bot.question.segments import Segment
from bot.question.token import Token
from bot.question.wordings import Wordings
from corpus.cards import Card
from corpus.document import Document
from corpus.drafting.setting import granted, setting
from corpus.numerals import QuantityKind
from corpus.rules import Rule
from corpus.thresholds import thresholds
from corpus.words import content_words

# Senses of words that ask, count or place, whatever is paid for.
_TELLING: Final = (
    "ask", "mark", "actor.self", "courtesy", "year", "place", "count", "money", "duration", "rate",
    "number", "document", "date", "link.applying",
)  # fmt: skip
_KIND: Final = 3  # characters of a word for an enterprise that tells which: 小微企业
_DENYING: Final = ("negation", "operator.exclude")
_ASKED: Final = ("ask", "modal", "link.supposes")  # 能不能, 是不是: no denial


def strays(question: Question, rule: Rule, card: Card, document: Document) -> tuple[str, ...]:
    """The words of a message that neither a drafted provision nor the setting of its text has.

    What somebody who checked its card has it called is as good as written.
    """
    own = "，".join(
        (
            *(quote.text for quote in rule.quotes),
            *(condition.span.text for condition in rule.conditions),
        )
    )
    named = [name for entry in rule.inputs.values() for name in (entry.label, *entry.aliases)]
    if card.checked:
        named += [card.name, *card.names]
    idle = Wordings([document]).idle
    written = "".join(
        (document.title, *idle, rule.name, granted(own), *named, setting(document.text))
    )
    general, firms = _words()
    known = general | (firms if any(firm in written for firm in firms) else frozenset())
    lacking = (
        word
        for part in question.frame.parts
        for word in (*_told(part), *_denied(part))
        if not {word, word[1:]} & known and word not in written  # 小公司 is a 公司
    )
    return tuple(dict.fromkeys((*_short(question, rule), *lacking)))


def _short(question: Question, rule: Rule) -> Iterator[str]:
    """The sums that are on the wrong side of one that a condition compares with: 支出200万元以上的.

    It is not known that both are of the same, and less that they are not.
    """
    bounds = [
        bound
        for condition in rule.conditions
        for bound in thresholds(condition.span.text)
        if bound.kind == QuantityKind.MONEY.value
    ]
    for told in question.figures:
        if not all(bound.met_by(Fraction(told.quantity.value)) for bound in bounds):
            yield told.token.text


def _told(part: Segment) -> Iterator[str]:
    """What a clause tells beyond its numbers and its words of asking.

    No word begins within a number: 80万能贴多少 holds no 万能.
    """
    telling = [_tells(token) for token in part.tokens for _ in token.text]
    text = "".join("，" * len(t.text) if t.quantity is not None else t.text for t in part.tokens)
    for start, word in content_words(text):
        if not all(telling[start : start + len(word)]):
            yield word
    yield from (t.text for t in part.tokens if t.has("actor.firm") and len(t.text) >= _KIND)


def _denied(part: Segment) -> Iterator[str]:
    """The words that deny: 没换; none that ask whether, as in 能不能, 补不补, 拿得到不."""
    tokens = part.tokens
    for at, token in enumerate(tokens):
        denies = token.has("link.denies") or not token.has(*_ASKED)
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        if not token.has(*_DENYING) or not denies or behind is None or behind.has("mark"):
            continue
        if at and tokens[at - 1].text == behind.text:
            continue
        yield f"{token.text}{behind.text}" if token.has("link.denies") else token.text


def _tells(token: Token) -> bool:
    return token.quantity is not None or token.has(*_TELLING)


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    data = yaml.safe_load(files(__package__).joinpath("strays.yaml").read_text("utf-8"))
    return frozenset(data["general"].split()), frozenset(data["firms"].split())
