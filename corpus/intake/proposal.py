"""What a text says of itself, as it is proposed to a clerk: the field, the value, the words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.document import Span


class Field(StrEnum):
    """What is proposed; the value names it in meta.yaml."""

    TITLE = "title"
    SHORT_TITLE = "short_title"
    ALIASES = "aliases"
    KIND = "kind"
    COVER = "cover"
    ISSUER = "issuer"
    NUMBER = "number"
    DATED = "dated"
    ISSUED = "issued"
    VALIDITY = "validity"
    REGION = "region"
    INTERPRETER = "interpreter"
    CONTACT = "contact"
    REPEALS = "repeals"
    AMENDS = "amends"


NAMES = {
    Field.TITLE: "题名", Field.SHORT_TITLE: "简称", Field.ALIASES: "别名", Field.KIND: "文种",
    Field.COVER: "印发通知", Field.ISSUER: "发文机关", Field.NUMBER: "文号",
    Field.DATED: "成文日期", Field.ISSUED: "印发日期", Field.VALIDITY: "效力", Field.REGION: "地区",
    Field.INTERPRETER: "解释机关", Field.CONTACT: "联系方式", Field.REPEALS: "废止",
    Field.AMENDS: "修改",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """One field: its values (one, but for aliases, repeals, amends), and the words that say so.

    ``spans`` is empty where the value is made from others (the short title) or nothing states it.
    ``doubt`` says in Chinese what a clerk should look at; empty where the words are plain.
    """

    field: Field
    values: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    doubt: str = ""

    @property
    def value(self) -> str:
        """The values as one line."""
        return "、".join(self.values)
