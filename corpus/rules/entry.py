"""The shape of ``rules.yaml``. What its words mean is the compiler's affair."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, Strict

from corpus.rules.model import InputType, Role
from corpus.shape import Quotes, Several, Shape, Words


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


OneOrMore = Annotated[Quotes, BeforeValidator(_listed)]


class ConditionEntry(Shape):
    """A condition: words of the quote (``span``) or a comparison (``when``)."""

    name: Words
    span: Words | None = None
    when: Words | None = None
    quote: Words | None = None
    fact: Words | None = None
    ask: Words | None = None
    aliases: Several = ()


class GeneralEntry(Shape):
    """Conditions that a document states once for all its rules."""

    clause: Words
    quote: Words
    conditions: Annotated[tuple[ConditionEntry, ...], Strict(False)]


class StackingEntry(Shape):
    """Where a document says 从优不重复."""

    clause: Words
    quote: Words


class InputEntry(Shape):
    """A fact that the applicant is asked for."""

    type: Annotated[InputType, Strict(False)]
    span: Words
    ask: Words
    label: Words | None = None
    unit: Words | None = None
    choices: Several = ()
    optional: bool = False
    aliases: Several = ()
    first: Words | None = None
    first_ask: Words | None = None


class RowEntry(Shape):
    """A row of a table of tiers."""

    range: Words
    value: Words


class KindEntry(Shape):
    """A row of a table of kinds, or of steps: the kind is then a threshold."""

    kind: Words
    value: Words


class TermEntry(Shape):
    """A name for words of the quote and what they are to the formula."""

    role: Annotated[Role, Strict(False), Field(alias="as")]
    span: Words | None = None
    rows: Annotated[tuple[RowEntry, ...], Strict(False)] = ()
    kinds: Annotated[tuple[KindEntry, ...], Strict(False)] = ()
    lead: Words | None = None


class ItemsEntry(Shape):
    """What the rule is computed for each of."""

    name: Words
    span: Words


class UnitEntry(Shape):
    """What one evaluation is about."""

    items: ItemsEntry | None = None
    year: Words | None = None


class RuleEntry(Shape):
    """A rule as ``rules.yaml`` holds it."""

    id: Words
    name: Words
    kind: Words
    clause: Words
    quote: OneOrMore
    amount: Words
    topic: Words | None = None
    beneficiary: Words | None = None
    aliases: Several = ()
    inputs: dict[Words, InputEntry] = Field(default_factory=dict)
    bind: dict[Words, TermEntry] = Field(default_factory=dict)
    per: UnitEntry = UnitEntry()
    conditions: Annotated[tuple[ConditionEntry, ...], Strict(False)] = ()


class RulesEntry(Shape):
    """What ``rules.yaml`` holds."""

    general_conditions: GeneralEntry | None = None
    best_of: StackingEntry | None = None
    rules: Annotated[tuple[RuleEntry, ...], Strict(False)] = ()
