"""From an address to the clauses it can mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice, product

from corpus.address import Address, AddressStep, Part, parse_address, split_document
from corpus.clause import Clause
from corpus.document import Document
from corpus.shelf import STYLES, Shelf, Unit

_BRANCHES = {
    "原": (), "原来": (),
    "新增": ("新增", "增加", "新设"), "新设": ("新增", "增加", "新设"),
    "增加": ("新增", "增加", "新设"),
    "修改": ("修改", "修订", "调整"), "修订": ("修改", "修订", "调整"),
    "调整": ("修改", "修订", "调整"),
    "删除": ("删除", "废止"), "废止": ("删除", "废止"),
}  # fmt: skip
_PRINTED = frozenset(STYLES.values())  # steps that show a mark: “4” means item 4 before 四、
_SPELLINGS = 256
_BY_CONTEXT = (Part.NAME, Part.ITEM, Part.SUBITEM, Part.PARAGRAPH)  # more units than print them
_ITEMS = (Part.CN_PAREN, Part.NUM, Part.NUM_PAREN, Part.NUM_HALF, Part.CIRCLED)


class Resolver:
    """Looks addresses up in the clauses of a collection."""

    def __init__(self, documents: Sequence[Document], shelf: Callable[[str], Shelf]) -> None:
        """``shelf`` gives the clauses of a document by its id; it is called when they matter."""
        self._shelf = shelf
        self._documents = tuple(document.id for document in documents)
        self._names: dict[str, tuple[str, str | None]] = {}  # name → document, branch
        for document in documents:
            own = (document.id, document.title, document.short_title.strip("《》"))
            for name in (*own, *document.aliases):
                self._names[name] = (document.id, None)
        for document in documents:
            for name in document.explains_aliases:
                branch = "原" if name.startswith("原") else None
                self._names.setdefault(name, (document.id, branch))

    @property
    def called(self) -> Collection[str]:
        """Everything a document is called, in no order."""
        return self._names.keys()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Everything a document is called, longest first."""
        return tuple(sorted(self._names, key=len, reverse=True))

    def only_document_named(self, text: str) -> str | None:
        """The one document that a text names anywhere, None where it names none or several."""
        rest, found = text, set()
        for name in self.names:
            if name in rest:
                found.add(self._names[name][0])
                rest = rest.replace(name, " ")
        return found.pop() if len(found) == 1 else None

    def resolve(self, text: str, document_id: str | None) -> tuple[Clause, ...]:
        """Every clause that the spelling ``text`` can mean."""
        key, found, rest = text.partition("#")
        if found and key in self._documents:
            document_id, text = key, rest
        name, rest = split_document(text.strip(), self.names)
        if name is not None:
            document_id = self._names[name][0]
        if document_id is not None and rest in self._shelf(document_id).by_id:
            return (self._shelf(document_id).by_id[rest].clause,)
        address = parse_address(text, self.names)
        if address is not None:
            return self.lookup(address, document_id)
        shelves = map(self._shelf, self._meant(document_id))
        return tuple(clause for shelf in shelves for clause in shelf.by_label.get(rest, ()))

    def lookup(self, address: Address, document_id: str | None = None) -> tuple[Clause, ...]:
        """Every clause an address can mean; a document named in it goes before ``document_id``."""
        return tuple(self.meanings(address, document_id))

    def meanings(self, address: Address, document_id: str | None = None) -> Iterator[Clause]:
        """The same one by one: no text is looked at before its clauses are wanted."""
        branch = address.branch
        if address.document is not None:
            document_id, implied = self._names[address.document]
            branch = branch or implied
        meant = self._meant(document_id)
        if branch is not None:
            for shelf in map(self._shelf, meant):
                yield from _in_revision(shelf, address.steps, branch)
            return
        printed = False
        if address.steps[-1].part in _PRINTED:
            for shelf in map(self._shelf, meant):
                for clause in _printing(shelf, address.steps):
                    printed = True
                    yield clause
        for shelf in map(self._shelf, () if printed else meant):
            yield from _printing(shelf, address.steps) or _called(shelf, address.steps)

    def _meant(self, document_id: str | None) -> Sequence[str]:
        return self._documents if document_id is None else (document_id,)


def _printing(shelf: Shelf, steps: Sequence[AddressStep]) -> list[Clause]:
    """Clauses that print the last step and stand in what prints the others, in order."""
    return [u.clause for u in _ending(shelf, steps[-1]) if _matches(shelf, u, steps)]


def _called(shelf: Shelf, steps: Sequence[AddressStep]) -> list[Clause]:
    """Clauses of a text that prints no such steps which people call so all the same."""
    for spelling in _other_spellings(shelf, steps):
        if found := _printing(shelf, spelling):
            return found
    if len(steps) == 1 and steps[0].part is Part.ARTICLE and steps[0].number:
        number = steps[0].number
        return [shelf.by_id[i].clause for i, q in shelf.quoted.items() if q[1] == number]
    return []


def _ending(shelf: Shelf, step: AddressStep) -> Sequence[Unit]:
    """The units that may be a step: those that print it, or carry its number, where only they can.

    第一款 may be any unit that has no such paragraph.
    """
    if step.part in _BY_CONTEXT:
        anywhere = step.part is Part.NAME or _is_first_paragraph(step)
        return shelf.units if anywhere else shelf.carrying.get(step.number, ())
    return shelf.printing.get(_pair(step), ())


def _other_spellings(
    shelf: Shelf, steps: Sequence[AddressStep]
) -> Iterable[tuple[AddressStep, ...]]:
    """What the steps mean in a text that prints no such unit, the nearest spellings first.

    第4条 is item 4 of a series that runs through the text, or else section 四、; 第二部分 is
    section 二、; “3、（一）” is 三、（一）.
    """
    options = [
        (
            step,
            *(a for a in _alternatives(shelf, step, len(steps) > 1) if _pair(a) in shelf.printing),
        )
        for step in steps
    ]
    if all(len(each) == 1 for each in options):
        return
    spellings = islice(product(*options), 1, _SPELLINGS)  # the first is the steps as written
    yield from sorted(spellings, key=lambda s: sum(a != b for a, b in zip(s, steps, strict=True)))


def _pair(step: AddressStep) -> tuple[Part, int | None]:
    return step.part, step.number


def _alternatives(shelf: Shelf, step: AddressStep, within: bool) -> Iterable[AddressStep]:
    number = step.number
    if step.part is Part.ARTICLE and not shelf.has_articles:
        if not shelf.quoted:
            yield AddressStep(Part.NUM if shelf.runs_on else Part.CN, number)
        if within:
            yield AddressStep(Part.CN, number)
    elif step.part is Part.DIVISION:
        yield from (AddressStep(p, number) for p in (Part.PART, Part.CN, Part.NUM))
    elif step.part is Part.NUM:
        yield from (AddressStep(p, number) for p in (Part.ARTICLE, Part.NUM_PAREN, Part.CN))
    elif step.part is Part.CN:
        yield from (AddressStep(p, number) for p in (Part.ARTICLE, Part.NUM))
    elif step.part is Part.NUM_PAREN:
        yield from (AddressStep(p, number) for p in (Part.CN_PAREN, Part.NUM))
    elif step.part is Part.CN_PAREN:
        yield AddressStep(Part.NUM_PAREN, number)


def _matches(shelf: Shelf, unit: Unit, steps: Sequence[AddressStep]) -> bool:
    remaining = list(steps)
    while remaining and unit.whole and _is_first_paragraph(remaining[-1]):
        remaining.pop()
    if not remaining or not _is(shelf, unit, remaining[-1]):
        return False
    _take(shelf, unit, remaining)
    above = unit.above
    while above is not None and remaining:
        while remaining and above.whole and _is_first_paragraph(remaining[-1]):
            remaining.pop()
        _take(shelf, above, remaining)
        above = above.above
    return not remaining


def _take(shelf: Shelf, unit: Unit, remaining: list[AddressStep]) -> None:
    """Take off the step that names the clause; 四、附则 names one clause twice."""
    if remaining and _is(shelf, unit, remaining[-1]):
        named = remaining.pop().part is Part.NAME
        if named and remaining and _is(shelf, unit, remaining[-1]):
            remaining.pop()


def _is_first_paragraph(step: AddressStep) -> bool:
    """第一款: of a unit whose first paragraph stands on its own line it is the unit itself."""
    return step.part is Part.PARAGRAPH and step.number == 1


def _is(shelf: Shelf, unit: Unit, step: AddressStep) -> bool:
    part = unit.part
    if step.part is Part.NAME:
        token = unit.clause.path.levels[-1].token.partition("[")[0]
        heading = re.sub(r"\s", "", unit.clause.heading)
        return step.word in (token, heading)
    if not unit.numbered(step.number):
        return False
    if step.part is Part.ITEM:
        if step.word:
            return part in (Part.CN_PAREN, Part.NUM_PAREN)
        return part in _ITEMS and _is_item(shelf, unit)
    if step.part is Part.SUBITEM:
        return part in _ITEMS and unit.above is not None
    return part is step.part


def _is_item(shelf: Shelf, unit: Unit) -> bool:
    """第4项 by itself is item 4 of the series that runs through the text, where there is one."""
    if shelf.runs_on:
        return unit.part is Part.NUM
    above = unit.above.part if unit.above else None
    return above not in _ITEMS or unit.part is Part.NUM


def _in_revision(shelf: Shelf, steps: Sequence[AddressStep], branch: str) -> list[Clause]:
    """原第九条 / 新增的第三条 in a text that says how another was revised.

    A number is the one that the clause quotes (原“第九条 …”), or the place of the clause below
    the heading of its branch (新增条款); both meanings are given, the quoted one first.
    """
    step = steps[-1]
    if step.number is None:
        return []
    words = _BRANCHES[branch]
    quoted = [
        shelf.by_id[i].clause
        for i, (old, number) in shelf.quoted.items()
        if number == step.number and (_in_branch(shelf, i, words) if words else old)
    ]
    placed = [
        unit.clause
        for id_, unit in shelf.by_id.items()
        if words
        and id_ in shelf.quoted
        and unit.number == step.number
        and _in_branch(shelf, id_, words)
    ]
    return list(dict.fromkeys([*quoted, *placed]))


def _in_branch(shelf: Shelf, clause_id: str, words: Sequence[str]) -> bool:
    above = shelf.by_id[clause_id].above
    heading = above.clause.heading if above else ""
    return any(word in heading for word in words)
