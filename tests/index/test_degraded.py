"""What serves when what is broken: never nothing, and never without saying so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.collection import Collection
from corpus.library import Library
from environment.settings import BUNDLED_MODEL, DOCUMENTS
from index.build import build, open_current
from index.check import faults
from index.errors import IndexUnavailableError
from index.passage import Passage
from index.search import Searcher
from index.settings import IndexSettings
from index.version import POINTER, VERSIONS, current_folder

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ("技改补多少", "摊位费能报吗", "注册在外地能申请吗", "有效期到哪天")
REBUILT = "索引损坏，已自动重建。"


def answers(searcher: Searcher) -> list[list[tuple[str, float]]]:
    return [[(h.clause.key, h.score) for h in searcher.search(q, 40)] for q in QUESTIONS]


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


def fill(disk: Path) -> None:
    free = os.statvfs(disk)
    with (disk / "ballast").open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, free.f_bavail * free.f_bsize)


@pytest.fixture(scope="module")
def built(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sound")
    open_current(library, IndexSettings(root, str(BUNDLED_MODEL)))
    return root


@pytest.fixture(scope="module")
def right(library: Library, built: Path) -> list[list[tuple[str, float]]]:
    return answers(open_current(library, IndexSettings(built, str(BUNDLED_MODEL))))


@pytest.fixture
def index(built: Path, settings: IndexSettings) -> IndexSettings:
    shutil.copytree(built, settings.root)
    return settings


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The texts, with one word of one clause changed."""
    documents = tmp_path / "documents"
    shutil.copytree(DOCUMENTS, documents)
    for text in documents.glob("*/text.txt"):
        said = text.read_text(encoding="utf-8")
        text.write_text(said.replace("智能眼镜", "智慧眼镜"), encoding="utf-8")
    return documents


def test_whatever_file_is_truncated_the_next_build_is_sound(
    index: IndexSettings, built: Path, passages: list[Passage]
) -> None:
    files = [p.relative_to(built) for p in built.rglob("*") if p.is_file() and p.name != "lock"]
    assert len(files) > 15
    for file in files:
        shutil.rmtree(index.root)
        shutil.copytree(built, index.root)
        os.truncate(index.root / file, (built / file).stat().st_size // 2)
        version = build(passages, index)
        assert version.nearest(version.vectors[5], 1).tolist() == [5], file
        assert version.nearest.error is None, file
        assert faults(index.root) == [], file


@pytest.mark.parametrize(
    "harm",
    [
        lambda root: (root / POINTER).write_text("../../etc\n", encoding="utf-8"),
        lambda root: (root / POINTER).write_bytes(b"\xff\xfe"),
        lambda root: shutil.rmtree(root / VERSIONS),
        lambda root: shutil.rmtree(current_folder(root) / "chroma"),
        lambda root: shutil.rmtree(current_folder(root) / "lexical"),
        lambda root: (current_folder(root) / "manifest.json").write_text("{}", encoding="utf-8"),
        lambda root: (current_folder(root) / "chroma" / "chroma.sqlite3").write_bytes(b"no base"),
    ],
)
def test_damage_is_mended_by_itself_and_said_once(
    index: IndexSettings,
    library: Library,
    right: list[list[tuple[str, float]]],
    caplog: pytest.LogCaptureFixture,
    harm: Callable[[Path], object],
) -> None:
    harm(index.root)
    searcher = open_current(library, index)
    assert (answers(searcher), searcher.problems) == (right, ())
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        REBUILT
    ]
    caplog.clear()
    assert open_current(library, index).problems == ()
    assert REBUILT not in caplog.text


def test_on_a_read_only_disk_the_stored_vectors_are_compared_and_it_is_said(
    disk: Path, built: Path, library: Library, right: list[list[tuple[str, float]]]
) -> None:
    settings = IndexSettings(disk / "index", str(BUNDLED_MODEL))
    shutil.copytree(built, settings.root)
    remount(disk, "ro")
    searcher = open_current(library, settings)
    assert answers(searcher) == right
    assert any("磁盘只读" in line and "暂用现有的索引" in line for line in searcher.problems)
    assert any("逐条比较" in line for line in searcher.problems)


def test_on_a_full_disk_a_changed_text_is_searched_in_an_index_for_the_time_being(
    disk: Path, built: Path, edited: Path
) -> None:
    settings = IndexSettings(disk / "index", str(BUNDLED_MODEL))
    shutil.copytree(built, settings.root)
    fill(disk)
    searcher = open_current(Collection.load(edited).library, settings)
    assert "智慧眼镜" in searcher.search("智慧眼镜")[0].clause.text
    assert ["磁盘已满" in line and "临时建立" in line for line in searcher.problems] == [True]
    assert not searcher.core.version.folder.exists()


def test_a_damaged_vector_store_on_a_full_disk_is_done_without(
    disk: Path, built: Path, library: Library, right: list[list[tuple[str, float]]]
) -> None:
    settings = IndexSettings(disk / "index", str(BUNDLED_MODEL))
    shutil.copytree(built, settings.root)
    (current_folder(settings.root) / "chroma" / "chroma.sqlite3").write_bytes(b"not a database")
    fill(disk)
    searcher = open_current(library, settings)
    assert answers(searcher) == right
    assert searcher.core.version.folder == current_folder(settings.root)
    assert any("磁盘已满" in line for line in searcher.problems)


def test_a_file_in_place_of_the_folder_is_said_and_something_answers(
    settings: IndexSettings, library: Library, right: list[list[tuple[str, float]]]
) -> None:
    settings.root.write_text("a file")
    searcher = open_current(library, settings)
    assert answers(searcher) == right
    assert ["该处是文件" in line for line in searcher.problems] == [True]


def test_problems_name_no_path_of_the_machine_and_are_in_chinese(
    settings: IndexSettings, library: Library
) -> None:
    settings.root.write_text("a file")
    line = open_current(library, settings).problems[0]
    assert str(settings.root.parent) not in line
    assert "/" not in line
    assert line.endswith("。")


def test_where_nowhere_can_be_written_the_text_of_before_is_searched(
    disk: Path, built: Path, edited: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = IndexSettings(disk / "index", str(BUNDLED_MODEL))
    shutil.copytree(built, settings.root)
    remount(disk, "ro")
    monkeypatch.setattr("index.degraded.PLACES", (str(disk),))
    searcher = open_current(Collection.load(edited).library, settings)
    assert searcher.search("技术改造")
    assert any("暂用更新前的索引" in line for line in searcher.problems)


def test_where_nothing_is_sound_and_nowhere_can_be_written_one_chinese_sentence_says_so(
    disk: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    remount(disk, "ro")
    monkeypatch.setattr("index.degraded.PLACES", (str(disk),))
    with pytest.raises(IndexUnavailableError, match=r"^索引无法写入：磁盘只读。[^。]*。$"):
        open_current(library, IndexSettings(disk / "index", str(BUNDLED_MODEL)))


def test_a_version_of_another_model_never_stands_in(
    disk: Path, built: Path, library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = IndexSettings(disk / "index", str(BUNDLED_MODEL))
    shutil.copytree(built, settings.root)
    remount(disk, "ro")
    monkeypatch.setattr("index.degraded.PLACES", (str(disk),))
    other = tmp_path / "model"
    shutil.copytree(BUNDLED_MODEL, other)
    (other / "README.txt").write_text("another", encoding="utf-8")
    with pytest.raises(IndexUnavailableError):
        open_current(library, replace(settings, model=str(other)))


def test_an_edited_text_does_not_reach_what_is_open(
    index: IndexSettings, edited: Path, right: list[list[tuple[str, float]]]
) -> None:
    for text in DOCUMENTS.glob("*/text.txt"):
        shutil.copy(text, edited / text.parent.name / "text.txt")
    library = Collection.load(edited).library
    searcher = open_current(library, index)
    for text in edited.glob("*/text.txt"):
        text.write_text("别的内容", encoding="utf-8")
    assert answers(searcher) == right
    assert "智能眼镜" in searcher.search("采购智能眼镜给员工用")[0].clause.text


def test_an_index_deleted_while_it_serves_goes_on_and_the_next_start_builds(
    index: IndexSettings, library: Library, right: list[list[tuple[str, float]]]
) -> None:
    searcher = open_current(library, index)
    shutil.rmtree(index.root)
    assert answers(searcher) == right
    again = open_current(library, index)
    assert (answers(again), again.problems) == (right, ())


def test_a_store_destroyed_while_it_serves_is_done_without_and_seen(
    index: IndexSettings, library: Library, right: list[list[tuple[str, float]]]
) -> None:
    searcher = open_current(library, index)
    before = searcher.problems
    for path in (current_folder(index.root) / "chroma").rglob("*"):
        if path.is_file():
            os.truncate(path, 0)
    assert answers(searcher) == right
    assert ([*before], ["逐条比较" in line for line in searcher.problems]) == ([], [True])
    again = open_current(library, index)
    assert (answers(again), again.problems) == (right, ())


_OPEN = """
import sys
from pathlib import Path
from corpus.collection import Collection
from index.build import open_current
from environment.settings import BUNDLED_MODEL
from index.settings import IndexSettings
library = Collection.load().library
searcher = open_current(library, IndexSettings(Path(sys.argv[1]), str(BUNDLED_MODEL)))
print(searcher.search("技改补多少")[0].clause.key)
"""


def opening(root: Path, *before: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*before, sys.executable, "-c", _OPEN, str(root)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_that_start_at_once_both_answer(
    settings: IndexSettings, right: list[list[tuple[str, float]]]
) -> None:
    both = [opening(settings.root), opening(settings.root)]
    said = [process.communicate()[0].strip() for process in both]
    assert said == [right[0][0][0]] * 2


@pytest.mark.parametrize("clock", ["1971-01-01", "2099-12-31"])
def test_a_wrong_clock_changes_nothing(
    index: IndexSettings,
    library: Library,
    right: list[list[tuple[str, float]]],
    clock: str,
    faketime: str,
) -> None:
    one = Library([library.documents[0]])
    last = open_current(one, index).core.version.folder
    said = opening(index.root, faketime, clock).communicate()[0].strip()
    assert said == right[0][0][0]
    now = current_folder(index.root)
    assert {path.name for path in (index.root / VERSIONS).iterdir()} == {now.name, last.name}
    searcher = open_current(library, index)
    assert (searcher.core.version.folder, searcher.problems) == (now, ())
