"""The rows of the benchmark, and what every peer reads and writes.

A peer is a script `peers/NAME.py TRAIN FILE...`. It learns from TRAIN if it learns, reads FILE..., and writes JSON Lines:
first `{"about": "…"}`, one sentence on how it was run, then for each row `{"id", "harassment"}` and, if it has them,
`"verdict"` (one of four), `"severity"`, and `"score"` (the higher the more harassment). It must not read `gold` of the files after TRAIN.
"""
import json
import sys

VERDICTS = ("enquiry", "complaint", "grey", "harassment")


def read(path):
    """All rows of a file."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def train_and_rows(arguments):
    """The training rows and, of all other files together, the rows to answer."""
    train, *files = arguments
    return read(train), [row for path in files for row in read(path)]


def lines(row):
    """What the customer said, line by line; a report by staff is one line."""
    if "report" in row:
        return [row["report"]]
    return [turn["text"] for turn in row["turns"] if turn["speaker"] != "staff" and turn["text"].strip()]


def is_harassment(row):
    """Whether the label says harassment."""
    return row["gold"]["verdict"] == "harassment"


def plot(row):
    """The story a row grew from; rows of one story are drawn together."""
    return row.get("plot") or row["id"]


def answer(about, answers):
    """Writes what a peer says."""
    print(json.dumps({"about": about}, ensure_ascii=False))
    for one in answers:
        print(json.dumps(one, ensure_ascii=False))


SUMMARIES = {
    "worst line": lambda scores: max(scores, default=0.0),
    "mean of the lines": lambda scores: sum(scores) / len(scores) if scores else 0.0,
    "sum of the lines": lambda scores: float(sum(scores)),
}


def answer_by_threshold(train, rows, scores_of, what):
    """Lets a scorer without classes answer: harassment from a threshold on.

    `scores_of` gives the scores of a row, line by line, the higher the worse. How they are put together and the
    threshold are those with the best F1 for harassment on the training rows.
    """
    known = [scores_of(row) for row in train]
    gold = [is_harassment(row) for row in train]
    best = (-1.0, "", 0.0)
    for name, summary in SUMMARIES.items():
        f1, threshold = best_threshold([summary(scores) for scores in known], gold)
        best = max(best, (f1, name, threshold))
    f1, name, threshold = best
    scores = [SUMMARIES[name](scores_of(row)) for row in rows]
    answer(f"{what}; {name} at least {threshold:.3g} (best F1 on train: {f1:.3f})",
           ({"id": row["id"], "harassment": score >= threshold, "score": score} for row, score in zip(rows, scores)))


def best_threshold(scores, gold):
    """The best F1 and the score from which on it is reached."""
    best, hits, called = (-1.0, 0.0), 0, 0
    pairs = sorted(zip(scores, gold), reverse=True)
    for place, (score, label) in enumerate(pairs):
        hits, called = hits + label, called + 1
        if place + 1 < len(pairs) and pairs[place + 1][0] == score:
            continue
        best = max(best, (2 * hits / (called + sum(gold)), score))
    return best


if __name__ == "__main__":
    sys.exit(__doc__)
