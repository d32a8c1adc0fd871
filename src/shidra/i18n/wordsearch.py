"""Words of texts in three languages as the database reads them fastest: each text opened once.

What `i18n.fields` offers asks each language for its type first, which a list of 20,000 rows feels.
SQLite keeps a text as the characters of its document: a document without the words, written as
they stand in it, is not opened at all.
"""

import json
from typing import Any

from django.db.models import BooleanField, CharField, F, Func, Q
from django.db.models.lookups import IContains

from shidra.i18n.text import FALLBACK_ORDER

__all__ = ["holds", "read_as"]


class _Sayings(Func):
    """Languages of one text as one string: the first that is filled, or all together."""

    arity = 1
    output_field = CharField()

    def __init__(self, path: str, languages: tuple[str, ...], *, is_first: bool) -> None:
        super().__init__(F(path))
        self.languages, self.is_first = languages, is_first

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        one = [f"json_extract(%(expressions)s, '$.{each}.text')" for each in self.languages]
        return self.as_sql(compiler, connection, template=self._joined(one), **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        one = [f"((%(expressions)s) #>> '{{{each},text}}')" for each in self.languages]
        return self.as_sql(compiler, connection, template=self._joined(one), **more)

    def _joined(self, one: list[str]) -> str:
        if self.is_first:
            return f"COALESCE({', '.join(f"NULLIF({each}, '')" for each in one)}, '')"
        return "(" + " || ' ' || ".join(f"COALESCE({each}, '')" for each in one) + ")"


class _Written(Func):
    """Whether the characters of a document may hold the words: yes wherever this is not known.

    A document is written with escapes, as Python does it by itself; whatever wrote one without
    them is found by the words as they are.
    """

    arity = 1
    output_field = BooleanField()

    def __init__(self, path: str, words: str) -> None:
        super().__init__(F(path))
        escaped = json.dumps(words)[1:-1]
        self.patterns = tuple(dict.fromkeys(map(_pattern, (escaped, words))))

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        (path,) = self.source_expressions
        column, params = compiler.compile(path)
        sql = " OR ".join(f"{column} LIKE %s ESCAPE '\\'" for _each in self.patterns)
        return f"({sql})", [*(each for one in self.patterns for each in (*params, one))]

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return "true", []


def _pattern(words: str) -> str:
    for special in ("\\", "%", "_"):
        words = words.replace(special, f"\\{special}")
    return f"%{words}%"


def holds(path: str, words: str) -> Q:
    """Whether a text holds words in any language, capitals ignored."""
    said = IContains(_Sayings(path, tuple(FALLBACK_ORDER), is_first=False), words)
    return Q(_Written(path, words)) & Q(said)


def read_as(path: str, language: str) -> Func:
    """What a reader of a language reads of a text: to sort by."""
    return _Sayings(path, FALLBACK_ORDER[language], is_first=True)
