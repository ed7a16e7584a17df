"""asari: positive or negative, by a linear model over words."""
import functools
import sys

from asari.api import Sonar
from rows import answer_by_threshold, lines, train_and_rows

sonar = Sonar()


@functools.cache
def negative(line):
    """How sure the model is that a line is negative."""
    return next(one["confidence"] for one in sonar.ping(text=line)["classes"] if one["class_name"] == "negative")


train, rows = train_and_rows(sys.argv[1:])
answer_by_threshold(train, rows, lambda row: [negative(line) for line in lines(row)], "probability that a line is negative")
