"""A question with its gold (题) and the row that answers it, in the format of the shared evals.

Files of cases are read by `evals.case_file`. The gold of a case is written from the text of the
documents alone, never from what the bot says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from evals.wording import read_amounts

CASES = Path(__file__).with_name("cases")
_OWN = (
    "amount",
    "lookup",
    "eligibility",
    "version",
    "staff",
    "colloquial",
    "multiturn",
    "unanswerable",
    "adversarial",
)
OWN_CASES = tuple(CASES / f"{name}.jsonl" for name in _OWN)


class CaseError(ValueError):
    """A line of an answer file can't be read; the message names file and line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One item: the user's turns and what a right answer to the last of them holds.

    ``gold_clauses`` must all be cited, each by any one of its alternatives. Amounts are in 元;
    ``amount_yuan`` is the total where ``amount_per_year`` lists the parts. Each group of
    ``must_contain`` needs one of its synonyms; see `evals.wording.holds` for their spelling.
    """

    id: str
    turns: tuple[str, ...]
    category: str
    gold_clauses: tuple[tuple[str, ...], ...] = ()
    amount_yuan: Decimal | None = None
    amount_kind: str = "none"  # exact ｜ at_most ｜ at_least ｜ per_year list ｜ none
    amount_per_year: tuple[Decimal, ...] = ()
    amount_any_of: tuple[Decimal, ...] = ()  # further readings that are accepted
    amount_optional: bool = False  # a null amount passes
    amount_free: bool = False  # the amount is not looked at
    must_contain: tuple[tuple[str, ...], ...] = ()
    must_not_contain: tuple[str, ...] = ()
    answerable: bool = True
    needs_clarification: bool = False
    partial_ok: bool = False  # a plain 未载明 passes instead of a refusal
    refused_ok: bool = False  # refused or not, either passes
    ask_ok: bool = False  # asked or not, either passes
    expected_status: str | None = None
    note: str = ""

    @property
    def gold_amounts(self) -> tuple[Decimal, ...]:
        """Every total that is accepted, in 元; empty where the case has no amount."""
        first = () if self.amount_yuan is None else (self.amount_yuan,)
        return first + self.amount_any_of


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as a row carries it: document id, address of the clause, its words."""

    doc: str
    clause: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The answer to the last turn of a case. ``amounts`` in 元: none, one, or one a year."""

    id: str
    answer_text: str
    citations: tuple[Cited, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    refused: bool = False
    asked: bool = False
    status: str | None = None
    grade: str | None = None  # stated ｜ conditional ｜ asked, of an answer about an amount

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Row:
        """Read one object of an answers file; absent fields count as empty."""
        return cls(
            id=str(data["id"]),
            answer_text=data.get("answer_text") or "",
            citations=tuple(
                Cited(str(c.get("doc", "")), str(c.get("clause", "")), str(c.get("quote") or ""))
                for c in data.get("citations") or ()
            ),
            amounts=read_amounts(data.get("amount_yuan")),
            refused=bool(data.get("refused")),
            asked=bool(data.get("asked")),
            status=data.get("status"),
            grade=data.get("grade"),
        )

    def to_json(self) -> dict[str, Any]:
        """Write the row as an answers file holds it; amounts are plain decimal strings."""
        plain = [format(amount, "f") for amount in self.amounts]
        row: dict[str, Any] = {
            "id": self.id,
            "answer_text": self.answer_text,
            "citations": [
                {"doc": c.doc, "clause": c.clause, "quote": c.quote} for c in self.citations
            ],
            "amount_yuan": (plain[0] if len(plain) == 1 else plain) if plain else None,
            "refused": self.refused,
            "asked": self.asked,
        }
        named = {"status": self.status, "grade": self.grade}
        return {**row, **{name: value for name, value in named.items() if value is not None}}


def read_rows(path: Path) -> dict[str, Row]:
    """Read an answers file as id → row; of two rows with one id the later counts.

    Raises:
        CaseError: a line is not JSON.

    """
    rows = (Row.from_json(data) for _, data in _objects(path))
    return {row.id: row for row in rows}


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write an answers file, one row a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row.to_json(), ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")


def _objects(path: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    """Every object of a JSON Lines file with its place ``file:line``."""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield f"{path.name}:{number}", json.loads(line)
        except json.JSONDecodeError as error:
            raise CaseError(f"{path.name}:{number}: not JSON: {error}") from error
