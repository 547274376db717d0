"""A collection of many texts: what it says of itself stays short, and a bare number is asked of."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from bot.answer.knowledge import Knowledge
from bot.assistant import Assistant
from bot.render import render_text
from bot.reply import Clarification
from corpus.collection import Collection
from environment.settings import BUNDLED_MODEL
from index.build import open_current
from index.settings import IndexSettings

DAY = date(2026, 11, 22)
MANY = 40


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("many")
    for number in range(MANY):
        folder = home / "documents" / f"t{number:02}"
        folder.mkdir(parents=True)
        title = f"云水市第{number}号产业发展若干规定"
        lines = (title, "第一条　为了发展产业，制定本规定。", f"第二条　每户补贴{number}00元。")
        (folder / "text.txt").write_text("\n".join(lines), encoding="utf-8")
        meta: dict[str, object] = {"id": folder.name, "title": title, "kind": "其他"}
        meta |= {"short_title": f"《{title}》", "region": ["云水市"]}
        (folder / "meta.yaml").write_text(yaml.safe_dump(meta, allow_unicode=True), "utf-8")
    collection = Collection.load(home / "documents")
    settings = IndexSettings(home / "index", str(BUNDLED_MODEL))
    return Assistant(Knowledge(collection, lambda: open_current(collection.library, settings)))


@pytest.mark.parametrize(
    "asked", ["你好", "第99条", "今天天气怎么样", "有效期到什么时候？", "谢谢"]
)
def test_no_reply_lists_every_title(assistant: Assistant, asked: str) -> None:
    said = render_text(assistant.ask(asked, as_of=DAY).reply)
    assert said.count("《") <= 8
    assert len(said.encode()) < 1000


def test_the_number_of_texts_is_said_where_they_are_not_all_named(assistant: Assistant) -> None:
    assert f"等{MANY}份文件" in assistant.ask("你好", as_of=DAY).reply.conclusion


def test_a_bare_clause_number_is_asked_of_and_a_tap_answers(assistant: Assistant) -> None:
    turn = assistant.ask("第二条", as_of=DAY)
    assert isinstance(turn.reply, Clarification)
    assert f"{MANY}份" in turn.reply.conclusion
    assert len(turn.reply.choices) == 8
    answered = assistant.ask(turn.reply.choices[7], turn.context, as_of=DAY).reply
    assert [c.quote for c in answered.citations] == ["第二条　每户补贴700元。"]
