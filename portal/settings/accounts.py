"""How people log in, and how long that lasts."""

from .environment import whole

# A session ends with the browser, or after eight hours without a request; on a device that somebody chose to remember
# after two weeks (allauth calls its own name for that deprecated; Django has none for the two side by side).
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ACCOUNT_SESSION_COOKIE_AGE = 14 * 24 * 60 * 60

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kennisportaal"
# A telephone whose clock is half a minute off.
MFA_TOTP_TOLERANCE = 1
# allauth asks for a confirmed address against strangers who sign up; here nobody can.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Accounts, by name, that may do without a second factor: those of a demo.
SECOND_FACTOR_EXEMPT: tuple[str, ...] = ()
# Days that accounts from before the second factor have to set it up.
SECOND_FACTOR_GRACE_DAYS = whole("KENNISPORTAAL_MFA_GRACE_DAYS", "0", most=9999)
