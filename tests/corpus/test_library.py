"""Documents: what meta.yaml says, and how clauses hang together."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.clause import ClauseKind
from corpus.collection import Collection
from corpus.document import DocumentKind, Span
from corpus.library import ClauseNotFoundError, Library
from corpus.problem import DataError
from corpus.validity import read_validity

MEASURES, NOTE = "longgang-fashion-measures-2024", "longgang-fashion-rules-revision-2026"


@pytest.fixture(scope="module")
def library() -> Library:
    return Collection.load().library


def test_both_documents_give_their_text_back(library: Library) -> None:
    for document in library.documents:
        clauses = library.clauses(document.id)
        assert "".join(clause.text for clause in clauses) == document.text


def test_the_measures_hold_thirteen_items_that_run_through_five_headings(
    library: Library,
) -> None:
    items = [c for c in library.clauses(MEASURES) if c.path.levels[-1].token.isdigit()]
    assert [c.path.levels[-1].number for c in items] == list(range(1, 14))
    assert {c.parent for c in items} == {f"三.({n})" for n in "一二三四五"}
    assert all(c.responsible for c in items)


def test_the_note_speaks_of_seven_provisions_under_three_branches(library: Library) -> None:
    items = [c.id for c in library.clauses(NOTE) if c.id.startswith("三.(") and c.id[-1].isdigit()]
    assert items == [
        "三.(一).1", "三.(一).2", "三.(二).1", "三.(二).2", "三.(三).1", "三.(三).2", "三.(三).3",
    ]  # fmt: skip


def test_validity_is_read_from_the_words_that_state_it(library: Library) -> None:
    document = library.document(MEASURES)
    validity = document.validity
    assert validity.span is not None
    assert document.text[validity.span.start : validity.span.end] == validity.span.text
    assert (validity.effective, validity.years) == (date(2024, 1, 5), 3)
    assert validity.last_day_earliest == date(2027, 1, 4)
    assert validity.last_day_latest == date(2027, 1, 5)


def test_what_a_text_does_not_state_is_not_filled_in(library: Library) -> None:
    for document in library.documents:
        assert (document.issuer, document.number, document.dated, document.issued) == (None,) * 4
    note = library.document(NOTE)
    assert note.kind is DocumentKind.NOTE
    assert note.validity.span is None
    assert note.validity.effective is None


def test_a_note_names_the_text_that_it_explains(library: Library) -> None:
    explains = "龙岗区工业和信息化产业发展专项资金关于支持时尚产业发展实施细则（修订版）"
    assert library.document(NOTE).explains == explains


def test_the_interpreting_body_is_read_from_the_text(library: Library) -> None:
    assert library.document(MEASURES).interpreter == "区工业和信息化局（区商务局）"


def test_the_full_text_of_a_heading_holds_its_children_as_printed(library: Library) -> None:
    heading = library.clause(MEASURES, "三.(二)")
    assert heading.kind is ClauseKind.HEADING
    text = library.full_text(heading)
    assert text == library.document(MEASURES).text[heading.start : library.end(heading)]
    assert text.startswith("（二）支持企业提质增效\n4.")


def test_children_follow_the_tree(library: Library) -> None:
    clause = library.clause(MEASURES, "三.(二).4")
    assert clause in library.children(library.clause(MEASURES, "三.(二)"))
    assert library.by_key(clause.key) == clause


def test_an_unknown_document_or_clause_is_named_in_the_error(library: Library) -> None:
    with pytest.raises(ClauseNotFoundError, match=r"没有条款.*三\.99"):
        library.clause(MEASURES, "三.99")
    with pytest.raises(ClauseNotFoundError, match="没有文件“某文件”；现有"):
        library.resolve("第4条", "某文件")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("自2024年1月5日起施行，有效期3年", ("2024-01-05", 3, "2027-01-04", "2027-01-05")),
        ("自2024年2月29日起实施，有效期为五年", ("2024-02-29", 5, "2029-02-28", "2029-03-01")),
        (
            "自2023年7月1日起执行，有效期至2025年12月31日",
            ("2023-07-01", None, "2025-12-31", "2025-12-31"),
        ),
        ("执行期限至2023 年12 月31 日", (None, None, "2023-12-31", "2023-12-31")),
        ("本办法自印发之日起施行，有效期2年", (None, 2, None, None)),
        ("自2022年3月1日起施行", ("2022-03-01", None, None, None)),
    ],
)
def test_validity_is_read_in_its_usual_wordings(
    words: str, expected: tuple[str | None, int | None, str | None, str | None]
) -> None:
    validity = read_validity(Span(0, len(words), words))
    days = (validity.effective, validity.last_day_earliest, validity.last_day_latest)
    effective, earliest, latest = (None if day is None else day.isoformat() for day in days)
    assert (effective, validity.years, earliest, latest) == expected


def test_words_without_a_day_or_a_term_are_refused_as_validity() -> None:
    with pytest.raises(DataError, match="既没有施行日期也没有有效期"):
        read_validity(Span(0, 4, "长期有效"))


def test_words_outside_a_clause_are_held_by_the_clause_that_has_them(library: Library) -> None:
    clauses = [c for c in library.clauses(MEASURES) if c.kind is ClauseKind.CLAUSE]
    first, last = clauses[0], clauses[-1]
    assert library.holding(first, first.start) == first
    assert library.holding(first, last.start) == last
