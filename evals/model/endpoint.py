"""A scripted OpenAI-compatible endpoint: the real protocol over real HTTP on 127.0.0.1.

A script is a function from the request to a list of acts. Acts are played in order: text is
streamed as chunks of a chat completion, the others misbehave in one way each.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evals.model.acts import (
    Act,
    Call,
    Cut,
    Drip,
    Endless,
    Fail,
    Garbage,
    Hang,
    Say,
    Stop,
    Until,
)

Request = Mapping[str, Any]
Script = Callable[[Request], Sequence[Act]]


def last_user_text(request: Request) -> str:
    """The text of the last message that the user side sent."""
    users = [m for m in request["messages"] if m["role"] == "user"]
    content = users[-1]["content"] if users else ""
    return content if isinstance(content, str) else "".join(p.get("text", "") for p in content)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.endpoint = endpoint

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up: many tests make them."""


class Endpoint:
    """A running endpoint. ``requests`` holds every request body in order of arrival."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Request] = []
        self.finished: list[float] = []  # monotonic time at which each response ended
        self._lock = threading.Lock()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def base_url(self) -> str:
        """What to set LLM_BASE_URL to."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def took(self, request: Request) -> None:
        """Note a request."""
        with self._lock:
            self.requests.append(request)

    def ended(self) -> None:
        """Note that a response is complete."""
        with self._lock:
            self.finished.append(time.monotonic())


@contextmanager
def serve(script: Script) -> Iterator[Endpoint]:
    """An endpoint that plays ``script`` while the block runs."""
    endpoint = Endpoint(script)
    endpoint.start()
    try:
        yield endpoint
    finally:
        endpoint.stop()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""

    def do_GET(self) -> None:
        body = json.dumps({"object": "list", "data": [{"id": "scripted", "object": "model"}]})
        self._whole(200, body)

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        request: Request = json.loads(self.rfile.read(length))
        self.server.endpoint.took(request)
        acts = list(self.server.endpoint.script(request))
        try:
            if acts and isinstance(acts[0], Fail):
                body = json.dumps({"error": {"message": "scripted", "type": "scripted"}})
                self._whole(acts[0].status, body, acts[0].headers)
            elif request.get("stream"):
                self._stream(acts)
            else:
                self._whole(200, json.dumps(_completion(acts)))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            self.server.endpoint.ended()

    def _whole(self, status: int, body: str, headers: Mapping[str, str] | None = None) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, acts: Sequence[Act]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        self._event(_chunk({"role": "assistant", "content": ""}))
        for act in acts:
            if not self._play(act):
                return
        called = any(isinstance(act, Call) for act in acts)
        self._event(_chunk({}, "tool_calls" if called else "stop"))
        self._raw("data: [DONE]\n\n")
        self._end()

    def _play(self, act: Act) -> bool:
        """Play one act; False ends the response."""
        match act:
            case Say():
                for start in range(0, len(act.text), act.size):
                    self._event(_chunk({"content": act.text[start : start + act.size]}))
                    time.sleep(act.pause)
            case Call():
                self._event(_chunk({"tool_calls": [_call(act, streamed=True)]}))
            case Hang():
                time.sleep(act.seconds)
            case Until():
                act.event.wait()
            case Endless() | Drip():
                self._repeat(act)
            case Cut():
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return False
            case Stop():
                self._end()
                return False
            case Garbage():
                self._raw(act.text)
        return True

    def _repeat(self, act: Endless | Drip) -> None:
        """Send the same until the other side goes away."""
        event = isinstance(act, Endless)
        while True:
            self._event(_chunk({"content": act.text})) if event else self._raw(act.text)
            time.sleep(act.pause)

    def _event(self, data: Mapping[str, Any]) -> None:
        self._raw(f"data: {json.dumps(data, ensure_ascii=False)}\n\n")

    def _raw(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _end(self) -> None:
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()


def _chunk(delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [choice],
    }


def _call(act: Call, *, streamed: bool) -> dict[str, Any]:
    arguments = (
        act.arguments
        if isinstance(act.arguments, str)
        else json.dumps(act.arguments, ensure_ascii=False)
    )
    call = {
        "id": f"call_{act.name}",
        "type": "function",
        "function": {"name": act.name, "arguments": arguments},
    }
    return {"index": 0, **call} if streamed else call


def _completion(acts: Sequence[Act]) -> dict[str, Any]:
    text = "".join(act.text for act in acts if isinstance(act, Say))
    calls = [_call(act, streamed=False) for act in acts if isinstance(act, Call)]
    message: dict[str, Any] = {"role": "assistant", "content": text or None}
    if calls:
        message["tool_calls"] = calls
    reason = "tool_calls" if calls else "stop"
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
