"""Everybody asks every question by every method: what comes back, and what was written."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings

from tests.access.asking import METHODS, Question, questions
from tests.access.oracle import PERSONAS, Persona, canaries, leaks, may
from tests.access.world import World

__all__ = ["Finding", "Walk", "walk"]

ABSENT, NOT_ALLOWED, BROKEN = 404, 405, 500
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
# What refusals pass through by GET and needs no second look: it reads nothing of an initiative.
HEAVY = ("security", "csp", "whitenoise", "freshness", "reading_language", "last_seen")
# What is written of whoever asks, and of no initiative.
OF_THE_ASKING = ("django_session", "accounts_signinattempt", "usersessions_usersession")


@dataclass(frozen=True)
class Finding:
    """Something that must not be: who asked what, and what is wrong with the answer."""

    persona: str
    method: str
    route: str
    address: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.persona} {self.method} {self.address} ({self.route}): {self.wrong}"


@dataclass
class Walk:
    """All findings, and what was seen on the way: so that nothing passes by not being asked."""

    findings: list[Finding] = field(default_factory=list)
    answered: dict[str, set[int]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    asked: int = 0


def walk(
    world: World,
    personas: Iterable[str] = PERSONAS,
    methods: Iterable[str] = METHODS,
    only: Iterable[str] = (),
    *,
    until_found: bool = False,
) -> Walk:
    """Ask everything; `only` names routes, `until_found` stops at the first finding."""
    found, wanted = Walk(), set(only)
    every = [each for each in questions(world) if not wanted or each.route.name in wanted]
    firsts = {
        method: [each for each in every if each.is_first and _matters(each, method)]
        for method in METHODS
    }
    for name in personas:
        for method in methods:
            with _manner(method):
                client = _Asking(Persona(name), world)
                for question in every if method == "GET" else firsts[method]:
                    client.ask(method, question, found)
                    if until_found and found.findings:
                        return found
    return found


def _matters(question: Question, method: str) -> bool:
    """Things of another initiative are read by GET and changed by POST: no view takes more."""
    return method == "POST" or not question.is_crossed


@contextmanager
def _manner(method: str) -> Iterator[None]:
    """By GET everything is as people have it; by other methods refusals come without a page."""
    if method == "GET":
        yield
        return
    light = [each for each in settings.MIDDLEWARE if not any(name in each for name in HEAVY)]
    with override_settings(MIDDLEWARE=light, ROOT_URLCONF="tests.access.light_urls"):
        yield


class _Asking:
    """One person with a browser, who asks one question after another."""

    def __init__(self, persona: Persona, world: World) -> None:
        self.persona, self.world = persona, world
        self.client = Client(raise_request_exception=False)
        if persona.name != "anonymous":
            self.client.force_login(world.people[persona.name])
        self.cookies = self.client.cookies.output(header="")

    def ask(self, method: str, question: Question, found: Walk) -> None:
        self.client.cookies = SimpleCookie(self.cookies)
        written: list[str] = []
        with _taken_back(), _watched(written):
            answer: Any = self.client.generic(method, question.address)
        seen = canaries(answer, question.echoes)
        wrong = [*self._wrong(method, question, answer.status_code, seen, written)]
        found.asked += 1
        if method == "GET":
            found.answered.setdefault(question.route.name, set()).add(answer.status_code)
            found.seen |= seen
        found.findings += [
            Finding(self.persona.name, method, question.route.name, question.address, each)
            for each in wrong
        ]

    def _wrong(
        self,
        method: str,
        question: Question,
        status: int,
        seen: set[tuple[str, str]],
        written: list[str],
    ) -> Iterator[str]:
        policy, is_writing = question.route.policy, method in UNSAFE and bool(written)
        if leaked := leaks(self.persona, seen, self.world):
            yield f"shows {sorted(leaked)}"
        if status >= BROKEN:
            yield f"breaks with {status}"
        if policy is None:
            yield "declares no policy"
        elif not _is_let_in(self.persona, question):
            if status not in _refusals(policy.kind):
                yield f"answers {status} to somebody it is not for"
            if is_writing:
                yield f"writes for somebody it is not for: {written[0][:120]}"
        elif question.is_crossed:
            if status not in {ABSENT, NOT_ALLOWED, 302, 403}:
                yield f"answers {status} about a thing of another initiative"
            if is_writing:
                yield f"writes to a thing of another initiative: {written[0][:120]}"


def _is_let_in(persona: Persona, question: Question) -> bool:
    policy = question.route.policy
    assert policy is not None
    if policy.kind == "right":
        assert question.about is not None
        return may(persona, policy.needs, question.about)
    if policy.kind == "administrator":
        return persona.name == "administrator"
    if policy.kind == "signed in":
        return persona.name != "anonymous"
    return True


def _refusals(kind: str) -> set[int]:
    # A route that takes POST alone says so to whoever asks otherwise, before it looks who asks.
    return {302, NOT_ALLOWED, 403} if kind == "signed in" else {ABSENT, NOT_ALLOWED}


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _watched(written: list[str]) -> Iterator[None]:
    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        is_write = sql.startswith(("INSERT", "UPDATE", "DELETE"))
        if is_write and not any(table in sql for table in OF_THE_ASKING):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
