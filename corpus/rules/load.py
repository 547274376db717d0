"""Load and check the rules of every document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import yaml

from corpus.clause import Clause
from corpus.document import Document
from corpus.rules.compile import Raw, compile_rule, compile_shared
from corpus.rules.model import Rule
from corpus.rules.problem import Problem, RuleError
from corpus.rules.source import ClauseText


class Shelf(Protocol):
    """What the loader needs of the library."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents."""

    def clause(self, document_id: str, clause_id: str) -> Clause:
        """One clause; raises LookupError where the document has none of that id."""

    def full_text(self, clause: Clause) -> str:
        """Return a clause with its descendants, as printed."""

    def folder(self, document_id: str) -> Path:
        """Where the data beside a document's text lies."""


def compile_rules(library: Shelf) -> tuple[Mapping[str, Rule], tuple[Problem, ...]]:
    """Compile the rules.yaml beside each text. Returns the sound rules and all findings."""
    rules: dict[str, Rule] = {}
    problems: list[Problem] = []
    for document in library.documents:
        path = library.folder(document.id) / "rules.yaml"
        if not path.exists():
            continue
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        found, wrong = compile_document(library, document, raw)
        for rule in found:
            if rule.id in rules:
                problems.append(Problem(document.id, rule.id, rule.id, "规则编号重复"))
            rules[rule.id] = rule
        problems += wrong
    return MappingProxyType(rules), tuple(problems)


def compile_document(
    library: Shelf, document: Document, raw: Raw
) -> tuple[list[Rule], list[Problem]]:
    """Compile the rules of one document from the content of its rules.yaml."""

    def find(clause_id: str) -> ClauseText:
        clause = library.clause(document.id, clause_id)
        full = library.full_text(clause)
        return ClauseText(document.id, clause_id, full, clause.start, document.text)

    shared, problems = compile_shared(raw, find)
    problems = [Problem(document.id, p.rule_id, p.word, p.message) for p in problems]
    rules = []
    for entry in raw.get("rules", []):
        clause_id = str(entry.get("clause", ""))
        try:
            clause = find(clause_id)
        except LookupError:
            message = f"找不到条款“{clause_id}”"
            problems.append(Problem(document.id, str(entry.get("id")), clause_id, message))
            continue
        rule, wrong = compile_rule(entry, clause, shared)
        problems += wrong
        if rule is not None:
            rules.append(rule)
    return rules, problems


def load_rules(library: Shelf) -> Mapping[str, Rule]:
    """All rules by id.

    Raises:
        RuleError: any rule does not compile or leaves a word unbound; lists every finding.

    """
    rules, problems = compile_rules(library)
    if problems:
        raise RuleError(problems)
    return rules
