"""A small language for turns of phrase, read from tables and compiled to one matcher.

``[交|提交]`` one of several, ``(了|的)`` one of several or nothing, ``{什么}`` a class of words,
``…`` at most eight characters of the same clause, ``~`` the same without a word that asks, ``_`` a
blank. Built in: ``{数}`` a number, ``{句首}`` and ``{句末}`` where a clause begins and a sentence
ends, ``{词}`` a piece to take out, ``{余}`` the same up to the end of the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

Span = tuple[int, int]
MASK: Final = "□"  # stands for words that are set aside: a run of it counts as one character
_STOP: Final = "，,。；;？?！!\n"
_GAP: Final = f"(?:{MASK}+|[^{_STOP}{MASK}]){{0,8}}?"
_BUILT_IN: Final = {
    "数": r"(?:\d[\d.,]*|[一二两三四五六七八九十百千万]+)\s*",
    "词": f"([^{_STOP}“”‘’\"'「」]{{2,16}}?)",
    "余": f"([^{_STOP}]{{1,12}})",
    "句首": f"(?:^|(?<=[{_STOP}]))",
    "句末": r"(?=[啊呀呢吧了的哦]{0,2}(?:[。；;？?！!\n]|$))",
}
_INTERROGATIVES: Final = "疑问"  # the class that a gap written ~ does not hold
_TOKEN: Final = re.compile(r"[\[\](){}|…~]|[^\[\](){}|…~]+")
_CLOSING: Final = {"[": "]", "(": ")"}
# What may stand between and behind words where nothing else is said.
_COURTESY: Final = r"[啊呀了吧的呢哦哈啦!！?？。.~，,、 ]*"

_PAUSES: Final = "啊呀哦哈!！。.~，,、：: "


class PhraseError(ValueError):
    """A table of phrases is malformed: one line that says where."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one of several sequences; an empty one makes it optional."""

    options: tuple[tuple[Piece, ...], ...]


Piece = str | Choice  # a literal, “…”, “~”, a built-in “{数}”, or a choice
Classes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Several phrases as one matcher. `unless` holds what only looks like one of them."""

    written: tuple[str, ...]
    matcher: re.Pattern[str]
    unless: re.Pattern[str] | None
    whole: bool
    patterns: Mapping[str, str]  # each phrase's own pattern

    def only(self, phrase: str) -> Phrases:
        """One of the phrases alone."""
        pattern = self.patterns[phrase]
        matcher = re.compile(_alone(pattern) if self.whole else pattern)
        return Phrases((phrase,), matcher, self.unless, self.whole, {phrase: pattern})

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the phrases occur, from left to right, without overlaps."""
        return tuple(match.span() for match in self.matcher.finditer(self._without_unless(text)))

    def found_in(self, text: str) -> bool:
        """Whether one of the phrases occurs."""
        return self.matcher.search(self._without_unless(text)) is not None

    def _without_unless(self, text: str) -> str:
        if self.unless is None:
            return text
        return self.unless.sub(lambda match: MASK * len(match.group()), text)

    def open(self, text: str) -> bool:
        """Whether a text begins with one of the phrases."""
        return self.matcher.match(text) is not None

    def stripped_from_start(self, text: str) -> str:
        """The text without the phrases that it opens with."""
        while opening := self.matcher.match(text):
            text = text[opening.end() :].lstrip(_PAUSES)
        return text

    def stripped_from_end(self, text: str) -> str:
        """The text without the phrases that it ends with; its question mark stays."""
        closing = re.compile(rf"(?:{self.matcher.pattern}){_COURTESY}$")
        while end := closing.search(text):
            text = text[: end.start()].rstrip(_PAUSES)
        return text

    def removed_from(self, text: str) -> str:
        """The text with a blank for each of the phrases."""
        for start, end in reversed(self.spans(text)):
            text = f"{text[:start]} {text[end:]}"
        return text

    def pieces(self, text: str) -> tuple[str, ...]:
        """What the phrases take out of a text."""
        return tuple(
            match.group(1)
            for pattern in self.patterns.values()
            for match in re.finditer(pattern, text)
        )


def compiled(written: str, words: Classes, *, unless: str = "", whole: bool = False) -> Phrases:
    """Phrases, written with blanks between them, as one matcher.

    Raises:
        PhraseError: a phrase is malformed or names an unknown class.
    """
    patterns = {phrase: _pattern(parse(phrase, words), words) for phrase in written.split()}
    pattern = "|".join(patterns.values())
    apart = "|".join(_pattern(parse(phrase, words), words) for phrase in unless.split())
    return Phrases(
        written=tuple(patterns),
        matcher=re.compile(_alone(pattern) if whole else pattern),
        unless=re.compile(apart) if apart else None,
        whole=whole,
        patterns=patterns,
    )


def _alone(pattern: str) -> str:
    """A message that says nothing but this, once or more."""
    return rf"^(?:(?:{pattern}){_COURTESY})+$"


def parse(phrase: str, words: Classes) -> tuple[Piece, ...]:
    """The pieces of a phrase.

    Raises:
        PhraseError: it is malformed or names an unknown class.
    """
    tokens = _TOKEN.findall(phrase)
    try:
        pieces, rest = _sequence(tokens, words)
    except PhraseError as error:
        raise PhraseError(f"说法“{phrase}”：{error}") from None
    if rest or not pieces:
        raise PhraseError(f"说法“{phrase}”：多出或缺少“{rest[0] if rest else '词'}”")
    return pieces


def _sequence(tokens: list[str], words: Classes) -> tuple[tuple[Piece, ...], list[str]]:
    pieces: list[Piece] = []
    while tokens and tokens[0] not in ("|", "]", ")", "}"):
        token, *tokens = tokens
        if token in _CLOSING:
            choice, tokens = _choice(token, tokens, words)
            pieces.append(choice)
        elif token == "{":
            if len(tokens) < 2 or tokens[1] != "}":
                raise PhraseError("“{”没有合上")
            name, _, *tokens = tokens
            pieces.append(_class(name, words))
        else:
            pieces.append(token)
    return tuple(pieces), tokens


def _choice(opened: str, tokens: list[str], words: Classes) -> tuple[Choice, list[str]]:
    options: list[tuple[Piece, ...]] = []
    while True:
        pieces, tokens = _sequence(tokens, words)
        if not pieces:
            raise PhraseError(f"“{opened}”里有空着的一项")
        options.append(pieces)
        if not tokens or tokens[0] not in ("|", _CLOSING[opened]):
            raise PhraseError(f"“{opened}”没有合上")
        mark, *tokens = tokens
        if mark != "|":
            break
    if opened == "(":
        options.append(())
    return Choice(tuple(options)), tokens


def _class(name: str, words: Classes) -> Piece:
    if name in _BUILT_IN:
        return f"{{{name}}}"
    if name not in words:
        raise PhraseError(f"没有词类“{name}”")
    longest_first = sorted(words[name], key=len, reverse=True)
    return Choice(tuple((word,) for word in longest_first))


def _pattern(pieces: tuple[Piece, ...], words: Classes) -> str:
    return "".join(_piece(piece, words) for piece in pieces)


def _piece(piece: Piece, words: Classes) -> str:
    if isinstance(piece, Choice):
        options = (_pattern(option, words) for option in piece.options)
        return f"(?:{'|'.join(options)})"
    if piece.startswith("{"):
        return _BUILT_IN[piece[1:-1]]
    if piece == "…":
        return _GAP
    if piece == "~":
        asking = "|".join(map(re.escape, words[_INTERROGATIVES]))
        return f"(?:{MASK}+|(?!{asking})[^{_STOP}{MASK}]){{0,8}}?"
    return re.escape(piece.replace("_", " "))


def readings(pieces: tuple[Piece, ...]) -> Iterable[str]:
    """Every way to say a phrase, its gaps left as they are written."""
    ways = [""]
    for piece in pieces:
        if isinstance(piece, Choice):
            said = [way for option in piece.options for way in readings(option)]
        else:
            said = [piece]
        ways = [before + after for before in ways for after in said]
    return ways
