"""The page 政策库 of many texts draws the clauses of the one that is looked at, and no others."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from bot.serve.services import Services
from bot.serve.web.library_view import overview, tree
from environment.settings import Settings

DAY = date(2026, 11, 22)
MANY = 200


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    root = tmp_path_factory.mktemp("many")
    for number in range(MANY):
        folder = root / "documents" / f"t{number:03}"
        folder.mkdir(parents=True)
        lines = [f"第{number}号规定", *(f"第{n}条　内容{n}。" for n in range(1, 50))]
        (folder / "text.txt").write_text("\n".join(lines), encoding="utf-8")
        meta = {"id": folder.name, "title": lines[0], "short_title": "《规定》", "kind": "其他"}
        (folder / "meta.yaml").write_text(yaml.safe_dump(meta, allow_unicode=True), "utf-8")
    settings = Settings().but(policy_documents=root / "documents", policy_var=root / "var")
    return Services(settings)


def test_of_many_texts_only_titles_are_drawn(services: Services) -> None:
    drawn = str(tree(services, DAY))
    assert drawn.count("<") <= 6 * MANY + 2
    assert 'data-key="t199"' in drawn
    assert "内容" not in drawn
    assert f"收录{MANY}份文件" in str(overview(services, DAY, ()))


def test_the_text_that_is_looked_at_shows_its_clauses(services: Services) -> None:
    library = services.library
    clause = library.clause("t007", "第3条")
    for current in (library.document("t007"), clause):
        drawn = str(tree(services, DAY, current))
        assert drawn.count("data-key=") == MANY - 1 + 49
    assert 'aria-current="true"' in drawn
