#!/usr/bin/env python3
"""Converts the conversation and text sets of ../shared/data to the input of `mamori judge`.

    python3 bench/datasets.py [FOLDER] | mamori judge --input jsonl --format jsonl > readings.jsonl
    python3 bench/datasets.py --check MAMORI [FOLDER]   # runs the program over each set, prints a table

Lexicons are left out. Where speakers are not named as in the interface, the first to speak is the customer and
all others are staff; a text alone is one turn of a customer. Labels of our own sets (`gold`) are kept.
"""
import json
import pathlib
import subprocess
import sys

KNOWN = {"customer", "staff", "unknown"}


def conversation(row):
    """One row of a set as one input."""
    line = {key: row[key] for key in
            ("id", "channel", "industry", "history", "care", "minutes", "report", "plot", "tags", "gold") if key in row}
    if row.get("lang") in ("ja", "en", "mixed"):
        line["lang"] = row["lang"]
    if "turns" in row:
        sides = {}
        line["turns"] = []
        for turn in row["turns"]:
            name = turn.get("speaker") or "unknown"
            if name not in KNOWN:
                name = sides.setdefault(name, "staff" if sides else "customer")
            line["turns"].append({**turn, "speaker": name})
    elif "text" in row:
        line["turns"] = [{"speaker": "customer", "text": row["text"]}]
    return line


def sets(folder):
    """The files of the folder that hold conversations or texts."""
    return [path for path in sorted(folder.glob("*.jsonl")) if not path.name.startswith("lexicon_")]


def lines(path):
    """The inputs of one set."""
    with open(path, encoding="utf-8") as file:
        for row in file:
            if row.strip():
                yield json.dumps(conversation(json.loads(row)), ensure_ascii=False)


def check(program, folder):
    """Runs the program over each set; the exit code says whether all was read."""
    failed = False
    print(f"{'set':28}{'inputs':>8}{'turns':>8}{'errors':>8}  enquiry complaint grey harassment")
    for path in sets(folder):
        inputs = list(lines(path))
        turns = sum(len(json.loads(line).get("turns") or [0]) for line in inputs)
        run = subprocess.run([program, "judge", "--input", "jsonl", "--format", "jsonl", "--no-readings"],
                             input="\n".join(inputs).encode(), stdout=subprocess.PIPE, check=False)
        readings = [json.loads(line) for line in run.stdout.decode().splitlines()]
        errors = sum("error" in reading for reading in readings)
        verdicts = [sum(reading.get("verdict") == verdict for reading in readings)
                    for verdict in ("enquiry", "complaint", "grey", "harassment")]
        failed |= run.returncode != 0 or errors > 0 or len(readings) != len(inputs)
        print(f"{path.stem:28}{len(inputs):>8}{turns:>8}{errors:>8}  "
              + " ".join(f"{count:>{width}}" for count, width in zip(verdicts, (7, 9, 4, 10))))
    return 1 if failed else 0


def main(arguments):
    """Writes the inputs, or checks a program with them."""
    program = None
    if arguments[:1] == ["--check"]:
        program, arguments = arguments[1], arguments[2:]
    default = pathlib.Path(__file__).resolve().parents[1].parent / "shared" / "data"
    folder = pathlib.Path(arguments[0]) if arguments else default
    if program:
        return check(program, folder)
    for path in sets(folder):
        for line in lines(path):
            print(line)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BrokenPipeError:
        sys.exit(0)
