"""The page 政策库 of many texts: listed a page at a time, narrowed down, looked through quickly."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml

from bot.serve.services import Services
from bot.serve.web.library_list import LONGEST, PAGE, Selection
from bot.serve.web.library_search import LibrarySearch
from bot.serve.web.library_view import LibraryView
from environment.settings import Settings

DAY = date(2026, 11, 22)
MANY = 200
CLAUSES = 9
PLACES = ("东山区", "西山区")
KINDS = ("措施", "办法", "指南")


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    root = tmp_path_factory.mktemp("many")
    for number in range(MANY):
        folder = root / "documents" / f"t{number:03}"
        folder.mkdir(parents=True)
        lines = [f"第{number}号规定", *(f"第{n}条　内容{n}。" for n in range(1, CLAUSES))]
        lines.append(
            f"第{CLAUSES}条　眼镜<厂>每家补贴{number}万元。自2020年1月1日起施行，有效期3年。"
        )
        (folder / "text.txt").write_text("\n".join(lines), encoding="utf-8")
        meta: dict[str, object] = {
            "id": folder.name,
            "title": lines[0],
            "short_title": "《规定》",
            "kind": KINDS[number % len(KINDS)],
            "region": [PLACES[number % len(PLACES)]],
        }
        if number < 10:
            meta["spans"] = {"validity": "自2020年1月1日起施行，有效期3年"}
        (folder / "meta.yaml").write_text(yaml.safe_dump(meta, allow_unicode=True), "utf-8")
    settings = Settings().but(policy_documents=root / "documents", policy_var=root / "var")
    return Services(settings)


@pytest.fixture(scope="module")
def view(services: Services) -> LibraryView:
    return LibraryView(services, LibrarySearch(services.library), DAY)


def titles(page: str) -> list[str]:
    return re.findall(r"<h3><a[^>]*>([^<]*)</a>", page)


def test_a_page_lists_twenty_texts_and_leads_to_the_others(view: LibraryView) -> None:
    first = view.overview(Selection())
    assert len(titles(first)) == PAGE
    assert f"收录{MANY}份文件" in first
    assert "内容" not in first
    assert 'href="library?page=2"' in first
    last = view.overview(Selection(page=999))
    assert titles(last)[-1] == f"第{MANY - 1}号规定"
    assert "第10页，共10页" in last


def test_texts_are_narrowed_down_by_place_kind_and_validity(view: LibraryView) -> None:
    assert "符合所选的有100份文件" in view.overview(Selection(place=PLACES[0]))
    assert "符合所选的有67份文件" in view.overview(Selection(kind=KINDS[0]))
    over = view.overview(Selection(state="over", place=PLACES[1]))
    assert titles(over) == [f"第{number}号规定" for number in range(1, 10, 2)]
    assert "没有这样的文件" in view.overview(Selection(place="北山区"))


def test_the_text_that_is_looked_at_shows_its_clauses_and_no_other(view: LibraryView) -> None:
    library = view.library
    for shown in (
        view.document(library.document("t007")),
        view.clause(library.clause("t007", "第3条")),
    ):
        assert shown.count("<li><a href=") == CLAUSES
        assert "doc=t008" not in shown
    assert 'aria-current="true">第3条' in view.clause(library.clause("t007", "第3条"))


def test_words_are_found_in_clauses_and_set_off(view: LibraryView) -> None:
    found = view.overview(Selection(words="补贴１７万"))  # full-width figures
    assert "含有“补贴１７万”的条款有1条" in found
    assert "眼镜&lt;厂&gt;每家<mark>补贴17万</mark>元" in found
    assert "<厂>" not in found
    both = view.overview(Selection(words="17号 每家补贴"))  # one in the title, one in the clause
    assert both.count("<mark>每家补贴</mark>") == 2  # 17 and 117


def test_texts_are_found_by_their_titles(view: LibraryView) -> None:
    found = view.overview(Selection(words="第42号"))
    assert titles(found) == ["第42号规定"]


def test_words_that_stand_nowhere_lead_to_the_nearest_clauses_or_say_so(view: LibraryView) -> None:
    near = view.overview(Selection(words="眼镜厂的补贴款"))
    assert "意思最接近" in near
    assert "<mark>眼镜</mark>" in near
    assert "没有找到“qqq”" in view.overview(Selection(words="qqq"))


def test_an_address_says_what_is_asked_for_and_nothing_unheard_of() -> None:
    asked = Selection.of({"q": " 补贴 ", "place": "东山区", "state": "over", "page": "3"})
    assert asked == Selection("补贴", "东山区", "", "over", 3)
    assert asked.address(3).startswith("library?q=%E8%A1%A5%E8%B4%B4&place=")
    assert Selection.of({"q": "x" * 9999}).words == "x" * LONGEST
    for page in ("-1", "0", "²", "99999999", "x"):
        assert Selection.of({"page": page}).page == 1
    assert Selection.of({"state": "<b>"}).state == ""
