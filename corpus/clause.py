"""A clause (条款): any unit of a document that can be cited, and its address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ClauseKind(StrEnum):
    """What a node of the clause tree is."""

    TITLE = "title"  # 题名、附件字样、发文字号
    PREAMBLE = "preamble"  # 前言
    HEADING = "heading"  # a numbered line that only introduces its children
    CLAUSE = "clause"  # a numbered unit with text of its own: 条、项、目、一、（一）1.
    PARAGRAPH = "paragraph"  # an unnumbered paragraph inside a unit that has several (款)
    TABLE = "table"
    ANNEX = "annex"
    CLOSING = "closing"  # 落款、印发日期
    REMNANT = "remnant"  # page numbers, converter marks, blank lines


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a clause's address."""

    token: str  # canonical: 三 ｜ (二) ｜ 4 ｜ 第3条 ｜ 第2章 ｜ 第1款 ｜ 前言 ｜ 题名
    mark: str  # as printed: 三、 ｜ （二） ｜ 4. ｜ 第三条; "" for a 款, which has no mark
    number: int | None


@dataclass(frozen=True, slots=True)
class ClausePath:
    """The address of a clause inside its document."""

    levels: tuple[Level, ...]

    @property
    def id(self) -> str:
        """Canonical address, unique in the document: ``三.(二).4``, ``第3条.第2款``, ``前言``."""
        return ".".join(level.token for level in self.levels)


@dataclass(frozen=True, slots=True)
class Clause:
    """One node of the clause tree. The spans of all nodes of a document tile its text.

    ``text`` is the node's own characters ``document.text[start:end]`` without its children's.
    """

    document_id: str
    path: ClausePath
    kind: ClauseKind
    text: str
    start: int
    end: int
    label: str  # as people cite it: 三、（二）4 ｜ 第三条第二款 ｜ 四、附则第1款
    heading: str = ""  # the unit's own heading without number: 支持时尚制造企业技术改造升级
    breadcrumb: tuple[str, ...] = ()  # headings from the document's title down to the parent
    parent: str | None = None  # id of the parent clause
    responsible: tuple[str, ...] = ()  # 责任单位, as printed

    @property
    def id(self) -> str:
        """Canonical address in the document; see `ClausePath.id`."""
        return self.path.id

    @property
    def key(self) -> str:
        """Address in the collection: ``longgang-fashion-measures-2024#三.(二).4``."""
        return f"{self.document_id}#{self.id}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that a search found. ``score`` is comparable only within one result list."""

    clause: Clause
    score: float
