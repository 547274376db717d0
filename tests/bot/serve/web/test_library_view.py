"""What the page 政策库 shows of a collection with folders that were left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.serve.services import Services
from bot.serve.web.library_view import overview
from corpus.problem import Problem
from environment.settings import Settings
from tests.corpus.policies import write_policy

TODAY = date(2026, 6, 1)
HOSTILE = Problem("<b>x", "meta.yaml", 2, "写的是“<script>”", "请改正")


def page(root: Path) -> str:
    services = Services(Settings(policy_documents=root))
    return str(overview(services, TODAY, services.assistant.knowledge.collection.problems))


def test_the_overview_lists_what_was_left_out_below_the_texts_held(tmp_path: Path) -> None:
    write_policy(tmp_path, "a")
    write_policy(tmp_path, "b", meta_yaml="- b\n")
    shown = page(tmp_path)
    assert shown.index("某办法") < shown.index("<h3>未载入</h3>")
    line = "b/meta.yaml 第1行：整个文件应是“字段: 值”，现在是列表；请一行写一个字段。"
    assert f"<li>{line}</li>" in shown


def test_where_nothing_was_left_out_nothing_is_said_of_it(tmp_path: Path) -> None:
    write_policy(tmp_path, "a")
    assert "未载入" not in page(tmp_path)


def test_a_line_is_shown_as_text_whatever_it_quotes() -> None:
    services = Services(Settings())
    shown = overview(services, TODAY, [HOSTILE])
    assert "<script>" not in shown
    assert "<li>&lt;b&gt;x/meta.yaml 第2行：写的是“&lt;script&gt;”；请改正。</li>" in shown
