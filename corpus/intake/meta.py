"""What goes into meta.yaml: the proposals as the loader reads them, with their verbatim words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

from corpus.document import Document
from corpus.files import Content
from corpus.intake.place import division_of
from corpus.intake.proposal import Field, Proposal
from corpus.metadata import MetaEntry, read_document
from corpus.problem import Problem
from corpus.regions import CHINA
from corpus.sheet import Sheet

_STATED: Final = (Field.ISSUER, Field.NUMBER, Field.DATED, Field.ISSUED)
_SEVERAL: Final = (Field.REPEALS, Field.AMENDS)
_HEAD: Final = (
    "# 由 python -m corpus add 写成。spans 之下逐字摘自 text.txt，日期、机关等都从这些字读出；\n"
    "# 改动后请运行 python -m corpus check。\n"
)
Meta = Mapping[str, Any]


def meta_of(
    document_id: str, found: Mapping[Field, Proposal], source: str, source_sha256: str
) -> Meta:
    """The content of meta.yaml; only what is stated or made from it."""
    meta: dict[str, Any] = {
        "id": document_id,
        "title": found[Field.TITLE].value,
        "short_title": found[Field.SHORT_TITLE].value,
        "kind": found[Field.KIND].value,
    }
    if Field.ALIASES in found:
        meta["aliases"] = list(found[Field.ALIASES].values)
    meta |= {str(field): found[field].value for field in _STATED if _has_value(found, field)}
    if (year := _year(found)) is not None:
        meta["year"] = year
    division = division_of(found[Field.REGION].value) if _has_value(found, Field.REGION) else None
    if division:
        meta["region"] = list(division.names[:2]) if division != CHINA else [CHINA.name]
        meta["division"] = division.code
    meta |= {"source": source, "source_sha256": source_sha256}
    if spans := _spans(found):
        meta["spans"] = spans
    return meta


def _has_value(found: Mapping[Field, Proposal], field: Field) -> bool:
    return field in found and bool(found[field].values)


def _spans(found: Mapping[Field, Proposal]) -> dict[str, Any]:
    """The words of each field that has a value and words."""
    spans: dict[str, Any] = {}
    for field, proposal in found.items():
        if not proposal.spans or not proposal.values:
            continue
        words = [span.text for span in proposal.spans]
        spans[str(field)] = words if field in _SEVERAL else words[0]
    return spans


def _year(found: Mapping[Field, Proposal]) -> int | None:
    """The year of the number, else of the day: 沪府规〔2019〕1号 is filed under 2019."""
    for field in (Field.NUMBER, Field.DATED, Field.ISSUED):
        if _has_value(found, field):
            years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", found[field].value)
            if years:
                return int(years[-1])
    return None


def written(meta: Meta) -> str:
    """The file's text, which `corpus.yamlfile` reads back to the same values."""
    return _HEAD + yaml.safe_dump(dict(meta), allow_unicode=True, sort_keys=False, width=1_000_000)


def read_back(meta: Meta, content: Content) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document that this file and that text make, by the loader's own reading."""
    sheet = Sheet(str(meta["id"]), "meta.yaml", written(meta))
    entry = sheet.conform(MetaEntry)
    document = read_document(entry, sheet, content, ()) if entry else None
    return document, tuple(sheet.problems)
