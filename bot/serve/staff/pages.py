"""What the handlers of every room of the staff are given."""

from __future__ import annotations

from bot.serve.services import Services


class StaffPages:
    """Handlers over one service; each asks ``_access`` who is there before anything else."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._access = services.access
