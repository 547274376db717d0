"""`python -m corpus add`: files become drafts, are shown, and are published when confirmed."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from tqdm import tqdm

from corpus.intake.draft import Draft, correct, propose
from corpus.intake.filing import AlreadyHeldError, Filing
from corpus.intake.formats import read
from corpus.intake.proposal import NAMES, Field
from corpus.problem import DataError, one_line

T = TypeVar("T")
_SHORT: Final = 44  # columns of a title or file name on a file's line
_UNPLACED: Final = 12  # lines not placed that are shown
_FIELDS: Final = {name: field for field, name in NAMES.items()} | {str(f): f for f in Field}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: a draft, or why there is none."""

    path: Path
    draft: Draft | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a run: publish unasked, show every field, correct fields (字段=值)."""

    yes: bool = False
    details: bool = False
    settings: tuple[str, ...] = ()


def add(paths: Sequence[Path], filing: Filing, wish: Wish, say: Callable[[str], object]) -> int:
    """Read every file, show what was read, publish if confirmed; 1 if a file could not be taken."""
    files = tuple(_files(paths))
    ready: list[Draft] = []
    for path in _bar(files, "读取"):
        outcome = _outcome(path, wish.settings)
        if outcome.draft and not outcome.draft.problems:
            ready.append(outcome.draft)
        for line in _shown(outcome, filing, details=wish.details or len(files) == 1):
            say(line)
    failed = len(files) - len(ready)
    if not ready:
        say(f"{len(files)} 个文件，没有可以发布的。")
        return 1
    if not (wish.yes or _confirmed(len(ready))):
        say(f"{len(ready)} 份可以发布，还没有发布；加 --yes 发布。")
        return 1 if failed else 0
    return _publish(ready, failed, filing, say)


def _publish(
    ready: Sequence[Draft], failed: int, filing: Filing, say: Callable[[str], object]
) -> int:
    published = known = 0
    for draft in _bar(ready, "发布"):
        try:
            document_id = filing.publish(draft)
        except AlreadyHeldError as error:
            known += 1
            say(one_line(f"{draft.source.name}：{error}"))
        except DataError as error:
            failed += 1
            say(one_line(f"未发布 {draft.source.name}：{error}"))
        else:
            published += 1
            say(one_line(f"已发布 {document_id}：{draft.title}"))
    undo = "撤回这次发布：python -m corpus undo" if published else ""
    say(f"发布 {published} 份，已有 {known} 份，未发布 {failed} 份。{undo}")
    return 1 if failed else 0


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.is_file() and p.name[0] != ".")
        else:
            yield path


def _bar(items: Sequence[T], what: str) -> Iterator[T]:
    yield from tqdm(items, desc=what, unit="份", disable=None, file=sys.stderr)


def _outcome(path: Path, settings: Sequence[str]) -> Outcome:
    """What one file gives; whatever goes wrong is said of it and of no other."""
    if not os.path.lexists(path):
        return Outcome(path, None, "没有这个文件；请检查名称和位置")
    try:
        draft = propose(read(path), path)
        if settings:
            draft = correct(draft, _changes(settings))
        return Outcome(path, draft)
    except DataError as error:
        return Outcome(path, None, str(error))
    except Exception as error:  # one file must not stop the others
        return Outcome(path, None, f"程序没能读懂（{type(error).__name__}）；请把文件交给维护人员")


def _changes(settings: Sequence[str]) -> dict[str, str]:
    changes = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or name not in _FIELDS:
            known = "、".join(NAMES.values())
            raise DataError(f"看不懂“{setting}”", f"请写成 字段=值，字段是其中之一：{known}")
        changes[str(_FIELDS[name])] = value
    return changes


def _shown(outcome: Outcome, filing: Filing, *, details: bool) -> Iterator[str]:
    draft = outcome.draft
    if draft is None:
        yield one_line(f"✗ {cut(outcome.path.name)}  {outcome.error}")
        return
    mark = "✗" if draft.problems else "?" if draft.notes else "✓"
    yield one_line(f"{mark} {cut(draft.title or outcome.path.name)}  {'  '.join(_facts(draft))}")
    yield from (one_line(f"    请改正：{problem}") for problem in draft.problems)
    for same in filing.same_title(draft.title):
        yield one_line(f"    已有一份题名相同的文件：{same}")
    if details:
        yield from _details(draft)


def _facts(draft: Draft) -> Iterator[str]:
    """The few facts of a file's line; what is not stated is a dash."""
    found = draft.found
    for field in (Field.ISSUER, Field.NUMBER, Field.ISSUED, Field.VALIDITY, Field.REGION):
        if field is Field.ISSUED and not _value(draft, field):
            field = Field.DATED
        yield cut(_value(draft, field), 24) if field in found else "—"
    yield f"未归位{len(draft.unplaced)}"


def _value(draft: Draft, field: Field) -> str:
    return draft.found[field].value if field in draft.found else ""


def _details(draft: Draft) -> Iterator[str]:
    """Every proposal with the words it was read from, and what is worth a look."""
    for field in Field:
        proposal = draft.found.get(field)
        words = "｜".join(span.text for span in proposal.spans) if proposal else ""
        value = proposal.value if proposal else "未载明"
        quoted = f"    原文：{cut(words, 90)}" if words and words != value else ""
        yield one_line(f"    {NAMES[field]}：{value}{quoted}")
    for note in draft.notes[: _UNPLACED + len(NAMES)]:
        yield one_line(f"    请看一眼：{note}")


def cut(text: str, width: int = _SHORT) -> str:
    """The text in at most so many columns; Chinese characters take two."""
    text, used = " ".join(text.split()), 0
    for at, char in enumerate(text):
        used += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if used > width:
            return f"{text[:at]}…"
    return text


def _confirmed(count: int) -> bool:
    """Ask whoever sits there; without a terminal nothing is published."""
    if not sys.stdin.isatty():
        return False
    return input(f"发布这 {count} 份？输入 y 发布：").strip().lower() in ("y", "yes", "是")
