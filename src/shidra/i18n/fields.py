"""The database field of a text in three languages.

One JSON column holds all languages with their states, so that a text stays one thing: it is
copied, compared and versioned whole. Search, order and uniqueness go through the helpers below,
which work alike on SQLite and PostgreSQL.
"""

import json
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, NullIf

from shidra.i18n.text import FALLBACK_ORDER, Text

__all__ = ["TextField", "contains", "in_language", "shown_words"]


class TextField(models.JSONField):
    """Stores a `shidra.i18n.text.Text`; an absent text is an empty `Text`, never NULL."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Text)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if isinstance(expression, KeyTextTransform):
            return value
        if isinstance(value, str) and not isinstance(expression, KeyTransform):
            return _opened(value)
        document = super().from_db_value(value, expression, connection)
        return Text.from_document(json.loads(document) if isinstance(document, str) else document)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Text):
            value = value.as_document()
        return super().get_db_prep_value(value, connection, prepared)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Text) or value is None:
            return value
        return Text.from_document(json.loads(value) if isinstance(value, str) else value)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj).as_document()

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value.as_document() if isinstance(value, Text) else value, model_instance)


@lru_cache(maxsize=4096)
def _opened(stored: str) -> Text:
    """What stands alone in its column. Each page reads the same hundreds of names anew."""
    document = json.loads(stored)
    return Text.from_document(json.loads(document) if isinstance(document, str) else document)


def in_language(field: str, language: str) -> KeyTextTransform:
    """The words of one language as a text expression: for constraints, order and search."""
    return KeyTextTransform("text", KeyTextTransform(language, field))


def shown_words(field: str, language: str) -> Coalesce:
    """What a reader of `language` sees, fallback included: for `order_by` and `annotate`."""
    filled: list[Combinable] = [
        NullIf(in_language(field, code), models.Value("")) for code in FALLBACK_ORDER[language]
    ]
    return Coalesce(*filled, models.Value(""), output_field=models.TextField())


def contains(field: str, words: str) -> models.Q:
    """Rows whose text holds `words` in any of the three languages, capitals ignored."""
    query = models.Q()
    for code in FALLBACK_ORDER:
        query |= models.Q(**{f"{field}__{code}__text__icontains": words})
    return query
