"""Compile a rule against a few lines of text, as if they were a published document."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from corpus.document import Document, DocumentKind
from corpus.library import Library
from corpus.rules import Rule, RuleProblem, compile_document


@dataclass(frozen=True, slots=True)
class Compiled:
    """The rules that compiled, the findings, and the document they were read from."""

    rules: list[Rule]
    problems: list[RuleProblem]
    document: Document

    @property
    def rule(self) -> Rule:
        """The one rule, which must have compiled."""
        assert self.problems == []
        (rule,) = self.rules
        return rule

    def says(self, *parts: str) -> bool:
        """Whether one finding's message holds all of ``parts``."""
        return any(all(part in str(problem) for part in parts) for problem in self.problems)


def document(text: str) -> Document:
    return Document(
        id="sample", title="样例办法", kind=DocumentKind.MEASURES, text=text, sha256="",
        short_title="《样例办法》",
    )  # fmt: skip


def compile_text(text: str, rule: str, shared: str = "") -> Compiled:
    """Compile one rule (its YAML without id, name and clause) against ``第一条　text``."""
    published = document(f"样例办法\n\n第一条　{text}\n第二条　本办法由区政府负责解释。\n")
    entry = {"id": "sample-rule", "name": "样例", "clause": "第1条", **yaml.safe_load(rule)}
    content = {**(yaml.safe_load(shared) or {}), "rules": [entry]}
    rules, problems = compile_document(Library([published]), published, content)
    return Compiled(rules, problems, published)
