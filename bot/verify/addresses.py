"""Checks of names: document titles, article numbers, authorities, and texts that aren't held."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.verify.reading import (
    NUMBER_OF_TITLE,
    TITLE,
    addresses,
    authorities,
    quotes,
    squeeze,
)
from bot.verify.view import View
from bot.verify.violation import Violation, ViolationKind

_SAYS = re.compile(r"》?[^，。；]{0,12}?(规定|要求|明确|载明|写明|提出|指出)")
_SHORTEST_TITLE = 3
_PIECE = 6  # characters of a heading that tell it from others


def check_titles(view: View) -> Iterator[Violation]:
    """A title in 《》 is that of a cited document or stands in a cited clause."""
    for match in TITLE.finditer(view.text):
        yield from _check_title(view, match)
    for match in NUMBER_OF_TITLE.finditer(view.text):
        number = squeeze(match[0])
        known = [f.squeezed for f in (*view.cited_facts, view.known.said, *view.known.trusted)]
        known += [squeeze(s.document.number or "") for s in view.cited]
        if not any(number in text for text in known):
            reason = f"文号“{match[0]}”不在所标的依据里。"
            yield view.report(ViolationKind.TITLE, match[0], reason)


def _check_title(view: View, match: re.Match[str]) -> Iterator[Violation]:
    title = squeeze(match[1])
    if _is_of(title, (name for source in view.cited for name in source.names)):
        return
    if any(_is_of(title, facts.titles) for facts in view.cited_facts):
        yield from _check_not_held(view, match, title)
        return
    if _is_of(title, view.known.said.titles) and (view.silent or view.echoes):
        return
    held = [name for source in view.others for name in source.names]
    held += [name for d in view.evidence.held for name in (d.title, d.short_title, *d.aliases)]
    if _is_of(title, (name.strip("《》") for name in held)):
        if not view.cited:  # naming a held text without claiming anything of a clause of it
            return
        reason = f"《{match[1]}》不是所标依据的文件。"
        yield view.report(ViolationKind.WRONG_CLAUSE, match[0], reason)
        return
    if not any(_is_of(title, facts.titles) for facts in view.known.trusted):
        yield view.report(ViolationKind.TITLE, match[0], f"《{match[1]}》不在依据里。")


def _is_of(title: str, names: Iterable[str]) -> bool:
    """Whether a title is one of ``names`` or an unmistakable part of one."""
    plain = [squeeze(name) for name in names]
    return any(
        title == name or (len(title) >= _SHORTEST_TITLE and (title in name or name in title))
        for name in plain
        if len(name) >= _SHORTEST_TITLE
    )


def _check_not_held(view: View, match: re.Match[str], title: str) -> Iterator[Violation]:
    """What a text that isn't held provides is known only in the words of the text that is."""
    held = [n for d in view.evidence.held for n in (d.title, d.short_title, *d.aliases)]
    says = _SAYS.match(view.text, match.end())
    if says is None or view.silent or _is_of(title, (name.strip("《》") for name in held)):
        return
    pattern = re.compile(re.escape(title) + r".{0,16}?" + re.escape(says[1]))
    if any(pattern.search(facts.squeezed) for facts in view.cited_facts):
        return
    reason = f"《{match[1]}》没有收录，不能说它规定了什么，只能转述已收录文件里的话。"
    yield view.report(ViolationKind.NOT_HELD, view.text[match.start() : says.end()], reason)


def check_articles(view: View) -> Iterator[Violation]:
    """An article number is that of a cited clause or stands in a cited clause's text."""
    own = frozenset().union(*(s.addresses | s.facts.addresses for s in view.cited))
    trusted = frozenset().union(*(facts.addresses for facts in view.known.trusted))
    other = frozenset().union(*(s.addresses | s.facts.addresses for s in view.others))
    for address in addresses(view.text):
        if address.kind in ("款", "项") and not _known_unit(view, address.key):
            yield view.report(
                ViolationKind.ARTICLE, address.text, f"所标的依据不是“{address.text}”。"
            )
        if address.kind in ("款", "项") or address.key in own | (trusted - other):
            continue
        asked = address.key in view.known.said.addresses and (view.silent or view.echoes)
        if asked or (not view.cited and address.key in other):
            continue
        if address.key in other:
            reason = f"“{address.text}”不是所标的依据。"
            yield view.report(ViolationKind.WRONG_CLAUSE, address.text, reason)
            continue
        reason = f"“{address.text}”不是任何一条依据的条款号。"
        yield view.report(ViolationKind.ARTICLE, address.text, reason)


def check_headings(view: View) -> Iterator[Violation]:
    """What is said of 第十三条 is not what the source says of 第十四条."""
    for address in addresses(view.text):
        at = view.text.find(address.text) + len(address.text)
        rest = squeeze(re.split(r"[，。；]", view.text[at:])[0])
        pieces = [rest[i : i + _PIECE] for i in range(len(rest) - _PIECE + 1)]
        if address.kind != "条":
            continue
        for facts in view.cited_facts:
            owner = next((o for p in pieces if (o := _owner(facts.squeezed, p))), None)
            if owner and owner != address.key:
                reason = f"原文里这是第{owner[1][0]}条，不是“{address.text}”。"
                yield view.report(ViolationKind.ARTICLE, address.text, reason)
                return


def _owner(text: str, piece: str) -> tuple[str, tuple[int, ...]] | None:
    """The article whose heading holds ``piece``, if one stands right before it."""
    at = text.find(piece)
    before = [a for a in addresses(text[max(0, at - 20) : at]) if a.kind == "条"] if at >= 0 else []
    return before[-1].key if before else None


def _known_unit(view: View, key: tuple[str, tuple[int, ...]]) -> bool:
    """款 and 项 below the cited clause can't be told from its number: any of its own will do."""
    texts = [*view.cited_facts, view.known.said, *view.known.trusted]
    own = frozenset().union(*(s.addresses for s in view.cited), *(t.addresses for t in texts))
    return key in own or not view.cited


def check_authorities(view: View) -> Iterator[Violation]:
    """A named authority stands in a cited clause, whole or by its usual short form."""
    lines = [f"{s.text}\n{s.document.issuer or ''}" for s in view.cited]
    lines += [view.evidence.question, *(s.document.title for s in view.cited)]
    own = "\n".join(lines)
    names = authorities(own)
    for name in authorities(view.text):
        if _named(name, own, names):
            continue
        other = "\n".join(s.text for s in view.others)
        if _named(name, other, authorities(other)):
            kind, reason = ViolationKind.WRONG_CLAUSE, f"所标的依据没有提到“{name}”。"
            if not view.cited:
                kind = ViolationKind.UNCITED
        elif any(_named(name, facts.text, facts.authorities) for facts in view.known.trusted):
            continue
        else:
            kind, reason = ViolationKind.NAME, f"依据里没有“{name}”。"
        yield view.report(kind, name, reason)


def _named(name: str, text: str, names: tuple[str, ...]) -> bool:
    """工信局 is 区工业和信息化局: ``name`` ends like words of the text, or abbreviates them."""
    end = re.search(r"委员会$|管委会$|发改委$|办公室$|局$|厅$", name)
    suffix = end[0] if end else ""
    for length in range(2, 7):
        tail = name[: -len(suffix) or None][-length:] + suffix
        if length >= min(3, len(name) - len(suffix)) and tail in text:
            return True
        if len(tail) == length + len(suffix) and any(_abbreviates(tail, full) for full in names):
            return True
    return False


def _abbreviates(short: str, full: str) -> bool:
    position = 0
    for char in short:
        position = full.find(char, position) + 1
        if position == 0:
            return False
    return True


def check_quotes(view: View) -> Iterator[Violation]:
    """Words in quotation marks are the cited clause's, character for character."""
    for found in quotes(view.text):
        quote = found.text
        fragments = [squeeze(part) for part in re.split(r"…+|\.{3,}", quote) if part.strip()]
        if not fragments or _holds([f.squeezed for f in view.cited_facts], fragments):
            continue
        beside = [view.known.said.squeezed, *(f.squeezed for f in view.known.trusted)]
        beside += [squeeze(f"{s.document.title}{s.clause.heading}") for s in view.cited]
        beside += [
            squeeze(t) for c in view.known.computations for t in (*c.assumptions, *c.caveats)
        ]
        if _holds(beside, fragments):
            continue
        long = sum(map(len, fragments)) > 4 or any(char.isdigit() for char in quote)
        elsewhere = _holds([s.facts.squeezed for s in view.others], fragments)
        if elsewhere and (view.cited or long):
            reason = f"“{quote}”不是所标依据里的原文。"
            yield view.report(ViolationKind.WRONG_CLAUSE, quote, reason)
        elif not elsewhere and long:
            reason = f"“{quote}”不是原文，引号里只能放逐字原文。"
            yield view.report(ViolationKind.QUOTE, quote, reason)


def _holds(texts: Iterable[str], fragments: list[str]) -> bool:
    """Whether one text has all fragments, in their order."""
    for text in texts:
        position = 0
        for fragment in fragments:
            at = text.find(fragment, position)
            if at < 0:
                break
            position = at + len(fragment)
        else:
            return True
    return False
