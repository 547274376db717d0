"""``python -m corpus add`` and what goes with it, as a clerk meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.__main__ import main
from corpus.collection import Collection
from corpus.intake.formats import Original, read
from tests.corpus.intake import texts


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLICY_DOCUMENTS", str(tmp_path / "documents"))
    monkeypatch.setenv("POLICY_VAR", str(tmp_path / "var"))
    return tmp_path / "documents"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "1花木.txt").write_text(texts.COVERED, encoding="utf-8")
    (folder / "2坏的.txt").write_bytes(b"\x00\x01")
    (folder / "3空的.txt").write_bytes(b"")
    (folder / "4会展.txt").write_text(texts.PORTAL, encoding="gb18030")
    (folder / "5哪里.txt").write_text(texts.BARE, encoding="utf-8")
    (folder / "6不认识.exe").write_bytes(bytes(range(256)))
    return folder


def test_no_file_stops_the_others_and_each_has_its_line(
    documents: Path, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", "--yes", str(inbox), str(inbox / "7没有.txt")]) == 1
    said = capsys.readouterr().out.splitlines()
    marks = "".join(line[0] for line in said[:7]).replace("?", "✓")  # a note is no failure
    assert marks == "✓✗✗✓✗ ✗"
    assert "没有这个文件" in said[7]
    assert said[-1].startswith("发布 2 份，已有 0 份，未发布 5 份。")
    assert len(Collection.load(documents).library.documents) == 2


def test_a_second_run_knows_what_is_held(
    documents: Path, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["add", "--yes", str(inbox / "1花木.txt")])
    assert main(["add", "--yes", str(inbox / "1花木.txt")]) == 0
    assert "发布 0 份，已有 1 份，未发布 0 份。" in capsys.readouterr().out


def test_one_file_is_shown_field_by_field_with_its_words(
    documents: Path, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", str(inbox / "1花木.txt")]) == 0
    said = capsys.readouterr().out
    assert "解释机关：区工业和信息化局    原文：由区工业和信息化局会同区财政局负责解释" in said
    assert "印发日期：未载明" in said
    assert "还没有发布；加 --yes 发布" in said
    assert not documents.exists()


def test_whoever_sits_there_is_asked(
    documents: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    for answer, published in (("n", False), ("y", True)):
        monkeypatch.setattr("builtins.input", lambda _, answer=answer: answer)
        assert main(["add", str(inbox / "1花木.txt")]) == 0
        assert documents.exists() == published


def test_a_field_is_corrected_on_the_command_line(
    documents: Path, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    which = str(inbox / "5哪里.txt")
    assert main(["add", "--yes", which]) == 1
    assert "请改正：地区有几种可能" in capsys.readouterr().out
    assert main(["add", "--yes", which, "--set", "地区=福建省福州市鼓楼区"]) == 0
    assert Collection.load(documents).library.documents[0].division == "350102"
    assert main(["add", "--yes", which, "--set", "颜色=红"]) == 1
    assert "看不懂“颜色=红”" in capsys.readouterr().out


def test_a_reader_that_breaks_takes_no_other_file_with_it(
    documents: Path,
    inbox: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def breaks(path: Path) -> Original:
        if "花木" in path.name:
            raise RuntimeError
        return read(path)

    monkeypatch.setattr("corpus.intake.command.read", breaks)
    assert main(["add", "--yes", str(inbox)]) == 1
    assert "程序没能读懂（RuntimeError）" in capsys.readouterr().out
    assert len(Collection.load(documents).library.documents) == 1


def test_undo_off_on_and_list(
    documents: Path, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["add", "--yes", str(inbox / "1花木.txt")])
    [folder] = [path.name for path in documents.iterdir()]
    assert main(["off", folder]) == 0
    capsys.readouterr()
    assert main(["list"]) == 0
    assert capsys.readouterr().out.startswith(f"停用  {folder}  深圳市龙岗区")
    assert main(["on", folder]) == 0
    assert main(["on", folder]) == 1
    assert "本来就在用" in capsys.readouterr().err
    assert main(["undo"]) == 0
    assert main(["undo"]) == 1
    assert "没有可以撤回的发布" in capsys.readouterr().out
