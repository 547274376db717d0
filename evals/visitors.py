"""Visitors on the pages: each opens one after another, asks, goes on asking, and thinks between."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Final

import httpx2

THINKING: Final = 1.0  # seconds between two things that a visitor does: quicker than people are
QUESTIONS: Final = (
    "我们厂上一年度技改投了350万，能补多少？",
    "要满足什么条件？",
    "如果是投了90万呢？",
    "现在还有效吗？",
)
PAGES: Final = {
    "打开 咨询": "/",
    "打开 测算": "/calc?rule=technical-renovation",
    "打开 政策体检": "/checkup",
    "打开 政策库": "/library",
    "打开 一个条款": "/library?doc=longgang-fashion-measures-2024&clause=三.(二).4",
    "打开 我的会话": "/conversations",
}
ASKED: Final = "在咨询页提问"
REOPENED: Final = "重新打开会话"

Times = dict[str, list[float]]  # what was done → seconds each took; infinite where it failed


async def visited(port: int, visitors: int, seconds: float) -> Times:
    """What so many visitors at once wait for, each with cookies and a conversation of their own."""
    times: Times = defaultdict(list)
    until = time.monotonic() + seconds
    limits = httpx2.Limits(max_connections=None)
    async with asyncio.TaskGroup() as group:
        for number in range(visitors):
            client = httpx2.AsyncClient(
                base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=60, trust_env=False
            )
            group.create_task(_Visitor(client, times, until).stay(number / visitors * THINKING))
    return dict(times)


class _Visitor:
    """One of them, until it is time to go."""

    def __init__(self, client: httpx2.AsyncClient, times: Times, until: float) -> None:
        self._client = client
        self._times = times
        self._until = until

    async def stay(self, late: float) -> None:
        """Come a little later than the others; do everything in turn, again and again."""
        await asyncio.sleep(late)
        async with self._client:
            await self._walk()
            while time.monotonic() < self._until:
                await self._walk()

    async def _walk(self) -> None:
        conversation: str | None = None
        for name, address in PAGES.items():
            await self._timed(name, lambda address=address: self._open(address))  # type: ignore[misc]
        for number, question in enumerate(QUESTIONS, 1):
            body = {"question": question, "conversation": conversation, "number": number}
            conversation = await self._timed(ASKED, lambda body=body: self._ask(body))  # type: ignore[misc]
        await self._timed(REOPENED, lambda: self._open(f"/c/{conversation}/turns"))

    async def _timed(self, name: str, do: Callable[[], Awaitable[str | None]]) -> str | None:
        began = time.perf_counter()
        try:
            told = await do()
        except (httpx2.HTTPError, ValueError):
            self._times[name].append(float("inf"))
            return None
        self._times[name].append(time.perf_counter() - began)
        await asyncio.sleep(THINKING)
        return told

    async def _open(self, address: str) -> None:
        (await self._client.get(address)).raise_for_status()

    async def _ask(self, body: object) -> str:
        """Ask; the key of the conversation. Raises ValueError where nothing was answered."""
        answer = await self._client.post("/ask", json=body)
        answer.raise_for_status()
        told = json.loads(answer.text.splitlines()[-1])
        if not told.get("turn") or not told.get("conversation"):
            raise ValueError(str(told))
        return str(told["conversation"])
