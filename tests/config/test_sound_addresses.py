"""What no text holds, no database is asked for."""

import pytest
from django.test import Client

from tests.personas import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["promises/?q=a%00b", "people/?wanted=%00", "records/promises/?partner=%00", "factors/a%00b/"],
)
def test_the_character_of_number_0_is_refused_in_words(ready_together, path):
    client = signed_in("backbone", ready_together)
    answer = client.get(f"/he/i/ready-together/{path}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/html")
    assert 'lang="he"' in answer.content.decode()


def test_all_else_passes():
    assert Client().get("/he/sign-in/?next=/he/%25/&x=100%2500").status_code == 200
