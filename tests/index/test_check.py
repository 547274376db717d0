"""`python -m index check`: every file below the version, and every vector in the store."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from environment.settings import BUNDLED_MODEL
from index.__main__ import main
from index.build import build
from index.check import faults
from index.passage import Passage
from index.settings import IndexSettings
from index.version import POINTER, current_folder, open_version

DATABASE = "chroma/chroma.sqlite3"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More passages than Chroma keeps outside its graph, each with a vector of its own."""
    words = "展位租金技改数字平台总部论坛眼镜家具珠宝服装"
    made = [
        Passage(f"d#{i}", "d", "办法", (), f"{words[i % 20]}{words[i // 20 % 20]}{words[i // 400]}")
        for i in range(1100)
    ]
    root = tmp_path_factory.mktemp("var") / "index"
    build(made, IndexSettings(root, str(BUNDLED_MODEL)))
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "index")
    return tmp_path / "index"


def test_a_sound_version_has_no_fault_before_and_after_it_served(root: Path) -> None:
    assert faults(root) == []
    version = open_version(root)
    for place in range(0, 1100, 100):
        version.nearest(version.vectors[place], 5)
    assert version.nearest.error is None
    assert faults(root) == []


def test_one_changed_byte_in_any_file_is_found_and_the_file_named(root: Path) -> None:
    folder = current_folder(root)
    names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    assert {"vectors.npy", "lexical/keys.npy", DATABASE} < set(names)
    assert len([name for name in names if name.startswith("chroma/")]) == 6
    for name in set(names) - {DATABASE, "manifest.json"}:
        path = folder / name
        sound = path.read_bytes()
        path.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
        assert [fault.partition("：")[0] for fault in faults(root)] == [name]
        path.write_bytes(sound)


def test_a_missing_file_and_one_too_many_are_both_said(root: Path) -> None:
    folder = current_folder(root)
    (folder / "lengths.npy").unlink()
    (folder / "chroma" / "notes.txt").write_text("x", encoding="utf-8")
    assert faults(root) == ["lengths.npy：缺失或无法读取", "chroma/notes.txt：多出的文件"]


def test_a_database_whose_pages_are_damaged_is_found(root: Path) -> None:
    path = current_folder(root) / DATABASE
    raw = bytearray(path.read_bytes())
    raw[40_960:45_056] = b"\xff" * 4096
    path.write_bytes(raw)
    assert len(faults(root)) == 1
    assert faults(root)[0].startswith(DATABASE)


@pytest.mark.parametrize("content", [b"", b"not a database" * 400])
def test_a_database_that_is_none_is_found(root: Path, content: bytes) -> None:
    (current_folder(root) / DATABASE).write_bytes(content)
    assert len(faults(root)) == 1


def test_a_vector_changed_inside_a_whole_database_is_found(
    settings: IndexSettings, passages: list[Passage]
) -> None:
    build(passages, settings)
    root = shutil.copytree(settings.root, settings.root.with_name("fresh"))  # Chroma caches by path
    with closing(sqlite3.connect(current_folder(root) / DATABASE)) as database:
        changed = database.execute(
            "UPDATE embeddings_queue SET vector = zeroblob(length(vector)) "
            "WHERE seq_id = (SELECT max(seq_id) FROM embeddings_queue)"
        ).rowcount
        database.commit()
    assert changed == 1
    assert faults(root) == ["chroma：1 条向量与建立时不同"]


def test_the_command_prints_a_line_a_fault_and_fails(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICY_VAR", str(root.parent))
    assert main(["check"]) == 0
    (current_folder(root) / "lengths.npy").unlink()
    (current_folder(root) / "extra").mkdir()
    (current_folder(root) / "extra" / "file").write_bytes(b"")
    assert main(["check"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[:2] == ["lengths.npy：缺失或无法读取", "extra/file：多出的文件"]
    assert "python -m index build --rebuild" in said[2]


@pytest.mark.parametrize("content", ["", "nowhere", "../.."])
def test_a_pointer_to_nowhere_is_one_line(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: str,
) -> None:
    (root / POINTER).write_text(content, encoding="utf-8")
    monkeypatch.setenv("POLICY_VAR", str(root.parent))
    assert main(["check"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
