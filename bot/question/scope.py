"""Scope: which texts a question is about, decided once, before anything else is read.

Texts that are read together are a *home* (see `homes`). Homes with cards are *tended*: only they
say what their matters are called, and a question that names a matter is led to them. The others
are reached by title, number or place, or where they clearly speak of what is asked and the tended
ones do not: so nobody's answer changes because somebody else's notice was filed beside it. Where
no home is tended, or every one, none goes first.

What decides, in this order; the first that leaves one home ends it:

1. A title or a document number: what it names is meant, also against a place.
2. A place named as where the enterprise works or as whose policy is asked, in this message or
   earlier in the thread. It leaves the homes whose region holds it: its own, those of the places
   above it, and national ones. A place above (深圳, 广东) leaves all regions inside it: it is not
   elsewhere. A place that only national texts cover is said to be not covered unless one of those
   clearly speaks of what is asked; never is another place's text taken for it.
3. The thread: a message that names no matter, or one of the texts that were asked last, stays.
4. A matter: the homes with a card that the message names. A name gives way to that of a kind of
   it (采购 in 智能眼镜采购), a name with a gap to what stands in the gap (买…设备, 节能设备); a
   name that says only that something is paid (补助) names no matter.
5. A clause number that one home alone has, or whose words are clearly more in one home's clause
   of that number; a sector or a term that one home alone lists; a sentence that holds nearly all
   of the question, as no sentence of another home does.
6. Evidence: the texts whose sentences hold the question's rare words (see `evidence`), or of many
   texts of a place said the one whose title says one of them.
7. What is held: of a question that names no matter, the texts that answer it where the others
   have no answer. So much needs the composers, who are asked for each region (`narrowed`).

Where several homes are left, those of one place and the places above it are answered each under
its own name (`levels`); otherwise the user is asked which place or text is meant. They are never
mixed. With one home none of this asks anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from bot.question.awards import Awards
from bot.question.deciding import Deciding
from bot.question.evidence import Evidence, Opening
from bot.question.holdings import asks_what_is_held
from bot.question.homes import (
    Home,
    documents_of,
    families,
    once,
    telling,
    together,
)
from bot.question.leads import CHOICES, Leads
from bot.question.naming import Naming
from bot.question.places import Region, is_abroad
from bot.question.text import normaliser
from bot.question.whereabouts import Whereabouts
from bot.question.wordings import Wordings
from corpus.collection import Collection
from corpus.document import Document
from corpus.versions import Period, period

if TYPE_CHECKING:
    from bot.context import Context

_REST: Final = 4  # characters beside a place in a message that only says the place
_EACH: Final = 4  # regions whose composers are asked, where nothing decides


@dataclass(frozen=True, slots=True)
class Scope:
    """The texts that every later step of a question receives, and no others."""

    documents: frozenset[str]
    place: tuple[str, ...]  # named as where the enterprise works, or whose policy is asked
    day: date
    elsewhere: tuple[str, ...] = ()  # of those places, the ones that no text covers
    above: tuple[str, ...] = ()  # those that only texts of a place above them cover
    title: str = ""  # a title or number named that no text bears
    unlisted: str = ""  # a matter named that only texts of other regions have
    choices: tuple[str, ...] = ()  # regions among which nothing decides; empty: it is decided
    open: bool = False  # no matter is named: where the texts of one region answer, they are meant
    levels: tuple[frozenset[str], ...] = ()  # texts of a place and of those above it: each answers
    held: tuple[tuple[str, int], ...] = ()  # every region held, and how many texts of it
    listing: bool = False  # which texts are held is asked
    numbers: tuple[str, ...] = ()  # document numbers said: they name these texts and ask nothing


class Catalogue:
    """The homes of a collection, and which of them a question is about."""

    def __init__(self, collection: Collection, opening: Opening = lambda: None) -> None:
        """``opening`` opens the search by which evidence is weighed; without it none is."""
        self._collection = collection
        documents = collection.library.documents
        carded = {card.document_id for card in collection.cards if not card.drafted}
        homes = [self._home(group, carded) for group in families(documents, collection)]
        self.homes = tuple(home for home in homes if home.tended) or tuple(homes)
        self.others = tuple(home for home in homes if home not in self.homes)
        self._all = (*self.homes, *self.others)
        self._naming = Naming(documents)
        self._where = Whereabouts(self.homes, self._all)
        self._of = {document: home for home in self._all for document in home.documents}
        leads = Leads(Evidence(collection, opening), Awards(collection.cards, documents), self._of)
        self._decide = Deciding(leads, self._of)
        names = Counter(d.region[-1] for d in documents if d.region)
        self._held = tuple(names.most_common())
        self._plain = normaliser(
            frozenset(name for card in collection.cards for name in card.names)
        )
        self._wordings = Wordings(documents)

    def _home(self, group: Sequence[Document], carded: set[str]) -> Home:
        return Home(
            name=group[0].region[-1] if group[0].region else group[0].short_title,
            region=Region.of(group),
            collection=self._collection.part(frozenset(d.id for d in group)),
            tended=any(document.id in carded for document in group),
        )

    def normalise(self, message: str) -> str:
        """A message in plain written Chinese, in the words of the texts."""
        return self._wordings(self._plain(message))

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions of all texts held, each once."""
        return self._where.regions

    def decide(self, text: str, context: Context, day: date) -> Scope:
        """The texts that a message, or one question of it, is about."""
        spoken = self._where.said(text)
        said = spoken or self._where.carried(text, context)
        names = tuple(dict.fromkeys(place.name for place in said))
        where = self._where.left(said)
        scope = Scope(frozenset(), names, day, elsewhere=where.elsewhere, held=self._held)
        here = tuple(dict.fromkeys(place.name for place in spoken))
        listing = asks_what_is_held(text, here)
        if listing and not (where.elsewhere or where.above):
            held = tuple(h for h in where.all if any(h.region.is_at(p) for p in here))
            held = held if here else self._all
            return replace(scope, documents=documents_of(held), listing=True)
        away = bool(here) and not any(home.tended for home in where.all)
        named = self._naming(text, placed=away)
        titled = tuple(dict.fromkeys(self._of[one] for one in sorted(named)))
        title = "" if titled else self._naming.unheld(text)
        if titled:
            own = tuple(home for home in titled if home in where.all) or titled
            where = replace(where, own=own, all=own)
        left, sure = self._decide(text, where, names, context, moved=bool(here))
        unsure = where.above and not titled and (listing or not sure)
        elsewhere = once((*where.elsewhere, *(where.above if unsure else ())))
        left = self.homes if unsure else left if titled else self._in_force(left, day)
        above = () if unsure else where.above
        scope = replace(scope, elsewhere=elsewhere, above=above, title=title)
        scope = replace(scope, numbers=self._naming.numbers(text))
        return self._scoped(text, scope, left)

    def _in_force(self, left: tuple[Home, ...], day: date) -> tuple[Home, ...]:
        """Of homes of one place that several fit those that apply on a day; all where none does."""
        if len(left) < 2 or not together(left):
            return left
        ended = {repeal.repealed for repeal in self._collection.repeals if repeal.applies(day)}
        applying = tuple(
            home
            for home in left
            if not all(
                document.id in ended or period(document, day) is Period.AFTER
                for document in home.collection.library.documents
            )
        )
        return applying or left

    def _scoped(self, text: str, scope: Scope, left: tuple[Home, ...]) -> Scope:
        """The scope of the homes that are left: one, levels of one place, or a choice."""
        several = len(left) > 1 and not together(left)
        levels = _levels(left) if several and scope.place else ()
        choices = () if not several or levels else _choices(left)
        return replace(
            scope,
            documents=documents_of(left),
            unlisted=self._unlisted(text, left),
            choices=choices,
            levels=levels,
            open=bool(choices) and len(choices) <= _EACH and not telling(text, left),
        )

    def _unlisted(self, text: str, left: tuple[Home, ...]) -> str:
        """What a message calls a matter of other homes, where those meant have none it names."""
        if any(not home.tended or home.named(text) for home in left):
            return ""
        named = [n for home in telling(text, self.homes) for n in home.named(text)]
        return text[named[0].start : named[0].end] if named else ""

    def beyond(
        self, text: str, scope: Scope, *, silent: bool, named: bool, amount: bool
    ) -> Scope | None:
        """The scope of other texts, where those asked first have no answer and no place is said.

        ``silent``: they have none at all; else only what is far from them is another text's. Of
        other texts those go first of whose drafted cards somebody has checked that the matter is
        called so.
        ``named``: a matter of theirs is called by its name; ``amount``: an amount is asked for.
        """
        placed = scope.place and not all(map(is_abroad, scope.place))  # 在老挝投了个水电项目
        told = placed or scope.title or scope.numbers or scope.above
        if told or scope.choices or scope.listing or not self.others:
            return None
        leads, homes = self._decide.leads, (self.homes, self.others)
        left = tuple(home for home in self.others if silent and home.vouched(text))
        left = left or leads.apart(text, *homes, silent=silent)
        if silent and not left:
            left = leads.beyond(text, *homes, named=named, amount=amount)
        if not left or scope.documents & documents_of(left):
            return None
        plain = replace(scope, unlisted="", place=(), elsewhere=())
        return self._scoped(text, plain, left)

    def narrowed(self, scope: Scope) -> tuple[Scope, ...]:
        """The scopes that are answered apart: of each level, or of each region of the choices."""
        plain = replace(scope, choices=(), levels=(), open=False)
        each = scope.levels or tuple(
            documents_of(home for home in self._all if home.name == name) for name in scope.choices
        )
        return tuple(replace(plain, documents=documents) for documents in each)

    def chosen(self, text: str) -> tuple[Home, ...]:
        """The homes that a message names and says nothing beside, as an answer to which is meant.

        Several where it names a place; the question that waits decides among them.
        """
        plain = text.strip(" 。，,.!！?？《》")
        called = tuple(home for home in self._all if plain == home.name.strip("《》"))
        titled = {
            d.id
            for d in self._collection.library.documents
            if plain in (d.short_title.strip("《》"), d.title)
        }
        if called or titled:
            return called or tuple(dict.fromkeys(self._of[one] for one in sorted(titled)))
        said = self._where.said(text)
        where = self._where.left(said)
        rest = plain
        for place in said:
            rest = rest.replace(place.name, "")
        short = said and len(rest) <= _REST
        return where.own if short and not (where.elsewhere or where.above) else ()


def _levels(homes: tuple[Home, ...]) -> tuple[frozenset[str], ...]:
    """The texts of each level, the nearest first, where homes are those of one place."""
    regions = sorted(
        {home.region for home in homes}, key=lambda one: -sum(one.is_below(r.region) for r in homes)
    )
    if not all(near.is_below(far) for near, far in pairwise(regions)):
        return ()
    return tuple(documents_of(h for h in homes if h.region == region) for region in regions)


def _choices(homes: tuple[Home, ...]) -> tuple[str, ...]:
    """The places of some homes, those with most texts first: at most as many as one can tap."""
    return tuple(name for name, _ in Counter(home.name for home in homes).most_common(CHOICES))
