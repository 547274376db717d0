"""What a number looks like: runs of digits, units, days and years, strict or as people type."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals.shapes import IDENTIFIER, NEVER, PHRASE, SHORT_YEAR, TIME

_ARABIC = r"\d+(?:,\d+)*(?:\.\d+)?"
_HAN = "零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸两兩俩十百千拾佰仟"
_MEASURES = (
    "人次 平方米 平米 公里 千瓦 家 个 名 人 项 次 场 件 台 套 户 幢 栋 间 亩 座 条 款 种 类 届 "
    "位 份 期 倍 档 辆 吨 米 例 只 张 篇 枚 班 团 晚 级 月 批"
)
_COUNT = "|".join(_MEASURES.split()).replace("|人|", "|人(?!民币)|")
DURATION = r"年|个月|个?工作日|天|日|周|个?季度|个?小时"
_CURRENCIES = (
    "美元 美金 港元 港币 港幣 欧元 日元 日圆 英镑 澳元 澳币 澳门元 加元 韩元 瑞士法郎 "
    "新加坡元 新币 新台币 台币 USD HKD EUR JPY GBP AUD"
)
_FOREIGN = "|".join(_CURRENCIES.split())
_PREFIXES = r"¥|人民币|US\$|HK\$|\$|€|£|USD|HKD|EUR"
_YUAN = r"元(?!素|件|旦|宇|宙|器|月|气)"
RMB = "人民币|[Rr][Mm][Bb]|CNY"
_KNIFE = "刀(?![具片库模口])"  # dollars
_FOREIGN_TYPED = f"{_FOREIGN}|美刀|加币|港纸|泰铢|卢布|越南盾|(?i:USD|HKD|EUR|JPY|GBP|AUD)"
_NOT_CHENG = "立为本果员效功长熟交品就都人份套"
_DASH = r"\s*(?:至|到|——|—|–|-|~|～)\s*"
_NTH = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DAY = (
    r"(?P<y>[12]\d{3}|[一二][〇零○一二三四五六七八九]{3})\s*(?:年|(?P<sep>[-/.]))\s*"
    # what stands behind the month follows what stood behind the year: 2026年22.5万元 is no date,
    # and of 2026年1月40万 only the month
    rf"(?P<m>{_NTH})\s*(?(sep)(?P=sep)|月)\s*(?:(?P<d>{_NTH})\s*[日号]?)?(?!\d|\s*[万亿千百元块])"
)
_YEAR = (
    r"(?P<year>(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
    r"(?:\s*年(?!级)|(?=[-—–至到](?:19|20)\d\d\s*年))"
)
_SCIENTIFIC = r"\d+(?:\.\d+)?[eE][+-]?\d+"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What else than the strict grammar a reader accepts."""

    wan: str = ""  # characters read as 万: wW
    yuan: str = _YUAN
    foreign: str = _FOREIGN
    prefixes: str = _PREFIXES
    han: str = _HAN
    typed: bool = False  # also what people write and published texts don't: 8万6, 三成五, 24年3月


STRICT = Lexicon()
PEOPLE = Lexicon(
    wan="wW",
    yuan=rf"{_YUAN}|块钱?|圆|{RMB}",
    foreign=rf"{_FOREIGN_TYPED}|{_KNIFE}",
    prefixes=rf"{_PREFIXES}|{RMB}|{_FOREIGN_TYPED}|(?<![菜剪刻铣车镰砍])刀",
    han=_HAN + "廿卅卌",
    typed=True,
)
# 170万二期, 350万两年内, 20万3台: what follows the 万 counts something else
_NEXT_NUMBER = (
    r"(?<=[万亿萬億wW])(?:(?:\d{1,2}|[一二两三四五六七八九十]{1,3})\s*"
    r"(?:期|年|月|个月|个(?!亿|万)|个?工作日|号|届|家|场|台|套|天|季度|成|折|倍)|(?:19|20)\d\d\s*年"
    r"|一[起般下些块共直定样切旦并笔项件人名次点批])"
)
_THOUSAND = r"(?<=\d\d)\s?[kK](?![A-Za-z超高画屏显])"
_POINT_FIRST = r"(?<![^\s，。；、：（(了约是投资入])\.\d*[1-9]"  # .12亿; not 买了设备.100万
_HALF = r"(?<=个)半(?=\s*[万亿])|(?<=[万亿萬億])半(?![年天月个数成价辈路场途日夜])"
_CHENG_DIGIT = r"[一二三四五六七八九1-9](?![\d一二三四五六七八九十百千万亿.家个年项名])"
_TYPED_CHENG = rf"成(?:半|{_CHENG_DIGIT})?(?![{_NOT_CHENG}])"


def _run(lexicon: Lexicon) -> str:
    big, han, not_next = r"\s*[万亿萬億](?!P)", lexicon.han, ""
    if lexicon.wan:
        big += rf"|\s?[{lexicon.wan}](?![A-Za-z])"
    if lexicon.typed:
        big, not_next = rf"{big}|{_THOUSAND}", rf"(?!{_NEXT_NUMBER})"
    start = rf"{_ARABIC}|[{han}]|半(?=个?\s*(?:{big}))|[几数](?=[十百千万亿])"
    rough = (
        rf"[来多余几](?=\s*(?:[十百千元块个家名]|{big}))"
        r"|(?<=[万亿wW十百千])[来多余](?!于|少|次|年|了\s*[\d{han}])|(?<=十)几"
    )
    inside = rf"{_ARABIC}|[{han}]|{big}|点(?=[\d{han}])|个(?=\s*(?:{big}))|{rough}"
    if lexicon.typed:
        start += rf"|[几数](?=个[万亿])|{_POINT_FIRST}(?=\s*(?:{big}))"
        inside += rf"|个(?=半\s*[万亿])|{_HALF}"
    return rf"(?:{start})(?:{not_next}(?:{inside}))*"


def pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """What one number looks like to a reader; its groups are what `Scanner` goes by."""
    run, typed = _run(lexicon), lexicon.typed
    cheng = _TYPED_CHENG if typed else rf"成半?(?![{_NOT_CHENG}])"
    return re.compile(
        rf"(?P<phrase>{PHRASE if typed else NEVER})|{_DAY}|{_YEAR}"
        rf"|{IDENTIFIER}|{TIME}|{SHORT_YEAR if typed else NEVER}|(?P<science>{_SCIENTIFIC})"
        rf"|(?P<per>[百千万])分之(?P<perrun>{run})"
        rf"|(?P<bottom>[{_HAN}\d]+)分之(?P<top>[{_HAN}\d]+)"
        rf"|(?P<slash>\d+/\d+)"
        rf"|(?P<nth>第)?(?P<sign>(?<![\d万亿元%A-Za-z])[-负]\s?)?"
        rf"(?:(?P<prefix>{lexicon.prefixes})\s*)?(?P<run>{run})"
        rf"(?:\s*(?P<mid>{lexicon.yuan}|%)?{_DASH}(?!(?:19|20)\d\d\s*年)(?P<run2>{run}))?"
        rf"\s*(?P<unit>{lexicon.foreign}|{lexicon.yuan}|个百分点|%|‰|{cheng}|"
        rf"{DURATION}|{_COUNT})?"
    )
