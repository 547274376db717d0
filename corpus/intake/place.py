"""Where a text applies: from who issued it and its title, else from the place it speaks of most."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from corpus.document import Span
from corpus.intake.proposal import Field, Proposal
from corpus.regions import CHINA, Division, Place, above, find, named, within

_NATIONAL: Final = re.compile(
    r"国务院|中共中央|全国|国家[^级]|中国人民银行$|财政部|税务总局|(?:^|、)[一-鿿]{2,8}部(?:$|、)"
)
_ENOUGH: Final = 2  # mentions of one place, from which a text is taken to be about it
_SHARE: Final = 0.6


def read_place(text: str, issuer: Proposal | None, title: Proposal) -> Proposal | None:
    """The region, as a path of names (深圳市龙岗区); None where nothing tells.

    What the title names counts where it lies in what the issuer governs: 上海市人民政府 may speak
    of 临港; what 北京市 says of 西藏 is a text of 北京市.
    """
    whose = _of_issuers(issuer)
    about = _narrowest(title.spans, whose.divisions if whose else ())
    if (
        whose
        and about
        and about.division
        and any(within(about.division, d) for d in whose.divisions)
    ):
        return _proposal(about)
    if whose:
        return _proposal(whose)
    if issuer and _NATIONAL.search(issuer.value):
        return Proposal(Field.REGION, (CHINA.name,), issuer.spans)
    if about:
        return _proposal(about)
    return _named_by_file(title) or _most_named(text)


def _of_issuers(issuer: Proposal | None) -> Place | None:
    """Where an issuer is; of several the uppermost: a city's bureau and the board of its park."""
    if issuer is None or not issuer.spans:
        return None
    whole = issuer.spans[0]
    found: Place | None = None
    for match in re.finditer("[^、]+", whole.text):
        start = whole.start + match.start()
        place = _narrowest((Span(start, start + len(match.group()), match.group()),))
        upper = place and found and any(
            within(one, outer) for one in found.divisions for outer in place.divisions
        )  # fmt: skip
        found = place if found is None or upper else found
    return found


def _named_by_file(title: Proposal) -> Proposal | None:
    """The place in a file's name, where that stands in for the title."""
    places = [place for place in find(title.value) if place.division] if not title.spans else []
    if not places:
        return None
    doubt = "正文的题名和发文机关都没有地名，按文件名"
    return Proposal(Field.REGION, (path(places[0].divisions[0]),), (), doubt)


def _narrowest(spans: tuple[Span, ...], near: tuple[Division, ...] = ()) -> Place | None:
    """The last of the places that some words name one inside the other: 北京市 石景山区."""
    found: Place | None = None
    for span in spans:
        for place in find(span.text, near):
            moved = Place(
                span.start + place.start, span.start + place.end, place.text, place.divisions
            )
            inside = found and any(
                within(one, outer) for one in place.divisions for outer in found.divisions
            )
            if found is None or inside:
                found = moved
    return found


def _proposal(place: Place, doubt: str = "") -> Proposal:
    span = Span(place.start, place.end, place.text)
    if place.division is None:
        names = "、".join(path(one) for one in place.divisions[:6])
        doubt = f"“{place.text}”有几处：{names}，请选一处"
    return Proposal(Field.REGION, tuple(path(one) for one in place.divisions), (span,), doubt)


def path(division: Division) -> str:
    """A division with what it lies in: 江苏省南京市鼓楼区; a municipality is said once."""
    return "".join(one.name for one in (*reversed(above(division)), division))


def _most_named(text: str) -> Proposal | None:
    """The place that a text without one in title or issuer speaks of most."""
    places = [place for place in find(text) if place.division and place.division.parent != "abroad"]
    count: Counter[str] = Counter()
    for division, times in Counter(place.division for place in places).items():
        for upper in (division, *above(division)) if division else ():
            count[upper.code] += times
    enough = [
        place for place in places if place.division
        and count[place.division.code] >= max(_ENOUGH, _SHARE * len(places))
    ]  # fmt: skip
    if not enough:
        return None
    narrowest = max(enough, key=lambda place: len(above(place.division)) if place.division else 0)
    return _proposal(narrowest, "题名和发文机关都没有地名，按正文提到最多的地方")


def possible(name: str) -> tuple[Division, ...]:
    """The divisions that a name or a path of names can mean."""
    places = find(name)
    if not places or places[-1].end != len(name):
        return named(name)
    return places[-1].divisions


def division_of(name: str) -> Division | None:
    """The division of a path (江苏省南京市鼓楼区) or a name; None where it is none or several."""
    if name == CHINA.name:
        return CHINA
    found = possible(name)
    return found[0] if len(found) == 1 else None
