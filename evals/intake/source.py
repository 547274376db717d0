"""A plain text as the versions of it are made: paragraphs, and a table set among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.files import TEXT_LIMIT, read_file
from corpus.intake.formats.folding import tidy

Rows = tuple[tuple[str, ...], ...]
"""A table; "" beside or below a cell of more rows is the part of it that reaches there."""

TABLE: Rows = (
    ("档次", "条件", "标准"),
    ("一档", "上一年度营业收入5000万元以上", "20万元"),
    ("二档", "上一年度营业收入1000万元以上、不足5000万元", "10万元"),
    ("", "首次纳入统计的", "5万元"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A text to make versions of. ``table`` stands behind paragraph ``place`` − 1."""

    name: str
    paragraphs: tuple[str, ...]
    place: int
    table: Rows = TABLE

    @property
    def text(self) -> str:
        """The text as reading a version of it should give it."""
        above, below = self.paragraphs[: self.place], self.paragraphs[self.place :]
        return "".join(f"{line}\n" for line in (*above, *_lines(self.table), *below))

    @property
    def title(self) -> str:
        """Its first line."""
        return self.paragraphs[0]


def make_source(name: str, text: str) -> Source:
    """A text with a table in its middle, behind a paragraph that ends with a full stop."""
    paragraphs = tuple(line for line in map(tidy, text.split("\n")) if line)
    middle = len(paragraphs) // 2
    ends = [i for i, line in enumerate(paragraphs, 1) if line.endswith("。")] or [len(paragraphs)]
    return Source(name, paragraphs, min(ends, key=lambda i: abs(i - middle)))


def read_sources(folder: Path, count: int) -> list[Source]:
    """``count`` texts of a folder, spread over it in the order of their lengths."""
    paths = sorted(folder.glob("*.txt"), key=lambda path: (path.stat().st_size, path.name))
    if not paths:
        raise FileNotFoundError(f"{folder} 里没有 .txt 文件")
    step = max(len(paths) / count, 1.0)
    chosen = paths[:: max(round(step), 1)][:count]
    return [make_source(path.stem, read_file(path, TEXT_LIMIT).text) for path in chosen]


def _lines(rows: Rows) -> Sequence[str]:
    """The rows as text; what reaches down is said again."""
    lines, above = [], rows[0]
    for row in rows:
        above = tuple(cell or before for cell, before in zip(row, above, strict=True))
        lines.append(f"| {' | '.join(above)} |")
    return lines
