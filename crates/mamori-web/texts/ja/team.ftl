### チーム: the ground rules of a unit.

team-title = わたしたちの約束
team-units = ほかの職場
team-seen-by = この職場の人。誰が賛成したかは、誰にも見えません。
team-none = まだ約束はありません
team-none-help = 下の候補から選ぶか、自分たちの言葉で始められます。
team-agreed = みんなの約束
team-proposed = 話し合い中
team-proposed-help = 半分を超える人が賛成すると、みんなの約束になります。
team-votes = { $people } 人のうち { $agreed } 人が賛成
team-agree = 賛成する
team-take-back = 賛成を取り消す
team-retire = 約束を終える
team-own-words = 自分たちの言葉で
team-own-words-hint = 一つの約束を一文で。200文字まで。
team-propose = 提案する
team-propose-this = これを提案する
team-suggestions = 候補から選ぶ
team-history = これまでの約束
team-from-until = { $from } から { $until }
team-empty = 約束の言葉を書いてください。
team-long = 200文字までにしてください。書いた内容はここに残っています。
team-many = 約束が30になりました。終えるものを決めてから、新しく提案してください。
team-proposed-flash = 提案しました。
team-retired-flash = 約束を終えました。これまでの約束に残っています。
