"""A watch over a connection: whoever waits for a server that says nothing gets an error, within a limit.

Law of this module: it never waits itself for what it watches. What is heard is counted by the kernel, so that an answer
that comes slowly is no silence.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs

KEPT_ALIVE: Final = {"keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3"}
"""How libpq is told to look whether the machine on the other side is still there."""
_INFO_SIZE: Final = 136
_heard_in: Final = struct.Struct("128xQ").unpack
"""Of Linux's `struct tcp_info`: `tcpi_bytes_received`."""


@attrs.define
class Watch:
    """Shuts a connection down that has been silent for too long: whoever waits for it then gets an error.

    Attributes:
        limit_s: So long it may be silent.
        is_busy: Is asked then, in another thread, whether the server still works for this connection; by default it is
            taken to be gone.
        fired: Whether it was shut down.
    """

    limit_s: float
    is_busy: Callable[[], bool] = lambda: False
    fired: bool = False
    _until: float | None = None
    _socket: socket.socket | None = None
    _ended: threading.Event = attrs.field(factory=threading.Event)
    _thread: threading.Thread | None = None

    def begin(self, connection: Any) -> None:
        """Begin to watch a connection."""
        self._socket = socket.socket(fileno=os.dup(connection.fileno()))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop watching."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """Watch while something is waited for."""
        self.moved()
        try:
            yield
        finally:
            self._until = None

    def moved(self) -> None:
        """Note that the other side did something."""
        self._until = time.monotonic() + self.limit_s

    def _run(self) -> None:
        heard = self._heard()
        while not self._ended.wait(min(0.2, self.limit_s / 4)):
            until, before, heard = self._until, heard, self._heard()
            if until is None:
                continue
            if heard != before:
                self._put_off(until)
            elif time.monotonic() > until:
                if self.is_busy():
                    self._put_off(until)
                elif self._until == until and self._heard() == heard:
                    self.fired, self._until = True, None
                    self._shut_down()

    def _put_off(self, until: float) -> None:
        if self._until == until:  # else it was waited for no longer, or moved
            self.moved()

    def _heard(self) -> int | None:
        """Give how many bytes have come; None where the kernel does not tell."""
        tcp_info = getattr(socket, "TCP_INFO", None)
        if self._socket is None or tcp_info is None:
            return None
        try:
            told = self._socket.getsockopt(socket.IPPROTO_TCP, tcp_info, _INFO_SIZE)
        except OSError:  # a socket of this machine's files
            return None
        return int(_heard_in(told)[0]) if len(told) == _INFO_SIZE else None

    def _shut_down(self) -> None:
        with contextlib.suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)
