"""Two people visit a new installation at the same moment: one of them administers it."""

import threading

import pytest
from django.db import connections

from shidra.accounts.actions import AlreadySetUp, create_first_administrator
from shidra.accounts.models import User


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "not config.getoption('--db') == 'postgres'", reason="threads share memory here"
)
def test_it_makes_one_administrator_of_two_who_come_at_once():
    barrier, answers = threading.Barrier(2), []

    def come(name):
        barrier.wait()
        try:
            create_first_administrator(email=f"{name}@example.org", password="tall-cedar-9")
            answers.append("first")
        except AlreadySetUp:
            answers.append("late")
        finally:
            connections.close_all()

    both = [threading.Thread(target=come, args=(name,)) for name in ("noa", "sami")]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert sorted(answers) == ["first", "late"]
    assert User.objects.count() == 1
