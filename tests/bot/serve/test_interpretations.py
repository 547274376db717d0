"""Interpretations: what answers of those with the texts and those of the records, and as what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answer.knowledge import Knowledge
from bot.assistant import Assistant
from bot.records.accounts import Member, Role
from bot.records.database import RecordsError
from bot.records.readings import OWN, SIGNED, STALE, ReadingError, Signing, StaleError
from bot.records.records import Records
from bot.reply import Reply
from bot.serve.clock import today
from bot.serve.interpretations import Interpretation, Interpretations, State, dumped, waiting
from corpus.basis import basis
from corpus.collection import Collection
from corpus.readings import Unsettled, settle
from index.errors import IndexUnavailableError
from index.search import Searcher
from tests.corpus.policies import READINGS, TEXT, of, write_policy

CHECKER = Member("wang", "王科", frozenset({Role.CHECKER}))
SIGNER = Member("zhang", "张三", frozenset({Role.SIGNER}))
CHANGED = of(TEXT, "a", ("补助50万元。", "补助50万元，分两年给。"))


class Bureau:
    """Documents, records, and what answers from both."""

    def __init__(self, home: Path, records: Records) -> None:
        self.root = home / "documents"
        write_policy(self.root, "a")
        self.records = records
        self.interpretations = Interpretations(lambda: self.records.readings)
        self.read()

    def read(self) -> None:
        """Read the documents anew."""
        self.collection = Collection.load(self.root)

    def write_text(self, text: str) -> None:
        """Change the text on the disk."""
        (self.root / "a" / "text.txt").write_text(text, "utf-8")
        self.read()

    @property
    def one(self) -> Interpretation:
        """The only interpretation."""
        (found,) = self.interpretations.all(self.collection)
        return found

    def edit(self, by: Member, text: str, **changes: object) -> int:
        """Write a version; its number."""
        entry = self.one.newest.entry.model_copy(update={"reading": text, **changes})
        return self.records.readings.write(by, self.one.stand, dumped(entry), "改了")

    def sign(self, by: Member = SIGNER, *, own: bool = False) -> None:
        """Sign the newest version."""
        newest = self.one.newest
        held = self.collection
        reading = settle(Unsettled(newest.document_id, newest.entry, None), held.library)
        signing = Signing("签署人", "科务会", basis(reading, held.library, held.rules.values()))
        self.records.readings.sign(by, self.one.stand, signing, own=own)

    def withdraw(self) -> None:
        """Take the signature back."""
        self.records.readings.withdraw(SIGNER, "a-reading", "写错了")

    def reply(self, question: str = "每家怎样算？") -> Reply:
        """What is answered now."""

        def nowhere() -> Searcher:
            raise IndexUnavailableError("没有检索")

        known = Knowledge(self.collection, nowhere, self.interpretations.over)
        return Assistant(known).ask(question, as_of=date(2025, 1, 1)).reply

    @property
    def state(self) -> str:
        """How far it is, in Chinese."""
        return self.one.state.value

    @property
    def deeds(self) -> list[str]:
        """What the log tells, in order."""
        return [line.action for line in reversed(self.records.audit.lines())]


@pytest.fixture
def bureau(tmp_path: Path, records: Records) -> Bureau:
    return Bureau(tmp_path, records)


def test_what_came_with_the_text_is_a_draft_that_waits(bureau: Bureau) -> None:
    assert (bureau.one.state, bureau.one.newest.number) == (State.DRAFT, 0)
    assert waiting([bureau.one]) == (bureau.one,)
    assert bureau.reply().notes[0] == "这一口径是草案，未经主管部门签署。"


def test_what_was_signed_answers_at_once_with_name_day_and_ground(bureau: Bureau) -> None:
    bureau.reply()
    bureau.sign()
    day = today().isoformat()
    assert bureau.reply().notes[0] == f"口径已由张三（签署人，{day}）签署，依据：科务会。"
    assert waiting([bureau.one]) == ()
    assert (bureau.one.state, bureau.one.signer, bureau.one.day) == (State.SIGNED, "张三", day)
    assert bureau.deeds == ["reading.sign"]


def test_a_new_draft_does_not_displace_what_is_signed(bureau: Bureau) -> None:
    bureau.sign()
    assert bureau.edit(CHECKER, "按人计。") == 1
    assert bureau.reply().conclusion.startswith("按法人计。")
    assert (bureau.one.state, bureau.one.waiting, bureau.one.shown) == (State.SIGNED, True, 0)
    bureau.sign()
    assert bureau.reply().conclusion.startswith("按人计。")
    assert [one.number for one in bureau.one.versions] == [0, 1]


def test_a_text_that_changed_voids_the_signature_and_one_changed_back_revives_it(
    bureau: Bureau,
) -> None:
    bureau.sign()
    bureau.write_text(CHANGED)
    assert bureau.state == "失效"
    note = "签署后条文有改动，签署失效。这一口径是草案，未经主管部门签署。"
    assert bureau.reply().notes[0] == note
    assert waiting([bureau.one])
    bureau.write_text(TEXT)
    assert bureau.state == "已签"
    bureau.write_text(CHANGED)
    bureau.sign()
    assert bureau.state == "已签"


def test_where_the_quoted_words_are_gone_nothing_is_answered_and_why_is_said(
    bureau: Bureau,
) -> None:
    bureau.edit(CHECKER, "按人计。")
    bureau.sign()
    (bureau.root / "a" / "readings.yaml").unlink()
    (bureau.root / "a" / "rules.yaml").unlink()
    (bureau.root / "a" / "cards.yaml").unlink()
    bureau.write_text(of(TEXT, "a", ("每家企业补助", "每个企业补助")))
    assert (bureau.one.state, bureau.one.reading) == (State.VOID, None)
    assert "找不到“每家企业”" in bureau.one.problem


def test_a_withdrawn_one_answers_nothing_until_it_is_written_anew(bureau: Bureau) -> None:
    bureau.sign()
    bureau.withdraw()
    assert (bureau.one.state, bureau.one.reading) == (State.WITHDRAWN, None)
    assert "按法人计" not in bureau.reply().conclusion
    with pytest.raises(ReadingError, match="不用撤回"):
        bureau.withdraw()
    bureau.edit(CHECKER, "按人计。")
    assert bureau.state == "草案"
    told = [(m.what, m.who, m.words) for m in bureau.one.history(lambda name: f"{name}!")]
    assert told == [
        ("写成", "随文件", ""),
        ("签署", "张三（签署人）", "科务会"),
        ("撤回签署", "张三", "写错了"),
        ("修改", "wang!", "改了"),
    ]
    assert bureau.deeds == ["reading.sign", "reading.withdraw", "reading.write"]


def test_nobody_signs_their_own_version_unless_that_is_allowed(bureau: Bureau) -> None:
    bureau.edit(SIGNER, "按人计。")
    with pytest.raises(ReadingError, match=OWN):
        bureau.sign()
    assert bureau.state == "草案"
    bureau.sign(own=True)
    assert bureau.state == "已签"
    with pytest.raises(ReadingError, match=SIGNED):
        bureau.sign(own=True)


def test_of_two_at_once_the_second_is_told(bureau: Bureau) -> None:
    stand = bureau.one.stand
    entry = dumped(bureau.one.newest.entry)
    bureau.records.readings.write(CHECKER, stand, entry, "")
    with pytest.raises(StaleError, match=STALE):
        bureau.records.readings.write(SIGNER, stand, entry, "")
    with pytest.raises(StaleError):
        bureau.records.readings.sign(SIGNER, stand, Signing("签署人", "会议", "0" * 64))
    with pytest.raises(StaleError):
        bureau.records.readings.write(SIGNER, replace(stand, number=7), entry, "")
    assert [one.number for one in bureau.one.versions] == [0, 1]


def test_a_file_that_changes_is_a_version_after_what_was_signed_of_it(bureau: Bureau) -> None:
    bureau.sign()
    changed = of(READINGS, "a", ("按法人计", "按人计"))
    (bureau.root / "a" / "readings.yaml").write_text(changed, "utf-8")
    bureau.read()
    assert [one.number for one in bureau.one.versions] == [0, 1]
    assert (bureau.one.state, bureau.one.waiting) == (State.SIGNED, True)
    bureau.sign()
    assert (bureau.one.text, bureau.one.waiting) == ("按人计。", False)


def test_where_the_records_fail_the_answers_go_on_as_drafts(
    bureau: Bureau, caplog: pytest.LogCaptureFixture
) -> None:
    bureau.sign()

    def broken() -> None:
        raise RecordsError("库打不开")

    bureau.interpretations = Interpretations(broken)  # type: ignore[arg-type]
    assert bureau.reply().notes[0].startswith("这一口径是草案")
    assert "库打不开" in caplog.text
