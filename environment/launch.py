"""What each of our commands does first: it can say Chinese on any terminal, and calls nobody."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Final, NoReturn

from environment.words import speak_chinese

# Nothing may call out unless its operator says so: each of these is read when a library is
# imported, and each library would otherwise send statistics or look for models on a hub.
OFFLINE: Final = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "OTEL_SDK_DISABLED": "true",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_OFFLINE": "1",
}
INTERRUPTED: Final = 128 + signal.SIGINT  # Ctrl+C, as a shell reports what died of a signal
READER_GONE: Final = 128 + signal.SIGPIPE


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command as the whole of this process, and end it with the command's status."""
    _reopen_closed_streams()
    _see_to_chinese()
    speak_chinese()
    _respell_proxies()
    work_offline()
    try:
        try:
            status = main()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # as in ``… | head -1``: nothing is wrong, and nobody is there to tell
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())  # for what Python itself flushes at the end
        os.dup2(null, sys.stderr.fileno())
        status = READER_GONE
    except KeyboardInterrupt:
        status = INTERRUPTED
    sys.exit(status)


def work_offline() -> None:
    """Switch telemetry and hub look-ups off, for this process and those it starts."""
    for name, value in OFFLINE.items():
        os.environ.setdefault(name, value)


def _reopen_closed_streams() -> None:
    """Put the null device where a stream is closed, or the next file would take its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _see_to_chinese() -> None:
    """Start over in Python's UTF-8 mode where arguments, paths or output can't be Chinese.

    Such is the locale "C" of many services and containers. An encoding that knows Chinese, like
    GB18030, stays; the few characters it lacks are written as escapes.
    """
    encodings = {sys.getfilesystemencoding(), sys.stdout.encoding, sys.stderr.encoding}
    if not all(map(_has_chinese, encodings)):
        os.environ["PYTHONUTF8"] = "1"
        os.environ.pop("PYTHONIOENCODING", None)  # it outranks that mode
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=errors)


def _respell_proxies() -> None:
    """Write ``socks://``, as desktops set it, in the way HTTP clients know; else they raise."""
    for name, proxy in os.environ.items():
        if name.lower().endswith("_proxy") and proxy.startswith("socks://"):
            os.environ[name] = proxy.replace("socks", "socks5", 1)


def _has_chinese(encoding: str) -> bool:
    try:
        "政策".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
