"""``python -m evals mutation``: break every rule in every way; lint or a case must notice."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import yaml

from bot.engine.facts import FactError
from corpus.collection import Collection
from corpus.document import Document
from corpus.library import Library
from corpus.rules import Rule, compile_document
from environment.settings import DOCUMENTS
from evals.golden import Golden, read_golden, run_golden
from evals.mutants import Mutant, Raw, mutants

LINT, CASES, SURVIVED = "检查发现", "用例发现", "未发现"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one mutant: which rule, what was changed, who noticed."""

    rule_id: str
    kind: str
    what: str
    noticed: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``python -m evals mutation``."""
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--rule", help="只改这一条规则")


def run(args: argparse.Namespace) -> int:
    """Print the table; 1 where a mutant survives."""
    verdicts = judge_all(Collection.load().library, only=args.rule)
    survived = [v for v in verdicts if v.noticed == SURVIVED]
    if args.json:
        table = [[v.rule_id, v.kind, v.what, v.noticed] for v in verdicts]
        sys.stdout.write(json.dumps(table, ensure_ascii=False, indent=1) + "\n")
        return 1 if survived else 0
    kinds = Counter((v.kind, v.noticed) for v in verdicts)
    sys.stdout.write(f"{'改动':<16}{LINT:>6}{CASES:>6}{SURVIVED:>6}\n")
    for kind in dict.fromkeys(v.kind for v in verdicts):
        counts = "".join(f"{kinds[kind, who]:>9}" for who in (LINT, CASES, SURVIVED))
        sys.stdout.write(f"{kind:<16}{counts}\n")
    total = Counter(v.noticed for v in verdicts)
    sys.stdout.write(
        f"共 {len(verdicts)} 处改动：{LINT} {total[LINT]}，{CASES} {total[CASES]}，"
        f"{SURVIVED} {total[SURVIVED]}\n"
    )
    for verdict in survived:
        sys.stdout.write(f"  未发现 {verdict.rule_id} {verdict.kind} {verdict.what}\n")
    return 1 if survived else 0


def judge_all(library: Library, only: str | None = None) -> list[Verdict]:
    """Judge every mutant of every rule beside the project's own texts."""
    golden = read_golden()
    verdicts = []
    for document in library.documents:
        path = DOCUMENTS / document.id / "rules.yaml"
        if not path.exists():
            continue
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in content["rules"]:
            if only not in (None, entry["id"]):
                continue
            cases = [case for case in golden if case.rule_id == entry["id"]]
            bench = _Bench(library, document, content, entry["id"], cases)
            verdicts += [bench.judge(mutant) for mutant in mutants(entry)]
    return verdicts


@dataclass(frozen=True, slots=True)
class _Bench:
    library: Library
    document: Document
    content: Raw
    rule_id: str
    cases: list[Golden]

    def judge(self, mutant: Mutant) -> Verdict:
        return Verdict(self.rule_id, mutant.kind, mutant.what, self._noticed(mutant))

    def _noticed(self, mutant: Mutant) -> str:
        library, document = self._texts(mutant)
        content = {**self.content, "rules": [mutant.raw]}
        rules, problems = compile_document(library, document, content)
        if problems:
            return LINT
        compiled = {rule.id: rule for rule in rules}
        return CASES if self._differs(compiled, {document.id: document}) else SURVIVED

    def _texts(self, mutant: Mutant) -> tuple[Library, Document]:
        if mutant.text is None:
            return self.library, self.document
        old, new = mutant.text
        document = replace(self.document, text=self.document.text.replace(old, new, 1))
        return Library([document]), document

    def _differs(self, rules: Mapping[str, Rule], documents: Mapping[str, Document]) -> bool:
        for case in self.cases:
            try:
                if any(run_golden(case, rules, documents)):
                    return True
            except FactError:
                return True
        return False
