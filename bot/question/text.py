"""Normalising what people type: scripts, widths, Cantonese, pinyin, homophone typos, fillers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

MAX_LENGTH: Final = 2000  # characters of one message that are read
_KEPT: Final = 64  # messages and sets of names: a message is normalised for each text it may mean
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_MARKUP: Final = re.compile(r"<[^<>]{0,200}>|\]\(https?://[^\s)]{0,200}\)")
_LATIN: Final = re.compile(r"[a-z]+(?:[ '][a-z]+)*")
_SPACE: Final = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_A_NOT_A: Final = re.compile(r"(.)不\1")  # 贴不贴 asks, it is no slip for 补贴
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
# 100万一共, 300万一年: the 一 belongs to the word behind, not to the amount.
_ONE_OF_WORD: Final = re.compile(
    r"(?<=[万亿元块\d])(?=一[共起年次个家项样直般并同副台套只件把张条辆人平月场届期])"
    r"|(?<=[千百])(?=一[副台套只件把张条辆平])"
)
_SURE: Final = 3  # characters a name must have to be recognised by its sound
_GROUPED: Final = re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?:\D|$))")  # 1 750 000 元
_YEAR_OF: Final = re.compile(r"第([一二三四五六七八九十\d]{1,2})个?(?:年度|年头)")
_PAUSE: Final = re.compile(r"(?<=\d)，(?=\d)")
_WIDE: Final = re.compile(
    r"(?<![０-９])[０-９]{1,3}(?:，[０-９]{3})+(?![０-９])"
)  # １，２５０，０００
_TELLER: Final = re.compile(r"(这|那)([两二三四五六])块(?=合计|一共|加|总|一起|都)")  # 这三块合计
_POINTS: Final = re.compile(
    r"(\d{1,3}(?:\.\d)?|[一二两三四五六七八九十]{1,3})个(?:百分点|点(?=$|[\W的税利股补给奖资以左多吧吗呢啊呀]))"
)
_SOME_YI: Final = re.compile(r"([\d一二两三四五六七八九十]{1,3})个多(亿|万)")  # 五个多亿
_AND_YUAN: Final = re.compile(r"(\d{1,9}(?:\.\d{1,4})?)万零(\d{1,4})元")  # 100万零1元
# 24年数字化投了90万; not 做了24年, 25年老厂.
_SHORT_YEAR: Final = re.compile(
    r"(?:(?<=^)|(?<=[，,。;；、(（\s我们司厂是在从到和与的报]))(?=2\d年(?![了老历经多来前间,，。!！?？]|$))"
    r"|(?<![\d第了过满])(?=2\d年(?:那会|那时|那阵|的时候|时|底|初|上半年|下半年|度|我们|投|花|搞|做|报|申报|申请|付|就|，|,))"
)
_LISTED_YEAR: Final = re.compile(
    r"(?<!\d)(20\d\d)(?=[、,，和及]20\d\d|[两三四]年|这一?年)|(?<=[(（])(20\d\d)(?=[)）])"
)
_WAN: Final = re.compile(r"(?<=\d) ?wan(?![a-z])")
_SERIES: Final = re.compile(
    r"第([\d一二三四五六七八九十]{1,3}(?:[、,，和及与][\d一二三四五六七八九十]{1,3}){1,8})(条|项|款)"
)
# Southern accents and hasty typing: zh/z, ch/c, sh/s and -ng/-n are not told apart.
_ACCENT: Final = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"ng$"), "n"))


@cache
def wording() -> Mapping[str, Any]:
    """The tables of ``wording.yaml``: cantonese, colloquial, typos, fillers, pinyin."""
    source = files("bot.question").joinpath("wording.yaml").read_text("utf-8")
    table: Mapping[str, Any] = yaml.safe_load(source)
    return table


@cache
def _simplifier() -> Any:  # noqa: ANN401 - opencc has no types
    from opencc import OpenCC  # loads its tables: only when the first question comes

    return OpenCC("t2s")


@cache
def _replacements() -> tuple[re.Pattern[str], Mapping[str, str]]:
    table = wording()
    pairs = {**table["cantonese"], **table["colloquial"], **table["typos"]}
    longest_first = sorted(pairs, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), pairs


def syllables(text: str) -> list[str]:
    """Toneless pinyin, one item a character; other characters stand for themselves."""
    return [_syllable(char) if _CHINESE.match(char) else char for char in text]


@cache
def _syllable(char: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(char)[0])


@lru_cache(maxsize=_KEPT)
def normaliser(names: frozenset[str]) -> Normaliser:
    """The normaliser that knows some names; texts that name nothing, or the same, share it."""
    return Normaliser(names)


class Normaliser:
    """Turns a message into plain written Chinese; knows the names of the collection's matters."""

    def __init__(self, names: Iterable[str]) -> None:
        chinese = {n for n in names if len(n) >= 2 and "…" not in n and _CHINESE.match(n[0])}
        self._names = frozenset(chinese)
        self._by_length: dict[int, dict[tuple[str, ...], str]] = {}
        for name in sorted(chinese):
            self._by_length.setdefault(len(name), {})[_accentless(syllables(name))] = name
        self._words = {tuple(syllables(word)): word for word in wording()["misheard"]}
        spoken = [*chinese, *wording()["pinyin"]]
        self._pinyin = {"".join(syllables(word)): word for word in spoken}

        self._kept = lru_cache(maxsize=_KEPT)(self._normalised)

    def __call__(self, message: str) -> str:
        """The normalised message; at most `MAX_LENGTH` characters are read."""
        return self._kept(message[:MAX_LENGTH])

    def _normalised(self, message: str) -> str:
        text = _CONTROL.sub("", message)
        text = _WIDE.sub(lambda match: match.group().replace("，", ""), text)
        text = _PAUSE.sub("， ", text)  # 还是320，280是…: two numbers, no thousands
        text = unicodedata.normalize("NFKC", _MARKUP.sub("", text)).lower()
        text = _simplifier().convert(text)
        text = _GROUPED.sub("", _SPACE.sub("", text.strip()))
        pattern, pairs = _replacements()
        text = pattern.sub(lambda match: pairs[match.group()], text)
        text = _LISTED_YEAR.sub(r"\g<0>年", text)  # 2023、2024、2025三年, 2025这一年, 前年(2024)
        text = _WAN.sub("万", _LATIN.sub(self._from_pinyin, _SHORT_YEAR.sub("20", text)))
        text = _TELLER.sub(r"\1\2项", text)
        text = _POINTS.sub(r"百分之\1", text)
        text = _SOME_YI.sub(r"\1\2多", text)
        text = _AND_YUAN.sub(_in_yuan, _YEAR_OF.sub(r"第\1年", text))
        text = self._mend_names(self._mend_words(text))
        text = _SERIES.sub(_spell_out, _ONE_OF_WORD.sub(" ", text))
        return _strip_fillers(text)

    def _from_pinyin(self, match: re.Match[str]) -> str:
        letters = re.sub(r"[ ']", "", match.group())
        if len(letters) < 4:
            return match.group()
        best: list[str | None] = [""] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - 24), end):
                before, word = best[start], self._pinyin.get(letters[start:end])
                if before is not None and word is not None:
                    best[end] = before + word
                    break  # the longest last word wins
        return best[-1] or match.group()

    def _mend_words(self, text: str) -> str:
        sounds = syllables(text)
        for start in range(len(text) - 1):
            for length in (2, 3, 4, 5):
                window = text[start : start + length]
                word = self._words.get(tuple(sounds[start : start + length]))
                slip = len(window) == length and word not in (None, window)
                asks = _A_NOT_A.match(text[max(0, start - 1) : start + length])
                if slip and word and not asks and _close(window, word):
                    text = text[:start] + word + text[start + length :]
        return text

    def _mend_names(self, text: str) -> str:
        sounds = _accentless(syllables(text))
        for length in sorted(self._by_length, reverse=True):
            if length < _SURE:
                break  # two characters that sound alike are too often another word
            table = self._by_length[length]
            for start in range(len(text) - length + 1):
                window = text[start : start + length]
                name = table.get(tuple(sounds[start : start + length]))
                if name and window != name and window not in self._names and _close(window, name):
                    text = text[:start] + name + text[start + length :]
        return text


def _accentless(sounds: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_without_accent, sounds))


@lru_cache(maxsize=1 << 14)
def _without_accent(sound: str) -> str:
    for pattern, plain in _ACCENT:
        sound = pattern.sub(plain, sound)
    return sound


def _in_yuan(match: re.Match[str]) -> str:
    return f"{Decimal(match.group(1)) * 10_000 + int(match.group(2)):f}元"


def _spell_out(match: re.Match[str]) -> str:
    """第3、4、9条 → 第3条、第4条、第9条."""
    numbers = re.split(r"[、,，和及与]", match.group(1))
    return "、".join(f"第{number}{match.group(2)}" for number in numbers)


def _close(window: str, name: str) -> bool:
    """Whether a homophone is a slip of a character and not another word altogether."""
    shared = sum(a == b for a, b in zip(window, name, strict=True))
    return shared >= max(1, len(name) - 2) and _CHINESE.match(window) is not None


def _strip_fillers(text: str) -> str:
    fillers = sorted(wording()["fillers"], key=len, reverse=True)
    changed = True
    while changed:
        changed = False
        for filler in fillers:
            if text.startswith(filler) and len(text) > len(filler) + 2:
                text, changed = text[len(filler) :].lstrip("，,。.!！、 :：~"), True
    return text
