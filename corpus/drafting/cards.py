"""Cards drafted from a text: what each sentence that grants something says, field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.cards import Card
from corpus.clause import Clause
from corpus.document import Span
from corpus.drafting.draft import Drafts, key_of
from corpus.drafting.naming import is_name, names_of, placeless
from corpus.library import Library
from corpus.rules.model import Role, Rule

_LONGEST: Final = 24  # characters of a name
_ASKING: Final = re.compile("多少|什么|怎么|如何|哪|吗|能[领拿报]|是否")
_OFTEN: Final = 3  # clauses elsewhere that say a word which then names none of them
_MATTERS: Final = 2  # clauses that may be about one matter
_LIMITS: Final = (Role.CAP, Role.QUOTA)


@dataclass(frozen=True, slots=True)
class _Award:
    """What becomes a card: a clause's sentence with its name and its fields."""

    key: str
    clause: Clause
    name: str
    spans: tuple[Span, ...]
    fields: Mapping[str, tuple[Span, ...]]
    kinds: tuple[str, ...] = ()  # of its table: 博士, 硕士

    @property
    def said(self) -> str:
        """Its own sentence."""
        return "，".join("".join(span.text.split()) for span in self.spans)

    @property
    def words(self) -> str:
        """The words that speak of it, its clause's heading among them."""
        return f"{self.clause.heading}，{self.said}"


def draft_cards(library: Library, drafts: Drafts) -> tuple[Card, ...]:
    """A card for each award that was read, and for each sentence that is only quoted."""
    awards = [_of_rule(rule, library) for rule in drafts.rules]
    for held in drafts.held:
        key = key_of(held.clause, "".join(held.span.text.split()))
        same = sum(award.key.startswith(key) for award in awards)
        key = f"{key}-{same + 1}" if same else key  # the same words a second time in one clause
        name = held.clause.heading or held.span.text
        awards.append(_Award(key, held.clause, name, (held.span,), {"标准": (held.span,)}))
    names = names_of([award.words for award in awards])
    region = [name for document in library.documents for name in document.region]
    above = _names_above(awards, region)
    return tuple(
        _card(award, (*named, *_own_kinds(award, awards), *_titled(award, above, awards, library)))
        for award, named in zip(awards, names, strict=True)
    )


def _titled(
    award: _Award,
    above: Mapping[str, tuple[str, ...]],
    awards: Sequence[_Award],
    library: Library,
) -> tuple[str, ...]:
    """The names of its heading by which one who asks means this award.

    None are the words of asking of a heading that is a question; and of what the award itself does
    not say neither what the text says in many places nor what another award below it does:
    领取失业金期间死亡，丧葬补助金和抚恤金能领多少. A heading above most of the text has none.
    """
    parent = _parent(award)
    if _is_over_all(parent, awards):
        return ()
    beside = [other.said for other in awards if other is not award and _parent(other) == parent]
    clauses = library.clauses(award.clause.document_id)
    apart = [one.text for one in clauses if parent not in (*one.breadcrumb, one.heading)]

    def tells(name: str) -> bool:
        if name in award.said:
            return True
        often = sum(name in text for text in apart) >= _OFTEN
        return not often and not any(name in said for said in beside)

    return tuple(name for name in above[parent] if not _ASKING.search(name) and tells(name))


def _is_over_all(heading: str, awards: Sequence[_Award]) -> bool:
    """Whether most of what a text grants stands below a heading, which then names none of it."""
    below = {award.clause.id for award in awards if heading in award.clause.breadcrumb}
    return len(below) > max(_MATTERS, len({award.clause.id for award in awards}) // 2)


def _own_kinds(award: _Award, awards: Sequence[_Award]) -> tuple[str, ...]:
    """The kinds of its table that no other award speaks of, however common their words are."""
    return tuple(
        kind
        for kind in award.kinds
        if is_name(kind) and not any(kind in other.words for other in awards if other is not award)
    )


def _parent(award: _Award) -> str:
    """The heading that an award stands below: 创业带动就业补贴, of 补贴标准：…."""
    return next(iter(award.clause.breadcrumb[::-1]), "")


def _names_above(awards: Sequence[_Award], region: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """What the headings above are called, as no other heading or award outside them is."""
    headings = tuple(dict.fromkeys(map(_parent, awards)))
    below = {one: "，".join(a.words for a in awards if _parent(a) == one) for one in headings}
    found = names_of([f"{one}，{below[one]}" for one in headings])
    own = [set(names_of([placeless(one, region)])[0]) for one in headings]
    return {
        one: tuple(name for name in names if name in mine)
        for one, names, mine in zip(headings, found, own, strict=True)
    }


def _of_rule(rule: Rule, library: Library) -> _Award:
    clause = library.clause(rule.document_id, rule.clause_id)
    fields: dict[str, tuple[Span, ...]] = {}
    if conditions := tuple(condition.span for condition in rule.conditions):
        fields["对象"] = conditions[:1]
        fields["条件"] = conditions
    terms = rule.terms.values()
    if paid := tuple(t.span for t in terms if t.comparison is None and t.role not in _LIMITS):
        fields["标准"] = paid
    if caps := tuple(term.span for term in rule.caps):
        fields["上限"] = caps
    kinds = tuple(kind for entry in rule.inputs.values() for kind in entry.choices)
    return _Award(rule.id, clause, rule.name, rule.quotes, fields, kinds)


def _card(award: _Award, names: tuple[str, ...]) -> Card:
    clause, fields = award.clause, award.fields
    if clause.responsible and (at := clause.text.find(clause.responsible[0])) >= 0:
        unit, start = clause.responsible[0], clause.start + at
        fields = {**fields, "责任单位": (Span(start, start + len(unit), unit),)}
    return Card(
        id=award.key,
        document_id=clause.document_id,
        clause=clause,
        name="".join(award.name.split())[:_LONGEST],
        names=names,
        topic=award.key,
        fields=fields,
        silent=frozenset(),
        drafted=True,
    )
