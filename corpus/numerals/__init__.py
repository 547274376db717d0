"""Numbers in Chinese texts and questions: read with offsets, compared, rendered."""

from corpus.numerals.comparison import DIRECTION, DIRECTION_SENSE
from corpus.numerals.people import Mention, Reading, mentions, parse_amount, read_people
from corpus.numerals.quantity import Comparison, Quantity, QuantityKind, as_rate, exact_decimal
from corpus.numerals.render import format_plain, format_rate, format_yuan, round_cents
from corpus.numerals.strict import read

__all__ = [
    "DIRECTION",
    "DIRECTION_SENSE",
    "Comparison",
    "Mention",
    "Quantity",
    "QuantityKind",
    "Reading",
    "as_rate",
    "exact_decimal",
    "format_plain",
    "format_rate",
    "format_yuan",
    "mentions",
    "parse_amount",
    "read",
    "read_people",
    "round_cents",
]
