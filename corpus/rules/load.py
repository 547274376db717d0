"""Compile the rules beside a text."""

from __future__ import annotations

from corpus.document import Document
from corpus.library import Library
from corpus.problem import DataError, shown
from corpus.rules.compile import compile_rule
from corpus.rules.entry import RulesEntry
from corpus.rules.model import Rule
from corpus.rules.problem import RuleProblem
from corpus.rules.shared import Raw, compile_shared
from corpus.rules.source import ClauseText, QuoteError
from corpus.sheet import Sheet


def compile_document(
    library: Library, document: Document, raw: Raw
) -> tuple[list[Rule], list[RuleProblem]]:
    """Compile the rules of one document from the content of its rules.yaml.

    Returns the sound rules and all findings on the others.
    """

    def find(clause_id: str) -> ClauseText:
        try:
            clause = library.clause(document.id, clause_id)
        except LookupError:
            raise QuoteError(clause_id, f"找不到条款“{clause_id}”") from None
        full = library.full_text(clause)
        return ClauseText(document.id, clause_id, full, clause.start, document.text)

    shared, problems = compile_shared(raw, find)
    problems = [RuleProblem(document.id, p.rule_id, p.word, p.message) for p in problems]
    rules = []
    for entry in raw.get("rules", []):
        try:
            clause = find(str(entry.get("clause", "")))
        except QuoteError as error:
            problems.append(RuleProblem(document.id, str(entry.get("id")), error.word, str(error)))
            continue
        rule, wrong = compile_rule(entry, clause, shared)
        problems += wrong
        if rule is not None:
            rules.append(rule)
    return rules, problems


def read_rules(entry: RulesEntry, sheet: Sheet, library: Library) -> tuple[Rule, ...]:
    """The rules of one text; whatever keeps one from compiling is reported to the sheet."""
    places: dict[str, tuple[str | int, ...]] = {}
    for at, one in enumerate(entry.rules):
        sheet.name_entry(one.id, "rules", at, "id")
        places.setdefault(one.id, ("rules", at))
    raw = entry.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)
    rules, problems = compile_document(library, library.document(sheet.folder), raw)
    for problem in problems:
        place = places.get(problem.rule_id, ())
        name = shown(problem.rule_id) if place else problem.rule_id
        error = DataError(f"规则{name}：{problem.message}", "请对照 text.txt 改正")
        sheet.report(error, place, sheet.line_of_words(place, problem.word))
    return tuple(rules)
