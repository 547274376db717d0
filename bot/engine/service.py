"""The engine as the pages, the command line and the tool use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from bot.engine.checkup import Checkup, checkup
from bot.engine.compute import compute
from bot.engine.facts import Facts
from bot.engine.form import Field, fields, read_facts
from bot.engine.invert import Inversion, Shortfall, invert, shortfalls
from bot.engine.result import Computation
from bot.engine.schemes import scheme_names
from corpus.collection import Collection
from corpus.document import Document
from corpus.library import Library
from corpus.rules import Rule
from environment.settings import DOCUMENTS


class UnknownRuleError(LookupError):
    """No rule of that id; the message is Chinese and lists those that exist."""


@dataclass(frozen=True)
class Engine:
    """All rules of a library with the documents they belong to."""

    library: Library
    rules: Mapping[str, Rule]

    @classmethod
    def load(cls, root: Path = DOCUMENTS) -> Engine:
        """The rules of the texts below ``root``. Raises CorpusError where no folder is sound."""
        collection = Collection.load(root)
        return cls(collection.library, collection.rules)

    def rule(self, rule_id: str) -> Rule:
        """Return the rule of that id; UnknownRuleError if there is none."""
        try:
            return self.rules[rule_id]
        except KeyError:
            raise UnknownRuleError(f"没有规则“{rule_id}”；现有：{'、'.join(self.rules)}") from None

    @cached_property
    def schemes(self) -> Mapping[str, str]:
        """Rule id → what the scheme is called among all of them."""
        return scheme_names(tuple(self.rules.values()), self._documents)

    @cached_property
    def _documents(self) -> Mapping[str, Document]:
        return {document.id: document for document in self.library.documents}

    def document(self, rule: Rule) -> Document:
        """Return the document a rule belongs to."""
        return self.library.document(rule.document_id)

    def citation(self, rule: Rule) -> str:
        """Return how the clause of a rule is cited: 《若干措施》三、（二）4."""
        clause = self.library.clause(rule.document_id, rule.clause_id)
        return f"{self.document(rule).short_title}{clause.label}"

    def fields(self, rule_id: str) -> tuple[Field, ...]:
        """Return the facts a rule can use, for a form."""
        return fields(self.rule(rule_id))

    def all_fields(self) -> tuple[Field, ...]:
        """Return the facts of all rules, each name once, for the check-up form."""
        found: dict[str, Field] = {}
        for rule in self.rules.values():
            for field in fields(rule):
                found.setdefault(field.name, field)
        return tuple(found.values())

    def read(self, entries: Iterable[tuple[str, str]], rule_id: str | None = None) -> Facts:
        """Read (name, typed text) pairs into facts for one rule, or for all; see `read_facts`."""
        chosen = self.rules.values() if rule_id is None else [self.rule(rule_id)]
        return read_facts(chosen, entries)

    def compute(self, rule_id: str, facts: Facts, *, as_of: date) -> Computation:
        """Compute one rule; see `bot.engine.compute.compute`."""
        rule = self.rule(rule_id)
        return compute(rule, facts, as_of=as_of, document=self.document(rule))

    def checkup(
        self, facts: Facts, *, as_of: date, same_project: Sequence[frozenset[str]] = ()
    ) -> Checkup:
        """Compute every rule on the same facts; see `bot.engine.checkup.checkup`."""
        return checkup(
            self.rules.values(), facts, as_of=as_of, documents=self._documents,
            same_project=same_project,
        )  # fmt: skip

    def invert(
        self, rule_id: str, facts: Facts, *, as_of: date, target: Decimal | None = None
    ) -> Inversion:
        """Find the least amount that yields ``target`` or the cap; see `invert`."""
        rule = self.rule(rule_id)
        return invert(rule, facts, as_of=as_of, document=self.document(rule), target=target)

    def shortfalls(self, rule_id: str, facts: Facts) -> tuple[Shortfall, ...]:
        """Return how far known amounts are below the thresholds of a rule."""
        return shortfalls(self.rule(rule_id), facts)
