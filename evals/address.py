"""Addresses of clauses as cases and answers write them: ``measures:4``, 三、（二）4., 第4条.

A case names the shortest address that is unique in its document. An answer may name the clause in
any usual spelling; a cited descendant of the gold clause counts, an ancestor does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from evals.wording import bare, chinese_number

_NAMES = Path(__file__).with_name("addresses.yaml")
_FIRST_WORDS = ("前言", "序言", "引言", "导语", "首段", "开头", "preamble")
_NUMERAL = r"[一二三四五六七八九十]+|\d{1,2}"
_TOKEN = re.compile(
    rf"第(?P<article>{_NUMERAL})条"
    rf"|第(?P<below>{_NUMERAL})(?:款|项|点|目)"
    rf"|第(?P<above>{_NUMERAL})(?:编|章|节|部分)"
    r"|\((?P<paren>[一二三四五六七八九十]+)\)|\((?P<deep>\d{1,2})\)"
    r"|(?<![\u4e00-\u9fff\d])(?P<section>[一二三四五六七八九十]+)(?![\u4e00-\u9fff])"
    r"|(?<!\d)(?P<item>\d{1,2})(?!\d)"
)


_ARTICLE = re.compile(r"第([一二三四五六七八九十]+)条")


@dataclass(frozen=True, slots=True)
class Address:
    """A document and the steps that lead to a clause in it: section 三, paren 二, item 4."""

    document: str
    steps: tuple[tuple[str, int], ...]

    def within(self, gold: Address) -> bool:
        """Whether this clause is the gold clause or stands below it."""
        if self.document != gold.document or not gold.steps:
            return False
        width = len(gold.steps)
        starts = range(len(self.steps) - width + 1)
        return any(self.steps[at : at + width] == gold.steps for at in starts)


@dataclass(frozen=True, slots=True)
class _Names:
    """What addresses.yaml holds."""

    documents: dict[str, list[str]]
    clauses: dict[str, dict[str, str]]


@cache
def _names() -> _Names:
    return _Names(**yaml.safe_load(_NAMES.read_text(encoding="utf-8")))


@lru_cache(maxsize=4096)
def gold_address(written: str) -> Address:
    """Read the address of a case: ``measures:4``, ``note:三.(二).2``, 《若干措施》第4条."""
    document, colon, clause = written.replace("：", ":").partition(":")
    return cited_address(document, clause) if colon else cited_address("", written)


@lru_cache(maxsize=4096)
def cited_address(document: str, clause: str) -> Address:
    """Read the address of an answer; words that name no clause give no steps."""
    words = bare(clause)
    name = _document(document) or _document(words) or bare(document)
    words = _ARTICLE.sub(_in_digits, re.sub(r"《[^》]*》", "", words))
    if words.startswith(_FIRST_WORDS):
        return Address(name, (("preamble", 0),))
    aliases = _names().clauses.get(name, {})
    for alias in sorted(aliases, key=len, reverse=True):
        if alias in words:
            words = f"{aliases[alias]}.{words.partition(alias)[2]}"
            break
    return Address(name, tuple(_step(match) for match in _TOKEN.finditer(words)))


def _document(written: str) -> str | None:
    folded = bare(written)
    for name, aliases in _names().documents.items():
        if any(bare(alias) in folded for alias in aliases):
            return name
    return None


def _in_digits(match: re.Match[str]) -> str:
    return f"第{chinese_number(match[1])}条"


def _step(match: re.Match[str]) -> tuple[str, int]:
    """One step; 第4条 and 4. are the same step, as people cite numbered items."""
    kind = match.lastgroup or ""
    number = chinese_number(match[kind]) if not match[kind].isdigit() else match[kind]
    return ("item" if kind == "article" else kind, int(number or 0))
