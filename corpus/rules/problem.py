"""What is wrong with a rule, said so that a policy officer can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """One finding: which rule of which document, which words, and why."""

    document_id: str
    rule_id: str
    word: str
    message: str

    def __str__(self) -> str:
        return f"{self.document_id} 规则 {self.rule_id}：{self.message}（词句：“{self.word}”）"
