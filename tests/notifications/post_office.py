"""A mail server of a test's own, small and slow, which remembers every letter that it took."""

import socketserver
import time
from email import message_from_bytes
from threading import Lock, Thread
from typing import ClassVar, Self

__all__ = ["PostOffice"]


class _Counter(socketserver.StreamRequestHandler):
    """One conversation; a letter is taken when its last line is answered."""

    server: "PostOffice"
    ANSWERS: ClassVar = {"EHLO": b"250 at your service", "QUIT": b"221 bye"}

    def handle(self) -> None:
        self._say(b"220 post office")
        while line := self.rfile.readline():
            word = line[:4].decode().upper()
            if word == "DATA":
                self._say(b"354 go on")
                self._take()
            else:
                self._say(self.ANSWERS.get(word, b"250 ok"))
            if word == "QUIT":
                return

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        time.sleep(self.server.slowness)
        if line:
            letter = message_from_bytes(b"".join(lines))
            with self.server.lock:
                self.server.taken.append(letter["To"])
            self._say(b"250 taken")

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


class PostOffice(socketserver.ThreadingTCPServer):
    """`taken` are the addresses of the letters it took, in order."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, slowness: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.slowness, self.taken, self.lock = slowness, list[str](), Lock()

    def handle_error(self, *_who: object) -> None:
        """Who calls may be killed in the middle of a word."""

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.shutdown()
        self.server_close()
