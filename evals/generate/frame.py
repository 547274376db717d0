"""What a message says, before it has words: deeds with their figures, conditions and asides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

TODAY = date(2026, 11, 26)


class Scheme(StrEnum):
    """What a sum was spent on."""

    RENOVATION = "renovation"
    DIGITAL = "digital"
    PLATFORM = "platform"
    PARK = "park"
    BOOTH = "booth"
    EVENT = "event"
    GLASSES = "glasses"


class Denial(StrEnum):
    """A condition that the user says is not met."""

    FOUR_UP = "not_four_up"
    TRADE = "foreign_trade"
    PLACE = "elsewhere"
    PERSONAL = "personal"


class Strange(StrEnum):
    """Where a word that nobody knows stands beside a figure."""

    VERB = "verb"
    PART = "part"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What one firm spent on one scheme. Sums are in 万元; ``truth`` knows what a shape means."""

    scheme: Scheme
    shape: str
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    year: int | None = None
    ordinal: int | None = None  # of a platform's year
    four_up: bool | None = None  # None: not said
    received: Decimal = Decimal(0)  # this year already, against the yearly cap


@dataclass(frozen=True, slots=True)
class Aside:
    """A clause beside the matter: its kind in the vocabulary, its sums in 万元, its year."""

    kind: str
    figure: Decimal
    reward: Decimal
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One message: what was done, what is denied, what stands beside it."""

    deeds: tuple[Deed, ...]
    firms: bool = False  # each deed is another firm's
    denial: Denial | None = None
    strange: Strange | None = None
    asides: tuple[Aside, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What this frame is counted under."""
        of_deeds = sorted({deed.scheme.value for deed in self.deeds})
        how = "firms" if self.firms else "schemes" if len(of_deeds) > 1 else self.deeds[0].shape
        marks = [f"strange {self.strange}"] if self.strange else []
        marks += [f"denied {self.denial}"] if self.denial else []
        marks += [f"aside {aside.kind}" for aside in self.asides]
        return (*(f"scheme {name}" for name in of_deeds), f"shape {how}", *marks)
