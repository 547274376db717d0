"""A published document and what it says about itself (题名、发文机关、文号、日期、效力)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


class DocumentKind(StrEnum):
    """What sort of text a document is; the value is the Chinese term shown to users."""

    MEASURES = "措施"  # 若干措施、政策措施: states the provisions themselves
    METHODS = "办法"
    RULES = "实施细则"  # implementing rules
    OPINIONS = "意见"
    PROVISIONS = "规定"
    REGULATIONS = "条例"
    PLAN = "方案"  # 实施方案、行动计划
    GUIDE = "指南"  # 申报指南、办事指南、政策指引
    LIST = "清单"
    QUESTIONS = "问答"
    ANNOUNCEMENT = "公告"
    DECISION = "决定"
    NOTE = "修订说明"  # explains how another text was revised; not the text itself
    NOTICE = "通知"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Span:
    """A verbatim stretch of a document's text: ``text == document.text[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Validity:
    """When a document applies, as far as the text says so (施行日期、有效期).

    ``effective`` and ``years`` are None where the text does not state them, or states them only
    by a day it does not print (自印发之日起); ``span`` has the words all the same. The last day of
    "自2024年1月5日起…有效期3年" depends on the counting method (2027-01-04 or 2027-01-05), so
    ``last_day_earliest`` and ``last_day_latest`` hold both.
    """

    effective: date | None = None
    years: int | None = None
    last_day_earliest: date | None = None
    last_day_latest: date | None = None
    span: Span | None = None


Role = Literal["", "same", "idle"]  # of a wording, in how a message is read


@dataclass(frozen=True, slots=True)
class Wording:
    """口语 → 政策: a question that holds one of ``say`` may mean passages with one of ``mean``."""

    say: tuple[str, ...]
    mean: tuple[str, ...]
    why: str
    role: Role = ""  # beyond the search: see corpus.vocabulary


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the collection. Dates and names the text does not state are None."""

    id: str
    title: str
    kind: DocumentKind
    text: str
    sha256: str
    short_title: str  # how answers cite it, with book-title marks: 《若干措施》
    aliases: tuple[str, ...] = ()  # how users call it: 若干措施, 2024年措施
    issuer: str | None = None
    number: str | None = None
    dated: date | None = None
    issued: date | None = None
    year: int | None = None  # the year the collection files it under; orders layers in time
    validity: Validity = Validity()
    explains: str | None = None  # title of the text that a note explains, held or not
    explains_aliases: tuple[str, ...] = ()  # how that text is called: 原实施细则
    interpreter: str | None = None  # who interprets the document: 由…负责解释
    region: tuple[str, ...] = ()  # place names this document applies to: 龙岗, 龙岗区
    places: tuple[str, ...] = ()  # names of places inside that region: 横岗, 坂田
    division: str | None = None  # code of the region in `corpus.regions`; tells 鼓楼区 from 鼓楼区
    repeals: tuple[str, ...] = ()  # titles of the texts it repeals or replaces, held or not
    amends: tuple[str, ...] = ()  # titles of the texts it changes
    cover: str | None = None  # title of the notice (印发通知) that the text was published with
    contact: str | None = None  # whom to ask, in the text's words: 联系电话、咨询电话
    source: str | None = None  # name of the untouched file that the text was taken from
    source_sha256: str | None = None  # of that file: the same file again is known by it
    vocabulary: tuple[Wording, ...] = ()  # how people speak of what this text alone says
    spans: tuple[tuple[str, Span], ...] = ()  # where the text states a field: (field, span)

    @property
    def origin(self) -> str:
        """Issuer and number, as far as the text names them: what tells it from its namesakes."""
        return " ".join(filter(None, (self.issuer, self.number)))
