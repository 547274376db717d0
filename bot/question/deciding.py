"""Deciding: which of the homes that places leave a question is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.extract import content_grams
from bot.question.homes import FIGURES, PAYMENT, Home, leading, telling, together, values
from bot.question.leads import TOGETHER, Leads
from bot.question.places import nearest
from bot.question.whereabouts import Left
from corpus.numerals import read

if TYPE_CHECKING:
    from bot.context import Context

_ENOUGH: Final = 0.285  # share of a question that a sentence must hold to speak for its text
_SURE: Final = 0.55  # as much, where any of its clauses may be meant
_CONTENT: Final = 3  # bigrams that a question must have for a sentence to hold nearly all of it
_EACH: Final = 4  # homes whose every clause is read for the sentence


@dataclass(frozen=True, slots=True)
class Deciding:
    """Decides by the thread, the matter, numbers and words, and evidence, in this order."""

    leads: Leads
    home_of: Mapping[str, Home]  # document id → its home

    def __call__(
        self, text: str, where: Left, names: tuple[str, ...], context: Context, *, moved: bool
    ) -> tuple[tuple[Home, ...], bool]:
        """The homes that are meant, and whether anything but their place speaks for them.

        ``moved``: this very message says a place.
        """
        tended = tuple(home for home in where.all if home.tended)
        others = tuple(home for home in where.all if not home.tended)
        if len(where.all) < 2 and not where.above:
            return where.all, True  # nothing is to be decided, and its place is no question
        if not tended or not others:
            return self._among(text, where, names, context)
        own = [h for h in where.own if any(h.region.is_of(name) for name in names)]
        if own and not any(home.tended for home in own) and not telling(text, tended):
            return self._among(text, where, names, context)
        if not moved and (there := self._there(others, context)):
            left, sure = self._among(text, Left(there, there), names, context)
            if sure:
                return left, True
        follows = bool(self._of_thread(text, tended, context))
        if ahead := self.leads.ahead(text, names, tended, others, follows=follows):
            return ahead, True
        left = tuple(home for home in where.own if home.tended) or tended
        if len(left) > 1:
            left = self._of_thread(text, left, context) or telling(text, left) or left
        if len(left) > 1:
            left = self._of_words(text, left, names)
        return left, not where.above or bool(telling(text, left))

    def _among(
        self, text: str, where: Left, names: tuple[str, ...], context: Context
    ) -> tuple[tuple[Home, ...], bool]:
        """The homes that are meant where none goes before the others.

        What tended homes call their matters decides before any evidence; the names of drafted
        cards are words of one sentence, so they decide only where there is none.
        """
        if len(where.all) < 2:
            told = self._of_thread(text, where.all, context)
            return where.all, bool(told or self.leads.led(text, names, where.all))
        kept = [tuple(h for h in homes if h.tended) for homes in (where.own, where.all)]
        named = telling(text, kept[0]) or telling(text, kept[1])
        last = self._of_thread(text, where.all, context)
        if named:
            rest = [home for home in where.all if home not in named]
            if ahead := self.leads.ahead(text, names, named, rest, follows=False):
                return ahead, True
            near = self.leads.led(text, names, named) if together(named) else ()
            return last or near or named, True
        led = self.leads.led(text, names, where.all)
        if last and (not led or set(led) & set(last)):
            return last, True
        if led:
            return led, True
        if named := telling(text, where.own):
            return named, True
        left = _nearest(where)
        if 1 < len(left) <= _EACH:
            left = self._of_words(text, left, names)
        return left, False

    def _of_thread(self, text: str, left: tuple[Home, ...], context: Context) -> tuple[Home, ...]:
        """The homes asked last, where the message names no matter or one of those homes."""
        before = context.scope.documents if context.scope and not context.scope.choices else ()
        asked = {self.home_of[one] for one in before if one in self.home_of}
        last = tuple(home for home in left if home in asked)
        if not last or not together(last) or len(last) > TOGETHER:
            return ()
        named = telling(text, left)
        return last if not named or set(last) & set(named) else ()

    def _there(self, homes: Iterable[Home], context: Context) -> tuple[Home, ...]:
        """The homes of the region whose texts the thread asked last."""
        last = context.scope.documents if context.scope and not context.scope.choices else ()
        regions = {self.home_of[one].region for one in last}
        if len(regions) != 1:
            return ()
        return tuple(home for home in homes if home.region in regions)

    def _of_words(
        self, text: str, left: tuple[Home, ...], places: Iterable[str]
    ) -> tuple[Home, ...]:
        """The one home that alone has a clause of that number, such a word, or the sentence."""
        having = {home: clauses for home in left if (clauses := home.numbered(text))}
        if having:
            figures = {q.value for q in read(text) if q.kind in FIGURES}
            stating = [h for h, clauses in having.items() if figures & values(clauses)]
            return tuple(stating) if len(stating) == 1 else leading(having, text, _ENOUGH)
        if telling(text, left):
            return left  # several name the matter: a word beside it decides nothing
        worded = tuple(home for home in left if any(word in text for word in home.words))
        if len(worded) == 1:
            return worded
        for place in places:
            text = text.replace(place, " ")
        if len(content_grams(PAYMENT.sub(" ", text))) < _CONTENT:
            return left
        return leading({home: home.collection.library.clauses() for home in left}, text, _SURE)


def _nearest(where: Left) -> tuple[Home, ...]:
    """Of the homes that places leave those of the nearest: a district before its city."""
    placed = _placed(where.own)
    regions = nearest(home.region for home in placed)
    return tuple(home for home in placed if home.region in regions)


def _placed(homes: tuple[Home, ...]) -> tuple[Home, ...]:
    """The homes of a place; national ones where there is none."""
    return tuple(home for home in homes if not home.region.is_national) or homes
