#!/usr/bin/env bash
# bench/kasuhara/run.sh [MAMORI]: runs every peer on data/corpus/test.jsonl and prints the tables of README.md.
# MAMORI is the program (target/release/mamori); without it only the others run. Needs Python 3.11 or newer with venv.
# SCRATCH (default: a folder under the temporary one) keeps the virtual environment and the answers; nothing is written here.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
corpus=$here/../../data/corpus
scratch=${SCRATCH:-${TMPDIR:-/tmp}/mamori-kasuhara}
answers=$scratch/answers
mkdir -p "$answers"
rm -f "$answers"/*.jsonl
export PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1

[ -x "$scratch/venv/bin/python" ] || python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install -q --disable-pip-version-check -r "$here/requirements.txt"

# asari's model asks for this locale, which a small system may lack.
if ! locale -a 2>/dev/null | grep -qix 'en_US.utf-\?8'; then
  mkdir -p "$scratch/locale"
  [ -d "$scratch/locale/en_US.UTF-8" ] || localedef -i en_US -f UTF-8 "$scratch/locale/en_US.UTF-8"
  export LOCPATH=$scratch/locale
fi

peers=(everything words polarity_oseti polarity_asari emotions_mlask char_ngrams)
[ -z "${CHAT_URL:-}" ] || peers+=(chat_model)
if [ $# -gt 0 ]; then export MAMORI=$1; peers+=(mamori); fi
for peer in "${peers[@]}"; do
  echo "== $peer" >&2
  "$scratch/venv/bin/python" "$here/peers/$peer.py" "$corpus/train.jsonl" "$corpus/test.jsonl" "$here/official.jsonl" \
    > "$answers/$peer.jsonl" || { echo "== $peer failed and is not in the tables" >&2; rm "$answers/$peer.jsonl"; }
done
"$scratch/venv/bin/python" "$here/score.py" "$corpus/test.jsonl" "$here/official.jsonl" "$answers"
