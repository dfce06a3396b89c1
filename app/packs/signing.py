"""Signing a pack's PDF: with which certificate, and in plain words what such a signature proves and what not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.documents.writers.sign import CertificateFacts, SigningCertificate, open_certificate, sign_pdf
from app.texts import Language, mark

_COMPANY: Final = mark(
    "This PDF is signed (PAdES) with the certificate of {subject}, issued by {issuer}, SHA-256 {fingerprint}. Any "
    "viewer of PDFs shows whether it was changed since. Whether {issuer} is to be trusted is for the reader to "
    "decide. The time of signing is that of the signer's own clock; no time stamp service vouches for it."
)
_SELF_MADE: Final = mark(
    "This PDF is signed (PAdES) with a certificate that {subject} made itself, SHA-256 {fingerprint}. It proves that "
    "nothing was changed since by anybody without that key. It does not prove who holds the key: viewers will call "
    "the signer unknown. Compare the fingerprint with the one we tell you another way. The time of signing is that "
    "of the signer's own clock."
)


@dataclass(frozen=True)
class Signer:
    """A certificate opened for signing packs."""

    certificate: SigningCertificate

    @property
    def facts(self) -> CertificateFacts:
        """What the certificate says."""
        return self.certificate.facts

    def sign(self, pdf: bytes, reason: str) -> bytes:
        """Return the signed PDF; nothing may save it again."""
        return sign_pdf(pdf, self.certificate, reason)


def open_signer(content: bytes, password: str, name: str, at: datetime) -> Signer:
    """Open a certificate file for signing.

    Raises:
        PartproofError: unreadable, wrong password, without key, not for signing, expired or not yet valid.
    """
    return Signer(open_certificate(content, password, name, at))


def signature_text(language: Language, facts: CertificateFacts) -> str:
    """Return what the cover says about the signature."""
    sentence = _SELF_MADE if facts.self_made else _COMPANY
    return language.say(sentence, subject=facts.subject, issuer=facts.issuer, fingerprint=facts.fingerprint)
