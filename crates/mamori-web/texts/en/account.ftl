### One's own settings.

account-title = Your settings
account-language = Language of the screens
account-save = Save
account-devices = Devices you are signed in on
account-this = This device
account-last-seen = Last used: { $at }
account-leave-elsewhere = Sign out on all other devices
