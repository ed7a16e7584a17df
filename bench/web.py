#!/usr/bin/env python3
"""CPU time of the server for each request: `mamori` with 1,000 and with 100,000 cases, and django-helpdesk in turn.

    cargo build --release -p mamori
    python3 bench/web.py [--program target/release/mamori] [--helpdesk SCRATCH] [--rounds 3] [--seconds 4]

Needs python3 and wrk. `--helpdesk` is a scratch folder in which django-helpdesk was installed and given 10,000
tickets: `v_dh/bin/gunicorn`, `scripts/dhsite/dhsite.py`, `dh/session` and `dh/post.lua`. Without it only we are measured.

Our pages are whole: session, permission, and for each read and write a row of the audit log in the same durable
transaction. Both servers run SQLite with WAL and synchronous=FULL. One connection set, wrk -t1 -c8, on this machine.
"""
import argparse
import json
import pathlib
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import tempfile
import time
import urllib.parse

import fill
import running

SIZES = (1_000, 100_000)
REPORT = {"safe_now": "yes", "happened_at": "", "channel": "phone", "our_fault": "unknown", "confidentiality": "unit",
          "words": "商品が届かないというお電話で、三十分ほど繰り返し怒鳴られました。「役立たず」「責任者を出せ」と言われ、"
                   "お調べして折り返すとお伝えしても切らせてもらえませんでした。",
          "demand": "全額の返金と、自宅での謝罪"}

CREATE = """local count = 0
local body = "{body}"
local headers = {{ ["Content-Type"] = "application/x-www-form-urlencoded", ["Cookie"] = "{cookie}" }}
request = function()
  count = count + 1
  return wrk.format("POST", "/cases/report", headers, body .. "&key={prefix}-" .. count)
end
"""


def wrk(url, seconds, script=None, cookie=None):
    """One run of wrk: requests, p50 and p99 in milliseconds, answers that were neither 2xx nor 3xx."""
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "--latency"]
    command += ["-s", str(script)] if script else []
    command += ["-H", f"Cookie: {cookie}"] if cookie else []
    out = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout

    def milliseconds(percent):
        number, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)\b", out).groups()
        return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    failed = sum(int(found) for found in re.findall(r"Non-2xx or 3xx responses: (\d+)", out))
    failed += sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", out)))
    return int(re.search(r"(\d+) requests in", out)[1]), milliseconds(50), milliseconds(99), failed


def measured(pid, url, seconds, **request):
    """A warm-up, then a run with the server's CPU time beside it."""
    scripts = request.pop("scripts", (None, None))
    wrk(url, 1, script=scripts[0], **request)
    before = running.tree_cpu(pid)
    count, median, late, failed = wrk(url, seconds, script=scripts[1], **request)
    cpu = running.tree_cpu(pid) - before
    return {"cpu_us": cpu * 1e6 / count, "per_s": count / seconds, "p50_ms": median, "p99_ms": late,
            "requests": count, "failed": failed}


def prepared(program, folder):
    """Demonstrations with each number of cases; the first case of each was reported by worker A."""
    template = folder / "one"
    logins = running.found_demonstration(program, template)
    with running.Server(program, template) as server:
        worker = running.Visitor(server.address).sign_in(logins["A"])
        worker.post("/cases/report", csrf=worker.csrf(), key="first", **REPORT)
    for size in SIZES:
        shutil.copytree(template, folder / str(size))
        fill.cases(folder / str(size), size)
    return logins


def number_of_cases(folder):
    """How many cases the store really has."""
    store = sqlite3.connect(f"file:{folder}/mamori.db?mode=ro", uri=True)
    count = store.execute("select count(*) from case_file").fetchone()[0]
    store.close()
    return count


def ours(program, source, folder, logins, seconds, mark):
    """List, page and create of one demonstration, on a fresh copy."""
    shutil.copytree(source, folder)
    figures = {}
    with running.Server(program, folder) as server:
        idle = server.memory()
        desk = running.Visitor(server.address).sign_in(logins["H"])
        worker = running.Visitor(server.address).sign_in(logins["A"])
        page = re.search(r'href="(/cases/[0-9a-f-]{36})"', desk.get("/cases"))[1]
        for name, path in (("list", "/cases"), ("page", page)):
            figures[name] = measured(server.process.pid, server.url + path, seconds, cookie=desk.cookie)
            figures[name]["bytes"] = len(desk.get(path).encode())
        csrf, scripts = worker.csrf(), []
        for run in ("warm", "run"):
            body = urllib.parse.urlencode({"csrf": csrf, **REPORT})
            script = folder / f"{run}.lua"
            script.write_text(CREATE.format(body=body, cookie=worker.cookie, prefix=f"{mark}-{run}"), encoding="utf-8")
            scripts.append(script)
        before = number_of_cases(folder)
        figures["create"] = measured(server.process.pid, server.url, seconds, scripts=scripts)
        figures["create"]["bytes"] = 0
        made = number_of_cases(folder) - before
        # Warm-up included, so there must be more new cases than requests in the run that counts.
        assert made >= figures["create"]["requests"], (made, figures["create"])
        figures["server"] = {"cold_ms": server.cold, "idle_mib": idle[0], "peak_mib": server.memory()[1]}
    shutil.rmtree(folder)
    return figures


def helpdesk(scratch, seconds):
    """The same three of django-helpdesk."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    process = running.started([scratch / "v_dh/bin/gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "dhsite:application"],
                              cwd=scratch / "scripts/dhsite", env={"PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"})
    try:
        address = running.Address("127.0.0.1", port)
        while True:
            try:
                visitor = running.Visitor(address)
                visitor.cookie = "sessionid=" + (scratch / "dh/session").read_text().strip()
                visitor.get("/tickets/")
                break
            except OSError:
                assert process.poll() is None and time.perf_counter() - begun < 60
                time.sleep(0.02)
        cold, figures, base = (time.perf_counter() - begun) * 1e3, {}, f"http://127.0.0.1:{port}"
        for name, path in (("list", "/tickets/"), ("page", "/tickets/1/")):
            size = len(visitor.get(path).encode())
            figures[name] = measured(process.pid, base + path, seconds, cookie=visitor.cookie)
            figures[name]["bytes"] = size
        script = scratch / "dh/post.lua"
        figures["create"] = measured(process.pid, base + "/api/tickets/", seconds, scripts=(script, script))
        figures["create"]["bytes"] = 0
        figures["server"] = {"cold_ms": cold}
    finally:
        running.stop(process)
    return figures


def median(rounds, who, target, figure):
    """The median over the rounds."""
    return statistics.median(one[who][target][figure] for one in rounds)


def report(rounds, names):
    """Figures, then the ratios of each round's pairs."""
    print(f"{'':18}{'':8}{'CPU µs/req':>11}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'bytes':>8}{'failed':>8}")
    for target in ("list", "page", "create"):
        for who in names:
            row = [median(rounds, who, target, figure) for figure in ("cpu_us", "per_s", "p50_ms", "p99_ms", "bytes")]
            failed = sum(one[who][target]["failed"] for one in rounds)
            print(f"{who:18}{target:8}{row[0]:>11,.0f}{row[1]:>9,.0f}{row[2]:>9.2f}{row[3]:>9.2f}{row[4]:>8,.0f}{failed:>8}")

    def ratio(target, over, under):
        return statistics.median(one[over][target]["cpu_us"] / one[under][target]["cpu_us"] for one in rounds)

    few, many = (f"mamori {size:,}" for size in SIZES)
    for target in ("list", "page", "create"):
        line = f"{target:8} {many} / {few}: {ratio(target, many, few):.2f} (target at most 2)"
        if "django-helpdesk" in names:
            line += "; django-helpdesk / mamori: " + ", ".join(
                f"{ratio(target, 'django-helpdesk', who):.0f}x ({who})" for who in (few, many)) + " (target at least 30)"
        print(line)
    for who in names:
        print(who, {key: round(median(rounds, who, "server", key), 1) for key in rounds[0][who]["server"]})


def main():
    """Rounds of everything in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="target/release/mamori", type=pathlib.Path)
    parser.add_argument("--helpdesk", type=pathlib.Path)
    parser.add_argument("--rounds", default=3, type=int)
    parser.add_argument("--seconds", default=4, type=int)
    parser.add_argument("--json", type=pathlib.Path)
    asked = parser.parse_args()
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        logins = prepared(asked.program, folder)
        for number in range(asked.rounds):
            load, one = running.load(), {}
            for size in SIZES:
                one[f"mamori {size:,}"] = ours(asked.program, folder / str(size), folder / "run", logins, asked.seconds,
                                               f"{number}-{size}")
            if asked.helpdesk:
                one["django-helpdesk"] = helpdesk(asked.helpdesk.resolve(), asked.seconds)
            rounds.append(one)
            print(f"round {number + 1}: load {load:.1f} before, {running.load():.1f} after", flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(rounds, indent=1))
    report(rounds, list(rounds[0]))


if __name__ == "__main__":
    main()
