"""The import pages: what is sent in is read, shown, corrected, published, taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import bot.serve.guard
import bot.serve.staff.intake_routes
from bot.serve.staff.naming import safe_name
from environment.settings import Settings
from tests.bot.serve.staff.conftest import Office, only_our_scripts
from tests.bot.serve.staff.making import TITLE, cold_store
from tests.corpus.intake import texts
from tests.corpus.intake.formats.making import make_picture
from tests.records import SqliteDatabases

ID = "su-zhou-shi-wu-jiang-qu-leng-ku-jian-she-bu-tie-ban-fa"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def settings(sqlite: SqliteDatabases, tmp_path: Path) -> Iterator[Settings]:
    """Return settings of one kind alone: what is published lies in files."""
    with sqlite.ready(tmp_path / "var") as named:
        yield named


@pytest.fixture
def word(tmp_path: Path) -> bytes:
    return cold_store(tmp_path / "made.docx").read_bytes()


def test_a_file_is_shown_beside_what_was_read_of_it_and_nothing_is_saved(
    office: Office, word: bytes
) -> None:
    page = office.clerk.get(f"{office.put(('冷库.docx', word))}/1").text
    assert re.search(r'<iframe srcdoc="[^"]*&lt;table&gt;', page)
    assert 'sandbox=""' in page
    assert re.search(r'class="kind table">表格</span><b>第三条表1', page)
    for words in ("2024-02-20", "江苏省苏州市吴江区", "原文：“由苏州市吴江区农业农村局负责解释”"):
        assert words in page
    assert office.held == []


def test_all_that_is_wrong_is_said_at_once_by_its_field_and_nothing_is_published(
    office: Office, word: bytes
) -> None:
    path = f"{office.put(('冷库.docx', word))}/1"
    wrong = {"dated": "2024年2月30日", "issuer": "某某局", "title": "", "action": "publish"}
    page = office.post(path, wrong)
    assert page.url.path == path
    said = re.findall(r'<p class="wrong" role="alert">([^<]+)', page.text)
    assert [one.partition("：")[0] for one in said if "：" in one] == ["发文机关", "成文日期"]
    assert any("题名是空的" in one for one in said)
    assert ">某某局</textarea>" in page.text
    assert office.held == []


def test_a_corrected_field_is_published_and_the_service_follows(
    office: Office, word: bytes
) -> None:
    path = f"{office.put(('冷库.docx', word))}/1"
    listed = office.post(path, {"dated": "2024年2月21日", "action": "publish"})
    assert f"编号 {ID}" in listed.text
    assert office.held == [ID]
    assert "dated: '2024-02-21'" in (office.documents / ID / "meta.yaml").read_text("utf-8")
    assert (office.documents / ID / "source.docx").read_bytes() == word
    office.services.renewal.look()
    assert office.services.library.document(ID).title == TITLE


def test_many_files_are_published_together_and_taken_back_together(
    office: Office, word: bytes
) -> None:
    batch = office.put(
        ("冷库.docx", word), ("花木.txt", texts.COVERED.encode()), ("坏.docx", b"PK\3\4nothing")
    )
    page = office.clerk.get(batch).text
    assert "没有读出" in page
    assert "坏.docx" in page
    office.post(batch, {"number": ["1", "2"]})
    assert len(office.held) == 2
    home = office.clerk.get("/staff/import").text
    last = re.search(r'name="last" value="([^"]+)"', home)
    assert last is not None
    assert office.post("/staff/import/undo", {"last": "another"}).status_code == 409
    assert len(office.held) == 2
    office.post("/staff/import/undo", {"last": last[1]})
    assert office.held == []


def test_whatever_changes_the_documents_is_looked_at_at_once(
    office: Office, word: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried: list[list[str]] = []
    monkeypatch.setattr(office.services.renewal, "hurry", lambda: hurried.append(office.held))
    office.post(f"{office.put(('冷库.docx', word))}/1", {"action": "publish"})
    office.post("/staff/import/switch", {"id": ID, "action": "off"})
    office.post("/staff/import/switch", {"id": ID, "action": "on"})
    office.post("/staff/import/undo", {"last": ID})
    office.post(office.put(("花木.txt", texts.COVERED.encode())), {"number": "1"})
    assert [len(held) for held in hurried] == [1, 0, 1, 0, 1]


def test_what_was_taken_back_can_be_corrected_and_published_again(
    office: Office, word: bytes
) -> None:
    batch = office.put(("冷库.docx", word))
    office.post(batch, {"number": "1"})
    assert "已发布" in office.clerk.get(batch).text
    office.post("/staff/import/undo", {"last": ID})
    assert "已发布" not in office.clerk.get(batch).text
    office.post(f"{batch}/1", {"dated": "2024年2月21日", "action": "publish"})
    assert office.held == [ID]


def test_the_same_file_is_recognised(office: Office, word: bytes) -> None:
    office.post(office.put(("冷库.docx", word)), {"number": "1"})
    page = office.post(f"{office.put(('别名.docx', word))}/1", {"action": "publish"}).text
    assert f"已经发布过，编号是 {ID}" in page
    assert f"题名相同的文件：{ID}" in page
    assert office.held == [ID]


def test_a_document_is_switched_off_and_on(office: Office, word: bytes) -> None:
    office.post(office.put(("冷库.docx", word)), {"number": "1"})
    page = office.post("/staff/import/switch", {"id": ID, "action": "off"}).text
    assert "启用" in page
    assert office.held == []
    office.post("/staff/import/switch", {"id": ID, "action": "on"})
    assert office.held == [ID]
    assert office.post("/staff/import/switch", {"id": "../x", "action": "on"}).status_code == 409


def test_pages_of_a_scan_are_pictures(office: Office, tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    scan = make_picture(tmp_path / "s.png", ["某县竹业补贴办法", "第一条 每户补贴500元。"])
    path = f"{office.put(('扫描.png', scan.read_bytes()))}/1"
    assert f"{path.split('/')[-2]}/1/page/1" in office.clerk.get(path).text
    picture = office.clerk.get(f"{path}/page/1")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert office.clerk.get(f"{path}/page/2").status_code == 404


def test_script_in_text_name_and_field_is_shown_as_words(office: Office, tmp_path: Path) -> None:
    hostile = cold_store(tmp_path / "x.docx", more="&lt;script&gt;alert(1)&lt;/script&gt;")
    files = (
        (f"{SCRIPT}.docx", hostile.read_bytes()),
        ("页.html", f"<html><body><h1>某县办法</h1><p>第一条 补贴。{SCRIPT}</p></body>".encode()),
        ("文.txt", f"某县办法\n第一条 补贴。{SCRIPT}\n".encode()),
    )
    batch = office.put(*files)
    pages = [office.clerk.get(batch).text]
    pages += [office.clerk.get(f"{batch}/{number}").text for number in (1, 2, 3)]
    pages.append(office.post(f"{batch}/1", {"title": SCRIPT, "number": f'">{SCRIPT}'}).text)
    for page in pages:
        only_our_scripts(page)
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in pages[1]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\政策\\办法.docx", "办法.docx"),
        ("..", "未命名"),
        ("", "未命名"),
        (".bashrc", "bashrc"),
        ("a\x00b\u202e.txt", "ab.txt"),
        ("x" * 300 + ".docx", "x" * 150 + ".docx"),
        ("字" * 300, "字" * 50),
        ("preview.html", "preview.html"),
    ],
)
def test_a_name_leads_nowhere(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize("name", ["../../../outside.txt", "preview.html", "original.json"])
def test_a_file_is_kept_in_its_own_folder_whatever_it_calls_itself(
    office: Office, name: str
) -> None:
    text = f"某县竹业办法\n第一条 每户补贴500元。{SCRIPT}\n"
    batch = office.put((name, text.encode()))
    var = office.services.settings.policy_var
    found = [p for p in var.parent.rglob(name.rpartition("/")[2]) if p.parent.name == "source"]
    assert [path.read_text("utf-8") for path in found] == [text]
    assert found[0].is_relative_to(var / "desk")
    page = office.clerk.get(f"{batch}/1").text
    assert "<iframe" not in page
    assert "<pre>某县竹业办法" in page


def test_what_is_too_large_is_refused_in_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.serve.staff.intake_routes, "FILE_BYTES", 1000)
    sent = [("files", ("大.txt", b"x" * 1001))]
    answer = office.post("/staff/import", {}, files=sent)
    assert (answer.status_code, "没有放入" in answer.text) == (413, True)
    monkeypatch.setattr(bot.serve.guard, "UPLOAD_LIMIT", 5000)
    answer = office.post("/staff/import", {}, files=[("files", ("大.txt", b"x" * 9000))])
    assert (answer.status_code, "请分几次放入" in answer.text) == (413, True)
    assert not (office.services.settings.policy_var / "desk").exists()


def test_a_form_elsewhere_takes_no_more_than_a_question(office: Office) -> None:
    answer = office.post("/staff/import/undo", {"last": "x" * 200_000})
    assert answer.status_code == 413


def test_nothing_sent_is_said(office: Office) -> None:
    assert "没有选择文件" in office.post("/staff/import", {}, files=[("files", ("", b""))]).text


def test_two_who_publish_at_once_publish_it_once(office: Office, word: bytes) -> None:
    first, second = office.put(("甲.docx", word)), office.put(("乙.docx", word))

    def publish(path: str) -> str:
        return office.post(path, {"action": "publish"}).text

    with ThreadPoolExecutor(4) as pool:
        pages = [*pool.map(publish, [f"{first}/1", f"{second}/1"] * 2)]
    assert office.held == [ID]
    assert any("已经发布过" in page for page in pages)


def test_what_is_gone_from_the_desk_is_said(office: Office) -> None:
    for path in ("/staff/import/abc", "/staff/import/abc/1", "/staff/import/abc/1/page/1"):
        answer = office.clerk.get(path)
        assert (answer.status_code, "请重新放入" in answer.text) == (404, True)


def test_a_folder_that_takes_no_files_is_said(
    office: Office, word: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(13, "")

    path = f"{office.put(('冷库.docx', word))}/1"
    monkeypatch.setattr(Path, "rename", refuses)
    assert "政策文件夹不能写入" in office.post(path, {"action": "publish"}).text
