"""What the verifier reads out of a text once: figures, addresses, titles, names, word pairs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.verify import figures, lexicon
from bot.verify.figures import Figure
from corpus.numerals import read

TITLE = re.compile(r"《([^《》]{2,80})》")
NUMBER_OF_TITLE = re.compile(r"[\u4e00-\u9fff]{2,8}[〔（(【]\s*\d{4}\s*[〕）)】]\s*第?\d+\s*号")
_HAN = r"[一二三四五六七八九十百零〇两\d]+"
_NTH = re.compile(rf"第\s*({_HAN})\s*(条|款|项|章|节)")
_PATH = re.compile(
    r"([一二三四五六七八九十]+)、?\s*[（(]([一二三四五六七八九十]+)[）)]\s*(?:第?\s*(\d{1,2})(?!\d|[%％万亿元年家个]))?"
)
_ID = re.compile(r"([一二三四五六七八九十])\.[（(]([一二三四五六七八九十])[）)](?:\.(\d{1,2}))?")
_AUTHORITY = re.compile(r"[\u4e00-\u9fff]{2,14}?(?:委员会|管委会|发改委|办公室|局|厅)")
_NOT_AUTHORITY = re.compile(r"(?:格|布|结|全|当|大|破|僵|战|时|邮)局|局(?:限|面|部|势|长)|一局")
_SPACE = re.compile(r"[\s\u3000\u00a0]+")
_QUOTE_MARKS = str.maketrans(
    {
        **dict.fromkeys("“”‘’「」『』\"'", "'"),
        "％": "%",
        "，": ",",
        "（": "(",
        "）": ")",
        "：": ":",
        "；": ";",
        "？": "?",
        "！": "!",
        "—": "-",
        "－": "-",
    }
)


_PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"'}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks: ``source[start:end]`` with the marks."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Address:
    """A reference to a numbered unit: ("条", 12), ("款", 2), ("path", 3, 2, 4)."""

    kind: str
    numbers: tuple[int, ...]
    text: str = ""

    @property
    def key(self) -> tuple[str, tuple[int, ...]]:
        """What makes two references equal, however they are spelt."""
        return self.kind, self.numbers


@dataclass(frozen=True, slots=True)
class TextFacts:
    """A text as the checks need it."""

    text: str
    squeezed: str  # no blanks, quotation marks alike: what quotes are looked up in
    figures: tuple[Figure, ...]
    addresses: frozenset[tuple[str, tuple[int, ...]]]
    titles: tuple[str, ...]
    authorities: tuple[str, ...]
    bigrams: frozenset[str]


@lru_cache(maxsize=1024)
def facts(text: str, spoken: bool = False) -> TextFacts:
    """Everything the checks look up in ``text``; ``spoken`` reads numbers as people write them."""
    return TextFacts(
        text=text,
        squeezed=squeeze(text),
        figures=(figures.in_speech if spoken else figures.in_text)(text),
        addresses=frozenset(address.key for address in addresses(text)),
        titles=tuple(match[1] for match in TITLE.finditer(text)),
        authorities=authorities(text),
        bigrams=bigrams(text),
    )


def squeeze(text: str) -> str:
    """``text`` without blanks and with one kind of quotation mark and punctuation width."""
    return _SPACE.sub("", text).translate(_QUOTE_MARKS)


def addresses(text: str) -> tuple[Address, ...]:
    """Every reference to a numbered unit in ``text``."""
    found = [
        Address(match[2], (number,), match[0])
        for match in _NTH.finditer(text)
        if (number := _number(match[1])) is not None
    ]
    for pattern in (_PATH, _ID):
        for match in pattern.finditer(text):
            numbers = tuple(n for group in match.groups() if group and (n := _number(group)))
            found.append(Address("path", numbers, match[0].strip()))
    return tuple(found)


def _number(printed: str) -> int | None:
    quantities = read(f"第{printed}条")
    return int(quantities[0].value) if quantities else None


def authorities(text: str) -> tuple[str, ...]:
    """Names that end like an authority's: 区工业和信息化局; 格局 and 布局 are none."""
    clean = _NOT_AUTHORITY.sub("  ", text)
    return tuple(dict.fromkeys(match[0] for match in _AUTHORITY.finditer(clean)))


def quotes(text: str) -> tuple[Quote, ...]:
    """The outermost pairs of quotation marks; ``“对“四上”企业”`` is one quote."""
    found: list[Quote] = []
    depth, start, opener = 0, 0, ""
    for index, char in enumerate(text):
        if depth == 0 and char in _PAIRS:
            depth, start, opener = 1, index, char
        elif depth and char == _PAIRS[opener]:
            depth -= 1
            if depth == 0:
                found.append(Quote(start, index + 1, text[start + 1 : index]))
        elif depth and char == opener:
            depth += 1
    return tuple(found)


def mask(text: str) -> str:
    """``text`` with titles and addresses blanked, so that their numbers aren't read as figures."""
    for pattern in (TITLE, NUMBER_OF_TITLE, _NTH, _PATH, _ID):
        text = pattern.sub(lambda match: "　" * len(match[0]), text)
    return text


@lru_cache(maxsize=4096)
def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters."""
    runs = re.findall(r"[\u4e00-\u9fff]+", text)
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))


def content(text: str) -> list[str]:
    """The Chinese runs of ``text`` that stock phrases leave over."""
    left = lexicon.pattern("stock").sub("　", text)
    return re.findall(r"[\u4e00-\u9fff]{2,}", left)
