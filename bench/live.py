#!/usr/bin/env python3
"""From a worker's turn to the supervisors' screens, with 200 open pages.

    cargo build --release -p mamori
    python3 bench/live.py [--program target/release/mamori] [--pages 200] [--seconds 30] [--database postgres://…]

200 supervisors, each signed in with a session of their own, hold half of them the board and half of them the talk's
page open. One worker posts 5 turns a second through the form. The time runs from before the POST until the page's
message has arrived whole. Poster, pages and server share this machine. `--database` must be empty; it is filled
through psql.
"""
import argparse
import json
import multiprocessing
import pathlib
import re
import selectors
import socket
import statistics
import subprocess
import tempfile
import time

import fill
import running

EVERY = 0.2  # seconds between two turns
WORDS = ("さっきから同じことを何度言わせるんですか", "責任者を出してください", "この役立たず", "いつまで待たせるんですか",
         "返金してくれるまで帰りません", "SNSに書きますよ", "もういいです、上の人に代わってください")

POSTGRES = """
create temp table colleague as select gen_random_uuid() as id, number, app_user.id as pattern
  from app_user, generate_series(0, {last}) number where login = '{login}';
insert into app_user (id, org_id, login, family, given, family_kana, given_kana, language, password_hash, active, created_at)
  select colleague.id, org_id, login || '-' || number, family, given, family_kana, given_kana, language, password_hash,
  active, created_at from colleague join app_user on app_user.id = pattern;
insert into membership (org_id, user_id, unit_id, role, since) select org_id, colleague.id, unit_id, role, since
  from colleague join membership on user_id = pattern;
insert into session (token_hash, org_id, user_id, csrf, device, created_at, last_seen_at, expires_at)
  select sha256(convert_to('bench-' || number, 'UTF8')), org_id, colleague.id, 'bench', 'bench', {now}, {now}, {now} + 86400000
  from colleague join app_user on app_user.id = pattern;
"""


def supervisors(folder, database, login, count):
    """Signs in `count` colleagues of `login`; gives their tokens."""
    if not database:
        return fill.supervisors(folder, login, count)
    script = POSTGRES.format(last=count - 1, login=login, now=int(time.time() * 1000))
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", database], input=script.encode(), check=True,
                   stdout=subprocess.DEVNULL)
    return [f"bench-{number}" for number in range(count)]


class Page:
    """A page that stays open."""

    def __init__(self, server, path, token):
        self.is_board = path == "/now/live"
        self.socket = socket.create_connection(server.address)
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: mamori={token}\r\nAccept: text/event-stream\r\n\r\n"
        self.socket.sendall(request.encode())
        self.socket.setblocking(False)
        self.pieces = []
        # When each whole message had arrived, and what it says is the newest.
        self.messages = []

    def read(self):
        """Takes what has come; a chunk that ends a message is looked into."""
        piece = self.socket.recv(1 << 18)
        at = time.monotonic()
        if not piece:
            raise RuntimeError("the server closed a live page")
        self.pieces.append(piece)
        if piece.endswith(b"\n\n\r\n"):
            whole, self.pieces = b"".join(self.pieces), []
            self.messages.append((at, whole))


def newest(page, message):
    """Which turn a message shows, or for a board the moment at which the server drew it."""
    if page.is_board:
        return max((int(found) / 1000 for found in re.findall(rb'data-now="(\d+)"', message)), default=0)
    return max((int(found) for found in re.findall(rb"No\.(\d+)/", message)), default=-1)


def post_turns(address, cookie, path, csrf, count, sent):
    """The worker: a turn every 200 ms, by the clock."""
    visitor = running.Visitor(address)
    visitor.cookie = cookie
    begin = time.monotonic() + 0.5
    for number in range(count):
        time.sleep(max(0, begin + number * EVERY - time.monotonic()))
        words = f"{WORDS[number % len(WORDS)]} No.{number}/"
        before, wall = time.monotonic(), time.time()
        visitor.post(f"{path}/turns", csrf=csrf, speaker="customer", words=words, key=f"turn-{number}")
        sent.put((number, before, wall, time.monotonic()))
    sent.put(None)


def watch(pages, seconds):
    """Reads all pages for so long."""
    selector, end = selectors.DefaultSelector(), time.monotonic() + seconds
    for page in pages:
        selector.register(page.socket, selectors.EVENT_READ, page)
    while time.monotonic() < end:
        for key, _ in selector.select(0.1):
            key.data.read()
    selector.close()


def delays(pages, sent):
    """Milliseconds from each POST to each page, for boards and for pages of the talk; and how many never came."""
    found, missing = {"board": [], "talk": []}, 0
    for page in pages:
        shown = [(at, newest(page, message)) for at, message in page.messages]
        for number, before, wall, _ in sent:
            if page.is_board:
                # The board names no turn: its first message after the POST that was also drawn after it.
                arrived = [at for at, drawn in shown if at > before and drawn >= int(wall * 1000) / 1000]
            else:
                arrived = [at for at, newest_turn in shown if newest_turn >= number]
            if arrived:
                found["board" if page.is_board else "talk"].append((min(arrived) - before) * 1e3)
            else:
                missing += 1
    return found, missing


def percentile(values, percent):
    """The value below which so many percent lie."""
    return statistics.quantiles(values, n=1000, method="inclusive")[round(percent * 10) - 1]


def run(asked, folder):
    """One measurement; prints it and gives it."""
    database = ["--database", asked.database] if asked.database else []
    logins = running.found_demonstration(asked.program, folder, database)
    tokens = supervisors(folder, asked.database, logins["M"]["user"], asked.pages)
    with running.Server(asked.program, folder, database) as server:
        worker = running.Visitor(server.address).sign_in(logins["A"])
        csrf = worker.csrf()
        talk = worker.post("/now/talks", csrf=csrf, channel="phone")
        before, load = server.memory(), running.load()
        paths = ("/now/live", f"{talk}/live")
        pages = [Page(server, paths[number % 2], token) for number, token in enumerate(tokens)]
        watch(pages, 3)
        assert all(page.messages for page in pages), "a page was not drawn"
        opened, cpu = server.memory(), server.cpu()
        for page in pages:
            page.messages.clear()
        count, queue = int(asked.seconds / EVERY), multiprocessing.Queue()
        poster = multiprocessing.Process(
            target=post_turns, args=(server.address, worker.cookie, talk, csrf, count, queue))
        poster.start()
        watch(pages, asked.seconds + 2)
        sent = list(iter(queue.get, None))
        poster.join()
        after, cpu = server.memory(), server.cpu() - cpu
        found, missing = delays(pages, sent)
        both = found["board"] + found["talk"]
        answered = [(done - begun) * 1e3 for _, begun, _, done in sent]
        figures = {
            "pages": len(pages), "turns": len(sent), "deliveries": len(both), "missing": missing,
            "all_p50_ms": percentile(both, 50), "all_p99_ms": percentile(both, 99), "all_max_ms": max(both),
            "board_p99_ms": percentile(found["board"], 99), "talk_p99_ms": percentile(found["talk"], 99),
            "post_p50_ms": percentile(answered, 50), "post_p99_ms": percentile(answered, 99),
            "cpu_us_per_delivery": cpu * 1e6 / len(both), "message_bytes": max(len(m) for p in pages for _, m in p.messages),
            "rss_mib": [round(memory[0], 1) for memory in (before, opened, after)], "peak_mib": after[1],
            "load": [load, running.load()],
        }
        print(json.dumps({key: round(value, 1) if isinstance(value, float) else value for key, value in figures.items()}),
              flush=True)
        for page in pages:
            page.socket.close()


def main():
    """Measures in a fresh folder."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="target/release/mamori", type=pathlib.Path)
    parser.add_argument("--pages", default=200, type=int)
    parser.add_argument("--seconds", default=30, type=int)
    parser.add_argument("--database")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(asked, pathlib.Path(folder))


if __name__ == "__main__":
    main()
