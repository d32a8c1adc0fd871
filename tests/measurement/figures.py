"""Reads the figures that a page states for machines."""

from html.parser import HTMLParser


class _Figures(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if "data-figure" in named:
            self.found.append(
                (
                    named["data-figure"],
                    named["data-of"],
                    named.get("data-period"),
                    named["data-value"],
                )
            )


def figures_on(response):
    """Every figure as {(name, of, period): value}; the same figure twice must agree."""
    reader = _Figures()
    reader.feed(response.content.decode())
    values = {}
    for name, of, period, value in reader.found:
        known = values.setdefault((name, of, period), float(value))
        assert known == float(value), (name, of, period)
    return values
