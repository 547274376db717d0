"""One service a data folder: two would take each other's conversations and break the index."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

TAKEN = (
    "已有另一个政策问答服务在使用同一个数据文件夹，没有启动。"
    "请先停止它，或用 POLICY_VAR 给这一个另设文件夹；一个服务只运行一个进程（不要设多个 workers）。"
)


class TakenError(RuntimeError):
    """Another process serves from the same data folder. The message is Chinese."""


def claim(var: Path) -> int | None:
    """Hold the data folder for this process until it ends, however it ends.

    Returns the descriptor that holds it; None where there is no such folder and none can be made,
    and so nothing to share, and where the disk knows no locks.

    Raises:
        TakenError: another process holds it.
    """
    try:
        var.mkdir(parents=True, exist_ok=True)
        held = os.open(var, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise TakenError(TAKEN) from None
    except OSError:  # some network disks know no locks: whoever uses one sees to it alone
        os.close(held)
        return None
    return held
