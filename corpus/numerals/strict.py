"""The strict grammar, for published texts: what is ambiguous carries an issue."""

from corpus.numerals.grammar import STRICT
from corpus.numerals.quantity import Quantity
from corpus.numerals.scan import Scanner

_SCANNER = Scanner(STRICT)


def read(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a published text, in order, with offsets into ``text``."""
    return _SCANNER.scan(text)
