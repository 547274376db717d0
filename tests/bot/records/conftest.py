"""Records on either database, empty and at the newest schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.records.records import Records
from environment.settings import Settings
from tests.postgresql import new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Return settings that name an empty database of one kind."""
    if request.param == "sqlite":
        return Settings(policy_var=tmp_path / "var")
    (tmp_path / "var").mkdir()
    address = new_database(request.getfixturevalue("postgresql"))
    return Settings(policy_var=tmp_path / "var", database_url=SecretStr(address))


@pytest.fixture
def records(settings: Settings) -> Iterator[Records]:
    """Return the records that the settings name."""
    opened = Records.open(settings)
    yield opened
    opened.close()
