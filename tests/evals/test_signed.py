"""Signed interpretations replayed: the product answers with them, as it serves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.accounts import Member, Role
from bot.records.readings import Signing
from bot.records.records import Records
from bot.serve.interpretations import Interpretation, Interpretations, dumped
from corpus.basis import basis
from corpus.collection import Collection
from corpus.readings import Unsettled, settle
from environment.settings import Settings
from evals.__main__ import main
from evals.sets import signed_cases
from evals.table import TableError
from tests.corpus.policies import write_policy

CHECKER = Member("wang", "王科", frozenset({Role.CHECKER}))
SIGNER = Member("zhang", "张三", frozenset({Role.SIGNER}))
SET = ["run", "--set", "signed-interpretations", "--as-of", "2025-01-01"]


class Bureau:
    """One text with one interpretation, and what is kept of it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.records = Records.open(settings)

    @property
    def one(self) -> Interpretation:
        """The interpretation as it stands."""
        self.held = Collection.load(self.settings.policy_documents, self.settings.policy_var)
        (found,) = Interpretations(lambda: self.records.readings).all(self.held)
        return found

    def sign(self, text: str, question: str) -> None:
        """Write a version with an example of a question; another person signs it."""
        entry = self.one.newest.entry.model_copy(update={"reading": text, "question": question})
        self.records.readings.write(CHECKER, self.one.stand, dumped(entry), "")
        newest, held = self.one.newest, self.held
        reading = settle(Unsettled(newest.document_id, newest.entry, None), held.library)
        rests_on = basis(reading, held.library, held.rules.values())
        signing = Signing("签署人", "科务会", rests_on)
        self.records.readings.sign(SIGNER, self.one.stand, signing)


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    monkeypatch.setenv("POLICY_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("POLICY_DOCUMENTS", str(tmp_path / "documents"))
    write_policy(tmp_path / "documents", "a")
    opened = Bureau(Settings())
    yield opened
    opened.records.close()


def test_only_what_is_signed_and_names_a_question_is_a_case(bureau: Bureau) -> None:
    with pytest.raises(TableError, match="没有签署过"):
        signed_cases()
    bureau.sign("按人计。", "每家怎样算？")
    (case,) = signed_cases()
    assert (case.id, case.turns) == ("reading-a-reading", ("每家怎样算？",))
    assert (case.must_contain, case.gold_clauses) == ((("按人计。",),), (("a:第2条",),))
    assert case.note.startswith("口径“每家怎样算”，张三 ")
    bureau.records.readings.withdraw(SIGNER, "a-reading", "写错了")
    with pytest.raises(TableError, match="没有签署过"):
        signed_cases()


def test_the_set_is_answered_with_the_signed_words_and_fails_where_it_is_not(
    bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bureau.sign("按人计。", "每家怎样算？")
    main([*SET, "--out", str(tmp_path / "reports")])
    assert "1 题" in (said := capsys.readouterr().out)
    assert "答对 1 题" in said
    bureau.sign("按户计。", "企业的税率是多少？")  # a question that does not lead to it
    main([*SET, "--out", str(tmp_path / "reports")])
    assert "答对 0 题" in capsys.readouterr().out


def test_a_run_for_the_board_notes_what_was_signed(bureau: Bureau) -> None:
    bureau.sign("按人计。", "每家怎样算？")
    run_id = bureau.records.runs.begin("signed-interpretations", "wang", {"title": "口径"})
    assert run_id is not None
    assert main([*SET, "--record", run_id]) == 0
    run = bureau.records.runs.run(run_id)
    assert run is not None
    assert (run.configuration["signed"], run.configuration["title"]) == (1, "口径")
    (outcome,) = bureau.records.runs.outcomes(run_id)
    assert outcome.passed
