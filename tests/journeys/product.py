"""The product as people run it: its own commands, its own folder, its own server."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

from tests.config.installation import Installation, free_port

__all__ = ["LANGUAGES", "Product", "direction"]

LANGUAGES = ("he", "ar", "en")
SECONDS_TO_START = 90


def direction(language: str) -> str:
    return "ltr" if language == "en" else "rtl"


class Product(Installation):
    """An installation that is served."""

    address = ""
    has_five_units = False

    def command(self, *arguments: Any, expected: int = 0) -> str:
        """What a command prints; it must end as expected."""
        process = self.run(*arguments)
        assert process.returncode == expected, (arguments, process.complained)
        return process.said

    def document(self, *arguments: Any) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.command(*arguments, "--json"))

    @property
    def password(self) -> str:
        return (self.data / "demo-password.txt").read_text(encoding="ascii").strip()

    def serving(self) -> Iterator["Product"]:
        """Serve until whoever iterates is done; what the server complained of fails the run."""
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        server = self.start("serve", "--port", port)
        said: list[str] = []
        # Read all along, so that a server with much to say never waits for its reader.
        listener = threading.Thread(target=lambda: said.extend(server.stderr), daemon=True)
        listener.start()
        try:
            self._wait(server, said)
            yield self
        finally:
            server.terminate()
            server.wait(timeout=30)
            listener.join(timeout=5)
            for pipe in (server.stdin, server.stdout, server.stderr):
                pipe.close()
        assert not [line for line in said if "Traceback" in line], "".join(said)

    def _wait(self, server: Any, said: list[str]) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            assert server.poll() is None, "".join(said)
            try:
                with urlopen(f"{self.address}/look/0.css", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not answer: " + "".join(said))
