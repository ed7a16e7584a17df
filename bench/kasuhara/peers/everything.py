"""The floor: calls everything harassment. Whoever is not better than this has said nothing."""
import sys

from rows import answer, train_and_rows

_, rows = train_and_rows(sys.argv[1:])
answer("calls everything harassment", ({"id": row["id"], "harassment": True} for row in rows))
