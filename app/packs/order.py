"""What somebody asked a pack to be: for whom, on what terms, in which languages, signed with what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from app.documents.terms import NO_TERMS, Terms
from app.packs.signing import Signer, open_signer


@dataclass(frozen=True)
class PackOrder:
    """An order for a pack.

    Attributes:
        recipient: For whom; printed and recorded.
        terms: Purpose, end of use, watermark, what is left out.
        languages: Of the documents; empty takes the plant's.
        certificate: A PKCS#12 file; None leaves the PDF unsigned.
        certificate_name: Of that file, for refusals.
        password: Of that file; kept nowhere.
    """

    recipient: str = ""
    terms: Terms = NO_TERMS
    languages: tuple[str, ...] = ()
    certificate: bytes | None = field(default=None, repr=False)
    certificate_name: str = ""
    password: str = field(default="", repr=False)

    def signer(self, at: datetime) -> Signer | None:
        """Open the certificate, if there is one.

        Raises:
            PartproofError: unreadable, wrong password, without key, not for signing, expired or not yet valid.
        """
        if self.certificate is None:
            return None
        return open_signer(self.certificate, self.password, self.certificate_name, at)
