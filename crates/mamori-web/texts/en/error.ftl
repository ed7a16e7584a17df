### What is shown instead of a page.

error-home = To the start page
error-not-found = This page was not found
error-not-found-help = It has moved, or it is open to certain people only. If it is urgent, use "Call for help" below or the consultation desk.
error-forbidden = This page is for people in another role
error-forbidden-help = If you need it, ask your administrator about your role.
error-sign-in = Please sign in
error-sign-in-help = After signing in you can go on where you were.
error-query = Part of the address could not be read
error-query-help = Please open it again from the page before.
error-form = What was sent could not be read
error-form-help = Go back and send it again. What you wrote is still on this device.
error-stale-page = This page had become old
error-stale-page-help = Somebody else signed in, or much time has passed. Go back, reload, and send again. What you wrote is still on this device.
error-too-large = This was too large to take
error-too-large-help = Please send at most 4 MB. A long conversation can be sent in parts.
error-cross-site = This came from another site and was not taken
error-cross-site-help = Please send it again from a page of Mamori.
error-internal = That did not work
error-internal-help = The fault is ours. What you wrote is still on this device. Wait a little and try again; if it goes on, tell your administrator the time.
