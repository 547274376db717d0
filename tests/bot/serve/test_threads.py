"""Threads held in memory: whose place they take, and how long."""

from __future__ import annotations

from bot.context import Context
from bot.serve.threads import Thread, Threads

HERE, THERE = "192.0.2.1", "198.51.100.7"


def thread(name: str) -> Thread:
    return Thread(Context(topics=(name,)), "", 1)


def test_a_visitor_pushes_out_only_threads_of_their_own() -> None:
    threads = Threads(each=2)
    threads.keep("other", thread("other"), THERE)
    for n in range(50):
        threads.keep(str(n), thread(str(n)), HERE)
    held = [threads.get(str(n)) is not None for n in range(50)]
    assert held == [False] * 48 + [True] * 2
    assert threads.get("other") == thread("other")


def test_a_conversation_has_one_thread_wherever_its_visitor_is_now() -> None:
    threads = Threads(each=2)
    threads.keep("a", thread("first"), HERE)
    threads.keep("a", thread("second"), THERE)
    assert threads.get("a") == thread("second")
    threads.keep("a", thread("third"), HERE)
    assert threads.get("a") == thread("third")


def test_what_was_never_held_or_is_let_go_of_is_not_found() -> None:
    threads = Threads(each=2)
    threads.keep("a", thread("a"), HERE)
    threads.forget("a")
    threads.forget("nobody")
    assert [threads.get(key) for key in ("a", "nobody", "")] == [None, None, None]


def test_a_thread_is_forgotten_in_the_end() -> None:
    threads = Threads(each=2, lasting=0)
    threads.keep("a", thread("a"), HERE)
    assert threads.get("a") is None
