"""Hashing passwords and PINs with argon2; slow on purpose, so never on the window's thread."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


def hash_secret(secret: str) -> str:
    """Return the argon2id hash of a password or PIN, typed in any Unicode form."""
    return _hasher().hash(unicodedata.normalize("NFKC", secret))


def matches(secret_hash: str, secret: str) -> bool:
    """Tell whether a secret belongs to a hash; a broken hash matches nothing."""
    try:
        return _hasher().verify(secret_hash, unicodedata.normalize("NFKC", secret))
    except (VerificationError, InvalidHashError):
        return False


def outdated(secret_hash: str) -> bool:
    """Tell whether a hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(secret_hash)
