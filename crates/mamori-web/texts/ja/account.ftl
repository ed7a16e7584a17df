### One's own settings.

account-title = 自分の設定
account-language = 画面のことば
account-save = 保存する
account-devices = ログインしている端末
account-this = この端末
account-last-seen = 最後に使ったとき：{ $at }
account-leave-elsewhere = ほかの端末からログアウトする
