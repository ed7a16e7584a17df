### チーム: the ground rules of a unit.

team-title = Our ground rules
team-units = Other workplaces
team-seen-by = the people of this workplace. Nobody sees who agreed.
team-none = No ground rules yet
team-none-help = Choose one of the suggestions below, or begin in your own words.
team-agreed = Agreed
team-proposed = Under discussion
team-proposed-help = A rule is agreed when more than half of the people are for it.
team-votes = { $agreed } of { $people } agree
team-agree = Agree
team-take-back = Take my agreement back
team-retire = End this rule
team-own-words = In our own words
team-own-words-hint = One rule in one sentence, up to 200 characters.
team-propose = Propose
team-propose-this = Propose this
team-suggestions = Choose a suggestion
team-history = Rules of the past
team-from-until = { $from } to { $until }
team-empty = Please write the rule.
team-long = Please keep it to 200 characters. What you wrote is still here.
team-many = There are 30 rules. Please end one before you propose another.
team-proposed-flash = Proposed.
team-retired-flash = Ended. It stays among the rules of the past.
