"""Ways to tamper with the trail in the database, by who owns it and took the guards away."""

import json

from django.db import connection

from shidra.audit.actions import lift_guards
from shidra.audit.models import Head, Record

RECORD = "audit_record"


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def pk_of(number):
    return Record.objects.get(initiative="together", number=number).pk


def set_of(column, value):
    def tamper():
        run(f"UPDATE audit_record SET {column} = %s WHERE id = %s", value, pk_of(3))

    return tamper


def take_out():
    _unlink_changes(3)
    run("DELETE FROM audit_record WHERE id = %s", pk_of(3))


def cut_off():
    _unlink_changes(6)
    run("DELETE FROM audit_record WHERE id = %s", pk_of(6))


def take_out_and_close_the_gap():
    _unlink_changes(3)
    last = {number: pk_of(number) for number in (4, 5, 6)}
    run("DELETE FROM audit_record WHERE id = %s", pk_of(3))
    for number, pk in last.items():
        run("UPDATE audit_record SET number = %s WHERE id = %s", number - 1, pk)
    run("UPDATE audit_head SET number = 5 WHERE chain = 'together'")


def _unlink_changes(number):
    run("DELETE FROM audit_change WHERE record_id = %s", pk_of(number))


def change_row():
    after = json.dumps({"reach_planned": 99})
    run("UPDATE audit_change SET after = %s WHERE record_id = %s", after, pk_of(3))


def drop_rows():
    _unlink_changes(3)


def move_rows():
    run("UPDATE audit_change SET record_id = %s WHERE record_id = %s", pk_of(4), pk_of(3))


def add_row():
    run(
        "INSERT INTO audit_change (record_id, model, row, kind) VALUES (%s, 'a.b', 1, 'added')",
        pk_of(3),
    )


def swap():
    three, four = pk_of(3), pk_of(4)
    run("UPDATE audit_record SET number = 333 WHERE id = %s", three)
    run("UPDATE audit_record SET number = 3 WHERE id = %s", four)
    run("UPDATE audit_record SET number = 4 WHERE id = %s", three)


def rewrite_with_a_good_hash():
    from shidra.audit.models.chain import changes_digest, digest

    record = Record.objects.get(pk=pk_of(3))
    record.reason = "another"
    found = digest(record.document(changes_digest(c.document() for c in record.changes.all())))
    run("UPDATE audit_record SET reason = %s, hash = %s WHERE id = %s", "another", found, record.pk)


def add_at_the_end():
    last = Record.objects.get(pk=pk_of(6))
    head = Head.objects.get(chain="together")
    last.pk, last._state.adding = None, True
    last.save()
    run(
        "UPDATE audit_head SET number = %s, hash = %s WHERE chain = 'together'",
        head.number,
        head.hash,
    )


def forget_the_head():
    run("DELETE FROM audit_head WHERE chain = 'together'")


def move_to_another_chain():
    run("UPDATE audit_record SET initiative = 'apart' WHERE id = %s", pk_of(3))


TAMPERINGS = {
    "another actor": (set_of("actor_label", "Somebody"), {(3, "altered")}),
    "another id of the actor": (set_of("actor_id", "99"), {(3, "altered")}),
    "another time": (set_of("at", "2026-01-01 00:00:00+00:00"), {(3, "altered")}),
    "another act": (set_of("action", "nothing"), {(3, "altered")}),
    "another reason": (set_of("reason", "none"), {(3, "altered")}),
    "another detail": (set_of("detail", '{"added":0}'), {(3, "altered")}),
    "another hash": (set_of("hash", "0" * 64), {(3, "altered")}),
    "another past": (set_of("previous", "0" * 64), {(2, "altered"), (3, "altered")}),
    "a row says otherwise": (change_row, {(3, "altered")}),
    "a row is dropped": (drop_rows, {(3, "altered")}),
    "a row is added": (add_row, {(3, "altered")}),
    "a row is moved": (move_rows, {(3, "altered"), (4, "altered")}),
    "one is taken out": (take_out, {(3, "missing")}),
    "one is taken out, the rest renumbered": (
        take_out_and_close_the_gap,
        {(2, "altered"), (3, "altered"), (4, "altered"), (5, "altered")},
    ),
    "the last is cut off": (cut_off, {(6, "truncated")}),
    "two are swapped": (swap, {(n, "altered") for n in (2, 3, 4)}),
    "one is rewritten with a good hash": (rewrite_with_a_good_hash, {(3, "altered")}),
    "one is added at the end": (add_at_the_end, {(7, "beyond")}),
    "the end is forgotten": (forget_the_head, {(6, "beyond")}),
    "one goes to another chain": (move_to_another_chain, {(3, "missing")}),
}


def tamper(name):
    lift_guards()
    act, found = TAMPERINGS[name]
    act()
    return found
