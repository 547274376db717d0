"""The verifier over the product's own replies and over honest and corrupted drafts of them."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from evals.case import OWN_CASES, read_cases
from evals.corruption import ABSOLUTE
from evals.drafts import Row, answered, passes, tables


@pytest.fixture(scope="module")
def drafts() -> tuple[dict[str, Row], dict[str, Row]]:
    assistant = Assistant.open()
    good, bad = tables(assistant, list(answered(assistant, read_cases(*OWN_CASES))))
    return dict(good), dict(bad)


def test_no_wrong_amount_rate_date_article_or_quote_passes(
    drafts: tuple[dict[str, Row], dict[str, Row]],
) -> None:
    passed = {name: drafts[1][name].odd for name in ABSOLUTE if drafts[1][name].odd}
    assert passed == {}


def test_at_least_300_bad_drafts_are_stopped_and_as_many_good_ones_let_through(
    drafts: tuple[dict[str, Row], dict[str, Row]],
) -> None:
    good, bad = drafts
    assert sum(row.total for row in bad.values()) >= 300
    assert sum(row.total for row in good.values()) >= 300
    assert passes(good, bad)
