"""What a text is called: its kind, a short title to cite it by, other names, an id."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from corpus.document import DocumentKind
from corpus.problem import DataError

_KINDS: Final = (
    (r"修订说明|修改说明|起草说明|政策解读", DocumentKind.NOTE),
    (r"实施细则|操作细则|细则|操作规程|规程", DocumentKind.RULES),
    (r"办法", DocumentKind.METHODS),
    (r"意见", DocumentKind.OPINIONS),
    (r"规定", DocumentKind.PROVISIONS),
    (r"条例", DocumentKind.REGULATIONS),
    (r"方案|计划|规划|行动纲要", DocumentKind.PLAN),
    (r"指南|指引|手册|须知", DocumentKind.GUIDE),
    (r"清单|目录|一览表|汇编", DocumentKind.LIST),
    (r"问答|解答|\d{1,3}问", DocumentKind.QUESTIONS),
    (r"公告|通告|公示", DocumentKind.ANNOUNCEMENT),
    (r"决定|决议", DocumentKind.DECISION),
    (r"通知|函", DocumentKind.NOTICE),
    (
        r"措施|政策|(?:政策)?(?:\d{1,3}|[一二三四五六七八九十]{1,3})条(?:措施|政策)?",
        DocumentKind.MEASURES,
    ),
)  # fmt: skip
_BRACKETS: Final = r"(?:\s*[（(\[〔][^（()）]{1,24}[）)\]〕])*"
_WORDS: Final = "|".join(words for words, _ in _KINDS)
# A title ends in the word for what the text is: …若干措施（试行）.
KIND_AT_END: Final = re.compile(rf"(?P<kind>{_WORDS}){_BRACKETS}[》”]?$")
# The same, where a line goes on: …实施意见 各县市区：
KIND_THEN_BLANK: Final = re.compile(rf"(?P<kind>{_WORDS}){_BRACKETS}(?=\s+\S)")
_ISSUER: Final = re.compile(
    r"^[一-鿿（）、 ]{2,60}?(?:政府|办公[厅室]|委员会|管委会|局|厅|部|委|院|中心|国务院)"
    r"(?:等[^关]{1,6}部门)?(?=关于|印发)"
)
_TRIAL: Final = re.compile(r"[（(](?:试行|暂行|修订版?|征求意见稿|修正)[）)]$")
_CALLED: Final = re.compile(
    r"[（(]简称[:：]?[“\"《]?(?P<name>[^（）()“”\"《》]{2,20})[”\"》]?[）)]"
)
_WHOLE_PLACE: Final = re.compile(r"[省市区县旗州盟镇]$")  # 重庆税务 is no 税务 of its own
_LONGEST_ID: Final = 60
_LONGEST_SHORT: Final = 40


def kind_of(title: str) -> DocumentKind:
    """The kind that a title ends in."""
    match = KIND_AT_END.search(title)
    if match is None:
        return DocumentKind.OTHER
    return next(kind for words, kind in _KINDS if re.fullmatch(words, match["kind"]))


def core(title: str) -> str:
    """The title without who issues it and without 关于."""
    bare = _ISSUER.sub("", title)
    return re.sub(r"^(?:印发|发布)?关于(?:印发|发布)?", "", bare) or title


def short_title(title: str) -> str:
    """How answers cite the text: 《深化完善…的若干意见》; a very long one by its end."""
    bare = core(title)
    if len(bare) > _LONGEST_SHORT:
        cut = [m.end() for m in re.finditer(r"[，,、]|\s", bare) if len(bare) - m.end() >= 8]
        bare = bare[min(cut, default=0) :] if len(bare) > 2 * _LONGEST_SHORT else bare
    bare = re.sub(r"《([^《》]*)》", r"〈\1〉", re.sub(r"^《([^《》]*)》$", r"\1", bare))
    return f"《{bare}》"


def aliases(title: str, place: str | None, heading: str) -> tuple[str, ...]:
    """Other names: without the place, without （试行）, and what the heading says it is called."""
    return tuple(
        dict.fromkeys(
            name for name in _names(title, place, heading) if len(name) >= 4 and name != title
        )
    )


def _names(title: str, place: str | None, heading: str) -> Iterator[str]:
    bare = core(title)
    yield bare
    yield _TRIAL.sub("", bare)
    if place and _WHOLE_PLACE.search(place) and bare.startswith(place):
        yield re.sub("^关于", "", bare.removeprefix(place))
    for match in _CALLED.finditer(heading):
        yield match["name"]


def new_id(title: str, taken: Collection[str]) -> str:
    """A folder name from the title in pinyin, at most 60 characters, unlike those taken."""
    from pypinyin import lazy_pinyin  # 0.2 s, and only who publishes pays for it

    syllables = lazy_pinyin(re.sub(r"[^一-鿿A-Za-z0-9]", "", core(title)), errors=str.lower)
    name = ""
    for syllable in syllables:
        longer = f"{name}-{syllable}" if name else syllable
        if len(longer) > _LONGEST_ID:
            break
        name = longer
    name = re.sub(r"[^a-z0-9-]", "", name) or "policy"
    for number in range(1, 10_000):
        found = name if number == 1 else f"{name}-{number}"
        if found not in taken:
            return found
    raise DataError("同名的文件太多", "请改题名后再发布")
