"""Everybody asks every address by every method: what comes back, and what was written."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client, RequestFactory, override_settings
from django.test.client import ClientHandler

from shidra.accounts.models import User
from tests.access.asking import METHODS, Question, questions
from tests.access.oracle import PERSONAS, Persona, canaries, leaks, may
from tests.access.world import World

__all__ = ["Finding", "Walk", "is_let_in", "walk"]

ABSENT, NOT_ALLOWED, BROKEN = 404, 405, 500
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
# What refusals pass through by GET and needs no second look: it reads nothing of an initiative.
HEAVY = ("security", "csp", "whitenoise", "freshness", "reading_language", "last_seen")
# What is written of whoever asks, and of no initiative.
# Nor is it an act that protection remembers what it told.
OF_THE_ASKING = (
    "django_session",
    "accounts_signinattempt",
    "usersessions_usersession",
    "protection_protectedtable",
)


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
    # Of each person and address, what GET was answered.
    got: dict[tuple[str, str], int] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    asked: int = 0


def walk(
    world: World,
    personas: Iterable[str] = PERSONAS,
    methods: Iterable[str] = METHODS,
    *,
    until_found: bool = False,
) -> Walk:
    """Ask every address by every method; `until_found` stops at the first finding."""
    found, every = Walk(), questions(world)
    for name in personas:
        for manner in MANNERS:
            with manner.kept():
                asking = _Asking(Persona(name), world)
                for method, question in manner.chosen(every, methods):
                    asking.ask(method, question, found)
                    if until_found and found.findings:
                        return found
    return found


@dataclass(frozen=True)
class Manner:
    """One way of asking. What cannot differ between the addresses of a route is gone through once.

    A route's first address is asked by GET as people ask it, through everything and with every
    refusal drawn. All else passes by what reads nothing of an initiative, and a refusal that has
    opened none is one word. By HEAD pages are not drawn: nothing of them would be sent.
    """

    methods: frozenset[str]
    is_whole: bool = False
    is_drawn: bool = True

    def chosen(
        self, every: list[Question], methods: Iterable[str]
    ) -> Iterator[tuple[str, Question]]:
        for method in methods:
            if method in self.methods:
                for question in every:
                    if method != "GET" or question.is_first == self.is_whole:
                        yield method, question

    @contextmanager
    def kept(self) -> Iterator[None]:
        with ExitStack() as stack:
            if not self.is_whole:
                light = [
                    each for each in settings.MIDDLEWARE if not any(name in each for name in HEAVY)
                ]
                urls = "tests.access.light_urls"
                stack.enter_context(override_settings(MIDDLEWARE=light, ROOT_URLCONF=urls))
            if not self.is_drawn:
                stack.enter_context(patch.object(Template, "render", _undrawn))
            yield


MANNERS = (
    Manner(frozenset({"GET"}), is_whole=True),
    Manner(frozenset(METHODS) - {"HEAD"}),
    Manner(frozenset({"HEAD"}), is_drawn=False),
)


def _undrawn(*_page: Any, **_words: Any) -> str:
    return ""


class _Browser(RequestFactory):
    """Django's client without what it remembers of each template for its tests."""

    def __init__(self, person: User | None) -> None:
        client = Client()
        if person is not None:
            client.force_login(person)
        super().__init__()
        self.kept = client.cookies.output(header="")
        self.handler = ClientHandler(enforce_csrf_checks=False)

    def request(self, **asked: Any) -> Any:
        self.cookies = SimpleCookie(self.kept)
        return self.handler(self._base_environ(**asked))


class _Asking:
    """One person with a browser, who asks one question after another."""

    def __init__(self, persona: Persona, world: World) -> None:
        self.persona, self.world = persona, world
        self.browser = _Browser(world.people.get(persona.name))

    def ask(self, method: str, question: Question, found: Walk) -> None:
        written: list[str] = []
        with _taken_back(), _watched(written):
            answer: Any = self.browser.generic(method, question.address)
        seen = canaries(answer, question.echoes)
        wrong = [*self._wrong(method, question, answer.status_code, seen, written)]
        found.asked += 1
        if method == "GET":
            found.answered.setdefault(question.route.name, set()).add(answer.status_code)
            found.got[self.persona.name, question.address] = answer.status_code
            found.seen |= seen
        elif method == "HEAD":
            # A page that is not drawn shows nothing, but its status says whether it is there.
            got = found.got.get((self.persona.name, question.address), answer.status_code)
            if got != answer.status_code:
                wrong.append(f"answers {answer.status_code} where GET answers {got}")
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
        elif not is_let_in(self.persona, question):
            if status not in _refusals(policy.kind):
                yield f"answers {status} to somebody it is not for"
            if is_writing:
                yield f"writes for somebody it is not for: {written[0][:120]}"
        elif question.is_crossed:
            if status not in {ABSENT, NOT_ALLOWED, 302, 403}:
                yield f"answers {status} about a thing of another initiative"
            if is_writing:
                yield f"writes to a thing of another initiative: {written[0][:120]}"


def is_let_in(persona: Persona, question: Question) -> bool:
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
