"""One policy folder: its text and all data beside it, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from corpus.cards import Card, CardEntry, read_cards
from corpus.document import Document, DocumentKind, Wording
from corpus.drafted import DraftedTexts
from corpus.drafting.confirmed import CONFIRMED, ConfirmedEntry, read_confirmed
from corpus.drafting.confirmed_cards import (
    CONFIRMED_CARDS,
    ConfirmedCardEntry,
    read_confirmed_cards,
)
from corpus.files import DATA_LIMIT, TEXT_LIMIT, Content, read_file, refused
from corpus.library import Library
from corpus.metadata import MetaEntry, read_document
from corpus.parsed import ParsedTexts
from corpus.problem import DataError, Problem, shown
from corpus.readings import ReadingEntry, Unsettled, read_readings
from corpus.rules import Rule
from corpus.rules.entry import RulesEntry
from corpus.rules.load import read_rules
from corpus.sayings import Saying, SayingEntry, read_sayings
from corpus.scope import Scope, ScopeEntry, read_scope
from corpus.sheet import Sheet
from corpus.versions import Amendment, AmendmentsEntry, read_amendments
from corpus.vocabulary import FILE as VOCABULARY
from corpus.vocabulary import WordingEntry, read_vocabulary

S = TypeVar("S")
T = TypeVar("T")
TEXT: Final = "text.txt"
META: Final = "meta.yaml"
CARDS: Final = "cards.yaml"
RULES: Final = "rules.yaml"
READINGS: Final = "readings.yaml"
AMENDMENTS: Final = "amendments.yaml"
FACTS: Final = "facts.yaml"
SCOPE: Final = "scope.yaml"
DATA: Final = (
    META, CARDS, RULES, READINGS, AMENDMENTS, FACTS, SCOPE, VOCABULARY, CONFIRMED, CONFIRMED_CARDS,
)  # fmt: skip
UNIQUE: Final = (CARDS, RULES, READINGS)  # their ids are unique in the whole collection


@dataclass(frozen=True, slots=True)
class Named:
    """An entry that other folders may not name alike: its file, its id, its line."""

    file: str
    id: str
    line: int | None


@dataclass(frozen=True, slots=True)
class PolicyFolder:
    """What a folder holds. ``library`` has its one document; None where that cannot be read.

    A folder with ``problems`` is not used; ``notes`` say what was made do with.
    """

    name: str
    library: Library | None
    cards: tuple[Card, ...]
    rules: tuple[Rule, ...]
    readings: tuple[Unsettled, ...]
    amendments: tuple[Amendment, ...]
    sayings: tuple[Saying, ...]
    scopes: tuple[Scope, ...]
    named: tuple[Named, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def read_folder(
    path: Path, parsed: ParsedTexts | None = None, drafted: DraftedTexts | None = None
) -> PolicyFolder:
    """Read everything in a folder once. Never raises: what is wrong is in ``problems``.

    ``parsed`` are the texts parsed before, ``drafted`` those drafted from.
    """
    return _Reader(path, parsed or ParsedTexts(), drafted or DraftedTexts()).read()


class _Reader:
    def __init__(self, path: Path, parsed: ParsedTexts, drafted: DraftedTexts) -> None:
        self._path = path
        self._parsed = parsed
        self._drafts = drafted
        self._names: frozenset[str] = frozenset()
        self._library: Library | None = None
        self._named: list[Named] = []
        self._problems: list[Problem] = []
        self._notes: list[Problem] = []

    def read(self) -> PolicyFolder:
        with self._guarded(""):
            self._names = frozenset(entry.name for entry in self._path.iterdir())
            self._look_around()
            self._library = self._read_text()
        cards = self._beside(CARDS, list[CardEntry], read_cards) or ()
        rules = self._beside(RULES, RulesEntry, read_rules) or ()
        if self._library and not self._names & {CARDS, RULES}:
            confirmed = self._beside(CONFIRMED, list[ConfirmedEntry], read_confirmed) or ()
            cards, rules = self._drafted(self._library, confirmed)
            check = partial(read_confirmed_cards, cards)
            cards = self._beside(CONFIRMED_CARDS, list[ConfirmedCardEntry], check) or cards
        return PolicyFolder(
            self._path.name,
            self._library,
            cards=cards,
            rules=rules,
            readings=self._beside(READINGS, list[ReadingEntry], read_readings) or (),
            amendments=self._beside(AMENDMENTS, AmendmentsEntry, read_amendments) or (),
            sayings=self._beside(FACTS, list[SayingEntry], read_sayings) or (),
            scopes=self._beside(SCOPE, ScopeEntry, read_scope) or (),
            named=tuple(self._named),
            problems=tuple(self._problems),
            notes=tuple(self._notes),
        )

    def _look_around(self) -> None:
        """Report what is missing, and files whose name is nearly that of one that is read."""
        for name in (TEXT, META):
            if name not in self._names:
                self._problems.append(self._missing(name))
        for name in sorted(self._names - set(DATA)):
            if name.lower().endswith((".yaml", ".yml", ".yaml.txt", ".yml.txt")):
                mend = f"可用的文件名是 {'、'.join(DATA)}，请改名或删去"
                self._notes.append(Problem(self._path.name, name, None, "不认识，没有读", mend))

    def _missing(self, name: str) -> Problem:
        meant = sorted(other for other in self._names if _nearly(other, name))
        if meant:
            found = f"缺少 {name}，有一个文件叫{shown(meant[0])}"
            return Problem(self._path.name, "", None, found, f"请把它改名为 {name}")
        if name == META:
            found, mend = "缺少 meta.yaml", "请照别的文件夹写一份"
        else:
            sources = "、".join(sorted(n for n in self._names if n.startswith("source.")))
            found = f"只有 {sources}，缺少正文 text.txt" if sources else "缺少正文 text.txt"
            mend = "请把原件的文字一字不改存成 text.txt"
        return Problem(self._path.name, "", None, found, mend)

    def _read_text(self) -> Library | None:
        """The folder's one document in a library, with the clauses of its text."""
        content = self._content(TEXT, TEXT_LIMIT)

        def document(meta: MetaEntry, sheet: Sheet) -> Document | None:
            return read_document(meta, sheet, content, wordings or ()) if content else None

        def vocabulary(entries: list[WordingEntry], _: Sheet) -> tuple[Wording, ...]:
            return read_vocabulary(entries)

        wordings = self._conforming(VOCABULARY, list[WordingEntry], vocabulary)
        found = self._conforming(META, MetaEntry, document)
        if content is None:
            return None
        with self._guarded(TEXT):
            return Library([found or self._nameless(content)], self._parsed)
        return None

    def _drafted(
        self, library: Library, confirmed: tuple[Rule, ...]
    ) -> tuple[tuple[Card, ...], tuple[Rule, ...]]:
        """The cards and rules of a text that nobody has annotated, read from its sentences."""
        with self._guarded(TEXT):
            return self._drafts.of(library, confirmed)
        return (), ()

    def _nameless(self, content: Content) -> Document:
        """Stands in where meta.yaml is wrong: what quotes the text is checked all the same."""
        name = self._path.name
        return Document(
            name, name, DocumentKind.OTHER, content.text, content.sha256, short_title="正文"
        )

    def _beside(
        self, name: str, kind: type[S], build: Callable[[S, Sheet, Library], T]
    ) -> T | None:
        """What a file beside the text holds; only its shape is looked at where there is no text."""

        def with_library(entries: S, sheet: Sheet) -> T | None:
            return build(entries, sheet, self._library) if self._library else None

        return self._conforming(name, kind, with_library)

    def _conforming(
        self, name: str, kind: type[S], build: Callable[[S, Sheet], T | None]
    ) -> T | None:
        """What is built from a YAML file that has its shape; None where it has not, or is none."""
        content = self._content(name, DATA_LIMIT)
        if content is None:
            return None
        with self._guarded(name):
            sheet = Sheet(self._path.name, name, content.text)
            try:
                entries = sheet.conform(kind)
                return None if entries is None else build(entries, sheet)
            finally:
                self._problems += sorted(sheet.problems, key=lambda found: found.line or 0)
                self._notes += sheet.remarks
                if name in UNIQUE:
                    self._named += [Named(name, key, line) for key, line in sheet.ids.items()]
        return None

    def _content(self, name: str, limit: int) -> Content | None:
        if name not in self._names:
            return None
        with self._guarded(name):
            content = read_file(self._path / name, limit)
            if content.encoding:
                found = f"编码是 {content.encoding}，已照此读取"
                note = Problem(self._path.name, name, None, found, "最好另存为 UTF-8")
                self._notes.append(note)
            return content
        return None

    @contextmanager
    def _guarded(self, file: str) -> Iterator[None]:
        """Whatever happens while a file is read is a problem of this folder, and of it alone."""
        try:
            yield
        except DataError as error:
            self._report(file, error)
        except OSError as error:
            self._report(file, refused(error))
        except Exception as error:  # one folder must not take the others down
            found = f"程序没能读懂（{type(error).__name__}）"
            self._report(file, DataError(found, "请先移走这个文件夹，并告诉维护人员"))

    def _report(self, file: str, error: DataError) -> None:
        self._problems.append(Problem(self._path.name, file, error.line, error.found, error.mend))


def _nearly(other: str, name: str) -> bool:
    """Whether a file was meant to have that name: Text.TXT, text.txt.txt, 正文.txt."""
    plain = other.lower()
    if plain.startswith("source."):
        return False
    stem, _, suffix = name.partition(".")
    return plain.startswith(f"{stem}.") or (name == TEXT and plain.endswith(f".{suffix}"))
