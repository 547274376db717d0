"""Recognisers: they propose the tokens of a message; `tiling` decides between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final

from bot.question.figures import discounts, half_years, identifiers, numbers, pieces
from bot.question.forms import COMPLEMENTS, ENDINGS, VERBAL, by_form, elsewhere, lettered, with_ends
from bot.question.lexicon import Senses, gathered, general
from bot.question.places import Region, above, gazetteered, names, stem
from bot.question.tiling import tile
from bot.question.token import Token
from bot.question.trades import trades
from bot.question.wordings import Wordings
from corpus.cards import Card
from corpus.collection import Collection
from corpus.drafting.words import VAGUE
from corpus.rules import InputType, Rule
from corpus.sayings import Saying
from corpus.words import words

_HAN: Final = re.compile(r"[一-鿿]{2,}")
_OTHER_ROLE: Final = "role.other"
_GAP: Final = "…"  # in a card's name: other words may stand here


_OTHER_SECTOR: Final = "sector.other"
_OTHER_PLACE: Final = "place.other"


class Shared:
    """What the recognisers of all texts have in common: the lexicon, trades, places by name."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._places = names(Region(frozenset()), regions)
        pairs = [(name.lower(), _OTHER_SECTOR) for name in trades()]
        pairs += [(name.lower(), _OTHER_PLACE) for name in self._places]
        words = {word: set(senses) for word, senses in general().items()}
        for word, sense in pairs:
            words.setdefault(word, set()).add(sense)
        self.senses: Senses = {word: frozenset(senses) for word, senses in words.items()}

    @cached_property
    def _inside(self) -> Mapping[str, tuple[str, ...]]:
        """A place or what lies above it → the names of what lies there."""
        found: dict[str, list[str]] = {}
        for name in self._places:
            for place in (stem(name), *above(name)):
                found.setdefault(place, []).append(name)
        return {place: tuple(inside) for place, inside in found.items()}

    def held_by(self, region: Region) -> set[str]:
        """The place names at which somebody is in a region."""
        return {
            name
            for place in (*region.names, *region.places)
            for name in self._inside.get(place, ())
            if region.holds(name)
        }


@lru_cache(maxsize=4)
def shared_by(regions: tuple[Region, ...]) -> Shared:
    """What is common to the recognisers of the texts of some regions."""
    return Shared(regions)


class Recogniser:
    """Cuts messages into tokens with the general lexicon and the words of one collection."""

    def __init__(
        self,
        cards: Iterable[Card],
        rules: Iterable[Rule],
        sayings: Iterable[Saying],
        shared: Shared,
        home: Iterable[str],
        sectors: AbstractSet[str],
        titles: Iterable[str],
        region: Region,
        idle: Iterable[str] = (),
    ) -> None:
        """``home``: place names in the region of the texts; ``idle``: words of no effect."""
        self._region = region
        pairs: list[tuple[str, str]] = []
        self._gapped: list[tuple[re.Pattern[str], str]] = []
        for card in cards:
            for name in (*card.names, card.name):
                if _GAP in name:
                    self._gapped.append((_with_gap(name.lower()), f"matter.{card.topic}"))
                else:
                    pairs.append((name, f"matter.{card.topic}"))
            if card.drafted:
                pairs += [(word, "thing") for word in _own_words(card)]
        rules = tuple(rules)
        for rule in rules:
            pairs += _of_rule(rule)
        paid_of = {word.lower() for rule in rules if rule.drafted for word in _amounts_of(rule)}
        here = {name.lower() for name in home}
        pairs += [(name, "place.home") for name in here]
        pairs += [(name, "sector.listed") for name in sectors]
        pairs += [(name, "document") for name in titles]
        pairs += [(word, "filler") for word in idle]
        own = gathered((word.lower(), sense) for word, sense in pairs if word)
        listed = {name.lower() for name in sectors}
        self._own = {
            word: senses
            | shared.senses.get(word, frozenset())
            - ({_OTHER_SECTOR} if word in listed else set())
            - ({_OTHER_PLACE} if word in here else set())
            - ({_OTHER_ROLE} if word in paid_of else set())
            for word, senses in own.items()
        }
        self._shared = shared.senses
        self._sayings = tuple(sayings)

    @classmethod
    def of(cls, collection: Collection, region: Region, others: Iterable[Region]) -> Recogniser:
        """The recogniser of the texts of one scope; ``others`` are the regions of all texts."""
        sectors = {
            name
            for scope in collection.scopes
            for printed, called in scope.sectors.items()
            for name in (printed, *called)
        }
        titles = {
            name.strip("《》")
            for document in collection.library.documents
            for name in (document.title, document.short_title, *document.aliases)
        }
        sayings = [one for said in collection.sayings.values() for one in said]
        shared = shared_by(tuple(others) or (region,))
        return cls(
            collection.cards, collection.rules.values(), sayings, shared,
            shared.held_by(region), sectors, titles, region,
            Wordings(collection.library.documents).idle,
        )  # fmt: skip

    def __call__(self, text: str) -> tuple[Token, ...]:
        """The tokens of a normalised message; they tile it."""
        proposed = [
            *numbers(text),
            *pieces(text),
            *half_years(text),
            *discounts(text),
            *identifiers(text),
            *self._conditions(text),
            *self._apart(text),
            *self._places(text),
        ]
        tiled = tile(text, self._senses, proposed, _words)
        tokens = elsewhere(list(by_form(with_ends(lettered(tiled)))))
        return tuple(self._with_inner_conditions(token) for token in tokens)

    def _with_inner_conditions(self, token: Token) -> Token:
        """事前备案, a condition of one text, is 备案 for another text as well."""
        if not token.has("condition"):
            return token
        inner = (s.name for s in self._sayings if s.met.search(token.text))
        return replace(token, senses=token.senses.union(f"condition.{name}" for name in inner))

    def _known(self, word: str) -> frozenset[str] | None:
        return self._own.get(word) or self._shared.get(word)

    def _senses(self, word: str) -> frozenset[str] | None:
        """The senses of a word; of a verb with a complement those of the verb: 办完, 追了."""
        if (senses := self._known(word)) is not None or word[-1] not in ENDINGS:
            return senses
        bare = word.removesuffix("了")
        for verb in (bare, *(bare.removesuffix(end) for end in COMPLEMENTS)):
            found = (self._known(verb) or frozenset()) if verb != word else frozenset()
            kept = frozenset(sense for sense in found if sense.startswith(VERBAL))
            if kept and "filler" not in found:
                return kept
        return None

    def _places(self, text: str) -> Iterable[Token]:
        """The places of the gazetteer that no text declares and no word of the lexicon is."""
        for place in gazetteered(text, self._region):
            if self._senses(place.text) is None:
                sense = "place.home" if self._region.holds(place.text) else _OTHER_PLACE
                yield Token(place.start, place.end, place.text, frozenset({sense}))

    def _apart(self, text: str) -> Iterable[Token]:
        """The pieces of names with a gap where the whole name fits: 改造 … 产线."""
        for pattern, sense in self._gapped:
            for match in pattern.finditer(text):
                for number in range(1, pattern.groups + 1):
                    start, end = match.span(number)
                    yield Token(start, end, text[start:end], frozenset({sense}))

    def _conditions(self, text: str) -> Iterable[Token]:
        for saying in self._sayings:
            for kind, pattern in (("condition", saying.met), ("barrier", saying.unmet)):
                for match in pattern.finditer(text) if pattern is not None else ():
                    yield Token(
                        match.start(), match.end(), match.group(),
                        frozenset({f"{kind}.{saying.name}"}),
                    )  # fmt: skip


def _of_rule(rule: Rule) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    topic = rule.topic or rule.id
    for entry in rule.inputs.values():
        if entry.type not in (InputType.MONEY, InputType.COUNT):
            continue
        for name in (entry.name, entry.span.text, entry.label, *entry.aliases):
            pairs.append((name, f"input.{topic}.{entry.name}"))
    if rule.drafted:
        pairs += [(word, f"input.{topic}.{name}") for word, name in _amounts_of(rule).items()]
    for name in (*rule.aliases, rule.name):
        pairs += [(name, f"matter.{topic}"), (name, f"scheme.{topic}")]
    for condition in rule.conditions:
        pairs += [(name, f"condition.{condition.name}") for name in condition.aliases]
    return pairs


def _amounts_of(rule: Rule) -> Mapping[str, str]:
    """The amounts that a rule is reckoned from, as they are called, and their inputs: 年租金."""
    return {
        said: entry.name
        for entry in rule.required
        if entry.type is InputType.MONEY
        for called in (entry.name, *entry.aliases)
        if not VAGUE.fullmatch(called)  # 费用: anybody has some of it
        for said in (called, f"年{called}")
    }


def _own_words(card: Card) -> Iterator[str]:
    """The words of a drafted card's provision that the general lexicon lacks: 担保, 小镇.

    Those of what stands above it, its title included, are some. They tell nothing but that the
    message speaks of what the provision speaks of.
    """
    known = general()
    said = "，".join(
        (*card.clause.breadcrumb, card.clause.heading, "".join(card.clause.text.split()))
    )
    for stretch in _HAN.findall(said):
        yield from (word for word in words(stretch) if len(word) > 1 and word not in known)


def _with_gap(name: str) -> re.Pattern[str]:
    """``上…系统`` leaves room for up to eight characters: 上了一套PLM系统."""
    pieces = [f"({re.escape(piece)})" for piece in name.split(_GAP)]
    return re.compile("[^，。,；;？?]{0,8}?".join(pieces))


def _words(text: str) -> list[str]:
    return words(text)
