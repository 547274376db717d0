"""A draft: what a file holds and says of itself, until a clerk has looked at it.

`propose` makes one, `correct` gives another with some fields changed; both only compute. All
messages are for the clerk, in Chinese.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from corpus.document import Document
from corpus.files import Content
from corpus.intake.correction import corrected
from corpus.intake.formats import Original
from corpus.intake.meta import meta_of, read_back
from corpus.intake.proposal import NAMES, Field, Proposal
from corpus.intake.proposals import names, read_proposals
from corpus.intake.terms import first_text
from corpus.outline.build import CATALOGUE_NUMBER
from corpus.parse import Unplaced, unplaced
from corpus.problem import DataError, shown

_PREVIEW: Final = "preview"  # the id of a draft's document; it has none of its own yet
_MADE: Final = (Field.SHORT_TITLE, Field.ALIASES, Field.KIND)  # from the title
_CHOICES: Final = 6  # places that a message lists


@dataclass(frozen=True, slots=True)
class Draft:
    """A file's text with its proposals, at most one a field.

    ``problems`` keep it from being published, ``notes`` are worth a look; both Chinese lines.
    ``document`` is what would be loaded, None while there are problems of its making.
    """

    source: Path
    original: Original
    proposals: tuple[Proposal, ...]
    unplaced: tuple[Unplaced, ...]
    document: Document | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def found(self) -> Mapping[Field, Proposal]:
        """The proposals by field."""
        return {proposal.field: proposal for proposal in self.proposals}

    @property
    def title(self) -> str:
        """The title as proposed."""
        return self.found[Field.TITLE].value if Field.TITLE in self.found else ""

    @property
    def content(self) -> Content:
        """The text as the loader reads it."""
        return Content(self.original.text, "", self.original.sha256)


def propose(original: Original, source: Path) -> Draft:
    """What the text of a file says of itself. ``source`` is the file, kept when published."""
    proposals = read_proposals(original.text, source.stem)
    left = tuple(one for one in unplaced(original.text) if one.reason != CATALOGUE_NUMBER)
    return _looked_at(Draft(source, original, proposals, left))


def correct(draft: Draft, changes: Mapping[str, str]) -> Draft:
    """The draft with some fields as the clerk wrote them, by the names of `Field`.

    An empty value takes the field out. Issuer, number, days and what a text says of its force must
    stand in it: the words are looked for whatever their blanks. What can't be taken is among the
    problems of the draft, and the field stays as it was.

    Raises:
        DataError: there is no such field.
    """
    found, refused = dict(draft.found), []
    for name, value in changes.items():
        field = _field(name)
        try:
            proposal = corrected(field, value, draft.original.text)
        except DataError as error:
            refused.append(f"{NAMES[field]}：{error}")
            continue
        if proposal is None:
            found.pop(field, None)
        else:
            found[field] = proposal
    if "title" in changes and Field.TITLE in found:  # what is made from it follows it
        for field in _MADE:
            if field not in changes:
                found.pop(field, None)
        for made in names(found[Field.TITLE].value, found.get(Field.REGION), ""):
            if made.field not in changes:
                found[made.field] = made
    ordered = tuple(found[field] for field in Field if field in found)
    changed = _looked_at(replace(draft, proposals=ordered))
    return replace(changed, problems=(*refused, *changed.problems))


def _field(name: str) -> Field:
    try:
        return Field(name)
    except ValueError:
        known = "、".join(Field)
        raise DataError(f"没有“{name}”这个字段", f"请写其中之一：{known}") from None


def _looked_at(draft: Draft) -> Draft:
    """The draft with its document, and everything that is wrong or doubtful about it."""
    problems = list(_problems(draft))
    document = None
    if not problems:
        meta = meta_of(_PREVIEW, draft.found, draft.source.name, draft.original.sha256)
        document, wrong = read_back(meta, draft.content)
        problems += [f"{one.found}；{one.mend}" for one in wrong]
    return replace(draft, document=document, problems=tuple(problems), notes=tuple(_notes(draft)))


def _problems(draft: Draft) -> Iterator[str]:
    if not draft.original.text.strip():
        yield "没有读到文字；扫描件请先识别成文字"
    if not draft.title:
        yield "题名是空的；请填上"
    region = draft.found.get(Field.REGION)
    if region and len(region.values) > 1:
        places = "、".join(region.values[:_CHOICES])
        yield f"地区有几种可能（{places}）；请选一处"


def _notes(draft: Draft) -> Iterator[str]:
    yield from draft.original.notes
    for proposal in draft.proposals:
        if proposal.doubt:
            yield f"{NAMES[proposal.field]}：{proposal.doubt}"
    if Field.REGION not in draft.found:
        yield "地区：没有读到这份文件用于哪里，请填上"
    _, another = first_text(draft.original.text)
    if another:
        yield f"后面似乎还有另一份文件（{shown(another)}），请分成两个文件"
    for line in draft.unplaced:
        yield f"第{line.line}行没有归位（{line.reason}）：{shown(line.span.text.strip())}"
