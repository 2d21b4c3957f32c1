"""A network between two sockets of loopback, which does something at a given byte: nothing any more, or worse."""

import contextlib
import select
import socket
import threading
import time


class Proxy:
    """Carries bytes to a port and back; once so many have passed, or a word has, it does what it is told.

    ``then`` is *silence* (both connections stay open, nothing is carried any more), *deaf* (so it is for the connection
    that it happened on, and no other), *cut* (both are closed), or what is to be called. ``passed`` counts the bytes of
    both directions.
    """

    def __init__(self, port, *, after=None, word=None, then="silence"):
        self.to, self.after, self.word, self.then = port, after, word, then
        self.passed = 0
        self.is_triggered = False
        self._ended = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._listening.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self):
        self._listening.settimeout(0.05)
        while not self._ended.is_set():
            try:
                one, _ = self._listening.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            thread = threading.Thread(target=self._carry, args=(one,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _carry(self, one):
        with one, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.to)) as other:
            is_deaf = False
            while not self._ended.is_set():
                if is_deaf or (self.is_triggered and self.then == "silence"):
                    self._ended.wait(0.05)
                    continue
                if self.is_triggered and self.then == "cut":
                    return
                for source in select.select([one, other], [], [], 0.05)[0]:
                    data = source.recv(4096)
                    if not data:
                        return
                    if self._is_time(data):
                        is_deaf = self.then == "deaf"
                        if self.then in ("silence", "deaf", "cut"):
                            break
                        (other if source is one else one).sendall(data)
                        self.then()
                        continue
                    (other if source is one else one).sendall(data)

    def _is_time(self, data):
        with self._lock:
            self.passed += len(data)
            if self.is_triggered:
                return False
            if (self.after is not None and self.passed >= self.after) or (self.word is not None and self.word in data):
                self.is_triggered = True
                return True
            return False


def after(seconds, call):
    """What waits and then calls."""

    def do():
        time.sleep(seconds)
        call()

    return do
