"""Who did something is named as it can be read: a person by name, the server's keyboard in words."""

import pytest
from django.utils import translation

from shidra.audit.models import SYSTEM
from shidra.audit.presentation import who_acted


@pytest.mark.parametrize(
    ("language", "words"),
    [("he", "שורת הפקודה"), ("ar", "سطر الأوامر"), ("en", "the command line")],
)
def test_nobody_signed_in_is_the_command_line_in_the_readers_language(language, words):
    with translation.override(language):
        assert str(who_acted(SYSTEM.label, language)) == words


def test_a_person_keeps_their_name_in_its_own_script():
    shown = who_acted("מיכל אדרי", "en")
    assert str(shown) == "מיכל אדרי"
    assert 'lang="he"' in shown.__html__()
