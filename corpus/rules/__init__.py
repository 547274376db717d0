"""Rules of money clauses: verbatim spans compiled into typed terms and a formula."""

from corpus.rules.formula import Expression
from corpus.rules.load import compile_document, compile_rules, load_rules
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
from corpus.rules.problem import Problem, RuleError

__all__ = [
    "Condition",
    "Direction",
    "Expression",
    "Ground",
    "Input",
    "InputType",
    "Problem",
    "Role",
    "Rule",
    "RuleError",
    "Scope",
    "Term",
    "Tier",
    "Unit",
    "compile_document",
    "compile_rules",
    "load_rules",
]
