"""Pictures for the README and the documents, taken from the running product.

    uv run python tools/pictures.py [NAME …]

A demo installation of its own is started on a free port and removed afterwards. Browser: the
system's Chromium, else Playwright's own.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

TARGET = Path(__file__).resolve().parent.parent / "docs" / "pictures"
MOST_BYTES = 200_000
PATIENCE = 120.0  # seconds for a fresh demo to answer
WHO = "backbone@demo.example"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: a page in a language, as large as the part of it that matters."""

    name: str
    address: str
    width: int = 1280
    height: int = 900
    dark: bool = False


def _of_example(name: str, language: str, page: str, **more: object) -> Shot:
    return Shot(name, f"{language}/i/ready-together/{page}", **more)  # type: ignore[arg-type]


SHOTS = (
    _of_example("map-he", "he", "map/", height=1130),
    _of_example("overview-he", "he", "", height=1000),
    _of_example("missing-he", "he", "missing/", height=1000),
    _of_example("money-he", "he", "money/", height=900),
    _of_example("plan-he", "he", "plan/", height=900),
    _of_example("indicator-he", "he", "indicators/I1/", height=960),
    _of_example("load-he", "he", "load/", height=760),
    _of_example("overview-ar", "ar", "", width=1280, height=1000),
    _of_example("map-ar", "ar", "map/", height=1170),
    _of_example("missing-ar", "ar", "missing/", width=1280, height=1000),
    _of_example("missing-en", "en", "missing/", width=1280, height=1000),
)


def main() -> None:
    wanted = [shot for shot in SHOTS if not sys.argv[1:] or shot.name in sys.argv[1:]]
    TARGET.mkdir(parents=True, exist_ok=True)
    with _demo() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for shot in wanted:
            _take(browser, shot, address, password)
        browser.close()


@contextmanager
def _demo() -> Iterator[tuple[str, str]]:
    """A fresh demo: its address and the password of its personas."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        surroundings = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        server = subprocess.Popen(
            [Path(sys.executable).parent / "shidra", "demo", "--port", str(port)],
            env=surroundings | {"SHIDRA_DATA": folder},
            stdout=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait_for(address, server)
            yield address, (Path(folder) / "demo-password.txt").read_text(encoding="ascii").strip()
        finally:
            server.terminate()
            server.wait()


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise SystemExit("the demo ended before it answered")
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own demo
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the demo did not answer in time")


def _take(browser: Browser, shot: Shot, address: str, password: str) -> None:
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=1.25,
        color_scheme="dark" if shot.dark else "light",
    )
    page = context.new_page()
    _sign_in(page, address, password)
    page.goto(address + shot.address)
    page.wait_for_load_state("networkidle")
    png = page.screenshot()
    context.close()
    path = TARGET / f"{shot.name}.png"
    path.write_bytes(_small(png))
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def _sign_in(page: Page, address: str, password: str) -> None:
    page.goto(f"{address}en/sign-in/")
    page.fill("input[name=username]", WHO)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


def _small(png: bytes) -> bytes:
    """The picture with as many colours as fit into the size that a document may carry."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32):
        small = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
        if small.tell() <= MOST_BYTES:
            return small.getvalue()
    raise SystemExit(f"a picture stays above {MOST_BYTES:,} bytes: make it smaller")


if __name__ == "__main__":
    main()
