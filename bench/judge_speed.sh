#!/usr/bin/env bash
# How fast and how large `mamori judge` is. Needs a release build, python3 and the sets of ../shared/data.
#
#   cargo build --release && bench/judge_speed.sh [target/release/mamori] [FOLDER-OF-SETS]
#
# Prints turns per second on one core, peak memory over 100 MB and over 1 GB through a pipe, and the time of a whole
# process with one utterance (median of 20). CPU seconds stand beside wall seconds: on a busy machine trust the former.
set -euo pipefail
cd "$(dirname "$0")/.."
mamori=${1:-target/release/mamori}
folder=${2:-../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 bench/datasets.py "$folder" >"$work/all.jsonl"
grep -E '"id": "(ja_|mamori|[abcd]-)' "$work/all.jsonl" >"$work/ja.jsonl"

python3 - "$mamori" "$work" <<'PY'
import json, os, resource, statistics, subprocess, sys, time

mamori, work = sys.argv[1:]

def measured(arguments, stdin):
    """Wall seconds, CPU seconds and peak MiB of one run; output is thrown away."""
    start = time.perf_counter()
    child = subprocess.Popen([mamori, "judge", *arguments], stdin=stdin, stdout=subprocess.DEVNULL)
    if stdin == subprocess.PIPE:
        return child, start
    return finished(child, start)

def finished(child, start):
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    assert child.returncode == 0, child.returncode
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

def turns(path):
    with open(path, encoding="utf-8") as file:
        return sum(len(json.loads(line).get("turns") or [0]) for line in file)

jsonl = ["--input", "jsonl", "--format", "jsonl"]
for name in ("all", "ja"):
    path = f"{work}/{name}.jsonl"
    count = turns(path)
    best = min((measured([*jsonl, "--jobs", "1", path], None) for _ in range(3)), key=lambda run: run[1])
    print(f"{name:4} {count:>8} turns, one core: {count / best[1]:>9,.0f} turns/CPU-s {count / best[0]:>9,.0f} turns/s  "
          f"(wall/CPU {best[0] / best[1]:.2f}, peak {best[2]:.1f} MiB)")

with open(f"{work}/ja.jsonl", "rb") as file:
    block = file.read()
for jobs in ("1", "2"):
    for size in (100_000_000, 1_000_000_000):
        child, start = measured([*jsonl, "--no-readings", "--jobs", jobs], subprocess.PIPE)
        sent = 0
        while sent < size:
            sent += child.stdin.write(block)
        child.stdin.close()
        wall, cpu, peak = finished(child, start)
        print(f"pipe of {sent / 1e6:>6.0f} MB, {jobs} jobs: peak {peak:.1f} MiB, {wall:.1f} s wall, {cpu:.1f} s CPU")

with open(f"{work}/one.jsonl", "w", encoding="utf-8") as file:
    print('{"turns":[{"speaker":"customer","text":"まだ終わってないぞ、この役立たず。土下座しろ。"}]}', file=file)
times = [measured([*jsonl, f"{work}/one.jsonl"], None) for _ in range(20)]
print(f"one utterance, whole process: median {statistics.median(run[0] for run in times) * 1000:.1f} ms "
      f"(CPU {statistics.median(run[1] for run in times) * 1000:.1f} ms, peak {times[0][2]:.1f} MiB)")
PY
