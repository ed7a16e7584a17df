"""A keyword list, as a busy administrator would write one: 60 insults and threats; one hit is harassment."""
import sys
import unicodedata

from rows import answer, lines, train_and_rows

WORDS = """
馬鹿 バカ ばか野郎 アホ 間抜け のろま クズ カス ゴミ 無能 役立たず 能なし 給料泥棒 ブス デブ ババア ジジイ 気持ち悪い キモい きちがい
死ね 死んで 殺す 殺される 殺してやる ぶっ殺 殴る ぶん殴 蹴る 痛い目 覚えてろ ただじゃ ただでは 夜道 帰り道 家まで 家族 火をつけ 燃やす 刺す
土下座 クビにし クビにさせ 辞めさせ 辞めろ 誠意を見せ 慰謝料 ネットに書 ネットに晒 晒して 拡散 名前を覚え お前 てめえ 貴様
idiot stupid moron bitch kill
""".split()


def plain(text):
    """One shape for full and half width, upper and lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def hit(row):
    """Whether a word of the list occurs in what the customer said."""
    said = [plain(line) for line in lines(row)]
    return any(plain(word) in line for word in WORDS for line in said)


assert len(WORDS) == len(set(WORDS)) == 60, len(WORDS)
_, rows = train_and_rows(sys.argv[1:])
answer("60 insults and threats, one hit is harassment", ({"id": row["id"], "harassment": hit(row)} for row in rows))
