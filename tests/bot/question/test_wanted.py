"""The table of kinds of answers: what asks for one, and what a sentence must hold to give one."""

from __future__ import annotations

import pytest

from bot.question.wanted import Wanted, table, wishes

KINDS = table().wanted


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_what_asks_for_a_kind_is_heard_and_what_answers_it_is_told(kind: Wanted) -> None:
    heard = {said: [w.wanted.name for w in wishes(said)] for said in kind.examples}
    assert heard == {said: [kind.name] for said in kind.examples}
    assert [said for said in kind.shown if not kind.evidence.found_in(said)] == []
    assert [said for said in kind.not_shown if kind.evidence.found_in(said)] == []


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_every_phrase_that_asks_has_an_example(kind: Wanted) -> None:
    alone = {phrase: kind.phrases.only(phrase) for phrase in kind.phrases.written}
    assert [p for p, one in alone.items() if not any(map(one.found_in, kind.examples))] == []


def test_each_small_clause_has_its_own_wish_with_its_own_words() -> None:
    first, second = wishes("磨盘补助的材料要交几份、评完了公示几天？")
    assert (first.wanted.name, first.words) == ("份数", ("磨盘", "材料"))
    assert (second.wanted.name, second.words[-1]) == ("时长", "公示")


def test_what_asks_for_no_known_kind_has_none() -> None:
    assert wishes("磨盘补助能拿吗") == ()
