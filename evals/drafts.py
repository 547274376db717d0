"""``python -m evals drafts``: what is drafted from labelled money provisions, and how it computes.

Each provision names a text, the sentence that grants, and examples of facts with their amounts in
元 (the format of policies/money_rules). A drafted rule whose quote overlaps the sentence is
computed on its first example's facts, which go to the rule's inputs by type, unit and shared
characters.

Without a file named, the project's own: 22 invented texts and the labels of a writer who saw no
drafter. At first contact 19 of the 96 that compute were right and 2 wrong (decision 0015); they
are training since.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from bot.engine import FactError, Facts
from bot.engine.facts import Interval, Value
from bot.engine.outcome import outcome
from corpus.document import Document, DocumentKind
from corpus.drafting.draft import Drafts, Held, draft
from corpus.files import TEXT_LIMIT, read_file
from corpus.library import Library
from corpus.rules import Input, InputType, Rule
from corpus.rules.unit import unit_name

OWN: Final = Path(__file__).parent / "provisions"
_TYPES: Final = {
    InputType.MONEY: ("money",),
    InputType.COUNT: ("count", "area", "months", "years", "days"),
    InputType.CHOICE: ("choice",),
}
_LIKE: Final = 2  # characters that an optional input shares with the fact it takes
Amount = tuple[Decimal, Decimal | None]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of one provision; ``verdict`` is one of 对 错 缺输入 未起草 误起草 只引用."""

    row: Row
    verdict: str
    wanted: Amount | None
    found: tuple[Amount, ...]
    why: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``drafts``."""
    parser.add_argument("--provisions", type=Path, help="标注好的条文（.jsonl）")
    parser.add_argument("--texts", type=Path, default=OWN, help="条文所在文本的文件夹")
    parser.add_argument("--nothing", type=Path, help="不应起草的句子（.jsonl）")
    parser.add_argument(
        "--list", choices=("对", "错", "缺输入", "未起草", "误起草"), help="逐条列出"
    )


def run(args: argparse.Namespace) -> int:
    """Print how many were computed, quoted and wrong; 1 where one is wrong or drafted from nothing.

    Raises:
        FileNotFoundError: a file is not there.
    """
    if args.provisions is None:
        found = judge_all(OWN / "provisions.jsonl", args.texts, OWN / "nothing.jsonl")
    else:
        found = judge_all(args.provisions, args.texts, args.nothing)
    for one in found:
        if one.verdict == args.list:
            words = "".join(str(one.row["sentence"]).split())
            sys.stdout.write(
                f"{one.row['id']} {words}\n  应为 {one.wanted}，得 {list(one.found)}；{one.why}\n"
            )
    counts = Counter(one.verdict for one in found)
    computable = sum(one.row.get("drafter_should") == "compute" for one in found)
    told = "　".join(f"{verdict} {count}" for verdict, count in sorted(counts.items()))
    right, wrong = counts["对"], counts["错"]
    sys.stdout.write(f"{told}\n应能计算的 {computable} 条，算对 {right} 条，错 {wrong} 条\n")
    return 1 if counts["错"] or counts["误起草"] else 0


def judge_all(provisions: Path, folder: Path, nothing: Path | None) -> list[Drafted]:
    """Every labelled provision of the texts in a folder, then every sentence that gives nothing."""
    texts = _Texts(folder)
    found = [judge(row, texts) for row in _rows(provisions)]
    return found + [_of_nothing(row, texts) for row in (_rows(nothing) if nothing else ())]


class _Texts:
    """The drafts of the texts below a folder, each made once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._made: dict[str, tuple[Document, Drafts]] = {}

    def __call__(self, file: str) -> tuple[Document, Drafts]:
        if file not in self._made:
            text = read_file(self._root / file, TEXT_LIMIT).text
            document = Document(
                "text", Path(file).stem, DocumentKind.OTHER, text, "", short_title="《文本》"
            )
            self._made[file] = document, draft(Library([document]), document)
        return self._made[file]


def _rows(path: Path) -> Iterator[Row]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def judge(row: Row, texts: _Texts) -> Drafted:
    """What became of a provision: by the first of its examples."""
    rules, held = _on(row, texts)
    why = "；".join(f"{one.why}：{''.join(one.words.split())[:30]}" for one in held)
    if row["drafter_should"] != "compute":
        return Drafted(row, "误起草" if rules else "只引用", None, (), why)
    example = row["examples"][0]
    wanted = _amount(example["low"], example["high"])
    if not rules:
        return Drafted(row, "未起草", wanted, (), why)
    amounts = tuple(a for rule in rules if (a := _computed(rule, row, example["facts"])))
    if not amounts:
        return Drafted(row, "缺输入", wanted, (), why)
    verdict = "对" if any(_same(a, wanted) for a in amounts) else "错"
    return Drafted(row, verdict, wanted, amounts, why)


def _of_nothing(row: Row, texts: _Texts) -> Drafted:
    """A sentence that gives nobody money; one that is a condition of a provision may be quoted."""
    rules, _ = _on(row, texts)
    drafted = bool(rules) and not str(row.get("class", "")).startswith("condition_of")
    return Drafted(row, "误起草" if drafted else "未误起草", None, (), "")


def _on(row: Row, texts: _Texts) -> tuple[Sequence[Rule], Sequence[Held]]:
    """The rules and the sentences only quoted that overlap the words of a row."""
    document, drafts = texts(row["file"])
    start = document.text.find(row["sentence"])
    end = start + len(row["sentence"])
    rules = [r for r in drafts.rules if any(q.start < end and start < q.end for q in r.quotes)]
    held = [h for h in drafts.held if h.span.start < end and start < h.span.end]
    return rules, held


def _amount(low: object, high: object) -> Amount:
    return Decimal(str(low)), None if high is None else Decimal(str(high))


def _same(one: Amount, other: Amount) -> bool:
    if (one[1] is None) != (other[1] is None):
        return False
    gaps = [abs(a - b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    return all(gap < 1 for gap in gaps)


def _computed(rule: Rule, row: Row, facts: Mapping[str, object]) -> Amount | None:
    """What a rule comes to on an example's facts; None where they don't give its inputs."""
    given = _given(rule, row, facts)
    if any(entry.name not in given for entry in rule.required):
        return None
    try:
        total = outcome(rule, Facts(given)).total
    except FactError:
        return None
    low, high = (None if end is None else float(end) for end in (total.low, total.high))
    return _amount(low, high)


def _given(rule: Rule, row: Row, facts: Mapping[str, object]) -> dict[str, Value]:
    """The facts under the names of the rule's inputs, each fact once."""
    kinds = {entry["name"]: entry for entry in row["inputs"]}
    given: dict[str, Value] = {}
    used: set[str] = set()
    for entry in rule.inputs.values():
        fitting = [n for n in facts if n not in used and _fits(entry, kinds.get(n, {}), n)]
        fitting.sort(key=lambda name: -len(_shared(name, entry)))
        if not fitting or (len(fitting) > 1 and not _shared(fitting[0], entry)):
            continue
        value = _value(entry, facts[fitting[0]])
        if value is not None:
            given[entry.name] = value
            used.add(fitting[0])
    return given


def _fits(entry: Input, kind: Row, name: str) -> bool:
    if kind.get("type") not in _TYPES.get(entry.type, ()):
        return False
    unit = str(kind.get("unit") or "")
    if unit and entry.type is InputType.COUNT and unit_name(unit) != unit_name(entry.unit):
        return False
    return not entry.optional or len(_shared(name, entry)) >= _LIKE


def _shared(name: str, entry: Input) -> set[str]:
    return set(name) & set(entry.name + entry.unit)


def _value(entry: Input, fact: object) -> Value | None:
    if entry.type is not InputType.CHOICE:
        return Interval.exact(Decimal(str(fact)))
    named: Iterable[str] = (c for c in entry.choices if str(fact) in c or c in str(fact))
    options = list(named)
    return options[0] if len(options) == 1 else None
