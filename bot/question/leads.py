"""Leads: the homes whose texts clearly speak of what is asked, as no others do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Final

from bot.extract import grams_of
from bot.question.awards import Awards
from bot.question.evidence import Evidence, Weighed
from bot.question.homes import PAYMENT, Home, documents_of, once, together
from bot.question.places import Region, nearest

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
_TITLE: Final = 0.1  # what a rare word of a text's title weighs beside what its sentences hold
_BOTH: Final = 0.75  # share at which a text of a place above is answered beside the place's own
_LEAD: Final = 0.67  # of the best: a text of another place that holds as much is as likely meant
_ALIKE: Final = 0.25  # share that texts of several places must hold to be asked about
_SOME: Final = 0.18  # share that a text must hold whose words the tended ones nearly lack
_TOLD: Final = 0.3  # share that tells a text of a thing that texts of several places pay for
_LACKED: Final = 0.5  # of what it holds: tended ones that hold no more do not speak of the matter
_MANY_NAMED: Final = 8  # new words of it, where a matter of the tended ones is named
_SUM: Final = re.compile(r"\d[\d,.]*(?=[万亿元块%]|百万|千万)[万亿元块%]*")  # tells no text
TOGETHER: Final = 3  # texts of one place that are searched together; more are asked about
_ENOUGH: Final = 0.285  # share of a question that a sentence must hold to speak for its text
CHOICES: Final = 8  # homes that one question offers


class Leads:
    """Weighs homes against a question; ``names`` are the places it says, which tell no text."""

    def __init__(self, evidence: Evidence, awards: Awards, home_of: Mapping[str, Home]) -> None:
        self._evidence = evidence
        self._awards = awards
        self._of = home_of

    def led(self, text: str, names: Sequence[str], homes: Iterable[Home]) -> tuple[Home, ...]:
        """The homes whose texts hold the rare words of a question as no others do.

        Where a place is said and none holds enough of them, those whose titles say one.
        """
        homes, asked = tuple(homes), _asked(text, names)
        found = [one for one in self._evidence(asked, documents_of(homes)) if one.words]
        own = nearest(h.region for h in homes if any(h.region.holds(name) for name in names))
        led = [
            one
            for one in found
            if one.held >= (_OWN if self._region(one) in own else _ENOUGH if names else _CLEAR)
        ]
        if led or not names:
            return self._leading(led, placed=bool(names))
        return self._called(text, names, [h for h in homes if h.region in own], found)

    def _called(
        self, text: str, names: Iterable[str], homes: Sequence[Home], found: Sequence[Weighed]
    ) -> tuple[Home, ...]:
        """The home of the text whose title a question says most of, by what is rare in it.

        Where it says nothing of one, those that pay for what it asks to be paid for.
        """
        for name in names:
            text = text.replace(name, " ")
        held = {one.document_id: one.held for one in found}
        called = self._evidence.called(text, documents_of(homes))
        score = {
            one: held.get(one, 0.0) + _TITLE * sum(said.values()) for one, said in called.items()
        }
        best = [one for one in score if score[one] == max(score.values())]
        paying = frozenset[str]().union(*self._awards(text).values()) & documents_of(homes)
        led = once(self._of[one] for one in best or sorted(paying))
        return led if len(led) <= TOGETHER else ()

    def _region(self, one: Weighed) -> Region:
        return self._of[one.document_id].region

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
        the question than texts of other places; where an ``amount`` is asked for, the texts of
        several places that pay for the thing by its name, or have as much and no matter is named.
        """
        asked, tended, others = _asked(text, ()), tuple(tended), tuple(others)
        new = self._new(asked, tended)
        least = _MANY if named else _MANY - 1
        alike = amount and not named
        paying = self._paying(text, tended, others) if amount else ()
        called = self._called_beyond(text, tended, others)
        if len(new) < least and not (alike or called):
            return paying
        found = self._evidence(asked, documents_of(others))
        if not found:
            return paying
        near = [one for one in found if one.held >= found[0].held * _LEAD]
        homes = once(self._of[one.document_id] for one in near)
        if together(homes):
            told = found[0].document_id in called or any(
                len(one.words.keys() & new.keys()) >= least for one in near
            )
            if told and not (paying and near[0].held < _TOLD):
                return homes[:TOGETHER]
        if paying or together(homes):
            return paying
        return homes[:CHOICES] if alike and near[0].held >= _ALIKE else ()

    def apart(
        self, text: str, tended: Iterable[Home], others: Iterable[Home], *, silent: bool
    ) -> tuple[Home, ...]:
        """The homes that hold several new words of a question of which the tended hold far less.

        Where those are ``silent``, a long name of what a text pays for tells as much.
        """
        asked, tended = _asked(text, ()), tuple(tended)
        new = self._new(asked, tended)
        named = any(not name.gapped for home in tended for name in home.named(text))
        least = _MANY_NAMED if named else _MANY
        paying = self._telling(text, tended)
        if len(new) < least and not (silent and paying):
            return ()
        found = [
            one
            for one in self._evidence(asked, documents_of(others))
            if one.held >= _SOME
            and self._of[one.document_id].region.names
            and (
                len(one.words.keys() & new.keys()) >= least
                or (silent and one.document_id in paying)
            )
        ]
        if not found:
            return ()
        here = self._evidence(asked, documents_of(tended))
        most = here[0].held if here else 0.0
        homes = self._leading([one for one in found if most <= one.held * _LACKED], placed=False)
        told = tuple(home for home in homes if home.documents & paying)
        return told if told and not together(homes) else homes

    def _telling(self, text: str, tended: Iterable[Home]) -> frozenset[str]:
        """Ids of a place's texts that pay for what a message calls as the tended never do.

        Nor do texts of other places.
        """
        homes = tuple(tended)
        return frozenset[str]().union(
            *(
                documents
                for name, documents in self._awards.telling(text).items()
                if together([self._of[one] for one in documents])
                and not any(grams_of(name).keys() <= home.vocabulary for home in homes)
            )
        )

    def _paying(
        self, text: str, tended: Sequence[Home], others: Iterable[Home]
    ) -> tuple[Home, ...]:
        """The homes of several places that pay for a thing which a message asks to be paid for.

        None where it speaks of a sector or another matter of the tended ones, or of their titles.
        """
        held = documents_of(others)
        own = self._evidence.own(text, documents_of(tended))
        if own or any(word in text for home in tended for word in home.words):
            return ()
        found = self._awards(text)
        named = [text[n.start : n.end] for h in tended for n in h.named(text) if not n.gapped]
        if any(name not in award for name in named for award in found):
            return ()
        each = (once(self._of[one] for one in sorted(where & held)) for where in found.values())
        return next((_spread(homes) for homes in each if not together(homes)), ())

    def _may_lead(
        self, asked: str, new: Mapping[str, float], *, named: bool, follows: bool
    ) -> bool:
        """Whether a text that had all the new words, or has them in its title, would lead."""
        least = _ALIEN if follows else _APART_NAMED if named else _APART
        many = len(new) >= (_MANY if named or follows else _NEW)
        if many and sum(new.values()) >= least:
            return True
        return not follows and len(self._evidence.titled(asked) & new.keys()) >= _NEW

    def _called_beyond(
        self, text: str, tended: Iterable[Home], others: Iterable[Home]
    ) -> frozenset[str]:
        """Ids of the other texts of whose titles a question says what the tended never say."""
        homes, documents = tuple(tended), documents_of(others)
        said = {one: frozenset(w) for one, w in self._evidence.called(text, documents).items()}
        for one, phrase in self._evidence.phrases(text, documents).items():
            said[one] = frozenset(grams_of(phrase)) | said.get(one, frozenset())
        return frozenset(
            one for one, words in said.items() if not any(words <= h.vocabulary for h in homes)
        )

    def _new(self, asked: str, tended: Iterable[Home]) -> Mapping[str, float]:
        """The rare words of a question that the tended homes never say, with their shares."""
        homes = tuple(tended)
        return {
            word: share
            for word, share in self._evidence.rare(asked).items()
            if not any(word in home.vocabulary for home in homes)
        }


def _spread(homes: Sequence[Home]) -> tuple[Home, ...]:
    """As many homes as one question offers, one of every place before a second of any."""
    seen = Counter[Region]()
    turns: list[tuple[int, Home]] = []
    for home in homes:
        turns.append((seen[home.region], home))
        seen[home.region] += 1
    return tuple(home for _, home in sorted(turns, key=itemgetter(0)))[:CHOICES]


def _asked(text: str, names: Iterable[str]) -> str:
    """A question without the places, sums and words of paying, which tell no text."""
    for name in names:
        text = text.replace(name, " ")
    return _SUM.sub(" ", PAYMENT.sub(" ", text))
