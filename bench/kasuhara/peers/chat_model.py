"""Any model behind an OpenAI-compatible address; runs only when it is named.

    CHAT_URL=http://127.0.0.1:8080/v1 CHAT_MODEL=NAME [CHAT_KEY=…] python3 peers/chat_model.py TRAIN FILE...

The rows leave this program, so name only a place that may have them. An answer that cannot be read counts as enquiry.
"""
import json
import os
import re
import sys
import urllib.request

from rows import VERDICTS, answer, train_and_rows

DEFINITIONS = """日本の接客の会話を読み、次の四つから一つを選んでください。
enquiry: ふつうの問い合わせ。
complaint: 正当な苦情・申出。言葉が荒くても、怒りが会社・商品・状況に向き、求めることが常識の範囲なら complaint。
grey: もう一人が見るべきもの。取り消された一度の暴言、脅しとまでは言えない圧力、事実がはっきりしない場合。
harassment: 個人への攻撃、脅し（遠回しや丁寧な言葉を含む）、性的言動、差別、つきまとい、金品の強要、土下座の強要、わざと繰り返すことや長く拘束すること、名前を出した晒し。元の不満が正しくても同じ。
配慮の求め、障害・高齢・言葉の違いによる話し方、返金や上司や書面の求め、消費生活センターや弁護士に相談するという予告、引用、慣用句は、それだけでは harassment ではない。
severity: 0 なし 1 注意 2 上司が今来る 3 組織や法務が動く 4 すぐに身の安全を守る。
答えは JSON だけ: {"verdict":"…","severity":0}"""
SIDES = {"customer": "客", "staff": "店", "unknown": "？"}


def talk(row):
    """A row as a person would read it."""
    if "report" in row:
        return "報告：" + row["report"]
    return "\n".join(
        f"{SIDES[turn['speaker']]}{{{','.join(turn.get('facts', ()))}}}：{turn['text']}".replace("{}", "") for turn in row["turns"])


def ask(row):
    """The answer of the model for one row."""
    about = {key: row[key] for key in ("channel", "industry", "history", "care", "minutes") if key in row}
    body = {"model": os.environ["CHAT_MODEL"], "temperature": 0, "messages": [
        {"role": "system", "content": DEFINITIONS},
        {"role": "user", "content": json.dumps(about, ensure_ascii=False) + "\n" + talk(row)}]}
    request = urllib.request.Request(
        os.environ["CHAT_URL"].rstrip("/") + "/chat/completions", json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ.get("CHAT_KEY", "")})
    with urllib.request.urlopen(request, timeout=120) as response:
        said = json.load(response)["choices"][0]["message"]["content"] or ""
    return parsed(said)


def parsed(said):
    """The verdict and severity in what a model said, whatever stands around them."""
    verdict = re.search(r'"verdict"\s*:\s*"(\w+)"', said)
    severity = re.search(r'"severity"\s*:\s*([0-4])', said)
    name = verdict[1] if verdict and verdict[1] in VERDICTS else "enquiry"
    return {"verdict": name, "harassment": name == "harassment", "severity": int(severity[1]) if severity else 0}


if not (os.environ.get("CHAT_URL") and os.environ.get("CHAT_MODEL")):
    sys.exit("CHAT_URL and CHAT_MODEL are not set: not run")
_, rows = train_and_rows(sys.argv[1:])
answer(f"{os.environ['CHAT_MODEL']}, definitions in the prompt, no examples", ({"id": row["id"], **ask(row)} for row in rows))
