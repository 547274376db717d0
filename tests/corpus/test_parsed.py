"""Clauses kept from one start to the next are those of the texts, or are not used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import kept, parsed
from corpus.parse import parse
from corpus.parsed import FILE, ParsedTexts

TEXT = "云水市若干规定\n第一条　甲。\n（一）乙。\n第二条　丙。（责任单位：市商务局）\n"
WHOLE = parse(TEXT, "a", "云水市若干规定")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "var" / FILE
    kept = ParsedTexts(path)
    assert kept.clauses(TEXT, "a", "云水市若干规定") == WHOLE
    kept.keep()
    return path


@pytest.fixture
def reparsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were parsed after all."""
    texts: list[str] = []

    def parse_and_tell(text: str, document_id: str, title: str) -> object:
        texts.append(text)
        return parse(text, document_id, title)

    monkeypatch.setattr(parsed, "parse", parse_and_tell)
    return texts


def test_what_is_kept_is_what_was_parsed(path: Path, reparsed: list[str]) -> None:
    assert ParsedTexts(path).clauses(TEXT, "a", "云水市若干规定") == WHOLE
    assert reparsed == []


@pytest.mark.parametrize(
    ("text", "document_id", "title"),
    [(TEXT + "附", "a", "云水市若干规定"), (TEXT, "b", "云水市若干规定"), (TEXT, "a", "规定")],
)
def test_another_text_id_or_title_is_parsed(
    path: Path, reparsed: list[str], text: str, document_id: str, title: str
) -> None:
    found = ParsedTexts(path).clauses(text, document_id, title)
    assert found == parse(text, document_id, title)
    assert reparsed == [text]


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: b"",
        lambda whole: b"\xff\xfe" + whole,
        lambda whole: whole.replace("甲".encode(), b"") + b" ",
        lambda whole: b"0" + whole[1:] if whole[:1] != b"0" else b"1" + whole[1:],
    ],
    ids=["cut", "empty", "no text", "longer", "another parser"],
)
def test_a_damaged_or_foreign_file_is_not_used(
    path: Path, reparsed: list[str], damage: object
) -> None:
    assert callable(damage)
    path.write_bytes(damage(path.read_bytes()))
    assert ParsedTexts(path).clauses(TEXT, "a", "云水市若干规定") == WHOLE
    assert reparsed == [TEXT]


def test_rows_that_do_not_tile_the_text_are_not_used(path: Path, reparsed: list[str]) -> None:
    held = json.loads(path.read_text(encoding="utf-8").partition("\n")[2])
    for rows in held.values():
        rows[1][3] += 1
    body = json.dumps(held, ensure_ascii=False)
    path.write_text(f"{kept.heading(body)}\n{body}", encoding="utf-8")
    assert ParsedTexts(path).clauses(TEXT, "a", "云水市若干规定") == WHOLE
    assert reparsed == [TEXT]


def test_texts_that_are_gone_are_forgotten_and_an_unwritable_place_is_no_matter(path: Path) -> None:
    other = ParsedTexts(path)
    other.clauses("另一份\n", "b", "另一份")
    other.keep()
    assert len(json.loads(path.read_text(encoding="utf-8").partition("\n")[2])) == 1
    assert [one.name for one in path.parent.iterdir()] == [FILE]
    lost = ParsedTexts(path / "below a file" / FILE)
    assert lost.clauses(TEXT, "a", "云水市若干规定") == WHOLE
    lost.keep()
