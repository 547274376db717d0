"""Facts beside a label, as portals and guides print them: 发文机关：… ｜ 发布日期 ⏎ …."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from corpus.document import Span
from corpus.intake.lines import Line, lines, span_of

# How a label is called → what it says; "" is a label whose value is of no concern here.
_LABELS: Final[Mapping[str, str]] = {
    label: name
    for name, labels in {
        "title": "标题 文件名称 文件标题 题名",
        "issuer": "发文机关 发文机构 发文单位 制发机关 制定机关 发布机构 发布机关 印发机关",
        "number": "发文字号 文号 发文文号 文件编号",
        "dated": "成文日期 成文时间 签发日期",
        "issued": "发布日期 发布时间 发文日期 发文时间 印发日期 公布日期",
        "validity": "实施日期 施行日期 生效日期 有效期 有效期限 时间/频度",
        "contact": (
            "联系方式 联络方式 联系电话 咨询电话 咨询方式 联系人 服务电话 咨询单位 业务咨询"
            " 政策咨询 咨询热线 咨询服务电话"
        ),
        "": (
            "索引号 主题分类 主题词 公文种类 体裁分类 公开方式 信息来源 有效性 依据文件 工具分类"
            " 服务对象 服务内容 条件要求 办理流程 服务流程 政策依据 适用对象 关键词 分类"
        ),
    }.items()
    for label in labels.split()
}
_WORDS: Final = "|".join(
    r"\s*".join(map(re.escape, label)) for label in sorted(_LABELS, key=len, reverse=True)
)
_LABEL: Final = re.compile(rf"^[【\[]?(?P<label>{_WORDS})[】\]]?(?:\s*[:：]\s*(?P<value>.*)|\s*$)")
_LABEL_BEHIND: Final = re.compile(rf"(?<=[号\d日])\s*(?P<label>{_WORDS})$")
_VALUE_LINES: Final = 4
_CONTACT_LINES: Final = 16
_REACHED: Final = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-—－ ]?)?\d{7,8}(?!\d)|(?<!\d)(?:1\d{10}|12\d{3})(?!\d)"
    r"|[A-Za-z0-9_.-]{1,40}@[A-Za-z0-9]"
)
_SIGNED: Final = re.compile(r"\s\S{1,40}\s{1,40}(?:19|20)\d\d\s?年")  # a signature on the same line
_NONE: Final = re.compile(r"[/／\-—无]*")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label of a text and what stands beside it; an empty ``value`` is printed as such (/)."""

    name: str
    value: Span | None
    start: int  # of the label


def labelled(text: str) -> tuple[Labelled, ...]:
    """The labels of a text, each with its value."""
    split = tuple(piece for line in lines(text) for piece in _pieces(line))
    found = [(at, match) for at, line in enumerate(split) if (match := _LABEL.match(line.text))]
    values = []
    ends = [*(at for at, _ in found), len(split)][1:]
    for (at, match), after in zip(found, ends, strict=True):
        name = _LABELS[re.sub(r"\s", "", match["label"])]
        value = _value(text, split, at, after, match, name)
        values.append(Labelled(name, value, split[at].start))
    return tuple(values)


def _pieces(line: Line) -> tuple[Line, ...]:
    """A line; two where a table's next label stands behind a value: …22号发文时间."""
    match = _LABEL_BEHIND.search(line.text)
    if match is None:
        return (line,)
    cut = line.start + match.start("label")
    before = line.text[: match.start("label")].rstrip()
    return (
        Line(line.start, line.start + len(before), before),
        Line(cut, line.end, line.text[match.start("label") :]),
    )


def _value(
    text: str, split: tuple[Line, ...], at: int, after: int, match: re.Match[str], name: str
) -> Span | None:
    """What stands behind the label on its line, or on the lines up to the next label."""
    if name == "contact":
        return _contact(text, split, at, after)
    if match["value"]:
        start = split[at].start + match.start("value")
        value = span_of(text, start, split[at].end)
    elif at + 1 < min(after, len(split)):
        last = min(after, at + 1 + _VALUE_LINES) - 1
        value = span_of(text, split[at + 1].start, split[last].end)
    else:
        return None
    return None if _NONE.fullmatch(value.text) else value


def _contact(text: str, split: tuple[Line, ...], at: int, after: int) -> Span | None:
    """The label and all lines behind it that hold a number or an address."""
    last = at if _REACHED.search(split[at].text) else None
    for number in range(at + 1, min(at + _CONTACT_LINES, len(split))):
        if number < after and _REACHED.search(split[number].text):
            last = number
        elif last is not None or number >= after:
            break
    if last is None:
        return None
    signed = _SIGNED.search(split[last].text)
    end = split[last].start + signed.start() if signed else split[last].end
    return span_of(text, split[at].start, end)
