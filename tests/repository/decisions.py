"""Who may ask each address, decided one by one: what `test_routes` holds the product to."""

from dataclasses import dataclass

from shidra.gaps.queries import Where, gap_ref
from shidra.initiatives.models import Membership
from tests.personas import ROLES

BACKBONE, DATA_LEAD, AUDITOR = "backbone", "data_lead", "auditor"
MEMBERS = frozenset(ROLES) - {Membership.Role.VISITOR}
EVERYBODY = frozenset(ROLES)
ADMINISTRATORS = frozenset({"administrator"})
# Whoever asks: a member, a stranger with an account, nobody in particular, the administrator.
ASKING = (*ROLES, "stranger", "anonymous", "administrator")
CODE = "together"


@dataclass(frozen=True)
class Decision:
    """Who is let in (everybody where no roles are given), how the route is asked, what it takes."""

    roles: frozenset[str] | None = None
    method: str = "get"
    arguments: tuple[str, ...] = ()
    answers: tuple[int, ...] = (200,)


# Whoever edits at least what is their own.
EDITORS = MEMBERS - {AUDITOR}
LOADERS = frozenset({BACKBONE, DATA_LEAD})
# The gap that nobody answers for the factor below.
NOBODY_ANSWERS = gap_ref("ownership", Where("F2"))
DECISIONS = {
    "root": Decision(answers=(302,)),
    "assets:theme": Decision(method="post", answers=(302,)),
    "assets:stylesheet": Decision(arguments=("0",)),
    "desk:start": Decision(),
    "desk:overview": Decision(EVERYBODY, arguments=(CODE,)),
    "desk:map": Decision(EVERYBODY, arguments=(CODE,)),
    "desk:adopt-map": Decision(
        frozenset({BACKBONE}), method="post", arguments=(CODE,), answers=(302,)
    ),
    "structure:page": Decision(EVERYBODY, arguments=(CODE,)),
    "structure:begin": Decision(EDITORS, arguments=(CODE,)),
    "structure:scenario": Decision(frozenset(), arguments=(CODE, "999999"), answers=(404,)),
    "structure:rename": Decision(frozenset(), arguments=(CODE, "999999"), answers=(404,)),
    "structure:change": Decision(
        frozenset(), method="post", arguments=(CODE, "999999"), answers=(404,)
    ),
    "structure:delete": Decision(
        frozenset(), method="post", arguments=(CODE, "999999"), answers=(404,)
    ),
    "structure:bring-back": Decision(
        frozenset(), method="post", arguments=(CODE, "999999"), answers=(404,)
    ),
    "desk:factor": Decision(EVERYBODY, arguments=(CODE, "F2")),
    "desk:factor-paper": Decision(EVERYBODY, arguments=(CODE, "F2")),
    "desk:map-paper": Decision(EVERYBODY, arguments=(CODE,)),
    "desk:access": Decision(EVERYBODY, arguments=(CODE,)),
    "desk:trail": Decision(frozenset({BACKBONE, AUDITOR}), arguments=(CODE,)),
    "initiatives:archive": Decision(),
    "initiatives:state": Decision(frozenset({BACKBONE}), arguments=(CODE,)),
    "desk:money": Decision(EVERYBODY, arguments=(CODE,)),
    "desk:money-csv": Decision(EVERYBODY, arguments=(CODE,)),
    "desk:partners": Decision(EVERYBODY, arguments=(CODE,)),
    "desk:organisation": Decision(EVERYBODY, arguments=(CODE, "NGO")),
    "desk:group": Decision(EVERYBODY, arguments=(CODE, "population:arab")),
    "desk:activity": Decision(EVERYBODY, arguments=(CODE, "A1")),
    # Whoever edits only their own has nothing here: they belong to no organisation.
    "desk:promise-state": Decision(LOADERS, arguments=(CODE, "PR07")),
    "network:promises": Decision(EVERYBODY, arguments=(CODE,)),
    "network:activities": Decision(EVERYBODY, arguments=(CODE,)),
    "desk:plan": Decision(MEMBERS, arguments=(CODE,)),
    "equity:goals": Decision(EVERYBODY, arguments=(CODE,)),
    "equity:goal": Decision(EVERYBODY, arguments=(CODE, "I1")),
    "gaps:list": Decision(EVERYBODY, arguments=(CODE,)),
    "gaps:csv": Decision(EVERYBODY, arguments=(CODE,)),
    "gaps:file": Decision(EVERYBODY, arguments=(CODE, "xlsx")),
    "gaps:gap": Decision(EVERYBODY, arguments=(CODE, NOBODY_ANSWERS)),
    # Nothing was said: back to the page of the gap, with what is wanted.
    "gaps:say": Decision(LOADERS, method="post", arguments=(CODE, NOBODY_ANSWERS), answers=(302,)),
    # Whoever edits only their own has nothing here: they belong to no organisation.
    "gaps:reserve": Decision(
        LOADERS, method="post", arguments=(CODE, NOBODY_ANSWERS), answers=(302,)
    ),
    "gaps:undo": Decision(
        frozenset(), method="post", arguments=(CODE, NOBODY_ANSWERS, "999999"), answers=(404,)
    ),
    "releases:list": Decision(EVERYBODY, arguments=(CODE,)),
    # Nothing was observed: back to the list, which says so.
    "releases:publish": Decision(LOADERS, arguments=(CODE,), answers=(200, 302)),
    "releases:release": Decision(frozenset(), arguments=(CODE, "999999"), answers=(404,)),
    "releases:figures": Decision(frozenset(), arguments=(CODE, "999999", "csv"), answers=(404,)),
    "measurement:indicator-list": Decision(EVERYBODY, arguments=(CODE,)),
    "measurement:indicator": Decision(EVERYBODY, arguments=(CODE, "I1")),
    "measurement:figures": Decision(EVERYBODY, arguments=(CODE, "I1", "csv")),
    "measurement:define": Decision(LOADERS, arguments=(CODE, "I1")),
    "measurement:move": Decision(LOADERS, arguments=(CODE, "I1")),
    "measurement:protection": Decision(EVERYBODY, arguments=(CODE,)),
    "measurement:protection-rules": Decision(frozenset({BACKBONE}), arguments=(CODE,)),
    "measurement:answer": Decision(LOADERS, arguments=(CODE, "Q1")),
    "exchange:template": Decision(),
    "exchange:map-files": Decision(EVERYBODY, arguments=(CODE,)),
    "exchange:map-file": Decision(EVERYBODY, arguments=(CODE, "graphml")),
    "exchange:load-map": Decision(LOADERS, arguments=(CODE,)),
    "exchange:review-map": Decision(LOADERS, arguments=(CODE, "nothing-kept"), answers=(302,)),
    "exchange:load": Decision(LOADERS, arguments=(CODE,)),
    "exchange:review": Decision(LOADERS, arguments=(CODE, "nothing-kept"), answers=(302,)),
    "exchange:load-new": Decision(ADMINISTRATORS),
    "exchange:review-new": Decision(ADMINISTRATORS, arguments=("nothing-kept",), answers=(302,)),
    "desk:how-we-work": Decision(EVERYBODY, arguments=(CODE,)),
    "backbone:edit": Decision(frozenset({BACKBONE}), arguments=(CODE,)),
    "disparities:board": Decision(EVERYBODY, arguments=(CODE,)),
    "disparities:file": Decision(EVERYBODY, arguments=(CODE,)),
    "disparities:paper": Decision(EVERYBODY, arguments=(CODE,)),
    "disparities:group": Decision(EVERYBODY, arguments=(CODE, "population:arab")),
    "agenda:page": Decision(EVERYBODY, arguments=(CODE,)),
    "agenda:version": Decision(EVERYBODY, arguments=(CODE, "1")),
    "agenda:differences": Decision(EVERYBODY, arguments=(CODE,)),
    "agenda:start": Decision(
        frozenset({BACKBONE}), method="post", arguments=(CODE,), answers=(302,)
    ),
    "agenda:edit": Decision(frozenset({BACKBONE}), arguments=(CODE, "1")),
    "agenda:consult": Decision(frozenset({BACKBONE}), arguments=(CODE, "1")),
    "agenda:adopt": Decision(frozenset({BACKBONE}), arguments=(CODE, "1")),
    # It is open for comments, and so no draft to be thrown away.
    "agenda:discard": Decision(
        frozenset({BACKBONE}), method="post", arguments=(CODE, "1"), answers=(302,)
    ),
    "agenda:put-back": Decision(
        frozenset({BACKBONE}), method="post", arguments=(CODE,), answers=(302,)
    ),
    "agenda:comment": Decision(EDITORS, arguments=(CODE, "1", "result")),
    "agenda:answer": Decision(frozenset({BACKBONE}), arguments=(CODE, "1", "77")),
    # Nothing is adopted, so that nobody signs: all are led back.
    "agenda:sign": Decision(EDITORS, arguments=(CODE, "1"), answers=(302,)),
    "agenda:withdraw": Decision(frozenset(), arguments=(CODE, "1", "999999"), answers=(404,)),
    "agenda:correct": Decision(frozenset(), arguments=(CODE, "1", "999999"), answers=(404,)),
    "roadmap:past-day": Decision(EVERYBODY, arguments=(CODE,), answers=(302,)),
    "roadmap:versions": Decision(EVERYBODY, arguments=(CODE,)),
    "roadmap:differences": Decision(EVERYBODY, arguments=(CODE,)),
    "roadmap:version": Decision(EVERYBODY, arguments=(CODE, "1")),
    "roadmap:consult": Decision(frozenset({BACKBONE}), arguments=(CODE, "2")),
    "roadmap:back-to-draft": Decision(
        frozenset({BACKBONE}), method="post", arguments=(CODE, "1"), answers=(302,)
    ),
    "roadmap:adopt": Decision(frozenset({BACKBONE}), arguments=(CODE, "2")),
    "roadmap:discard": Decision(frozenset({BACKBONE}), arguments=(CODE, "2")),
    "roadmap:comment": Decision(EDITORS, arguments=(CODE, "2")),
    "roadmap:answer": Decision(frozenset({BACKBONE}), arguments=(CODE, "2", "77")),
    "roadmap:reviewed": Decision(LOADERS, method="post", arguments=(CODE, "F2"), answers=(302,)),
    "roadmap:context": Decision(LOADERS, arguments=(CODE, "F2")),
    "roadmap:add-voice": Decision(EDITORS, arguments=(CODE, "F2")),
    "roadmap:say": Decision(EDITORS, arguments=(CODE, "F2")),
    "roadmap:contest": Decision(EDITORS, arguments=(CODE, "F2", "F3")),
    # Of somebody else: whoever moderates decides about it, others do not know of it.
    "roadmap:voice": Decision(frozenset({BACKBONE}), arguments=(CODE, "77")),
    "roadmap:retire-talk": Decision(frozenset({BACKBONE}), arguments=(CODE, "77")),
    "roadmap:answer-doubt": Decision(frozenset({BACKBONE}), arguments=(CODE, "77")),
    "invitations:people": Decision(MEMBERS, arguments=(CODE,)),
    "invitations:invite": Decision(frozenset({BACKBONE}), arguments=(CODE,)),
    "invitations:remove": Decision(
        frozenset(), method="post", arguments=(CODE, "999999"), answers=(404,)
    ),
    "invitations:sign-in-link": Decision(
        frozenset(), method="post", arguments=(CODE, "999999"), answers=(404,)
    ),
    "invitations:withdraw": Decision(
        frozenset(), method="post", arguments=(CODE, "999999"), answers=(404,)
    ),
    "invitations:join": Decision(arguments=("nobody-made-this",), answers=(404,)),
    "initiatives:calendar": Decision(MEMBERS, arguments=(CODE,)),
    "notifications:mine": Decision(answers=(200, 302)),
    "notifications:wishes": Decision(answers=(200, 302)),
    "notifications:follow": Decision(method="post", answers=(302, 404)),
    "notifications:unfollow": Decision(method="post", answers=(302, 404)),
    "notifications:renew-stop": Decision(method="post", answers=(302,)),
    "notifications:renew-calendar": Decision(method="post", answers=(302,)),
    "notifications:stop": Decision(arguments=("1.of-nobody",), answers=(404,)),
    "notifications:calendar": Decision(arguments=("1.of-nobody",), answers=(404,)),
    "initiatives:settings": Decision(frozenset({BACKBONE}), arguments=(CODE,)),
    "accounts:sign-in": Decision(answers=(200, 302)),
    "accounts:sign-out": Decision(method="post", answers=(302,)),
    "accounts:first-visit": Decision(answers=(302,)),
    "accounts:sign-in-by-passkey": Decision(),
    "accounts:challenge": Decision(method="post"),
    "accounts:ask-for-code": Decision(answers=(404,)),  # without a mail server
    "accounts:enter-code": Decision(answers=(302,)),
    "accounts:second-step": Decision(answers=(302,)),
    "accounts:by-link": Decision(arguments=("MQ", "of-nobody"), answers=(410,)),
    "accounts:account": Decision(answers=(200, 302)),
    "accounts:confirm": Decision(answers=(200, 302)),
    "accounts:name": Decision(answers=(200, 302)),
    "accounts:email": Decision(answers=(200, 302)),
    "accounts:password": Decision(answers=(200, 302)),
    "accounts:second-factor": Decision(answers=(200, 302)),
    "accounts:app": Decision(answers=(200, 302)),
    "accounts:passkey": Decision(answers=(200, 302)),
    "accounts:confirm-email": Decision(answers=(302,)),
    "accounts:challenge-to-add": Decision(method="post", answers=(200, 302)),
    "accounts:recovery-codes": Decision(answers=(302,)),
    "accounts:remove-factor": Decision(arguments=("999999",), answers=(302, 404)),
    "accounts:end-session": Decision(method="post", arguments=("999999",), answers=(302,)),
    "accounts:end-other-sessions": Decision(method="post", answers=(302,)),
    "beginning:found": Decision(answers=(200, 302, 403)),
    "beginning:begin": Decision(LOADERS, arguments=(CODE,)),
    "beginning:where": Decision(LOADERS, arguments=(CODE,)),
    "beginning:factors": Decision(LOADERS, arguments=(CODE,)),
    "beginning:indicators": Decision(LOADERS, arguments=(CODE,)),
    "beginning:need": Decision(LOADERS, arguments=(CODE,)),
    "workshops:enter": Decision(),
    "workshops:room": Decision(arguments=("00000000",), answers=(404,)),
    "workshops:suggest": Decision(arguments=("00000000", "factor"), answers=(404,)),
    "workshops:list": Decision(frozenset({BACKBONE}), arguments=(CODE,)),
    "workshops:begin": Decision(frozenset({BACKBONE}), arguments=(CODE,)),
    "workshops:table": Decision(frozenset({BACKBONE}), arguments=(CODE, "77")),
    "workshops:wall": Decision(frozenset({BACKBONE}), arguments=(CODE, "77")),
    "workshops:change": Decision(frozenset({BACKBONE}), arguments=(CODE, "77")),
    "workshops:close": Decision(
        frozenset({BACKBONE}), method="post", arguments=(CODE, "77"), answers=(302,)
    ),
    "workshops:decide": Decision(frozenset({BACKBONE}), arguments=(CODE, "77", "77")),
    "mapping:edit": Decision(LOADERS, arguments=(CODE,)),
    "mapping:here": Decision(LOADERS, arguments=(CODE,)),
    # Without an act there is nothing to be done.
    "mapping:act": Decision(frozenset(), method="post", arguments=(CODE,), answers=(404,)),
    "mapping:undo": Decision(LOADERS, method="post", arguments=(CODE,), answers=(302,)),
    "submissions:page": Decision(EDITORS, arguments=(CODE,)),
    "submissions:behind": Decision(LOADERS, arguments=(CODE, "I1")),
    "submissions:ask": Decision(LOADERS, arguments=(CODE,)),
    "submissions:end": Decision(frozenset(), arguments=(CODE, "999999"), answers=(404,)),
    "submissions:submission": Decision(frozenset(), arguments=(CODE, "999999"), answers=(404,)),
    "submissions:move": Decision(
        frozenset(), method="post", arguments=(CODE, "999999"), answers=(404,)
    ),
    "submissions:remind": Decision(LOADERS, method="post", arguments=(CODE,), answers=(302,)),
    "submissions:answer": Decision(
        frozenset(), method="post", arguments=(CODE, "999999"), answers=(404,)
    ),
    # Whoever hands in only their own has nothing here: they belong to no organisation.
    "submissions:partner": Decision(LOADERS, arguments=(CODE, "NGO")),
    "submissions:template": Decision(LOADERS, arguments=(CODE, "NGO")),
    "submissions:hand-in": Decision(LOADERS, arguments=(CODE, "NGO")),
    "submissions:numbers": Decision(LOADERS, arguments=(CODE, "NGO")),
    "submissions:review": Decision(
        LOADERS, arguments=(CODE, "NGO", "file", "nothing-kept"), answers=(302,)
    ),
    "submissions:columns": Decision(
        LOADERS, arguments=(CODE, "NGO", "file", "nothing-kept"), answers=(302,)
    ),
    "records:index": Decision(EDITORS, arguments=(CODE,)),
    "records:list": Decision(EDITORS, arguments=(CODE, "promises")),
    "records:file": Decision(EDITORS, arguments=(CODE, "promises", "csv")),
    "records:retired": Decision(EDITORS, arguments=(CODE, "promises")),
    "records:categories": Decision(LOADERS | {AUDITOR}, arguments=(CODE,)),
    "records:category-change": Decision(LOADERS, arguments=(CODE, "merge")),
    "records:category-take-back": Decision(
        frozenset(), arguments=(CODE, "nothing"), answers=(404,)
    ),
    "records:place-dates": Decision(frozenset(), arguments=(CODE, "nowhere"), answers=(404,)),
    "records:place-date-forget": Decision(
        frozenset(), arguments=(CODE, "nowhere", "999999"), answers=(404,)
    ),
    # Whoever edits only their own has nothing here: they belong to no organisation.
    "records:add": Decision(LOADERS, arguments=(CODE, "promises")),
    "records:paste": Decision(LOADERS, arguments=(CODE, "promises")),
    "records:edit": Decision(LOADERS, arguments=(CODE, "initiative", "77")),
    "records:history": Decision(LOADERS, arguments=(CODE, "initiative", "77")),
    "records:retire": Decision(frozenset(), arguments=(CODE, "initiative", "77"), answers=(404,)),
    "records:rename": Decision(frozenset(), arguments=(CODE, "initiative", "77"), answers=(404,)),
    "records:undo": Decision(
        LOADERS, method="post", arguments=(CODE, "initiative", "77", "999999"), answers=(302,)
    ),
    "records:restore": Decision(
        LOADERS, method="post", arguments=(CODE, "factors", "999999"), answers=(302,)
    ),
    "ui:gallery": Decision(),
    "ui:accessibility": Decision(),
}
