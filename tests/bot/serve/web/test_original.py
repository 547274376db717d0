"""The original of a text is handed out to be saved: that file alone, under the text's title."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.serve.refusal import Refused
from bot.serve.web.original import download, original_of
from corpus.document import Document, DocumentKind
from environment.settings import DOCUMENTS

HELD = "longgang-fashion-measures-2024"


def document(source: str | None = None, title: str = "关于眼镜的办法") -> Document:
    return Document("one", title, DocumentKind.METHODS, "", "", "《办法》", source=source)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "meta.yaml").write_text("id: one")
    return tmp_path


def test_it_comes_to_be_saved_under_its_chinese_name_and_is_never_shown(server: str) -> None:
    with urllib.request.urlopen(f"{server}/library/original?doc={HELD}", timeout=60) as answer:
        told = answer.headers
        content = answer.read()
    assert content == (DOCUMENTS / HELD / "source.txt").read_bytes()
    assert told["Content-Type"] == "application/octet-stream"
    assert told["X-Content-Type-Options"] == "nosniff"
    name = quote("龙岗区关于促进时尚产业高质量发展若干措施.txt")
    assert told["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"


@pytest.mark.parametrize("named", ["", "nothing", "../..", f"{HELD}/../{HELD}", "%2e%2e", "\x00"])
def test_there_is_nothing_but_the_texts_held(server: str, named: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server}/library/original?doc={quote(named)}", timeout=60)
    assert refused.value.code == 404
    refused.value.close()


def test_the_file_that_the_text_names_is_taken_before_others(folder: Path) -> None:
    for name in ("source.docx", "source.pdf"):
        (folder / "one" / name).write_bytes(b"x")
    assert original_of(document("source.pdf"), folder) == folder / "one" / "source.pdf"
    assert original_of(document(), folder) == folder / "one" / "source.docx"


def test_links_folders_and_other_files_are_no_originals(folder: Path) -> None:
    (folder / "one" / "source.txt").symlink_to("/etc/passwd")
    (folder / "one" / "source.d").mkdir()
    (folder / "one" / "source.pdf.bak").write_bytes(b"x")
    assert original_of(document("../one/meta.yaml"), folder) is None
    with pytest.raises(Refused, match="没有存下原件") as refused:
        download(document("meta.yaml"), folder)
    assert refused.value.status == 404


def test_a_title_that_is_no_name_of_a_file_is_made_one(folder: Path) -> None:
    (folder / "one" / "source.html").write_bytes(b"<script>")
    answer = download(document(title='../关于"眼镜"\r\n的办法'), folder)
    assert quote(".. 关于 眼镜 的办法.html") in answer.headers["content-disposition"]
    assert answer.media_type == "application/octet-stream"
