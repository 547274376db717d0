"""The clauses of the texts that are held, as a case can name them."""

from __future__ import annotations

from collections import defaultdict

from corpus.clause import ClauseKind
from corpus.library import Library
from evals.address import Address, cited_address, gold_address


class HeldClauses:
    """Which clauses there are; ``example`` names one of them as a case would, "" for none."""

    def __init__(self, library: Library) -> None:
        self._of: dict[str, list[Address]] = defaultdict(list)
        for clause in library.clauses():
            address = cited_address(clause.document_id, clause.id)
            self._of[address.document].append(address)
        units = (one for one in library.clauses() if one.kind is ClauseKind.CLAUSE)
        self.example = next((f"{one.document_id}:{one.id}" for one in units), "")

    def named(self, written: str) -> bool:
        """Whether an answer can cite what a case names: a clause, or one below it."""
        gold = gold_address(written)
        return any(address.within(gold) for address in self._of[gold.document])
