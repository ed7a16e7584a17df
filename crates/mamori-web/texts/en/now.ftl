### 今すぐ: calling for help, live talks.

now-to-board = See live talks and calls for help
now-drill-title = Try calling for help
now-drill-lead = This works like "Call for help" at the bottom of the screen, as a drill. The others see "Drill" too.
now-drill-button = Try it as a drill
now-seen-by = you, and whoever comes to help
now-reload = Show how it stands now
now-person = { $name }
now-go = I am going
now-not-your-fault = You did nothing wrong. From here on the organisation deals with it.

now-sos-title = Call for help
now-sos-drill = This is a drill. If you really need help, press "Call for help" at the bottom of the screen.
now-sos-called = You have called for help
now-sos-needed = { $name } is calling for help
now-sos-nobody = There is nobody to call. Speak to somebody near you, or call 110 in danger.
now-sos-waiting = Waiting for an answer. If nobody answers within { $seconds } seconds, we call: { $next }.
now-sos-wait-bar = Until the next person is called
now-sos-coming = { $name } is coming
now-sos-after = { $time } after the call
now-sos-over = This call for help is over
now-sos-silent = A silent call. Go there without speaking to the caller.
now-sos-goes = is coming
now-sos-seen = has seen it
now-sos-reached = was told
now-sos-too-late = { $name } is already on the way. Thank you.
now-sos-close = I am all right now
now-sos-110 = Call 110
now-sos-seen-by = the caller and those who were called

board-title = Live now
board-lead = The most urgent first. New calls for help appear by themselves.
board-mute = Mute
board-unmute = Sound on
board-sound-blocked = Touch the screen once to allow sound.
board-empty = Nothing else is going on. New talks appear here.
board-sos = Call for help
board-drill = Drill
board-needs = { $name } is calling for help
board-coming = { $helper } is on the way to { $name }
board-silent = A silent call. Go there without speaking to the caller.
board-waiting = Called: { $step }. No answer yet.
board-look = Look
board-elapsed = elapsed
