"""Mamori itself, through its command line: MAMORI=target/release/mamori python3 peers/mamori.py TRAIN FILE...

Gets what the interface asks for and nothing of the labels. What it has learned is inside the program.
"""
import json
import os
import subprocess
import sys

from rows import answer, train_and_rows

INTERFACE = ("id", "channel", "industry", "lang", "turns", "report", "history", "care", "minutes")

_, rows = train_and_rows(sys.argv[1:])
asked = "\n".join(json.dumps({key: row[key] for key in INTERFACE if key in row}, ensure_ascii=False) for row in rows)
program = os.environ["MAMORI"]
run = subprocess.run([program, "judge", "--input", "jsonl", "--format", "jsonl", "--no-readings"],
                     input=asked.encode(), stdout=subprocess.PIPE, check=True)
readings = [json.loads(line) for line in run.stdout.decode().splitlines()]
assert [reading["id"] for reading in readings] == [row["id"] for row in rows], "a row was not read"
answer("default rulebook, weights and words as committed", (
    {"id": reading["id"], "verdict": reading["verdict"], "harassment": reading["verdict"] == "harassment",
     "severity": reading["severity"]} for reading in readings))
