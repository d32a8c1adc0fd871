"""Partners write in their own language: every page says which, whoever reads it."""

import pytest

from shidra.config.example_figures import let_example_report
from tests.desk.test_spoken_language import speak_only
from tests.personas import signed_in
from tests.spoken import read_page
from tests.submissions.partners import Partner, book

pytestmark = pytest.mark.django_db
OWN = [
    ["מדד", "תקופה", "מקום", "מונה", "מכנה", "הערות"],
    ["I1", "2025/26", "2710", 700, 1250, "הערה"],
    ["I1", "2023/24", "2710", 100, 1250, ""],
    ["I1", "בקרוב", "2710", 1, 2, ""],
    ["I1", "2024/25", "אין כזה", 1, 2, ""],
    ["שום מדד", "2024/25", "2710", 1, 2, ""],
]


@pytest.mark.parametrize(("written", "read"), [("he", "ar"), ("he", "en"), ("ar", "he")])
def test_it_says_the_language_of_every_word(ready_together, written, read):
    let_example_report(ready_together)
    speak_only(written)
    client, root = signed_in("backbone", ready_together), f"/{read}/i/ready-together/figures/"
    partner = Partner(client, ready_together, "LA2710", read)
    file = partner.upload(book(OWN), "הקובץ שלנו.xlsx")
    odd = partner.upload(book([["איפה", "מתי", "כמה"], ["כאן", "2025/26", 3]]))
    duty = ready_together.duties.first().pk
    below = ("", "1/", "of/SFAT/", "of/LA2710/", "of/LA2710/hand-in/", "of/GESHER/numbers/")
    below += ("asked/", f"asked/{duty}/end/", "behind/I1/", "behind/I2/")
    found = []
    for address in (*(root + each for each in below), file, f"{file}columns/", f"{odd}columns/"):
        response = client.get(address)
        assert response.status_code == 200, address
        page = read_page(response.content.decode())
        wrong = (*page.unmarked(), *page.bare_attributes(), *page.torn)
        found += [f"{address}: {each}" for each in dict.fromkeys(wrong)]
    assert not found, "\n".join(found)
