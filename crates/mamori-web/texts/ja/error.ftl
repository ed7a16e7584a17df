### What is shown instead of a page.

error-home = はじめの画面へ
error-not-found = ページが見つかりません
error-not-found-help = 場所が変わったか、見られる人が決まっているページです。急ぎのときは、画面の下の「応援を呼ぶ」か相談窓口をお使いください。
error-forbidden = このページは、別の役割の人のためのものです
error-forbidden-help = 必要なときは、管理の担当者に役割を確かめてください。
error-sign-in = ログインが必要です
error-sign-in-help = ログインすると、続きから始められます。
error-query = アドレスの一部が読み取れませんでした
error-query-help = もう一度、前の画面から開いてください。
error-form = 送られた内容が読み取れませんでした
error-form-help = 前の画面に戻って、もう一度送ってください。書いた内容はこの端末に残っています。
error-stale-page = 画面が古くなっていました
error-stale-page-help = ほかの人がログインしたか、長い時間がたちました。前の画面に戻って読み込みなおすと、送れます。書いた内容はこの端末に残っています。
error-too-large = 大きすぎて受け取れませんでした
error-too-large-help = 4 MB までにして、もう一度送ってください。長い会話は、いくつかに分けられます。
error-cross-site = ほかのサイトから送られたため、受け取りませんでした
error-cross-site-help = Mamori の画面から、もう一度送ってください。
error-internal = うまくいきませんでした
error-internal-help = こちら側の問題です。書いた内容はこの端末に残っています。少し待ってから、もう一度お試しください。続くときは、管理の担当者に時刻を伝えてください。
