### The door: signing in, invitations.

door-title = ログイン
door-login = ログイン名
door-login-hint = 登録したときの名前（社員番号やメールアドレス）です。
door-password = パスワード
door-enter = ログインする
door-forgot = パスワードが分からないときは、管理の担当者に新しい招待を頼んでください。
door-wrong = ログイン名かパスワードが違うようです。もう一度お試しください。
door-wait = 何度も続いたので、15分ほどお休みします。お急ぎのときは、管理の担当者に声をかけてください。
door-invitation-title = はじめての登録
door-invitation-to = { $organisation } の { $unit } に招待されています。
door-invitation-as = 役割は「{ $role }」です。
door-invitation-over = この招待はもう使えません
door-invitation-over-help = 期限が過ぎたか、すでに使われています。管理の担当者に、新しい招待を頼んでください。
door-family = 姓
door-given = 名
door-family-kana = セイ
door-given-kana = メイ
door-login-choose = 自分で決めます。社員番号でもかまいません。2文字以上、空白なし。
door-password-choose = 10文字以上。長い文のほうが、覚えやすくて強くなります。
door-begin = 登録してはじめる
door-name-fault = 姓を書いてください（それぞれ40文字まで）。
door-login-fault = ログイン名は、空白なしの2文字以上100文字までで書いてください。
door-login-taken = このログイン名は使われています。別の名前にしてください。
door-password-fault = パスワードは10文字以上200文字までで書いてください。
