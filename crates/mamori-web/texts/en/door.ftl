### The door: signing in, invitations.

door-title = Sign in
door-login = Login
door-login-hint = The name you registered with: a staff number or an address.
door-password = Password
door-enter = Sign in
door-forgot = If you have lost your password, ask your administrator for a new invitation.
door-wrong = The login or the password does not seem right. Please try again.
door-wait = There were many attempts, so please wait about 15 minutes. If it is urgent, speak to your administrator.
door-invitation-title = First registration
door-invitation-to = You are invited to { $unit }, { $organisation }.
door-invitation-as = Your role is "{ $role }".
door-invitation-over = This invitation can no longer be used
door-invitation-over-help = It has expired or was used already. Please ask your administrator for a new one.
door-family = Family name
door-given = Given name
door-family-kana = Family name, reading
door-given-kana = Given name, reading
door-login-choose = Choose one; a staff number is fine. At least 2 characters, no spaces.
door-password-choose = At least 10 characters. A long phrase is easier to remember and stronger.
door-begin = Register and begin
door-name-fault = Please write your family name (at most 40 characters each).
door-login-fault = A login has 2 to 100 characters and no spaces.
door-login-taken = This login is taken. Please choose another.
door-password-fault = A password has 10 to 200 characters.
