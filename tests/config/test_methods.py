"""A page is shown or takes what is sent; whatever else is asked of it is refused."""

import pytest
from django.test import Client

from tests.factories import make_initiative
from tests.personas import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize(
    "path", ["/he/new/", "/he/", "/he/sign-in/", "/he/mine/", "/he/i/hidden/", "/he/nowhere/"]
)
def test_no_page_takes_any_other_method(method, path):
    make_initiative("hidden", is_public=False)
    answer = getattr(signed_in("administrator"), method)(path)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"


def test_it_tells_strangers_nothing_of_what_is_there():
    make_initiative("hidden", is_public=False)
    answers = [Client().put(f"/he/i/{code}/") for code in ("hidden", "absent")]
    assert answers[0].content == answers[1].content
    assert dict(answers[0].headers) == dict(answers[1].headers)
