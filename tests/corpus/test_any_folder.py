"""Whatever stands in a policy folder, loading gives the folder or says what is wrong with it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.collection import Collection
from corpus.folder import DATA, TEXT
from environment.settings import DOCUMENTS
from tests.corpus.policies import write_policy

ROUNDS = 6
FOLDERS = ("longgang-fashion-measures-2024", "longgang-fashion-rules-revision-2026")
FILES = [
    (folder, file) for folder in FOLDERS for file in (TEXT, *DATA)
    if (DOCUMENTS / folder / file).exists()
]  # fmt: skip
SIGNS = [
    *"[]{}:-,#&*!|>'\"%@`?\n\t 一０1.\0\x85\ufeff\u2028\\",
    "\n- ", ": ", "null", "true", "2024-02-31", "---\n", "<<: ", "clause: ", "第9条", "(?", "0.5",
]  # fmt: skip


def random_bytes(raw: bytes, draw: random.Random) -> bytes:
    return draw.randbytes(draw.randrange(200))


def flipped(raw: bytes, draw: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(draw.randrange(1, 4)):
        changed[draw.randrange(len(raw))] = draw.randrange(256)
    return bytes(changed)


def cut(raw: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(raw))
    return raw[:start] + raw[draw.randrange(start, len(raw)) :]


def signs_put_in(raw: bytes, draw: random.Random) -> bytes:
    text = raw.decode()
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(len(text))
        text = text[:at] + draw.choice(SIGNS) + text[at + draw.randrange(2) :]
    return text.encode()


def lines_mixed(raw: bytes, draw: random.Random) -> bytes:
    lines = raw.decode().splitlines(keepends=True)
    for _ in range(draw.randrange(1, 4)):
        line = lines.pop(draw.randrange(len(lines)))
        lines.insert(draw.randrange(len(lines) + 1), line * draw.randrange(3))
    return "".join(lines).encode()


def value_replaced(raw: bytes, draw: random.Random) -> bytes:
    """One value of one line becomes a value of another kind."""
    lines = raw.decode().splitlines()
    at = draw.randrange(len(lines))
    key = lines[at].partition(":")[0]
    other = draw.choice(["[]", "{}", "7", "null", "true", "[[甲]]", "{甲: 乙}", "甲", "''", "1.5"])
    return "\n".join([*lines[:at], f"{key}: {other}", *lines[at + 1 :]]).encode()


MUTATIONS = (random_bytes, flipped, cut, signs_put_in, lines_mixed, value_replaced)


@pytest.mark.parametrize("mutate", MUTATIONS)
@pytest.mark.parametrize(("folder", "file"), FILES)
def test_a_changed_file_gives_a_folder_or_a_problem_that_is_understood(
    tmp_path: Path, folder: str, file: str, mutate: Callable[[bytes, random.Random], bytes]
) -> None:
    write_policy(tmp_path, "a")
    shutil.copytree(DOCUMENTS / folder, tmp_path / folder)
    path = tmp_path / folder / file
    raw = path.read_bytes()
    for seed in range(ROUNDS):
        path.write_bytes(mutate(raw, random.Random(f"{seed}{folder}{file}{mutate.__name__}")))
        collection = Collection.load(tmp_path)
        assert "a" in {document.id for document in collection.library.documents}
        for problem in collection.problems:
            assert problem.folder == folder, seed
            assert "程序没能读懂" not in str(problem), (seed, str(problem))
            assert str(problem).isprintable(), seed
