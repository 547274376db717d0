"""``python -m evals drafts``: what the verifier stops, and what it lets through.

The questions of the set are answered without a model; each answer is the evidence of several
honest drafts in other words (`evals.paraphrase`) and of corrupted ones (`evals.corruption`).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evals.case import OWN_CASES, Case, read_cases
from evals.corruption import ABSOLUTE, CORRUPTIONS
from evals.opening import AS_OF
from evals.paraphrase import STYLES, Subject, paraphrases

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.verify import Violation

WRITTEN: Final = Path(__file__).with_name("drafts.yaml")
PER_TYPE: Final = 60  # drafts of one type, spread over the set
LEAST_OVERALL: Final = 0.98
MOST_BLOCKED: Final = 0.03


@dataclass(frozen=True)
class Draft:
    """A draft with its evidence. ``kind`` is a corruption, a style, or 手写."""

    kind: str
    text: str
    subject: Subject

    def verify(self) -> tuple[Violation, ...]:
        """What the verifier says of it."""
        from bot.verify import verify

        return verify(self.text, self.subject.desk.evidence)


@dataclass
class Row:
    """How many drafts of one kind were stopped. ``odd`` are those that went the wrong way."""

    title: str
    total: int = 0
    blocked: int = 0
    odd: list[tuple[Draft, tuple[Violation, ...]]] = field(default_factory=list)

    def take(self, draft: Draft, *, bad: bool) -> None:
        """Verify a draft and count it."""
        found = draft.verify()
        self.total += 1
        self.blocked += bool(found)
        if bool(found) is not bad:
            self.odd.append((draft, found))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--questions", type=Path, nargs="+", default=OWN_CASES, help="题目文件")
    parser.add_argument(
        "--list", type=int, default=0, metavar="N", help="列出判错的草稿，每类最多 N 条"
    )
    parser.add_argument("--json", type=Path, help="把两张表写成 JSON")


def run(args: argparse.Namespace) -> int:
    """Print both tables; 1 where an aim is missed."""
    from bot.assistant import Assistant

    assistant = Assistant.open()
    subjects = list(answered(assistant, read_cases(*args.questions)))
    good, bad = tables(assistant, subjects)
    _print("好草稿（不该拦）", good, bad=False, most=args.list)
    _print("坏草稿（该拦）", bad, bad=True, most=args.list)
    if args.json:
        rows = {"good": _data(good), "bad": _data(bad)}
        args.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
    return 0 if passes(good, bad) else 1


def answered(assistant: Assistant, cases: Sequence[Case], as_of: date = AS_OF) -> Iterator[Subject]:
    """Every case answered without a model, with the desk a model would write at."""
    for case in cases:
        yield subject_of(assistant, case.id, case.turns, as_of)


def subject_of(assistant: Assistant, name: str, turns: Sequence[str], as_of: date) -> Subject:
    """One conversation answered without a model.

    A clause that answers something else lies on the desk too: what a draft cites wrongly.
    """
    from bot.desk import Desk
    from bot.prompts import NAMES, prompt

    turn = assistant.ask(turns[0], as_of=as_of)
    for text in turns[1:]:
        turn = assistant.ask(text, turn.context, as_of=as_of)
    knowledge = assistant.knowledge
    secrets = tuple(map(prompt, NAMES))
    desk = Desk.lay(knowledge, turn.reply, said=turns, as_of=as_of, secrets=secrets)
    cited = {citation.clause.key for citation in turn.reply.citations}
    cards = [card for card in knowledge.cards if card.pays and card.clause.key not in cited]
    if cited and cards:
        desk.add_clause(random.Random(name).choice(cards).clause)
    return Subject(name, tuple(turns), turn.reply, desk)


def tables(
    assistant: Assistant, subjects: Sequence[Subject]
) -> tuple[Mapping[str, Row], Mapping[str, Row]]:
    """(style → row, corruption → row) over the generated and the hand-written drafts."""
    honest = [Draft(s, text, one) for one in subjects for s, text in paraphrases(one, _rng(one))]
    written = list(hand_written(assistant))
    good = {name: Row(title) for name, (title, _) in STYLES.items()}
    good["written"] = Row("手写")
    for draft in [*honest, *(d for d in written if d.kind == "written")]:
        good[draft.kind].take(draft, bad=False)
    bad = {name: Row(title) for name, (title, _) in CORRUPTIONS.items()}
    bad["written"] = Row("手写")
    base = [*honest, *(d for d in written if d.kind == "written")]
    for draft in [*corrupted(base), *(d for d in written if d.kind == "bad")]:
        bad["written" if draft.kind == "bad" else draft.kind].take(draft, bad=True)
    return good, bad


def corrupted(honest: Sequence[Draft]) -> Iterator[Draft]:
    """Up to `PER_TYPE` drafts of each corruption, of different cases and styles."""
    for name, (_, corrupt) in CORRUPTIONS.items():
        taken: dict[str, int] = defaultdict(int)
        order = sorted(honest, key=partial(_shuffled, name))
        seen: set[str] = set()
        for draft in order:
            if len(seen) >= PER_TYPE:
                break
            text = corrupt(draft.text, draft.subject, random.Random(draft.subject.id + name))
            key = draft.subject.id + (text or "")
            if text is None or text == draft.text or key in seen or taken[draft.subject.id] > 1:
                continue
            seen.add(key)
            taken[draft.subject.id] += 1
            yield Draft(name, text, draft.subject)


def _shuffled(name: str, draft: Draft) -> float:
    """A place that is the same in every run and another for every corruption."""
    return random.Random(draft.subject.id + draft.kind + name).random()


def hand_written(assistant: Assistant) -> Iterator[Draft]:
    """The drafts of ``drafts.yaml``, with each ``[clause]`` turned into its source's number."""
    import re

    import yaml

    for index, entry in enumerate(yaml.safe_load(WRITTEN.read_text("utf-8"))):
        turns = entry["turns"]
        subject = subject_of(assistant, f"written-{index}", turns, AS_OF)
        number = {s.clause.id: s.number for s in reversed(subject.desk.evidence.sources)}

        def marker(match: re.Match[str], number: Mapping[str, int] = number) -> str:
            return f"[{number.get(match[1], 98)}]"

        for kind, name in (("good", "written"), ("bad", "bad")):
            for text in entry.get(kind, ()):
                yield Draft(name, re.sub(r"\[([^\]]+)\]", marker, text), subject)


def passes(good: Mapping[str, Row], bad: Mapping[str, Row]) -> bool:
    """Whether the aims are met."""
    stopped = sum(row.blocked for row in bad.values())
    total = sum(row.total for row in bad.values())
    alarms = sum(row.blocked for row in good.values())
    honest = sum(row.total for row in good.values())
    whole = all(row.blocked == row.total for name, row in bad.items() if name in ABSOLUTE)
    return whole and stopped >= LEAST_OVERALL * total and alarms <= MOST_BLOCKED * honest


def _rng(subject: Subject) -> random.Random:
    return random.Random(subject.id)


def _print(title: str, rows: Mapping[str, Row], *, bad: bool, most: int) -> None:
    total, blocked = (sum(getattr(r, name) for r in rows.values()) for name in ("total", "blocked"))
    lines = [title, "类型\t草稿\t拦下\t占比"]
    for row in (*rows.values(), Row("合计", total, blocked)):
        share = f"{row.blocked / row.total:.1%}" if row.total else "—"
        lines.append(f"{row.title}\t{row.total}\t{row.blocked}\t{share}")
        for draft, found in row.odd[:most]:
            reasons = "；".join(v.reason for v in found)
            lines.append(f"    {draft.subject.id}\t{draft.text!r}\t{reasons}")
    sys.stdout.write("\n".join(lines) + "\n\n")


def _data(rows: Mapping[str, Row]) -> dict[str, dict[str, int]]:
    return {name: {"total": row.total, "blocked": row.blocked} for name, row in rows.items()}
