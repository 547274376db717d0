import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.collection import Collection
from evals.address import gold_address
from evals.case import OWN_CASES, Case, Row, read_rows, write_rows
from evals.case_file import read_cases
from evals.wording import bare, holds

CASES = read_cases(*OWN_CASES)
DOCUMENTS = {
    "measures": "longgang-fashion-measures-2024",
    "revision-note": "longgang-fashion-rules-revision-2026",
}
# Every numbered item of both texts, and what stands before and after them.
ITEMS = {
    *(f"measures:{number}" for number in range(1, 14)),
    *(f"measures:{part}.({item})" for part in "一二" for item in "一二三四"),
    *("measures:前言", "measures:一", "measures:附则"),
    *(f"revision-note:一.({item})" for item in "一二三"),
    *("revision-note:前言", "revision-note:二", "revision-note:三", "revision-note:四"),
    *("revision-note:三.(一).1", "revision-note:三.(一).2"),
    *("revision-note:三.(二).1", "revision-note:三.(二).2"),
    *(f"revision-note:三.(三).{number}" for number in (1, 2, 3)),
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Gold address → full text of the clause as it stands in the library."""
    from evals.address import cited_address

    library = Collection.load().library
    found: dict[str, str] = {}
    for address in sorted(ITEMS):
        document = DOCUMENTS[address.partition(":")[0]]
        matching = [
            library.full_text(clause)
            for clause in library.clauses(document)
            if cited_address(document, clause.id).within(gold_address(address))
        ]
        found[address] = "".join(matching)
    return found


def test_the_set_is_large_and_every_category_is_in_it() -> None:
    assert len(CASES) >= 320
    assert len({case.category for case in CASES}) == len(OWN_CASES) == 9


def test_every_numbered_item_of_both_texts_is_asked_about() -> None:
    asked = {address for case in CASES for group in case.gold_clauses for address in group}
    assert asked == ITEMS


def test_every_gold_address_names_a_clause_that_is_held(texts: dict[str, str]) -> None:
    assert [address for address, text in texts.items() if not text] == []


def test_no_question_is_asked_twice() -> None:
    asked = [tuple(bare(turn) for turn in case.turns) for case in CASES]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("case", [c for c in CASES if c.category == "lookup"], ids=lambda c: c.id)
def test_what_a_look_up_must_contain_stands_in_its_gold_clauses(
    case: Case, texts: dict[str, str]
) -> None:
    gold = "".join(texts[address] for group in case.gold_clauses for address in group)
    for group in case.must_contain:
        assert any(holds(synonym, gold) for synonym in group), group


def test_every_amount_follows_from_the_arithmetic_in_its_note() -> None:
    """Notes such as 180×20%=36万 are worked out again, caps as min(…, cap)."""
    worked = 0
    for case in CASES:
        match = re.match(r"([\d.×%+()min,]+)=([\d.]+)万", case.note)
        if match is None or case.amount_yuan is None:
            continue
        formula = re.sub(r"(\d+(?:\.\d+)?)%", r"Decimal('\1')/100", match[1].replace("×", "*"))
        formula = re.sub(r"(?<![\d.'])(\d+(?:\.\d+)?)(?![\d.'])", r"Decimal('\1')", formula)
        assert eval(formula) == Decimal(match[2]) == case.amount_yuan / 10000, case.id
        worked += 1
    assert worked > 60


def test_parts_by_year_add_up_to_the_total() -> None:
    listed = [case for case in CASES if case.amount_per_year]
    assert listed
    assert all(sum(case.amount_per_year) == case.amount_yuan for case in listed)


def test_an_amount_that_is_wanted_is_also_wanted_in_the_text() -> None:
    silent = [
        case.id
        for case in CASES
        if case.amount_yuan
        and not any(holds(s, f"{case.amount_yuan}元") for g in case.must_contain for s in g)
    ]
    assert silent == []


def test_rows_are_written_as_the_shared_format_reads_them(tmp_path: Path) -> None:
    row = Row(id="a", answer_text="可得36万元", amounts=(Decimal("360000.00"),), status="new")
    file = tmp_path / "out" / "answers.jsonl"
    write_rows(file, [row, Row(id="b", answer_text="")])
    first, second = (json.loads(line) for line in file.read_text("utf-8").splitlines())
    assert first["amount_yuan"] == "360000.00"
    assert first["status"] == "new"
    assert second["amount_yuan"] is None
    assert "status" not in second
    assert read_rows(file)["a"] == row
