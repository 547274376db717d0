"""A made-up text as a Word file with a table, for the pages of the staff."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.intake.formats.making import make_docx, paragraph

TITLE = "苏州市吴江区冷库建设补贴办法"
MONEY = "第二条 对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。"
_BEFORE = (TITLE, "第一条 为支持冷库建设，制定本办法。", MONEY, "第三条 申报时填写下表。")
_AFTER = (
    "第四条 本办法自2024年3月1日起施行，有效期至2028年12月31日。",
    "第五条 本办法由苏州市吴江区农业农村局负责解释。",
    "苏州市吴江区农业农村局",
    "2024年2月20日",
    "（2024年2月21日印发）",
)


def cold_store(path: Path, more: str = "") -> Path:
    """The text as a Word file; ``more`` is a paragraph behind its first article."""
    first = [*_BEFORE[:2], *([more] if more else []), *_BEFORE[2:]]
    body = "".join(map(paragraph, first)) + _table(("单位", "投资额"), ("样例公司", "300万元"))
    return make_docx(path, body + "".join(map(paragraph, _AFTER)))


def _table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
