"""Scope: which texts a question is about, decided once, before anything else is read.

The texts of one region are read together: a text, what amends it, what explains it. They are a
*home*. Only texts with cards make one, because only they say what their matters are called, and a
question that names a matter can be led to them; a text without cards is *bare*. A bare text is
reached by its title, by its place where no text with cards covers that, or by a look-up where the
texts asked hold nothing on the question: so nobody's answer changes because somebody else's
notice was filed beside it. Where no text at all has cards, every region is a home.

What decides, in this order; the first that leaves one home ends it:

1. A title: what it names is meant, also against a place (《若干措施》 asked of from another city).
2. A place named as where the enterprise works or as whose policy is asked, in this message or
   earlier in the thread. It leaves the homes whose region holds it. A place above (深圳, 广东)
   leaves all regions inside it: it is not elsewhere. A place that no region holds leaves the homes
   as they were, and is said to be not covered; never is another district's text taken for it.
3. The thread: a message that names no matter, or one of the texts that were asked last, stays.
4. A matter: the homes with a card that the message names. A name gives way to that of a kind of
   it (采购 in 智能眼镜采购), a name with a gap to what stands in the gap (买…设备, 节能设备); a
   name that says only that something is paid (补助) names no matter.
5. A clause number that one home alone has, or whose words are clearly more in one home's clause
   of that number; a sector or a term that one home alone lists; a sentence that holds nearly all
   of the question, as no sentence of another home does.
6. What is held: of a question that names no matter, the texts that answer it where the others
   have no answer. So much needs the composers, who are asked for each region (`narrowed`).

Where several homes are left, the user is asked which region is meant; they are never mixed. With
one home none of this asks anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bot.extract import content_grams
from bot.question.homes import FIGURES, PAYMENT, Home, leading, telling, values
from bot.question.places import AWAY, Place, PlaceRole, Region, places
from bot.question.text import Normaliser
from bot.question.thread import masked
from corpus.collection import Collection
from corpus.document import Document
from corpus.numerals import read

if TYPE_CHECKING:
    from bot.context import Context

_TITLE: Final = re.compile(r"《([^《》]{4,80})》")
_TELLING: Final = (PlaceRole.OPERATING, PlaceRole.POLICY)
_ENOUGH: Final = 0.285  # share of a question that a sentence must hold to speak for its text
_SURE: Final = 0.55  # as much, where any of its clauses may be meant
_CONTENT: Final = 3  # bigrams that a question must have for a sentence to hold nearly all of it
_REST: Final = 4  # characters beside a place in a message that only says the place


@dataclass(frozen=True, slots=True)
class Scope:
    """The texts that every later step of a question receives, and no others."""

    documents: frozenset[str]
    place: tuple[str, ...]  # named as where the enterprise works, or whose policy is asked
    day: date
    elsewhere: tuple[str, ...] = ()  # of those places, the ones that no text covers
    title: str = ""  # a title named that no text bears
    unlisted: str = ""  # a matter named that only texts of other regions have
    choices: tuple[str, ...] = ()  # regions among which nothing decides; empty: it is decided
    beside: frozenset[str] = frozenset()  # bare texts for a look-up where these hold nothing
    open: bool = False  # no matter is named: where the texts of one region answer, they are meant


class Catalogue:
    """The homes and bare texts of a collection, and which of them a question is about."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        carded = {card.document_id for card in collection.cards if not card.drafted}
        documents = collection.library.documents
        carded = carded or {document.id for document in documents}
        self.homes = self._grouped([d for d in documents if d.id in carded], bare=False)
        self.bare = self._grouped([d for d in documents if d.id not in carded], bare=True)
        self._titles = _titles(documents)
        self.normalise = Normaliser(name for card in collection.cards for name in card.names)

    def _grouped(self, documents: Iterable[Document], *, bare: bool) -> tuple[Home, ...]:
        """One home for each region; bare texts without a region stay apart from each other."""
        groups: dict[tuple[str, ...], list[Document]] = {}
        for document in documents:
            apart = (document.id,) if bare and not document.region else ()
            groups.setdefault((*sorted(document.region), *apart), []).append(document)
        return tuple(
            Home(
                name=group[0].region[-1] if group[0].region else group[0].short_title,
                region=Region.of(group),
                collection=self._collection.part(frozenset(d.id for d in group)),
                bare=bare,
            )
            for group in groups.values()
        )

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions of all texts held."""
        return tuple(home.region for home in (*self.homes, *self.bare))

    def decide(self, text: str, context: Context, day: date) -> Scope:
        """The texts that a message, or one question of it, is about."""
        said = self._said(text) or self._carried(text, context)
        names = tuple(dict.fromkeys(place.name for place in said))
        left, elsewhere = self._of_places(said)
        titled = self._titled(text)
        title = "" if titled else self._unheld(text)
        if titled:
            left = tuple(home for home in titled if home in left) or titled
        if len(left) > 1:
            left = self._of_thread(text, left, context) or self._of_matter(text, left)
        if len(left) > 1:
            left = self._of_words(text, left, names)
        documents = frozenset[str]().union(*(home.documents for home in left))
        near = (home for home in self.bare if self._may_hold(home, names))
        return Scope(
            documents=documents,
            place=names,
            day=day,
            elsewhere=elsewhere,
            title=title,
            unlisted=self._unlisted(text, left),
            choices=tuple(home.name for home in left) if len(left) > 1 else (),
            beside=frozenset(d for home in near for d in home.documents if d not in documents),
            open=len(left) > 1 and not telling(text, left),
        )

    def _unlisted(self, text: str, left: tuple[Home, ...]) -> str:
        """What a message calls a matter of other homes, where those meant have none it names."""
        if any(home.bare or home.named(text) for home in left):
            return ""
        named = [n for home in telling(text, self.homes) for n in home.named(text)]
        return text[named[0].start : named[0].end] if named else ""

    def _may_hold(self, home: Home, places: tuple[str, ...]) -> bool:
        """Whether a text may be about what is asked of some places."""
        return all(not home.region.names or home.region.covers(place) for place in places)

    def narrowed(self, scope: Scope) -> tuple[Scope, ...]:
        """The scopes of the regions among which nothing decides, in the order of the choices."""
        homes = {home.name: home for home in (*self.homes, *self.bare)}
        none = frozenset[str]()
        return tuple(
            replace(scope, documents=homes[name].documents, choices=(), beside=none, open=False)
            for name in scope.choices
        )

    def chosen(self, text: str) -> Home | None:
        """The home that a message names and says nothing beside, as an answer to which region."""
        plain = text.strip(" 。，,.!！?？《》")
        for home in (*self.homes, *self.bare):
            if plain in (home.name, home.name.strip("《》")):
                return home
        said = [place.name for place in self._said(text)]
        left, elsewhere = self._of_places(self._said(text))
        rest = plain
        for name in said:
            rest = rest.replace(name, "")
        short = said and len(rest) <= _REST
        return left[0] if short and not elsewhere and len(left) == 1 else None

    def _said(self, text: str) -> tuple[Place, ...]:
        """The places that tell whose texts are meant.

        Where the enterprise works and whose policy is asked come before a place merely named; a
        place of which nothing is said and that no text covers tells nothing (在广州参展).
        """
        anywhere = Region(frozenset().union(*(region.names for region in self.regions)))
        named = tuple(n for home in self.homes for n in home.named(text))
        found = places(masked(text, named), anywhere, self.regions, text)
        meant = tuple(place for place in found if place.role in _TELLING)
        mentioned = (p for p in found if p.role is PlaceRole.MENTION and self._covering(p.name))
        return meant or tuple(mentioned)

    def _carried(self, text: str, context: Context) -> tuple[Place, ...]:
        """The places of the thread.

        Where an enterprise works stays so, and whose policy it asks about; only a policy that is
        not held is left as soon as it names a matter.
        """
        named = any(home.named(text) for home in self.homes)
        return tuple(
            place
            for place in context.places
            if place.role is PlaceRole.OPERATING or not named or self._covering(place.name)
        )

    def _covering(self, place: str) -> tuple[Home, ...]:
        """The homes at a place; the bare texts where no home is there."""
        return tuple(home for home in self.homes if home.region.holds(place)) or tuple(
            home for home in self.bare if home.region.holds(place)
        )

    def _of_places(self, said: Iterable[Place]) -> tuple[tuple[Home, ...], tuple[str, ...]]:
        """The homes that the places leave, and the places that no text covers."""
        left: list[Home] = []
        elsewhere: list[str] = []
        said = tuple(said)
        asked = any(p.role is PlaceRole.POLICY and self._covering(p.name) for p in said)
        for place in said:
            if place.name.endswith(AWAY):
                away = place.name.removesuffix(AWAY)
                left += [home for home in self._covering(away) if home not in left]
                elsewhere.append(place.name)
                continue
            inside = tuple(home for home in self.homes if home.region.lies_in(place.name))
            found = self._covering(place.name)
            if not asked or place.role is PlaceRole.POLICY:  # 盐田的技改，龙岗的厂能拿吗
                left += [home for home in (*found, *inside) if home not in left]
            if not found and not inside:
                elsewhere.append(place.name)
        return tuple(left) or self.homes, tuple(dict.fromkeys(elsewhere))

    def _titled(self, text: str) -> tuple[Home, ...]:
        """The homes, or bare texts, that have a title which a message names."""
        rest = text
        found: set[str] = set()
        for name, documents in self._titles.items():
            if name in rest:
                found |= documents
                rest = rest.replace(name, "□")
        homes = (*self.homes, *self.bare)
        return tuple(home for home in homes if home.documents & found)

    def _unheld(self, text: str) -> str:
        """A title in book marks that no text bears and no text mentions."""
        for match in _TITLE.finditer(text):
            said = _plain(match.group(1))
            borne = any(_abridges(said, title) for title in self._titles)
            if not borne and not any(said in text for text in self._texts):
                return match.group()
        return ""

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(_plain(document.text) for document in self._collection.library.documents)

    def _of_thread(self, text: str, left: tuple[Home, ...], context: Context) -> tuple[Home, ...]:
        """The home asked last, where the message names no matter or one of that home."""
        before = context.scope.documents if context.scope and not context.scope.choices else ()
        last = tuple(home for home in left if home.documents & set(before))
        if len(last) != 1:
            return ()
        named = telling(text, left)
        return last if not named or last[0] in named else ()

    def _of_matter(self, text: str, left: tuple[Home, ...]) -> tuple[Home, ...]:
        return telling(text, left) or left

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


def _plain(text: str) -> str:
    """A text without blanks and brackets, which titles are typed without."""
    return re.sub(r"[\s（）()]", "", text).lower()


def _abridges(said: str, title: str) -> bool:
    """Whether a title is said in short: 龙岗区若干措施 for 龙岗区关于促进…若干措施."""
    rest = iter(_plain(title))
    return all(char in rest for char in said)


def _titles(documents: Iterable[Document]) -> Mapping[str, frozenset[str]]:
    """What documents are called, longest first → those that are called so."""
    names: dict[str, set[str]] = {}
    for document in documents:
        own = (document.title, document.short_title, *document.aliases)
        for name in (*own, *document.explains_aliases):
            names.setdefault(name.strip("《》").lower(), set()).add(document.id)
    longest = sorted(names, key=len, reverse=True)
    return {name: frozenset(names[name]) for name in longest}
