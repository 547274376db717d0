"""What an award may be called by: words of its sentence that no other award of the text has.

A name has to be a thing of this award alone (数据中心, 开办费, 并购); what all awards of a text
share (智能制造, 企业, 补贴) tells nothing. So names are chosen for all awards of a text together.
None is the name of a place, a unit or a quality, or begins or ends within a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from corpus.drafting.words import AID
from corpus.words import is_common, is_place, is_quality, is_telling, words

_HAN: Final = re.compile(r"[一-鿿A-Za-z]+")
_OWN: Final = re.compile("(?:(?!企业|单位|机构|项目)[一-鿿])+")
_PLACE_ENDS: Final = frozenset("省市县区州旗镇乡")
_LONGEST: Final = 12  # characters of a name
_JOINED: Final = 3  # words that make one name at most
# Words that a name may not begin or end with, and that are none by themselves.
_EMPTY: Final = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "或",
        "等",
        "对",
        "对于",
        "在",
        "从",
        "到",
        "向",
        "由",
        "被",
        "把",
        "给",
        "按",
        "按照",
        "以",
        "为",
        "是",
        "有",
        "无",
        "不",
        "未",
        "已",
        "可",
        "可以",
        "应",
        "须",
        "将",
        "并",
        "且",
        "但",
        "其",
        "该",
        "本",
        "各",
        "每",
        "上",
        "下",
        "中",
        "内",
        "外",
        "前",
        "后",
        "以上",
        "以下",
        "以内",
        "之",
        "所",
        "者",
        "个",
        "家",
        "项",
        "名",
        "元",
        "万元",
        "亿元",
        "年",
        "月",
        "日",
        "年度",
        "一次性",
        "一般",
        "原则上",
        "最高",
        "超过",
        "不超过",
        "给予",
        "予以",
        "进行",
        "开展",
        "实施",
        "支持",
        "鼓励",
        "推动",
        "促进",
        "加强",
        "加大",
        "完善",
        "建设",
        "发展",
        "提供",
        "获得",
        "取得",
        "达到",
        "符合",
        "满足",
        "经",
        "通过",
        "认定",
        "评定",
        "享受",
        "申请",
        "申报",
        "企业",
        "单位",
        "机构",
        "项目",
        "条件",
        "标准",
        "要求",
        "规定",
        "办法",
        "政策",
        "措施",
        "相关",
        "有关",
        "相应",
        "其他",
        "实际",
        "当年",
        "上年",
        "上一年度",
        "本市",
        "本区",
        "全市",
        "全区",
        "我市",
        "我区",
        "本省",
        "全省",
        "地区",
        "区域",
        "范围",
        "方式",
        "情况",
        "部分",
        "金额",
        "比例",
        "额度",
        "总额",
        "资金",
        "补贴",
        "补助",
        "奖励",
        "资助",
        "扶持",
        "奖补",
        "贴息",
        "补偿",
        "返还",
        "期限",
        "期间",
        "时间",
        "工作",
        "人员",
        "人",
        "新",
        "首次",
        "重点",
        "优秀",
        "重大",
        "一定",
        "具有",
        "拥有",
        "用于",
        "包括",
        "根据",
        "依据",
        "具体",
        "单个",
        "同一",
        "高质量",
        "高水平",
        "高标准",
        "内容",
        "因素",
    ]
)


def is_name(word: str) -> bool:
    """Whether a word may name something by itself: 博士, not 其他."""
    return len(word) > 1 and word not in _EMPTY


def content_of(text: str) -> Iterator[str]:
    """What a provision speaks of: its words that name something, and three characters of them."""
    yield from (word for word in words(text) if is_name(word))
    for stretch in _OWN.findall(text):
        yield from (stretch[at : at + 3] for at in range(len(stretch) - 2))


def names_of(awards: Sequence[str]) -> list[tuple[str, ...]]:
    """The names of each award, given by the words that speak of it; the longest first."""
    proposed = [dict.fromkeys(_proposed(text)) for text in awards]
    shared = Counter(name for names in proposed for name in names)
    return [
        tuple(
            sorted(
                (name for name in names if shared[name] == 1 and not _elsewhere(name, at, awards)),
                key=lambda name: (-len(name), name),
            )
        )
        for at, names in enumerate(proposed)
    ]


def _elsewhere(name: str, at: int, awards: Sequence[str]) -> bool:
    return any(name in text for other, text in enumerate(awards) if other != at)


def placeless(title: str, region: Sequence[str]) -> str:
    """A title without the place it begins with: one of the region's names, or 样例市.

    Of a place that is in no dictionary the words are single characters, 市 or 县 the last of them.
    """
    for name in sorted(region, key=len, reverse=True):
        title = title.removeprefix(name)
    found = [*takewhile(lambda word: len(word) == 1 or is_place(word), words(title))]
    while found and not (found[-1] in _PLACE_ENDS or is_place(found[-1])):
        found.pop()
    return title[len("".join(found)) :]


def _proposed(text: str) -> Iterator[str]:
    """Words with a content of their own, and neighbours joined: 工业数据中心, 数据中心."""
    for stretch in _HAN.findall(text):
        run: list[str] = []
        for word in (*words(stretch), ""):
            granted = re.fullmatch(AID, word) is not None
            if not granted and _is_part(word):
                run.append(word)
                continue
            yield from _joined(run)
            if granted:  # 租金补贴: what is common by itself names it with the word for a grant
                starts = (at for at in range(len(run)) if _is_edge(run, at))
                yield from (f"{''.join(run[at:])}{word}" for at in starts)
            run = []


def _is_part(word: str) -> bool:
    """Whether a word may be part of a name."""
    telling = word not in _EMPTY and not word.startswith("每") and not is_place(word)
    return bool(word) and telling and is_telling(word)


def _joined(run: Sequence[str]) -> Iterator[str]:
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + _JOINED) + 1):
            name = "".join(run[start:end])
            common = len(name) == 2 and is_common(name)
            alone = end == start + 1 and is_quality(name)
            whole = _is_edge(run, start) and (end == len(run) or len(run[end - 1]) > 1)
            if 2 <= len(name) <= _LONGEST and whole and not (common or alone):
                yield name


def _is_edge(run: Sequence[str], at: int) -> bool:
    """Whether a name may begin there: 租金 in 园区租金, not 区租金 after 产业园."""
    return at == 0 or len(run[at]) > 1
