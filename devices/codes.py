"""Enrolment codes: short enough to type at a panel, drawn from 60 bits, kept only as a hash."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs; no 0/O, 1/I, which people confuse
GROUPS, LENGTH = 3, 4


def new_code() -> str:
    """Draw a code such as `7KQ2-M9XD-3HTA`."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS))


def hash_code(code: str) -> str:
    """Hash a code as typed: case, blanks and dashes do not matter. It lives ten minutes, so a plain hash is enough."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(f"linli/enrol/{plain}".encode()).hexdigest()
