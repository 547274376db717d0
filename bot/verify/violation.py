"""What the verifier reports: a closed list of ways in which a draft can leave its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ViolationKind(StrEnum):
    """Every way a draft can say more than its evidence; the value is the name in logs."""

    NUMBER = "number"  # a number that no source or computation holds
    AMOUNT = "amount"  # an amount of money that is not the computed or the printed one
    RATE = "rate"
    DATE = "date"
    UNIT = "unit"  # the number is there, with another unit
    TITLE = "title"  # a document title or number nobody cited
    ARTICLE = "article"  # an article number that the cited clause doesn't have
    NAME = "name"  # an authority that the cited clause doesn't name
    QUOTE = "quote"  # quotation marks around words that are not the text's
    WRONG_CLAUSE = "wrong_clause"  # true of another source than the one cited
    UNKNOWN_SOURCE = "unknown_source"  # a marker [n] without a source
    UNCITED = "uncited"  # a claim without a marker
    UNSUPPORTED = "unsupported"  # words that the cited clauses don't bear out
    DIRECTION = "direction"  # 最高 as exact, 不少于 as 最高, 以上 as 超过
    SCOPE = "scope"  # 每年, 每家企业, 单个项目 where the text says otherwise
    SEQUENCE = "sequence"  # the rate of another year
    NEGATION = "negation"  # a condition waived or turned round
    NOT_HELD = "not_held"  # what a text that is not held is said to provide
    VERSION = "version"  # expired as valid, changed as current
    STATUS = "status"  # 符合 where the computation says 不符合; an answer where there is none
    PROMISE = "promise"
    ARITHMETIC = "arithmetic"
    LEAK = "leak"
    MARKUP = "markup"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Violation:
    """One finding. ``reason`` is Chinese and tells the writer of the draft what to mend."""

    kind: ViolationKind
    sentence: str
    excerpt: str
    reason: str
