"""Rules of money clauses: verbatim spans compiled into typed terms and a formula."""

from corpus.rules.formula import Expression
from corpus.rules.load import compile_document
from corpus.rules.model import (
    Condition,
    Direction,
    Ground,
    Input,
    InputType,
    Role,
    Rule,
    Scope,
    Term,
    Tier,
    Unit,
)
from corpus.rules.problem import RuleProblem

__all__ = [
    "Condition",
    "Direction",
    "Expression",
    "Ground",
    "Input",
    "InputType",
    "Role",
    "Rule",
    "RuleProblem",
    "Scope",
    "Term",
    "Tier",
    "Unit",
    "compile_document",
]
