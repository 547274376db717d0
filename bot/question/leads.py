"""Leads: the homes whose texts clearly speak of what is asked, as no others do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.extract import grams_of
from bot.question.evidence import Evidence, Weighed
from bot.question.homes import PAYMENT, Home, documents_of, once, together
from bot.question.places import nearest

_SURE: Final = 0.55  # as much, of which no matter need be named
_APART: Final = 0.3  # share of rare words that tended texts never say, to leave them for another
_APART_NAMED: Final = 0.45  # as much, where a matter of the tended ones is named
_NEW: Final = 2  # such words at least: one may be chance
_MANY: Final = 4  # as many, where more of the question must be such
_ALIEN: Final = 0.6  # as much, where the place of the other is not known
_LEADING: Final = 0.8  # of the best: another text that holds as much is as likely meant
_CLEAR: Final = 0.45  # share that tells a text among many of no place named
_NEARER: Final = 0.6  # of the best: a place's own text that holds as much goes first
_OWN: Final = 0.12  # share that a text of the very place said must hold
_BOTH: Final = 0.75  # share at which a text of a place above is answered beside the place's own
_LEAD: Final = 0.67  # of the best: a text of another place that holds as much is as likely meant
_ALIKE: Final = 0.25  # share that texts of several places must hold to be asked about
_SUM: Final = re.compile(r"\d[\d,.]*(?=[万亿元块%]|百万|千万)[万亿元块%]*")  # tells no text
TOGETHER: Final = 3  # texts of one place that are searched together; more are asked about
_ENOUGH: Final = 0.285  # share of a question that a sentence must hold to speak for its text
CHOICES: Final = 8  # homes that one question offers


class Leads:
    """Weighs homes against a question; ``names`` are the places it says, which tell no text."""

    def __init__(self, evidence: Evidence, home_of: Mapping[str, Home]) -> None:
        self._evidence = evidence
        self._of = home_of

    def led(self, text: str, names: Sequence[str], homes: Iterable[Home]) -> tuple[Home, ...]:
        """The homes whose texts hold the rare words of a question as no others do."""
        least = _ENOUGH if names else _CLEAR
        weighed = self._evidence(_asked(text, names), documents_of(homes))
        found = [one for one in weighed if one.words]
        led = [one for one in found if one.held >= (_OWN if self._is_at(one, names) else least)]
        return self._leading(led, placed=bool(names))

    def _is_at(self, one: Weighed, names: Sequence[str]) -> bool:
        """Whether a text is of the very place that is said, not of one above it."""
        return any(self._of[one.document_id].region.is_of(name) for name in names)

    def _leading(self, found: Sequence[Weighed], *, placed: bool) -> tuple[Home, ...]:
        """The homes of the texts that hold most, as far as one reply can hold them.

        Where no place is said a national text goes first. A place's own text goes before one of
        a place above it that holds somewhat more; that one is kept beside it where it surely
        speaks of the same.
        """
        if not found:
            return ()
        if not placed:
            everywhere = [x for x in found if self._of[x.document_id].region.is_national]
            found = everywhere or found
        best = found[0].held
        near = [one for one in found if one.held >= best * _NEARER]
        regions = nearest(self._of[one.document_id].region for one in near)
        own = [one for one in near if self._of[one.document_id].region in regions]
        least = max(one.held for one in own) * _LEADING
        leaders = [
            one
            for one in found
            if one.held >= (least if one in own else max(best * _LEADING, _BOTH))
        ]
        homes = once(self._of[one.document_id] for one in leaders)
        return homes[:TOGETHER] if together(homes) else homes[:CHOICES]

    def ahead(
        self,
        text: str,
        names: Sequence[str],
        tended: Iterable[Home],
        others: Iterable[Home],
        *,
        follows: bool,
    ) -> tuple[Home, ...]:
        """The homes that clearly speak of what is asked, in words that the tended ones never say.

        More of the question must be such words where it names a matter of the tended ones, and
        nearly everything where the place of the other text is not known or the thread is of the
        tended ones.
        """
        tended = tuple(tended)
        asked = _asked(text, names)
        new = self._new(asked, tended)
        named = any(not name.gapped for home in tended for name in home.named(text))
        if not self._may_lead(asked, new, named=named, follows=follows):
            return ()
        found = []
        for one in self._evidence(asked, documents_of(others)):
            beyond = {word: share for word, share in one.words.items() if word in new}
            far = follows or not self._of[one.document_id].region.names
            least = _ALIEN if far else _APART_NAMED if named else _APART
            many = len(beyond) >= (_MANY if named or far else _NEW)
            told = one.held >= _SURE and many and sum(beyond.values()) >= least
            if told or (len(one.titled & beyond.keys()) >= _NEW and not far):
                found.append(one)
        return self._leading(found, placed=bool(names))

    def beyond(
        self,
        text: str,
        tended: Iterable[Home],
        others: Iterable[Home],
        *,
        named: bool,
        amount: bool,
    ) -> tuple[Home, ...]:
        """The homes that speak of what the tended ones have no answer to, no place being said.

        One that has several words of the question that the tended ones never say, more where one
        of their matters is ``named``, or the name of which a stretch is said, and clearly more of
        the question than texts of other places; where an
        ``amount`` is asked for and no matter named, texts of several places that have as much.
        """
        asked, tended = _asked(text, ()), tuple(tended)
        new = self._new(asked, tended)
        least = _MANY if named else _MANY - 1
        alike = amount and not named
        others = tuple(others)
        phrases = self._phrases(text, tended, others)
        if len(new) < least and not (alike or phrases):
            return ()
        found = self._evidence(asked, documents_of(others))
        near = [one for one in found if one.held >= found[0].held * _LEAD]
        homes = once(self._of[one.document_id] for one in near)
        if together(homes):
            called = found[0].document_id in phrases
            told = called or any(len(one.words.keys() & new.keys()) >= least for one in near)
            return homes[:TOGETHER] if told else ()
        return homes[:CHOICES] if alike and near[0].held >= _ALIKE else ()

    def _may_lead(
        self, asked: str, new: Mapping[str, float], *, named: bool, follows: bool
    ) -> bool:
        """Whether a text that had all the new words, or has them in its title, would lead."""
        least = _ALIEN if follows else _APART_NAMED if named else _APART
        many = len(new) >= (_MANY if named or follows else _NEW)
        if many and sum(new.values()) >= least:
            return True
        return not follows and len(self._evidence.titled(asked) & new.keys()) >= _NEW

    def _phrases(
        self, text: str, tended: Iterable[Home], others: Iterable[Home]
    ) -> Mapping[str, str]:
        """What a question says of the titles of other texts that the tended homes never say."""
        homes = tuple(tended)
        return {
            document: phrase
            for document, phrase in self._evidence.phrases(text, documents_of(others)).items()
            if not any(grams_of(phrase).keys() <= home.vocabulary for home in homes)
        }

    def _new(self, asked: str, tended: Iterable[Home]) -> Mapping[str, float]:
        """The rare words of a question that the tended homes never say, with their shares."""
        homes = tuple(tended)
        return {
            word: share
            for word, share in self._evidence.rare(asked).items()
            if not any(word in home.vocabulary for home in homes)
        }


def _asked(text: str, names: Iterable[str]) -> str:
    """A question without the places, sums and words of paying, which tell no text."""
    for name in names:
        text = text.replace(name, " ")
    return _SUM.sub(" ", PAYMENT.sub(" ", text))
