"""Whereabouts: the homes that the places of a message and its thread leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from bot.question.homes import Home, once
from bot.question.place_roles import PlaceRole
from bot.question.places import AWAY, Place, Region, places
from bot.question.thread import masked

if TYPE_CHECKING:
    from bot.context import Context

_TELLING: Final = (PlaceRole.OPERATING, PlaceRole.POLICY)


@dataclass(frozen=True, slots=True)
class Left:
    """The homes that places leave: the place's own, and all that may apply there."""

    own: tuple[Home, ...]
    all: tuple[Home, ...]
    elsewhere: tuple[str, ...] = ()  # places that no text covers
    above: tuple[str, ...] = ()  # places that only texts of a place above them cover


class Whereabouts:
    """The places that a message names, and which homes they leave.

    ``first`` are the homes that are asked where no place is said, ``homes`` all of them.
    """

    def __init__(self, first: Sequence[Home], homes: Sequence[Home]) -> None:
        self._first = tuple(first)
        self._all = tuple(homes)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The regions of all texts held, each once."""
        return once(home.region for home in self._all)

    @cached_property
    def _everywhere(self) -> Region:
        """The region of all texts together."""
        return Region(frozenset[str]().union(*(region.names for region in self.regions)))

    @cached_property
    def _national(self) -> tuple[Home, ...]:
        return self._of_regions(lambda region: region.is_national)

    @cached_property
    def _numbered(self) -> Mapping[Region, Sequence[tuple[int, Home]]]:
        """The homes of each region, with their places among all."""
        found: dict[Region, list[tuple[int, Home]]] = {}
        for number, home in enumerate(self._all):
            found.setdefault(home.region, []).append((number, home))
        return found

    def _of_regions(self, wanted: Callable[[Region], bool]) -> tuple[Home, ...]:
        """The homes of some regions, in the order of all."""
        found = (one for r, homes in self._numbered.items() if wanted(r) for one in homes)
        return tuple(home for _, home in sorted(found, key=itemgetter(0)))

    def said(self, text: str) -> tuple[Place, ...]:
        """The places that tell whose texts are meant.

        Where the enterprise works and whose policy is asked come before a place merely named; a
        place of which nothing is said and that no text covers tells nothing (在广州参展).
        """
        named = tuple(n for home in self._first for n in home.named(text))
        found = places(masked(text, named), self._everywhere, self.regions, text)
        meant = tuple(place for place in found if place.role in _TELLING)
        if any(self._covering(place.name.removesuffix(AWAY)) for place in meant):
            return meant
        # 我们是武汉的工厂，按台州那个申请: whose text is meant is told by the other place
        return (*meant, *(p for p in found if p not in meant and self._is_meant(p)))

    def _is_meant(self, place: Place) -> bool:
        """Whether a place merely named is that of a text: one that firms visit seldom is."""
        if place.role is PlaceRole.VISITED:
            return any(home.tended and home.region.holds(place.name) for home in self._all)
        covering = self._covering(place.name)
        # 江西一家小厂，能不能申请: not one brought in; 执照是在内江注册的
        if place.role in (PlaceRole.ORIGIN, PlaceRole.REGISTERED):
            return bool(covering) and not any(home.tended for home in covering)
        return place.role is PlaceRole.MENTION and bool(covering)

    def carried(self, text: str, context: Context) -> tuple[Place, ...]:
        """The places of the thread.

        Where an enterprise works stays so, and whose policy it asks about; only a policy that is
        not held is left as soon as it names a matter.
        """
        named = any(home.named(text) for home in self._first)
        return tuple(
            place
            for place in context.places
            if place.role is PlaceRole.OPERATING
            or not named
            or place.name in text  # 我说广州白云区: the same place again
            or self._covering(place.name)
        )

    def _covering(self, place: str) -> tuple[Home, ...]:
        """The homes of a place and of those above it."""
        return self._of_regions(lambda region: region.holds(place))

    def _inside(self, place: str) -> tuple[Home, ...]:
        """The homes of regions in a place."""
        return self._of_regions(lambda region: region.lies_in(place))

    def left(self, said: Iterable[Place]) -> Left:
        """The homes that the places leave, and the places that no text covers."""
        own: list[Home] = []
        wide: list[Home] = []
        elsewhere: list[str] = []
        above: list[str] = []
        said = tuple(said)
        if not said:
            return Left(self._first, self._all)
        asked = any(p.role is PlaceRole.POLICY and self._covering(p.name) for p in said)
        for place in said:
            away = place.name.endswith(AWAY)
            name = place.name.removesuffix(AWAY)
            at = self._covering(name)
            inside = () if away else self._inside(name)
            theirs = place.role is PlaceRole.POLICY  # its own policy is asked: no national one
            over = (*at, *(() if away or theirs else self._national))
            exact = any(home.region.is_of(name) for home in at)
            if away:
                elsewhere.append(place.name)
            elif not over and not inside:
                elsewhere.append(name)
            elif not exact and not inside and (theirs or not at):
                above.append(name)
            if away or not asked or theirs:  # 盐田的技改，龙岗的厂能拿吗
                own += over if exact else (*inside, *over)
                wide += (*over, *inside)
        if not wide:
            return Left(self._first, self._first, once(elsewhere))
        return Left(once(own), once(wide), once(elsewhere), once(above))
