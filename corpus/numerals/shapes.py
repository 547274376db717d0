"""Shapes that digits take without being an amount: telephone numbers, codes, days, hours."""

from __future__ import annotations

_SMALL = r"[一二三四五六七八九十]"
_UNIT_NEXT = (
    r"\s*(?:[万亿萬億元块圆角吨米台套件个家人名次%‰wWkK]|美|港|欧|日元|英镑|人民币|[A-Za-z]{3})"
)
# a row of nine digits or more without a unit names something, and so do these
IDENTIFIER = (
    r"(?P<identifier>(?:(?:邮编|邮政编码)(?:号码)?[是为]?\s*[:：]?\s*\d{6}(?!\d))"
    r"|(?<![\dA-Za-z.,-])(?:"
    r"(?:(?:\+?86)[-\s]?)?1[3-9]\d(?:\d{8}|-\d{4}-\d{4}|\s\d{4}\s\d{4})"
    rf"(?![\dA-Za-z]|[.,]\d|{_UNIT_NEXT})"
    r"|0\d{2,3}-\d{7,8}(?!\d)"
    r"|(?=[0-9A-Z]*\d{6})(?=[0-9]*[A-Z])[0-9A-Z]{15,20}(?![0-9A-Za-z])"
    rf"|\d{{9,}}(?!\d|[.,]\d|{_UNIT_NEXT})))"
)
_MONTH = r"1[0-2]|0?[1-9]|十[一二]?|[二三四五六七八九]|一(?=月份|月[\d一二三四五六七八九十]+[日号])"
_MONTH_DAY = r"3[01]|[12]\d|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
# 满3月 and 近3月 last, 3月内 too; 〔2024〕4号 is a document's number, 3号楼 a house
TIME = (
    rf"(?<![\d.\-〇一二三四五六七八九十个每满近前后约共续第])(?P<month>{_MONTH})\s*月"
    rf"(?:份|\s*(?P<monthday>{_MONTH_DAY})\s*[日号])?(?!内|以[上下内]|[\d一二三四五六七八九十])"
    r"|(?<![〕】\]）)\d第.A-Za-z\-路街巷道栋座区村弄园城厦])(?P<dayonly>3[01]|[12]\d|0?[1-9])号"
    r"(?![楼馆厅门线店院地库机车仓项园厂房文令公产企生平码])"
    r"|(?<=上午|下午|早上|晚上|中午|凌晨)\s?"
    rf"(?P<hour>[12]?\d|{_SMALL}{{1,2}}|两)\s*(?:点(?P<half>半)?(?:钟|[0-5]?\d分?)?|[:：](?P<minute>[0-5]\d))"
    r"|(?<![\d:：.])(?P<clock>(?:0?[6-9]|1\d|2[0-4])[:：][0-5]\d)(?![\d:：.])"
)
_SHORT = r"1[1-9]|2[1-9]|3[1-9]"
_ITS_MATTER = (
    r"度|初|底|末|全年|[上下]半年|[一二三四]季度|投|花|采购|买|设立|成立|建成|完成|申报|开始|开办|"
    r"举办|引进|分别|的?(?:技改|设备|投资|产值|营收|研发|支出)|"
    r"[是和与到至]?\s?\d[\d.,]*\s*[万亿wW元年]"
)
# 24年 is a year where it starts a clause and something happened in it: 成立24年 and 24年老店 last
SHORT_YEAR = (
    r"(?<![\d年月.\-])(?P<shorty>[1-3]\d)年(?P<shortm>1[0-2]|0?[1-9])月(?!内)"
    rf"(?:份|(?P<shortd>{_MONTH_DAY})[日号])?"
    r"|(?<![^\s，。；、！？,;（(在于从自到至和与们司])"
    rf"(?P<shortyear>{_SHORT})年(?=\s*(?:{_ITS_MATTER}))"
)
NEVER = r"(?!)"  # the alternative of a grammar that lacks it

_TOGETHER = r"[十百千万亿\d〇零一二三四五六七八九]"
# what only looks like a number: set phrases, names of places, discounts
PHRASE = (
    r"一五一十|三番五次|三来一补|四上(?=企业|单位|库)|五金|六约|十全十美|千岛湖|万科|百分百"
    rf"|(?<!{_TOGETHER})一块(?!钱|[\d一二三四五六七八九](?:$|[\s，。；、！？,;!?）)角毛的]|左右))"
    r"|(?<![投花了上过近超约达有])千万(?=别|不|要|记得|注意|小心|得|勿|莫|请)"
    rf"|(?:\d(?:\.\d)?|[一二三四五六七八九]{{1,2}})折(?!算|合|旧|[现成让])"
    rf"|(?:\d|(?<!{_TOGETHER})[一二三四五六七八九])成新(?![增建设办能型])"
)
