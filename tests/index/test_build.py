"""Versions of the index: what is built again, what survives, what is refused."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from corpus.library import Library
from index.build import build, open_current
from index.errors import BuildInProgressError, IndexDamagedError, IndexUnavailableError
from index.passage import Passage
from index.settings import IndexSettings
from index.version import POINTER, current_folder, open_version

Make = Callable[..., Passage]
ROOT = Path(__file__).resolve().parents[2]


def test_a_damaged_version_is_built_anew_and_vectors_that_are_sound_are_kept(
    settings: IndexSettings, passages: list[Passage]
) -> None:
    first = build(passages, settings)
    (first.folder / "chroma" / "chroma.sqlite3").write_bytes(b"not a database")
    second = build(passages, settings)
    assert second.folder != first.folder
    assert second.manifest.embedded == 0


def test_an_unchanged_corpus_builds_nothing(
    settings: IndexSettings, passages: list[Passage]
) -> None:
    first = build(passages, settings)
    assert build(passages, settings).folder == first.folder


def test_only_changed_and_new_clauses_are_embedded(settings: IndexSettings, passage: Make) -> None:
    before = [passage(str(i), f"第{i}条的内容，关于展位费补贴") for i in range(20)]
    build(before, settings)
    after = [*before[:10], passage("10", "改过的内容"), *before[11:], passage("20", "新增的内容")]
    assert build(after, settings).manifest.embedded == 2


def test_an_incremental_build_finds_the_same_as_a_full_one(
    settings: IndexSettings, passages: list[Passage], tmp_path: Path
) -> None:
    build(passages[:20], settings)
    grown = build(passages, settings)
    full = build(passages, replace(settings, root=tmp_path / "full"))
    assert (grown.vectors == full.vectors).all()
    assert grown.nearest(full.vectors[3], 10).tolist() == full.nearest(full.vectors[3], 10).tolist()


def test_a_deleted_clause_is_found_no_more(settings: IndexSettings, library: Library) -> None:
    kept = Library([library.documents[0]])
    open_current(library, settings)
    found = open_current(kept, settings).search("智能眼镜 采购额", k=40)
    assert {hit.clause.document_id for hit in found} == {kept.documents[0].id}


def test_two_documents_of_one_title_and_different_years_are_kept_apart(
    settings: IndexSettings, passage: Make
) -> None:
    years = [
        passage("1", "按实际投入的20%给予资助", document="2024", title="扶持办法"),
        passage("1", "按实际投入的20%给予资助", document="2026", title="扶持办法"),
    ]
    version = build(years, settings)
    assert version.table.keys == ("2024#1", "2026#1")
    assert version.documents == ("2024", "2026")


def test_repeated_keys_are_refused(settings: IndexSettings, passage: Make) -> None:
    with pytest.raises(IndexUnavailableError, match="编号重复"):
        build([passage("1", "甲"), passage("1", "乙")], settings)


def test_a_second_build_at_the_same_time_is_refused_in_chinese(
    settings: IndexSettings, passages: list[Passage]
) -> None:
    settings.root.mkdir(parents=True)
    with (
        FileLock(settings.root / "lock"),
        pytest.raises(BuildInProgressError, match="另一个进程正在建立"),
    ):
        build(passages, settings)


def test_while_another_process_builds_the_version_before_serves(
    settings: IndexSettings, library: Library
) -> None:
    older = Library([library.documents[0]])
    before = open_current(older, settings).core.version.folder
    with FileLock(settings.root / "lock"):
        searcher = open_current(library, settings)
    assert searcher.core.version.folder == before
    assert searcher.search("技术改造")
    assert ["另一个进程正在建立索引" in line for line in searcher.problems] == [True]


def test_a_flipped_byte_is_refused(settings: IndexSettings, passages: list[Passage]) -> None:
    path = build(passages, settings).folder / "vectors.npy"
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    with pytest.raises(IndexDamagedError, match="被改动"):
        open_version(settings.root)


def test_a_foreign_index_is_refused(settings: IndexSettings, passages: list[Passage]) -> None:
    folder = build(passages, settings).folder
    (folder / "manifest.json").write_text('{"format": "faiss", "passages": 3}', encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="不是本程序建立的"):
        open_version(settings.root)


def test_a_pointer_to_nowhere_is_refused(settings: IndexSettings, passages: list[Passage]) -> None:
    build(passages, settings)
    (settings.root / POINTER).write_text("../../etc\n", encoding="utf-8")
    with pytest.raises(IndexDamagedError, match="指向不存在的版本"):
        open_version(settings.root)


_BUILDER = """
import sys
from pathlib import Path
from index.build import build
from index.passage import Passage
from environment.settings import BUNDLED_MODEL
from index.settings import IndexSettings
size, root = int(sys.argv[1]), Path(sys.argv[2])
made = [Passage(f"d#{i}", "d", "办法", (), f"第{i}条 内容{i * size}") for i in range(size)]
print("ready", flush=True)
build(made, IndexSettings(root, str(BUNDLED_MODEL)))
"""


@pytest.mark.parametrize("seed", range(4))
def test_after_kill_9_during_a_build_the_last_good_version_serves(
    settings: IndexSettings, passage: Make, seed: int
) -> None:
    good = build([passage("1", "展位费补贴")], settings)
    process = subprocess.Popen(
        [sys.executable, "-c", _BUILDER, "4000", str(settings.root)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(random.Random(seed).uniform(0.05, 1.5))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    served = open_version(settings.root)
    assert served.folder == good.folder  # the pointer never names what is not whole
    assert served.nearest(served.vectors[0], 1).tolist() == [0]
    assert served.nearest.error is None
    rebuilt = build([passage("1", "展位费补贴"), passage("2", "另一条")], settings)
    assert current_folder(settings.root) == rebuilt.folder
    assert rebuilt.nearest(rebuilt.vectors[1], 1).tolist() == [1]


def test_leftovers_of_a_killed_build_are_cleared_by_the_next(
    settings: IndexSettings, passages: list[Passage]
) -> None:
    litter = settings.root / "versions" / "half-done"
    litter.mkdir(parents=True)
    (litter / "vectors.npy").write_bytes(b"x")
    build(passages, settings)
    assert not litter.exists()
