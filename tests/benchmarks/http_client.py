"""Clients that sign, confirm and read the count. Run as: http_client.py PORT SECONDS TASKS.

TASKS is JSON: lists of what is done (``sign``, ``confirm`` or ``count``), by how many clients at once, how
often a second (0 for as often as it goes), and the file with the paths and bodies of its requests, a line
each. Prints for each task how many requests were answered as they should be, and how long that took in
milliseconds. If there is a pace, time is counted from the moment at which a request was due.
"""

from __future__ import annotations

import itertools
import json
import re
import socket
import sys
import threading
import time
from pathlib import Path

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_EXPECTED = {"sign": b"303", "confirm": b"303", "count": b"200"}


class Connection:
    """A connection that is kept open, and opened again if the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> bytes:
        """Send a request and return the status; an empty one if there was no answer."""
        try:
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", self.port), 30)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.sendall(request)
            answer = b""
            while b"\r\n\r\n" not in answer:
                answer += self._receive()
            head, _, body = answer.partition(b"\r\n\r\n")
            found = _LENGTH.search(head)
            missing = int(found[1]) - len(body) if found else 0
            while missing > 0:
                missing -= len(self._receive())
            if b"connection: close" in head.lower():
                self.close()
            return head[9:12]
        except OSError:
            self.close()
            return b""

    def _receive(self) -> bytes:
        assert self.socket is not None
        if chunk := self.socket.recv(65_536):
            return chunk
        raise ConnectionError

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
        self.socket = None


def make_requests(task: str, path: Path) -> list[bytes]:
    requests = []
    for number, line in enumerate(path.read_text().splitlines()):
        where, _, body = line.partition(" ")
        head = [
            f"{'GET' if task == 'count' else 'POST'} {where} HTTP/1.1",
            "Host: 127.0.0.1",
            f"X-Forwarded-For: 10.{number // 250 % 250}.{number % 250}.1",
            "Accept-Language: en",
        ]
        if task != "count":
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        requests.append(("\r\n".join(head) + "\r\n\r\n" + body).encode())
    return requests


class Task:
    """What one kind of client does."""

    def __init__(self, port: int, name: str, clients: int, pace: float, path: str) -> None:
        self.port, self.name, self.clients, self.pace = port, name, clients, pace
        requests = make_requests(name, Path(path))
        self.requests = itertools.cycle(requests) if name == "count" else iter(requests)
        self.times: list[float] = []
        self.wrong = 0

    def run(self, number: int, start: float, until: float) -> None:
        connection, expected = Connection(self.port), _EXPECTED[self.name]
        for turn in itertools.count():
            due = time.perf_counter()
            if self.pace:
                due = start + (turn * self.clients + number) / self.pace
                if (early := due - time.perf_counter()) > 0:
                    time.sleep(early)
            if max(due, time.perf_counter()) >= until:
                break
            request = next(self.requests)
            if connection.ask(request) == expected:
                self.times.append(time.perf_counter() - due)
            else:
                self.wrong += 1
        connection.close()


def main(port: int, seconds: float, tasks: list[list[object]]) -> None:
    prepared = [Task(port, *task) for task in tasks]  # type: ignore[arg-type]
    start = time.perf_counter() + 0.2
    threads = [
        threading.Thread(target=task.run, args=(number, start, start + seconds))
        for task in prepared
        for number in range(task.clients)
    ]
    time.sleep(0.2)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = max(time.perf_counter() - start, seconds)
    results = []
    for task in prepared:
        times = sorted(task.times) or [0.0]
        results.append(
            {
                "rate": len(task.times) / took,
                "p50": times[len(times) // 2] * 1000,
                "p99": times[len(times) * 99 // 100] * 1000,
                "wrong": task.wrong,
            }
        )
    print(json.dumps(results))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), json.loads(sys.argv[3]))
