### The house around every page and the small parts that all rooms share.

shell-brand = 守り Mamori
shell-skip = 本文へ進む
shell-rooms = 部屋
shell-signed-in-as = ログイン中：
shell-sign-out = ログアウト
shell-theme = 明るい画面と暗い画面を切り替える
shell-sos = 応援を呼ぶ
shell-sos-silent = 静かに呼ぶ
shell-sos-region = 応援要請
shell-connection-lost = つながっていません。つながり直しています
shell-draft-restored = 書きかけを戻しました。
shell-draft-discard = 消して、はじめから書く
shell-copied = コピーしました

room-now = 今すぐ
room-cases = 事案
room-learn = 学び
room-care = こころ
room-team = チーム
room-ready = 備え
room-admin = 管理

form-check = もう一度、確認をお願いします
form-optional = なくても大丈夫です

step-done = （済み）
step-now = （いまここ）
step-late = （予定の日を過ぎています）
step-to-come = （これから）

face-calm = 落ち着いている
face-even = ふつう
face-heavy = しんどい

seen-by = 見られる人：
elapsed = 経過
