### 今すぐ: calling for help, live talks.

now-to-board = いまの対応と応援要請を見る
now-drill-title = 応援の呼び方を試す
now-drill-lead = 画面の下の「応援を呼ぶ」と同じ動きを、訓練として試せます。相手の画面にも「訓練」と出ます。
now-drill-button = 訓練で押してみる
now-seen-by = あなたと、応援に来る人
now-reload = 今の様子に更新する
now-person = { $name }さん
now-go = 行く
now-not-your-fault = あなたの対応が悪いのではありません。ここから先は組織で対応します。

now-sos-title = 応援要請
now-sos-drill = 訓練です。本当の助けが必要なときは、画面の下の「応援を呼ぶ」を押してください。
now-sos-called = 応援を呼びました
now-sos-needed = { $name }さんが応援を呼んでいます
now-sos-nobody = 呼べる人が見つかりませんでした。近くの人に声をかけるか、危ないときは110番してください。
now-sos-waiting = 返事を待っています。{ $seconds }秒たっても返事がないときは、{ $next }を呼びます。
now-sos-wait-bar = 次の人を呼ぶまで
now-sos-coming = { $name }さんが「行きます」
now-sos-after = 呼んでから { $time }
now-sos-over = この応援要請は終わりました
now-sos-silent = 静かに呼ばれました。声をかけずに、そばへ行ってください。
now-sos-goes = 行きます
now-sos-seen = 見ました
now-sos-reached = 届きました
now-sos-too-late = { $name }さんが先に向かっています。ありがとうございます。
now-sos-close = もう大丈夫
now-sos-110 = 110番
now-sos-seen-by = 呼んだ人と、呼ばれた人

board-title = いまの対応
board-lead = 急ぐものから並びます。新しい応援要請は、読み込みなおさなくても出ます。
board-mute = 音を消す
board-unmute = 音を鳴らす
board-sound-blocked = 音を鳴らすには、画面に一度触れてください。
board-empty = ほかに、いま続いている対応はありません。新しい対応が始まると、ここに出ます。
board-sos = 応援要請
board-drill = 訓練
board-needs = { $name }さんが応援を呼んでいます
board-coming = { $helper }さんが{ $name }さんのところへ向かっています
board-silent = 静かに呼ばれました。声をかけずに、そばへ行ってください。
board-waiting = { $step }を呼んでいます。まだ返事はありません。
board-look = 様子を見る
board-elapsed = 経過
