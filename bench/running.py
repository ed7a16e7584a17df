"""Runs `mamori` for a measurement: founds a demonstration, serves it, signs in, reads its CPU time and memory.

Every server listens on 127.0.0.1 on a port of its own and is stopped by its process id.
"""
import collections
import http.client
import json
import os
import pathlib
import re
import select
import signal
import subprocess
import time
import urllib.parse

# Host and port of a server.
Address = collections.namedtuple("Address", "host port")
TICK = os.sysconf("SC_CLK_TCK")


def load():
    """The load average of the last minute."""
    return os.getloadavg()[0]


def first_line(process, found, seconds=60):
    """The first match of `found` in what the process prints."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([process.stdout], [], [], 0.5)[0]:
            line = process.stdout.readline()
            if not line:
                break
            match = re.search(found, line.decode())
            if match:
                return match[0]
    raise RuntimeError(f"{found!r} was never printed; exit code {process.poll()}")


def stop(process):
    """Ends a process that we started, with those that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    process.stdout.close()


def started(command, **options):
    """A process in a group of its own."""
    return subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            start_new_session=True, **options)


def found_demonstration(program, folder, database=()):
    """Makes a demonstration in `folder` and stops it again; gives the logins by their letter."""
    process = started([program, "demo", "--port", "0", "--print", "json", "--data", folder, *database])
    try:
        printed = json.loads(first_line(process, r"^\{.*\}$"))
    finally:
        stop(process)
    return {login["persona"]: login for login in printed["logins"]}


class Server:
    """`mamori serve` over a folder."""

    def __init__(self, program, folder, database=()):
        begun = time.perf_counter()
        self.process = started([program, "serve", "--data", folder, "--listen", "127.0.0.1:0", *database])
        self.url = first_line(self.process, r"http://127\.0\.0\.1:\d+")
        self.address = Address("127.0.0.1", int(self.url.rsplit(":", 1)[1]))
        Visitor(self.address).get("/login")
        # From starting the process to the first page, in milliseconds.
        self.cold = (time.perf_counter() - begun) * 1e3

    def __enter__(self):
        return self

    def __exit__(self, *_):
        stop(self.process)

    def cpu(self):
        """CPU seconds so far."""
        return tree_cpu(self.process.pid)

    def memory(self):
        """Resident memory now and at its peak, in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return tuple(int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024 for name in ("VmRSS", "VmHWM"))


def tree(pid):
    """The process and everything below it."""
    found = [pid]
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = pathlib.Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == pid:
                found += tree(int(entry))
    return found


def tree_cpu(pid):
    """CPU seconds of a process and everything below it, living or dead."""
    ticks = 0
    for one in tree(pid):
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += sum(map(int, fields[11:15] if one == pid else fields[11:13]))
    return ticks / TICK


class Visitor:
    """A browser with one cookie."""

    def __init__(self, address):
        self.cookie = ""
        self.connection = http.client.HTTPConnection(*address, timeout=30)

    def ask(self, method, path, expected, body=None):
        """One request; anything but the expected status ends the measurement."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(body)
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read().decode()
        if response.status != expected:
            raise RuntimeError(f"{method} {path}: {response.status}, expected {expected}")
        return response, content

    def get(self, path, expected=200):
        """The page at `path`."""
        return self.ask("GET", path, expected)[1]

    def post(self, path, **fields):
        """Sends a form; gives where it leads."""
        return self.ask("POST", path, 303, fields)[0].headers["Location"]

    def sign_in(self, login):
        """Enters by the door."""
        response, _ = self.ask("POST", "/login", 303, {"login": login["user"], "password": login["password"]})
        self.cookie = re.search(r"mamori=[^;]+", response.headers["Set-Cookie"])[0]
        return self

    def csrf(self):
        """The token that this session's forms carry."""
        return re.search(r'name="csrf" value="([^"]+)"', self.get("/cases"))[1]
