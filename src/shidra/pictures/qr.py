"""A QR code as SVG, without a style of its own."""

from html import escape

from qrcode.main import QRCode

__all__ = ["draw_qr"]

_QUIET_ZONE = 4


def draw_qr(words: str, label: str) -> str:
    """The code of these words: dark on light in every theme, for that is what cameras look for.

    >>> picture = draw_qr("https://shidra.example/w/48219037/", "Opens the workshop")
    >>> picture.startswith('<svg class="qr-code" viewBox="0 0 ')
    True
    """
    code = QRCode(border=_QUIET_ZONE)
    code.add_data(words)
    code.make()
    rows = code.get_matrix()
    squares = "".join(
        f"M{x},{y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    size = len(rows)
    return (
        f'<svg class="qr-code" viewBox="0 0 {size} {size}" role="img" aria-label="{escape(label)}" '
        f'direction="ltr" shape-rendering="crispEdges">'
        f'<path fill="#ffffff" d="M0,0h{size}v{size}h-{size}z"/>'
        f'<path fill="#000000" d="{squares}"/></svg>'
    )
