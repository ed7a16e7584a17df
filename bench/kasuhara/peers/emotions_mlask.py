"""ML-Ask (pymlask): emotions by word list, on MeCab with IPADIC."""
import functools
import sys

import ipadic
import mlask
from rows import answer_by_threshold, lines, train_and_rows

analyzer = mlask.MLAsk(ipadic.MECAB_ARGS)


@functools.cache
def anger(line):
    """How many words of anger, dislike and fear, and how many vulgar ones, a line has."""
    found = analyzer.analyze(line)
    emotions, emotive = found.get("emotion") or {}, found.get("intensifier") or {}
    return float(sum(len(emotions.get(kind, ())) for kind in ("ikari", "iya", "kowa")) + len(emotive.get("vulgar", ())))


train, rows = train_and_rows(sys.argv[1:])
answer_by_threshold(train, rows, lambda row: [anger(line) for line in lines(row)],
                    "words of anger, dislike and fear, and vulgar words")
