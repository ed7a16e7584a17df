### The house around every page and the small parts that all rooms share.

shell-brand = 守り Mamori
shell-skip = Skip to the page
shell-rooms = Rooms
shell-signed-in-as = Signed in as:
shell-sign-out = Sign out
shell-theme = Switch between light and dark
shell-sos = Call for help
shell-sos-silent = Silently
shell-sos-region = Call for help
shell-connection-lost = Not connected. Connecting again
shell-draft-restored = Your unfinished text is back.
shell-draft-discard = Clear it and start again
shell-copied = Copied

room-now = Now
room-cases = Cases
room-learn = Learn
room-care = Care
room-team = Team
room-ready = Ready
room-admin = Admin

form-check = Please check these once more
form-optional = You may leave this empty

step-done = {" "}(done)
step-now = {" "}(you are here)
step-late = {" "}(past its date)
step-to-come = {" "}(still to come)

face-calm = Calm
face-even = So-so
face-heavy = Heavy

seen-by = Who can see this:{" "}
elapsed = so far
