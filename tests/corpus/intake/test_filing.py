"""Publishing: whole or not at all, once, undone, switched off and on."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

import corpus.intake.filing
from corpus.collection import Collection
from corpus.intake.draft import propose
from corpus.intake.filing import AlreadyHeldError, Filing, publish
from corpus.intake.formats import read
from corpus.problem import DataError
from tests.corpus.intake import texts
from tests.corpus.intake.test_draft import drafted

FLOWERS = "shen-zhen-shi-long-gang-qu-cu-jin-hua-mu-chan-ye-fa-zhan-ruo"


@pytest.fixture
def filing(tmp_path: Path) -> Filing:
    return Filing(tmp_path / "documents", tmp_path / "var")


def test_a_published_draft_is_a_folder_that_loads(tmp_path: Path, filing: Filing) -> None:
    draft = drafted(tmp_path, texts.COVERED, "花木.TXT")
    document_id = filing.publish(draft)
    assert document_id == FLOWERS
    folder = filing.documents / FLOWERS
    assert sorted(path.name for path in folder.iterdir()) == ["meta.yaml", "source.txt", "text.txt"]
    assert (folder / "source.txt").read_bytes() == draft.source.read_bytes()
    collection = Collection.load(filing.documents)
    assert (collection.problems, collection.notes) == ((), ())
    document = collection.library.document(FLOWERS)
    assert draft.document is not None
    for fact in ("title", "issuer", "number", "dated", "validity", "region", "repeals", "spans"):
        assert getattr(document, fact) == getattr(draft.document, fact)
    assert (document.source, document.source_sha256) == ("source.txt", draft.original.sha256)


@pytest.mark.parametrize("name", [name for name in vars(texts) if name.isupper()])
def test_every_layout_is_published(tmp_path: Path, filing: Filing, name: str) -> None:
    draft = drafted(tmp_path, getattr(texts, name))
    if draft.problems:
        assert name == "BARE"
    else:
        filing.publish(draft)
        assert Collection.load(filing.documents).problems == ()


def test_the_same_file_is_known_by_its_hash(tmp_path: Path, filing: Filing) -> None:
    filing.publish(drafted(tmp_path, texts.COVERED))
    again = drafted(tmp_path, texts.COVERED, "换了名字.txt")
    with pytest.raises(AlreadyHeldError, match=f"已经发布过，编号是 {FLOWERS}"):
        filing.publish(again)
    filing.switch(FLOWERS, on=False)
    with pytest.raises(AlreadyHeldError, match="现在停用"):
        filing.publish(again)


def test_a_folder_filed_by_hand_is_known_by_its_source(tmp_path: Path, filing: Filing) -> None:
    draft = drafted(tmp_path, texts.COVERED)
    folder = filing.documents / "by-hand"
    folder.mkdir(parents=True)
    (folder / "source.txt").write_bytes(draft.source.read_bytes())
    with pytest.raises(AlreadyHeldError, match="by-hand"):
        filing.publish(draft)


def test_two_texts_of_one_title_get_two_ids(tmp_path: Path, filing: Filing) -> None:
    filing.publish(drafted(tmp_path, texts.COVERED))
    assert filing.publish(drafted(tmp_path, texts.COVERED + "\n")) == f"{FLOWERS}-2"
    assert filing.same_title("深圳市龙岗区促进花木产业发展若干措施") == (FLOWERS, f"{FLOWERS}-2")


def test_what_cannot_be_published_leaves_no_trace(
    tmp_path: Path, filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DataError, match="请选一处"):
        filing.publish(drafted(tmp_path, texts.BARE))

    def full(path: Path, text: str) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(corpus.intake.filing, "_write", full)
    with pytest.raises(DataError, match="磁盘满了"):
        filing.publish(drafted(tmp_path, texts.COVERED))
    assert list(filing.documents.iterdir()) == []
    assert filing.undo() == ()


def test_a_file_changed_since_it_was_read_is_not_kept_for_the_text(
    tmp_path: Path, filing: Filing
) -> None:
    draft = drafted(tmp_path, texts.COVERED)
    draft.source.write_text("别的", encoding="utf-8")
    with pytest.raises(DataError, match="在读取之后被改动"):
        filing.publish(draft)
    assert list(filing.documents.iterdir()) == []


def test_what_a_killed_publisher_left_is_not_loaded_and_swept(
    tmp_path: Path, filing: Filing
) -> None:
    filing.publish(drafted(tmp_path, texts.COVERED))
    half = filing.documents / ".new-1234" / "half"
    half.mkdir(parents=True)
    (half / "text.txt").write_text("半份", encoding="utf-8")
    assert Collection.load(filing.documents).problems == ()
    filing.publish(drafted(tmp_path, texts.PORTAL))
    assert not half.exists()


def test_undo_takes_the_last_run_back_and_no_more(tmp_path: Path, filing: Filing) -> None:
    filing.publish(drafted(tmp_path, texts.COVERED))
    later = Filing(filing.documents, tmp_path / "var")
    ids = {later.publish(drafted(tmp_path, text)) for text in (texts.PORTAL, texts.GUIDE)}
    assert set(Filing(filing.documents, tmp_path / "var").undo()) == ids
    assert [one.id for one in filing.held()] == [FLOWERS]
    assert len(list((tmp_path / "var" / "filing" / "trash").iterdir())) == 2
    assert Filing(filing.documents, tmp_path / "var").undo() == (FLOWERS,)
    assert filing.undo() == ()
    assert filing.held() == ()


def test_undo_is_of_one_folder_of_documents(tmp_path: Path, filing: Filing) -> None:
    filing.publish(drafted(tmp_path, texts.COVERED))
    assert Filing(tmp_path / "elsewhere", tmp_path / "var").undo() == ()
    assert [one.id for one in filing.held()] == [FLOWERS]


def test_a_document_switched_off_stays_and_is_not_loaded(tmp_path: Path, filing: Filing) -> None:
    other = filing.publish(drafted(tmp_path, texts.PORTAL))
    filing.publish(drafted(tmp_path, texts.COVERED))
    filing.switch(FLOWERS, on=False)
    assert [(one.id, one.on) for one in filing.held()] == [(FLOWERS, False), (other, True)]
    held = Collection.load(filing.documents).library.documents
    assert [document.id for document in held] == [other]
    with pytest.raises(DataError, match="本来就停用"):
        filing.switch(FLOWERS, on=False)
    filing.switch(FLOWERS, on=True)
    assert len(Collection.load(filing.documents).library.documents) == 2


@pytest.mark.parametrize("document_id", ["none", "../outside", "", ".off", "a/b"])
def test_no_id_leads_out_of_the_documents(tmp_path: Path, filing: Filing, document_id: str) -> None:
    (tmp_path / "outside").mkdir()
    filing.publish(drafted(tmp_path, texts.COVERED))
    with pytest.raises(DataError, match="没有编号是"):
        filing.switch(document_id, on=False)


def test_the_stamp_changes_with_what_would_be_loaded(tmp_path: Path, filing: Filing) -> None:
    stamps = [Collection.stamp(filing.documents)]
    filing.publish(drafted(tmp_path, texts.COVERED))
    stamps.append(Collection.stamp(filing.documents))
    assert Collection.stamp(filing.documents) == stamps[-1]
    filing.publish(drafted(tmp_path, texts.PORTAL))
    stamps.append(Collection.stamp(filing.documents))
    (filing.documents / FLOWERS / "scope.yaml").write_text("{}", encoding="utf-8")
    stamps.append(Collection.stamp(filing.documents))
    filing.switch(FLOWERS, on=False)
    stamps.append(Collection.stamp(filing.documents))
    assert len(set(stamps)) == len(stamps)
    filing.undo()
    assert Collection.load(filing.documents).library.documents == ()


def test_the_function_publishes_where_the_settings_keep_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_VAR", str(tmp_path / "var"))
    path = tmp_path / "花木.txt"
    path.write_text(texts.COVERED, encoding="utf-8")
    assert publish(propose(read(path), path), tmp_path / "documents") == FLOWERS
    assert (tmp_path / "var" / "filing" / "journal.jsonl").is_file()
