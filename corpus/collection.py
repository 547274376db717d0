"""The collection: every sound policy folder with all data beside its text, and what was left out.

Everything is read once, here; afterwards no folder is looked at again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from corpus.cards import Card, Cards
from corpus.document import Document
from corpus.drafted import FILE as DRAFTED
from corpus.drafted import DraftedTexts
from corpus.files import refused
from corpus.folder import READINGS, PolicyFolder, read_folder
from corpus.library import Library
from corpus.parsed import FILE as PARSED
from corpus.parsed import ParsedTexts
from corpus.problem import CorpusError, DataError, Problem, shown
from corpus.readings import Reading, settle, within
from corpus.repeals import Repeal, repeals
from corpus.rules import Rule
from corpus.sayings import Saying
from corpus.scope import Scope
from corpus.sheet import duplicate
from corpus.versions import Amendment
from environment.settings import DOCUMENTS

_Held = TypeVar("_Held", Card, Rule)


@dataclass(frozen=True)
class Collection:
    """All that the policies say, in the order of their folders.

    ``problems`` say what was left out, a folder or a single reading, and why; ``notes`` what was
    taken although it is not as it should be.
    """

    library: Library
    cards: Cards
    rules: Mapping[str, Rule]
    readings: tuple[Reading, ...]
    amendments: tuple[Amendment, ...]
    sayings: Mapping[str, tuple[Saying, ...]]  # those of each text
    scopes: tuple[Scope, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    repeals: tuple[Repeal, ...] = ()  # of texts held, by texts held

    @classmethod
    def load(cls, root: Path = DOCUMENTS, var: Path | None = None) -> Collection:
        """Read every folder below ``root``; a folder broken in any way is left out.

        An empty ``root`` waits for its first text: a collection of none.

        Below ``var`` the clauses of the texts, and what is drafted from them, are kept for the
        next time: see `corpus.kept`.

        Raises:
            CorpusError: not one folder is sound, or what is there is none; says what is wrong.
        """
        parsed = ParsedTexts(var / PARSED if var else None)
        drafted = DraftedTexts(var / DRAFTED if var else None)
        folders = [read_folder(path, parsed, drafted) for path in _folders(root)]
        parsed.keep()
        drafted.keep()
        sound, problems = _sift(folders)
        if problems and not sound:
            raise CorpusError.of(problems)
        joined = Library.join(folder.library for folder in sound if folder.library)
        library = joined.retitled(_apart(joined.documents))
        readings, dropped = _settle(sound, library)
        return cls(
            library=library,
            cards=Cards(tuple(card for folder in sound for card in folder.cards)),
            rules=MappingProxyType({rule.id: rule for folder in sound for rule in folder.rules}),
            readings=readings,
            amendments=tuple(one for folder in sound for one in folder.amendments),
            sayings=MappingProxyType({folder.name: folder.sayings for folder in sound}),
            scopes=tuple(scope for folder in sound for scope in folder.scopes),
            problems=(*problems, *dropped),
            notes=tuple(note for folder in folders for note in folder.notes),
            repeals=repeals(library),
        )

    @staticmethod
    def stamp(root: Path = DOCUMENTS) -> str:
        """A short text that is another one whenever a file of a folder below ``root`` is.

        From names, sizes and times alone: cheap enough to be asked every few seconds. Folders that
        are hidden or switched off do not count. Never raises; a root that is not there has one too.
        """
        digest = hashlib.sha256()
        try:
            for path in sorted(path for path in root.iterdir() if _is_ours(path)):
                digest.update(f"/{path.name}".encode())
                for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
                    about = entry.stat()
                    digest.update(f"|{entry.name}:{about.st_size}:{about.st_mtime_ns}".encode())
        except OSError as error:
            digest.update(f"!{error.errno}".encode())
        return digest.hexdigest()[:16]

    def part(self, documents: frozenset[str]) -> Collection:
        """What some of the texts say, and nothing of the others; what was left out stays told.

        A reading goes where one of its grounds stands in a text that is not among them; that
        another text repeals one of these stays told.
        """
        library = self.library.part(documents)
        ids = [document.id for document in library.documents]
        rules = (rule for id_ in ids for rule in self._rules_of.get(id_, ()))
        return replace(
            self,
            library=library,
            cards=Cards(tuple(card for id_ in ids for card in self._cards_of.get(id_, ()))),
            rules=MappingProxyType({rule.id: rule for rule in rules}),
            readings=within(self.readings, documents),
            amendments=tuple(a for a in self.amendments if a.clause.document_id in documents),
            sayings={id_: self.sayings[id_] for id_ in ids if id_ in self.sayings},
            scopes=tuple(scope for scope in self.scopes if scope.document_id in documents),
            repeals=tuple(one for one in self.repeals if one.repealed in documents),
        )

    @cached_property
    def _cards_of(self) -> Mapping[str, Sequence[Card]]:
        """The cards of each document; every part is put together from them."""
        return _by_document(self.cards)

    @cached_property
    def _rules_of(self) -> Mapping[str, Sequence[Rule]]:
        return _by_document(self.rules.values())

    @property
    def left_out(self) -> tuple[str, ...]:
        """Names of the folders that were left out."""
        held = {document.id for document in self.library.documents}
        return tuple(dict.fromkeys(p.folder for p in self.problems if p.folder not in held))


def _by_document(found: Iterable[_Held]) -> Mapping[str, Sequence[_Held]]:
    """What is held of each document, in its order."""
    of: dict[str, list[_Held]] = {}
    for one in found:
        of.setdefault(one.document_id, []).append(one)
    return of


def _folders(root: Path) -> list[Path]:
    """Every folder below the root, and links that lead nowhere; hidden ones are not ours."""
    try:
        there = [path for path in root.iterdir() if not path.name.startswith(".")]
    except FileNotFoundError:
        raise CorpusError(f"没有政策文件夹 {root.name}；请检查设置 POLICY_DOCUMENTS。") from None
    except OSError as error:
        raise CorpusError(f"打不开政策文件夹 {root.name}：{refused(error)}。") from error
    found = sorted(path for path in there if _is_ours(path))
    if there and not found:  # an empty folder is one that waits for its first text
        raise CorpusError(
            f"政策文件夹 {root.name} 里没有文件；"
            "每份文件应是一个文件夹，内有 text.txt 和 meta.yaml。"
        )
    return found


def _is_ours(path: Path) -> bool:
    dead_link = path.is_symlink() and not path.exists()
    return not path.name.startswith(".") and (path.is_dir() or dead_link)


def _sift(folders: Iterable[PolicyFolder]) -> tuple[list[PolicyFolder], list[Problem]]:
    """The sound folders, and the problems of the others: their own, and ids already taken."""
    sound: list[PolicyFolder] = []
    problems: list[Problem] = []
    taken: dict[tuple[str, str], str] = {}
    for folder in folders:
        ids = {(one.file, one.id): one for one in folder.named}
        twice = [
            Problem(folder.name, one.file, one.line, error.found, error.mend)
            for key, one in ids.items()
            if key in taken
            for error in [duplicate(one.id, f"文件夹 {taken[key]} ")]
        ]
        if wrong := [*folder.problems, *twice]:
            problems += wrong
        else:
            sound.append(folder)
            taken |= dict.fromkeys(ids, folder.name)
    return sound, problems


def _apart(documents: Iterable[Document]) -> Mapping[str, str]:
    """Short titles by which texts of one short title can be told apart: by place, number, year."""
    alike: dict[str, list[Document]] = {}
    for document in documents:
        alike.setdefault(document.short_title, []).append(document)
    found: dict[str, str] = {}
    for short, same in alike.items():
        tellers = (
            {d.id: d.region[-1] if d.region else "" for d in same},
            {d.id: d.number or "" for d in same},
            {d.id: f"{d.year}年" if d.year else "" for d in same},
        )
        telling = next((t for t in tellers if len({*t.values()} - {""}) == len(same) > 1), {})
        found |= {id_: f"《{words}{short.strip('《》')}》" for id_, words in telling.items()}
    return found


def _settle(
    folders: Iterable[PolicyFolder], library: Library
) -> tuple[tuple[Reading, ...], list[Problem]]:
    """The readings whose grounds all stand in texts held, and what is wrong with the others."""
    readings: list[Reading] = []
    dropped: list[Problem] = []
    for folder in folders:
        for reading in folder.readings:
            try:
                readings.append(settle(reading, library))
            except DataError as error:
                found = f"口径{shown(reading.entry.id)}未载入，它的依据找不到：{error.found}"
                problem = Problem(folder.name, READINGS, reading.line, found, error.mend)
                dropped.append(problem)
    return tuple(readings), dropped
