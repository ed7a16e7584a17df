#!/usr/bin/env python3
"""Fills the store of a stopped demonstration with cases, or with supervisors. The same numbers every time; no network.

    python3 bench/fill.py FOLDER CASES

The first case must be there (somebody reported it): all others are copies of it, with ids, numbers and dates of
their own, so that what is filled in has exactly the shape that the program itself writes. Every fifth is closed.
The audit log is left alone.
"""
import hashlib
import pathlib
import random
import sqlite3
import sys
import time

MINUTE = 60_000
BEGIN = 1_767_225_600_000  # 2026-01-01


def id_at(milliseconds, dice):
    """A UUIDv7 as 16 bytes: later ids sort later."""
    number = milliseconds << 80 | 7 << 76 | dice.getrandbits(12) << 64 | 2 << 62 | dice.getrandbits(62)
    return number.to_bytes(16, "big")


def opened(folder):
    """The store of a folder, quick to fill."""
    store = sqlite3.connect(pathlib.Path(folder) / "mamori.db", isolation_level=None)
    store.row_factory = sqlite3.Row
    store.execute("pragma synchronous = off")
    return store


def insert(store, table, rows):
    """Inserts dictionaries that all have the same keys."""
    rows = iter(rows)
    first = next(rows)
    places = ", ".join(f":{name}" for name in first)
    command = f"insert into {table} ({', '.join(first)}) values ({places})"
    store.execute(command, first)
    store.executemany(command, rows)


def cases(folder, count):
    """Brings the number of cases to `count`."""
    store = opened(folder)
    pattern = dict(store.execute("select * from case_file order by number").fetchone())
    access = [dict(row) for row in store.execute("select * from case_access where case_id = ?", (pattern["id"],))]
    events = [dict(row) for row in store.execute("select * from case_event where case_id = ?", (pattern["id"],))]
    last = store.execute("select last from case_number").fetchone()[0]
    dice = random.Random(1)
    new = []
    for number in range(last + 1, count + 1):
        at = BEGIN + number * MINUTE
        closed = {"state": "closed", "next_step": "done", "next_due_at": None, "closed_at": at + 3 * MINUTE,
                  "closed_by": pattern["holder_id"]} if number % 5 == 0 else {"next_due_at": at + 1_440 * MINUTE}
        new.append({**pattern, "id": id_at(at, dice), "number": number, "title": f"{pattern['title']} {number}",
                    "happened_at": at - 30 * MINUTE, "opened_at": at, "idempotency_key": f"fill-{number}",
                    "next_step": pattern["next_step"], "state": pattern["state"], **{"closed_at": None, "closed_by": None},
                    **closed})
    store.execute("begin")
    insert(store, "case_file", new)
    insert(store, "case_access", ({**row, "case_id": case["id"], "is_open": int(case["state"] != "closed"),
                                   "granted_at": case["opened_at"], "first_read_at": None}
                                  for case in new for row in access))
    insert(store, "case_event", ({**row, "case_id": case["id"], "at": case["opened_at"]}
                                 for case in new for row in events))
    store.execute("update case_number set last = ?", (count,))
    store.execute("commit")
    store.execute("pragma wal_checkpoint(truncate)")
    store.close()


def supervisors(folder, login, count):
    """Gives the person with `login` so many colleagues with the same role, each signed in; tells their tokens."""
    store = opened(folder)
    person = dict(store.execute("select * from app_user where login = ?", (login,)).fetchone())
    roles = [dict(row) for row in store.execute("select * from membership where user_id = ?", (person["id"],))]
    now, dice = int(time.time() * 1000), random.Random(2)
    people = [{**person, "id": id_at(now, dice), "login": f"{login}-{number}"} for number in range(count)]
    tokens = [f"bench-{number}" for number in range(count)]
    store.execute("begin")
    insert(store, "app_user", people)
    insert(store, "membership", ({**role, "user_id": one["id"]} for one in people for role in roles))
    insert(store, "session", ({"token_hash": hashlib.sha256(token.encode()).digest(), "org_id": one["org_id"],
                               "user_id": one["id"], "csrf": token, "device": "bench", "created_at": now,
                               "last_seen_at": now, "expires_at": now + 86_400_000} for token, one in zip(tokens, people)))
    store.execute("commit")
    store.close()
    return tokens


if __name__ == "__main__":
    cases(sys.argv[1], int(sys.argv[2]))
