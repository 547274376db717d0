"""``python -m evals generate``: write generated cases, or answer them and say what came of it."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.answer import answer_all
from evals.answerer import Answered
from evals.generate.case import GeneratedCase, generate
from evals.generate.frame import TODAY
from evals.generate.verdict import Verdict, judge
from evals.opening import open_assistant


@dataclass(frozen=True, slots=True)
class Scored:
    """A case, its answer and the class of it."""

    case: GeneratedCase
    answered: Answered
    verdict: Verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``generate``."""
    parser.add_argument("--count", type=int, default=1000, help="生成多少题")
    parser.add_argument("--seed", type=int, default=1, help="随机种子")
    parser.add_argument("--out", type=Path, help="只写题目文件，不作答")
    parser.add_argument("--list", choices=[one.value for one in Verdict], help="逐条列出这一类")


def run(args: argparse.Namespace) -> int:
    """Write the cases, or answer them and print the classes; 1 where an answer is wrong."""
    cases = tuple(generate(args.count, args.seed))
    if args.out:
        lines = (json.dumps(case.to_json(), ensure_ascii=False) + "\n" for case in cases)
        args.out.write_text("".join(lines), encoding="utf-8")
        return 0
    answered = answer_all(open_assistant(), cases, TODAY)
    scored = [
        Scored(case, one, judge(case.due, one.row))
        for case, one in zip(cases, answered, strict=True)
    ]
    sys.stdout.writelines(f"{line}\n" for line in _lines(scored))
    sys.stdout.writelines(_listed(one) for one in scored if one.verdict == args.list)
    return 1 if any(one.verdict is Verdict.WRONG for one in scored) else 0


def _lines(scored: Sequence[Scored]) -> Iterable[str]:
    """The classes together, then of every kind of case, the worst kind first; then latency."""
    yield _row("all", [one.verdict for one in scored])
    kinds: dict[str, list[Verdict]] = {}
    for one in scored:
        words = "words strange" if one.case.frame.strange else "words known"
        law, turns = f"law {one.case.law}", f"turns {len(one.case.turns)}"
        for name in (*one.case.frame.names, law, turns, words):
            kinds.setdefault(name, []).append(one.verdict)
    yield from (_row(name, kinds[name]) for name in sorted(kinds, key=lambda n: _rank(n, kinds)))
    yield _latency([one.answered.elapsed.cpu for one in scored])


def _rank(name: str, kinds: dict[str, list[Verdict]]) -> tuple[str, float]:
    found = kinds[name]
    return name.split()[0], -found.count(Verdict.WRONG) / len(found)


def _row(name: str, verdicts: Sequence[Verdict]) -> str:
    counts = Counter(verdicts)
    total = max(len(verdicts), 1)
    shares = (f"{one} {counts[one]} ({counts[one] / total:.1%})" for one in Verdict)
    return f"{name}: {len(verdicts)}; " + ", ".join(shares)


def _latency(seconds: Sequence[float]) -> str:
    """Milliseconds of CPU for the last turn."""
    if not seconds:
        return "latency: nothing answered"
    ordered = sorted(seconds)
    at = (ordered[int(share * (len(ordered) - 1))] * 1000 for share in (0.5, 0.95, 1.0))
    return "latency ms cpu: median {:.1f}, p95 {:.1f}, max {:.1f}".format(*at)


def _listed(one: Scored) -> str:
    case, said = one.case, one.answered.row.answer_text.split("\n")[0]
    due = case.due.kind if case.due.amount is None else f"{case.due.kind} {case.due.amount:f}"
    error = one.answered.trace.get("error", "")
    return f"\n{case.id} [{'; '.join(case.frame.names)}]\n  {' / '.join(case.turns)}\n" + (
        f"  due {due} ({case.due.note})\n  said {said or error}\n"
    )
