"""A policy folder broken in any way is left out, and said, in the words that a clerk reads."""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import IO, Any

import pytest

import corpus.parsed
from corpus.__main__ import main
from corpus.clause import Clause
from corpus.collection import Collection
from corpus.files import DATA_LIMIT, TEXT_LIMIT
from corpus.parse import parse
from corpus.problem import CorpusError
from tests.corpus.broken import FAULTS, NAME, lines, rules
from tests.corpus.policies import TEXT, write_policy

LINES = lines()


def with_sound_neighbours(root: Path) -> Path:
    for name in ("a", "c"):
        write_policy(root, name)
    return root


def said(collection: Collection) -> list[str]:
    return list(map(str, collection.problems))


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_folder_is_left_out_in_plain_words_and_the_sound_ones_answer(
    tmp_path: Path, name: str
) -> None:
    FAULTS[name].write(with_sound_neighbours(tmp_path))
    collection = Collection.load(tmp_path)
    assert said(collection) == LINES[name]
    assert collection.left_out == (NAME,)
    assert [document.id for document in collection.library.documents] == ["a", "c"]
    assert list(collection.rules) == ["a-rule", "c-rule"]
    assert [card.id for card in collection.cards] == ["a-card", "c-card"]
    assert [reading.id for reading in collection.readings] == ["a-reading", "c-reading"]


def test_the_check_lists_all_problems_of_all_folders_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_sound_neighbours(tmp_path)
    expected: list[str] = []
    named = [name for name, one in FAULTS.items() if "meta_yaml" not in one.files]
    for number, name in enumerate(named):
        folder = f"d{number:02}"
        FAULTS[name].write(tmp_path, folder)
        here = re.compile(f"^{NAME}(?=[/：])|{NAME}(?=#)")
        expected += [here.sub(folder, line) for line in LINES[name]]
    monkeypatch.setenv("POLICY_DOCUMENTS", str(tmp_path))
    assert main(["check"]) == 1
    out, err = capsys.readouterr()
    heading, *found, last = out.splitlines()[3:]
    assert heading == "未载入："
    assert found == [f"  {line}" for line in expected]
    assert last == f"2 份文件，{len(named)} 个文件夹未载入，未通过。"
    assert err == ""


def test_show_finds_a_clause_of_a_sound_folder_beside_a_broken_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    FAULTS["only a source"].write(with_sound_neighbours(tmp_path))
    monkeypatch.setenv("POLICY_DOCUMENTS", str(tmp_path))
    assert main(["show", "a#第2条"]) == 0
    assert "每家企业补助50万元" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["check"], ["show", "第2条"]])
def test_without_one_sound_folder_every_problem_is_listed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    several = "every problem of every file"
    FAULTS[several].write(tmp_path)
    FAULTS["no meta"].write(tmp_path, "e")
    expected = [*LINES[several], "e：缺少 meta.yaml；请照别的文件夹写一份。"]
    with pytest.raises(CorpusError) as raised:
        Collection.load(tmp_path)
    heading, *found = str(raised.value).splitlines()
    assert heading == "没有一份政策能够载入，请先改正："
    assert found == [f"  {line}" for line in expected]
    monkeypatch.setenv("POLICY_DOCUMENTS", str(tmp_path))
    assert main(command) == 1
    assert capsys.readouterr().err == f"{raised.value}\n"


def test_files_as_long_as_the_bounds_are_read(tmp_path: Path) -> None:
    folder = write_policy(tmp_path, "a")
    padding = TEXT_LIMIT - len(TEXT.encode())
    (folder / "text.txt").write_text(TEXT + "\n" * padding, encoding="utf-8")
    (folder / "facts.yaml").write_text("[]" + "\n" * (DATA_LIMIT - 2), encoding="utf-8")
    assert said(Collection.load(tmp_path)) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EACCES, "没有读取权限；请让运行本程序的用户可以读它。"),
        (errno.EIO, "读不出来（系统错误 5）；请检查磁盘或重新放入。"),
    ],
)
def test_a_folder_with_a_file_that_the_system_does_not_read_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    write_policy(with_sound_neighbours(tmp_path), NAME)
    real = Path.open

    def refusing(path: Path, *arguments: Any) -> IO[Any]:  # noqa: ANN401 -- as Path.open has them
        if path == tmp_path / NAME / "rules.yaml":
            raise OSError(code, "refused")
        stream: IO[Any] = real(path, *arguments)
        return stream

    monkeypatch.setattr(Path, "open", refusing)
    assert said(Collection.load(tmp_path)) == [f"b/rules.yaml：{words}"]


def test_a_folder_on_which_the_parser_fails_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_policy(with_sound_neighbours(tmp_path), NAME)

    def failing(text: str, document_id: str, title: str) -> tuple[Clause, ...]:
        if document_id == NAME:
            raise IndexError("list index out of range")
        return parse(text, document_id, title)

    monkeypatch.setattr(corpus.parsed, "parse", failing)
    assert said(Collection.load(tmp_path)) == [
        "b/text.txt：程序没能读懂（IndexError）；请先移走这个文件夹，并告诉维护人员。"
    ]


def test_links_that_lead_nowhere_or_back_are_no_policies(tmp_path: Path) -> None:
    root = with_sound_neighbours(tmp_path / "documents")
    (root / "b").symlink_to("b")
    (root / "d").symlink_to("gone")
    (root / "e").symlink_to(root)
    assert said(Collection.load(root)) == [
        "b：是首尾相接的链接；请删去链接，放入文件本身。",
        "d：是失效的链接；请删去链接，放入文件本身。",
        "e：缺少正文 text.txt；请把原件的文字一字不改存成 text.txt。",
        "e：缺少 meta.yaml；请照别的文件夹写一份。",
    ]


def test_a_name_that_no_terminal_can_print_is_still_one_line(tmp_path: Path) -> None:
    root = with_sound_neighbours(tmp_path)
    (root / "x\ny\udcff").mkdir()
    (text, meta) = said(Collection.load(root))
    assert text == "x y�：缺少正文 text.txt；请把原件的文字一字不改存成 text.txt。"
    assert meta == "x y�：缺少 meta.yaml；请照别的文件夹写一份。"


def test_a_line_stays_short_however_much_it_would_quote(tmp_path: Path) -> None:
    endless = rules(("quote: 每家企业补助50万元", f"quote: {'补助' * 5000}"))
    write_policy(with_sound_neighbours(tmp_path), NAME, rules_yaml=endless)
    assert [len(line) < 400 for line in said(Collection.load(tmp_path))] == [True]


def test_no_line_names_a_path_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"^没有政策文件夹 gone；请检查设置 POLICY_DOCUMENTS。$"):
        Collection.load(tmp_path / "gone")
    (tmp_path / "file").touch()
    with pytest.raises(CorpusError, match=r"^打不开政策文件夹 file：不是文件夹；"):
        Collection.load(tmp_path / "file")
    assert not [line for found in LINES.values() for line in found if re.search(r"(^|\s)/", line)]
