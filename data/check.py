#!/usr/bin/env python3
"""Checks the corpus and renews the counts in its data card.

    python3 data/check.py           # says what is wrong; exit code 1 if anything is
    python3 data/check.py --write   # and writes the counts between the marks in data/corpus/README.md

Checked: ids are unique, the split follows its rule, no plot is in both halves, harassment has what its definition asks
for, and no talk is nearly a copy of one of another plot.
"""
import collections
import json
import pathlib
import re
import sys
import unicodedata

CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"
TALKS, STAFF = ("train", "test"), ("staff-train", "staff-test")
VERDICTS = ("enquiry", "complaint", "grey", "harassment")
NEAR, LONG = 0.25, 8
BEGIN, END = "<!-- counts: data/check.py --write -->", "<!-- end of counts -->"


def read(name):
    """All rows of one file."""
    return [json.loads(line) for line in (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def half(key):
    """Where a plot belongs: FNV-1a over its name, 27 of 100 for the test."""
    value = 0xCBF29CE484222325
    for byte in f"mamori {key}".encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return "test" if (value >> 20) % 100 < 27 else "train"


def key(row):
    """What the split goes by: the plot; for a staff sentence what was said before it, else its own id."""
    return row.get("plot") or row.get("context") or row["id"]


def said(row):
    """All words of a talk, without punctuation."""
    text = row["report"] if "report" in row else " ".join(turn["text"] for turn in row["turns"])
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def shingles(row):
    """All stretches of eight letters."""
    text = said(row)
    return {text[place:place + LONG] for place in range(len(text) - LONG + 1)}


def near_copies(halves):
    """Pairs of talks of different plots that share a quarter of the stretches of the shorter one."""
    rows = [(half_of, row, shingles(row)) for half_of, part in halves.items() for row in part]
    holders, pairs = collections.defaultdict(list), collections.Counter()
    for place, (_, _, parts) in enumerate(rows):
        for part in parts:
            for other in holders[part]:
                pairs[other, place] += 1
            holders[part].append(place)
    for (left, right), shared in pairs.items():
        (left_half, one, one_parts), (right_half, two, two_parts) = rows[left], rows[right]
        part = shared / min(len(one_parts), len(two_parts))
        if part >= NEAR and one["plot"] != two["plot"]:
            yield left_half != right_half, round(part, 2), one["id"], two["id"], min(len(said(one)), len(said(two)))


def wrong(halves, staff):
    """Everything that is wrong."""
    rows = [(name, row) for part in (halves, staff) for name, rows in part.items() for row in rows]
    ids = collections.Counter(row["id"] for _, row in rows)
    yield from (f"{name} stands twice" for name, count in ids.items() if count > 1)
    yield from (f"{row['id']} is in {name}, the rule says {half(key(row))}"
                for name, row in rows if half(key(row)) != name.removeprefix("staff-"))
    for _, row in ((name, row) for name, row in rows if name in TALKS):
        gold = row["gold"]
        if gold["verdict"] == "harassment":
            if not gold["types"]:
                yield f"{row['id']}: harassment without a type"
            if "conduct" in gold and not (gold["conduct"] == "improper" or gold["demand"] == "excessive"):
                yield f"{row['id']}: harassment without improper conduct or an excessive demand"
            if "harm" in gold and gold["harm"] not in ("likely", "clear"):
                yield f"{row['id']}: harassment without harm"
        elif gold["first_trigger_turn"] is not None:
            yield f"{row['id']}: a first trigger without harassment"


def table(title, halves, groups_of):
    """Counts by something, each half and each verdict."""
    count = collections.Counter()
    for name, rows in halves.items():
        for row in rows:
            for group in groups_of(row):
                count[group, name] += 1
                count[group, row["gold"]["verdict"]] += 1
    groups = dict.fromkeys(group for group, _ in count)
    order = sorted(groups, key=lambda group: (-count[group, "train"] - count[group, "test"], str(group)))
    if all(isinstance(group, int) for group in groups):
        order = sorted(groups)
    lines = [f"| {title} | train | test | " + " | ".join(VERDICTS) + " |", "|---" + "|---:" * 6 + "|"]
    for group in order:
        lines.append(f"| {group} | " + " | ".join(str(count[group, name]) for name in (*TALKS, *VERDICTS)) + " |")
    return "\n".join(lines) + "\n"


def length(row):
    """The length of a talk, in three classes as it was asked of the authors, and reports."""
    if "report" in row:
        return ["report, no turns"]
    turns = len(row["turns"])
    return ["1–4 turns" if turns < 5 else "5–9 turns" if turns < 10 else "10–19 turns" if turns < 20 else "20 turns or more"]


def tags(row):
    """The tags; all dialects together as well."""
    return [*row["tags"], *(["any dialect"] if any(tag.startswith("dialect:") for tag in row["tags"]) else [])]


def counts(halves, staff, copies):
    """The text between the marks."""
    talks = [row for rows in halves.values() for row in rows]
    plots = {name: len({row["plot"] for row in rows}) for name, rows in halves.items()}
    yield (f"{len(talks)} talks: {len(halves['train'])} of {plots['train']} plots to learn from, {len(halves['test'])} of "
           f"{plots['test']} plots to test with; {sum(len(row.get('turns', ())) for row in talks):,} turns.\n")
    yield table("verdict", halves, lambda row: [row["gold"]["verdict"]])
    yield table("severity", halves, lambda row: [row["gold"]["severity"]])
    yield table("type (several for one talk)", halves, lambda row: row["gold"]["types"])
    yield table("channel", halves, lambda row: [row["channel"]])
    yield table("industry", halves, lambda row: [row["industry"]])
    yield table("language", halves, lambda row: [row["lang"]])
    yield table("length", halves, length)
    yield table("author", halves, lambda row: [row["author"]])
    yield table("tag (several for one talk)", halves, tags)
    triggers = [row["gold"]["first_trigger_turn"] for row in talks if row["gold"]["first_trigger_turn"] is not None]
    yield (f"First trigger of harassment: turn 0 in {sum(turn == 0 for turn in triggers)}, 1–4 in "
           f"{sum(1 <= turn < 5 for turn in triggers)}, 5–9 in {sum(5 <= turn < 10 for turn in triggers)}, later in "
           f"{sum(turn >= 10 for turn in triggers)} of {len(triggers)}.\n")
    marked = [one for row in talks for one in row["gold"].get("staff", ())]
    judged = [one for one in marked if "ok" in one]
    yield (f"Staff turns with labels: {len(marked)}; {len(judged)} of them with ok or not ok, "
           f"{sum(not one['ok'] for one in judged)} not ok.\n")
    lines = ["| staff sentences | train | test |", "|---|---:|---:|"]
    for what, test in (("all", lambda row: True), ("ok", lambda row: row["gold"]["ok"]),
                       ("with what went before", lambda row: "context" in row)):
        lines.append(f"| {what} | " + " | ".join(str(sum(map(test, staff[name]))) for name in STAFF) + " |")
    known = {row["text"] for row in staff["staff-train"]}
    again = sum(row["text"] in known for row in staff["staff-test"])
    for field in ("acts", "inflaming"):
        for code, _ in collections.Counter(code for rows in staff.values() for row in rows for code in row["gold"][field]).most_common():
            lines.append(f"| {field}: {code} | " + " | ".join(
                str(sum(code in row["gold"][field] for row in staff[name])) for name in STAFF) + " |")
    yield "\n".join(lines) + "\n"
    yield (f"{again} of the {len(staff['staff-test'])} staff sentences of the test stand word for word in the training half too, "
           "after something else.\n")
    across = [copy for copy in copies if copy[0]]
    exact = [copy for copy in copies if copy[1] == 1.0]
    yield (f"Near copies (a quarter or more of the eight-letter stretches of the shorter talk shared with a talk of another plot): "
           f"{len(copies)} pairs, {len(across)} of them between the halves, {len(exact)} where the shorter stands whole in the longer"
           + (": " + ", ".join(f"{one}–{two} ({part:.2f}, {letters} letters)"
                               for _, part, one, two, letters in sorted(across, reverse=True)) + " between the halves" if across else "")
           + ".\n")


def main(arguments):
    """Checks, and writes if asked."""
    halves, staff = {name: read(name) for name in TALKS}, {name: read(name) for name in STAFF}
    findings = list(wrong(halves, staff))
    print("\n".join(findings) or "nothing is wrong")
    text = "\n".join(counts(halves, staff, list(near_copies(halves))))
    if arguments == ["--write"]:
        card = CORPUS / "README.md"
        before, rest = card.read_text(encoding="utf-8").split(BEGIN)
        card.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    else:
        print(text)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
