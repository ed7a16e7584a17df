#!/usr/bin/env python3
"""Scores what the peers answered, all by the same functions, and prints the tables of README.md.

    python3 score.py TEST OFFICIAL ANSWERS

ANSWERS is a folder of NAME.jsonl as the peers write them. Intervals: 95 %, 2,000 draws of stories (plots) with replacement.
"""
import json
import pathlib
import sys

import numpy

from rows import VERDICTS, is_harassment, plot, read

DRAWS = 2000
FAIR = ("enquiry", "complaint")
NEEDS = {"disability", "dementia", "foreign"}


def answers(path):
    """What a peer said about itself, and its answers by id."""
    about, *given = read(path)
    return about["about"], {one["id"]: one for one in given}


def share(part, whole):
    """A part of a whole; nothing of nothing is nothing."""
    with numpy.errstate(divide="ignore", invalid="ignore"):
        return numpy.where(whole > 0, part / whole, numpy.nan)


class Figures:
    """The figures of one peer on the rows of the test split."""

    def __init__(self, rows, given, draws):
        self.rows, self.given, self.draws = rows, given, draws
        self.has_classes = all("verdict" in one for one in given.values())
        self.has_scores = all("score" in one for one in given.values())
        self.has_severity = all("severity" in one for one in given.values())

    def called(self, row):
        """Whether the peer called the row harassment."""
        return self.given[row["id"]]["harassment"]

    def found(self, row):
        """Whether the peer said that somebody should look: harassment or grey."""
        return self.called(row) or self.given[row["id"]].get("verdict") == "grey"

    def estimate(self, counts, figure):
        """A figure with its interval. `counts` gives numbers for each row, `figure` makes one figure of their sums."""
        per_row = numpy.array([counts(row) for row in self.rows], dtype=float)
        names = {name: place for place, name in enumerate(dict.fromkeys(map(plot, self.rows)))}
        per_plot = numpy.zeros((len(names), per_row.shape[1]))
        numpy.add.at(per_plot, [names[plot(row)] for row in self.rows], per_row)
        drawn = figure((self.draws @ per_plot).T)
        low, high = numpy.nanpercentile(drawn, [2.5, 97.5])
        return float(figure(per_row.sum(axis=0))), float(low), float(high)

    def hits(self, row):
        """Hit, called, labelled."""
        return is_harassment(row) and self.called(row), self.called(row), is_harassment(row)

    def precision(self):
        """Of those called harassment, those that are."""
        return self.estimate(self.hits, lambda sums: share(sums[0], sums[1]))

    def recall(self):
        """Of those that are harassment, those called so."""
        return self.estimate(self.hits, lambda sums: share(sums[0], sums[2]))

    def f1(self):
        """Precision and recall in one."""
        return self.estimate(self.hits, lambda sums: share(2 * sums[0], sums[1] + sums[2]))

    def order(self):
        """How often a row of harassment has a higher score than one that is not (AUC); half a point for a draw."""
        yes, no = (numpy.array([self.given[row["id"]]["score"] for row in self.rows if is_harassment(row) == wanted])
                   for wanted in (True, False))
        return float((numpy.sign(yes[:, None] - no[None, :]).mean() + 1) / 2)

    def harassment_found(self):
        """Of those that are harassment, those called harassment or grey."""
        return self.estimate(lambda row: (is_harassment(row) and self.found(row), is_harassment(row)),
                             lambda sums: share(sums[0], sums[1]))

    def false_alarms(self):
        """Fair complaints and enquiries called harassment, in a thousand."""
        fair = lambda row: row["gold"]["verdict"] in FAIR
        return self.estimate(lambda row: (fair(row) and self.called(row), fair(row)),
                             lambda sums: 1000 * share(sums[0], sums[1]))

    def macro_f1(self):
        """Mean F1 of the four classes."""
        def cells(row):
            read, gold = self.given[row["id"]]["verdict"], row["gold"]["verdict"]
            return [number for name in VERDICTS for number in (read == gold == name, read == name, gold == name)]
        return self.estimate(cells, lambda sums: sum(
            share(2 * sums[place], sums[place + 1] + sums[place + 2]) for place in (0, 3, 6, 9)) / 4)

    def severe_not_found(self):
        """Severity 4: neither harassment nor grey; read below 3, where there are severities; how many there are."""
        severe = [row for row in self.rows if row["gold"]["severity"] == 4]
        low = sum(self.given[row["id"]]["severity"] < 3 for row in severe) if self.has_severity else None
        return sum(not self.found(row) for row in severe), low, len(severe)

    def part(self, wanted, test):
        """In how many of the rows that are wanted the test holds: `3 / 40`."""
        rows = [row for row in self.rows if wanted(row)]
        return f"{sum(map(test, rows))} / {len(rows)}"

    def only(self, wanted):
        """The same figures over a part of the rows."""
        rows = [row for row in self.rows if wanted(row)]
        return Figures(rows, self.given, draws(rows))


def draws(rows):
    """How often each plot is drawn, in each of the draws; the same for every peer."""
    plots = len(dict.fromkeys(map(plot, rows)))
    return numpy.random.default_rng(20261001).multinomial(plots, numpy.full(plots, 1 / plots), size=DRAWS).astype(float)


def shown(estimate, digits=3):
    """`0.912 [0.890, 0.931]`"""
    value, low, high = (f"{number:.{digits}f}" for number in estimate)
    return f"{value} [{low}, {high}]"


def table(head, lines):
    """A table in Markdown."""
    print("| " + " | ".join(head) + " |")
    print("|---" + "|---:" * (len(head) - 1) + "|")
    for line in lines:
        print("| " + " | ".join(line) + " |")
    print()


def tagged(*tags):
    """Rows with one of the tags."""
    return lambda row: not set(tags).isdisjoint(row["tags"])


def fair(row):
    """Rows that must not be called harassment."""
    return row["gold"]["verdict"] in FAIR


def accommodation(row):
    """An accommodation case as the labelling guide defines it."""
    return fair(row) and (bool(row.get("care")) or tagged(*NEEDS)(row))


def both(*tests):
    """Rows for which all tests hold."""
    return lambda row: all(test(row) for test in tests)


def main(test, official, folder):
    """Prints the tables."""
    rows, official = read(test), read(official)
    drawn = draws(rows)
    peers = {path.stem: answers(path) for path in sorted(pathlib.Path(folder).glob("*.jsonl"))}
    figures = {name: Figures(rows, given, drawn) for name, (_, given) in peers.items()}
    order = sorted(figures, key=lambda name: (name != "everything", figures[name].f1()[0]))
    harassing = sum(map(is_harassment, rows))
    print(f"{len(rows)} talks of {drawn.shape[1]} plots: {harassing} harassment, {sum(map(fair, rows))} fair "
          f"(complaint or enquiry), {len(rows) - harassing - sum(map(fair, rows))} grey.\n")

    table(["", "precision", "recall", "F1", "AUC", "false alarms per 1,000 fair talks", "macro F1, 4 classes"], (
        [name, shown(one.precision()), shown(one.recall()), shown(one.f1()), f"{one.order():.3f}" if one.has_scores else "–",
         shown(one.false_alarms(), 0),
         shown(one.macro_f1()) if one.has_classes else "–"]
        for name, one in ((name, figures[name]) for name in order)))

    def severe(one):
        missed, low, whole = one.severe_not_found()
        return [f"{missed} / {whole}", "–" if low is None else f"{low} / {whole}"]
    table(["", "found (harassment or grey)", "severity 4 not found", "severity 4 read below 3", "「金返せ！」 once, loud"], (
        [name, shown(one.harassment_found()), *severe(one),
         ", ".join(one.given[row["id"]].get("verdict", "harassment" if one.called(row) else "not") for row in official)]
        for name, one in ((name, figures[name]) for name in order)))

    groups = [
        ("called harassment, wrongly: rough or angry but fair", both(fair, tagged("rude_fair", "angry_legit")), "called"),
        ("… accommodation cases", accommodation, "called"),
        ("… innocent words, quotations, negation, idioms", both(fair, tagged("innocent_words", "quoted", "negation", "idiom")), "called"),
        ("… English", both(fair, tagged("en")), "called"),
        ("found: all harassment in polite form", both(is_harassment, tagged("polite_harass")), "found"),
        ("… veiled", both(is_harassment, tagged("veiled")), "found"),
        ("… by people with a disability, dementia or another language", both(is_harassment, tagged(*NEEDS)), "found"),
        ("… repeated after a final answer, long detention", both(is_harassment, tagged("repeat_after_final", "long_detention")), "found"),
        ("… in reports by staff", both(is_harassment, lambda row: "report" in row), "found"),
        ("… English", both(is_harassment, tagged("en")), "found"),
    ]
    table(["", *order], ([what, *(figures[name].part(wanted, getattr(figures[name], test)) for name in order)]
                         for what, wanted, test in groups))

    table(["F1 for harassment", *order], (
        [what, *(shown(figures[name].only(wanted).f1(), 2) for name in order)] for what, wanted in (
            ("Japanese", lambda row: row["lang"] == "ja"), ("English and mixed", lambda row: row["lang"] != "ja"),
            ("one customer line", lambda row: one_line(row)), ("more than one", lambda row: not one_line(row)))))
    for name in order:
        print(f"* `{name}`: {peers[name][0]}")


def one_line(row):
    """Whether the customer has only one turn."""
    return "report" not in row and sum(turn["speaker"] != "staff" for turn in row["turns"]) == 1


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
