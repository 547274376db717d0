"""What schemes are called side by side: with their place, and with more where names still meet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from corpus.document import Document
from corpus.rules import Rule
from corpus.whose import place_of

_LONGEST: Final = 20  # characters of the words that tell two schemes of one text apart


def scheme_names(rules: Collection[Rule], documents: Mapping[str, Document]) -> Mapping[str, str]:
    """Rule id → its name; with its place where texts of several places are held.

    Of one name in one place, the titles of the texts tell them apart; within a text, their words.
    """

    def place(rule: Rule) -> str:
        return place_of(documents[rule.document_id])

    def title(rule: Rule) -> str:
        return documents[rule.document_id].short_title

    several = len({place(rule) for rule in rules}) > 1
    alike: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        alike.setdefault((rule.name, place(rule)), []).append(rule)
    names = {}
    for (name, where), same in alike.items():
        told = _telling(same, (title, _words)) if len(same) > 1 else None
        for rule in same:
            added = [*([where] if several else []), *([told(rule)] if told else [])]
            names[rule.id] = f"{name}（{'，'.join(added)}）" if added else name
    return {rule.id: names[rule.id] for rule in rules}


def _telling(rules: Sequence[Rule], ways: Sequence[Callable[[Rule], str]]) -> Callable[[Rule], str]:
    """The first way that says something else of each; the last one where none does."""
    return next((way for way in ways if len(set(map(way, rules))) == len(rules)), ways[-1])


def _words(rule: Rule) -> str:
    """Whom it is for, or else what it says."""
    own = (condition.name for condition in rule.conditions if not condition.general)
    return next(own, "".join(rule.quotes[0].text.split()))[:_LONGEST]
