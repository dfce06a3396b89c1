"""Signs finished PDFs (PAdES, the ETSI baseline form) and reads signatures back. The only user of pyHanko.

Works without a network: no time stamp service is asked, so a signature's time is that of this machine's clock.
Signing is the last act on a file; whatever saves it again destroys the signature.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from app.documents.sign_refusals import (
    CERTIFICATE_EXPIRED,
    CERTIFICATE_NO_KEY,
    CERTIFICATE_NOT_FOR_SIGNING,
    CERTIFICATE_NOT_YET,
    CERTIFICATE_PASSWORD,
    CERTIFICATE_UNREADABLE,
    NOT_SIGNED,
)
from app.errors import BugError

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

FIELD: Final = "Partproof"
_KEY_BITS: Final = 3072
_SELF_MADE_DAYS: Final = 3 * 365
# Long file names as common names are cut by the standard's own limit.
_LONGEST_NAME: Final = 64


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says.

    Attributes:
        subject: Whose it is, readable.
        issuer: Who vouches for that.
        serial: Serial number, hexadecimal.
        fingerprint: SHA-256 of the certificate, hexadecimal.
        begins: First instant of its validity.
        ends: Last one.
        self_made: Vouched for by nobody but itself.
    """

    subject: str
    issuer: str
    serial: str
    fingerprint: str
    begins: datetime
    ends: datetime
    self_made: bool

    def to_json(self) -> dict[str, Any]:
        """Return the facts as they are stored with the record of issue."""
        return {
            "subject": self.subject,
            "issuer": self.issuer,
            "serial": self.serial,
            "fingerprint": self.fingerprint,
            "begins": self.begins.isoformat(),
            "ends": self.ends.isoformat(),
            "self_made": self.self_made,
        }


@dataclass(frozen=True)
class SigningCertificate:
    """A certificate with its key, opened for signing."""

    facts: CertificateFacts
    signer: SimpleSigner


@dataclass(frozen=True)
class FoundSignature:
    """One signature of a PDF.

    Attributes:
        intact: What it covers is byte for byte what was signed, and the key fits the certificate.
        whole_file: It covers the file from first to last byte but itself.
        claimed_at: When it says it was made; only the signer's clock says so. None where it says nothing.
        facts: The signer's certificate; None where it cannot be read.
    """

    field: str
    intact: bool
    whole_file: bool
    claimed_at: datetime | None
    facts: CertificateFacts | None


def make_certificate(name: str, organization: str, password: str, at: datetime) -> bytes:
    """Return a self-made certificate with its key as PKCS#12 (.p12), valid for three years from ``at``."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization[:_LONGEST_NAME]),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:_LONGEST_NAME]),
        ]
    )
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + timedelta(days=_SELF_MADE_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                encipher_only=False,
                decipher_only=False,
                **usage,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    encryption = serialization.BestAvailableEncryption(password.encode("utf-8"))
    return pkcs12.serialize_key_and_certificates(name.encode("utf-8"), key, made, None, encryption)


def open_certificate(content: bytes, password: str, name: str, at: datetime) -> SigningCertificate:
    """Open a PKCS#12 file for signing.

    Args:
        content: The file (.p12, .pfx).
        password: Its password.
        name: Of the file, for a refusal.
        at: When it is to sign.

    Raises:
        PartproofError: unreadable, wrong password, without key, not for signing, expired or not yet valid.
    """
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(content, password.encode("utf-8"))
    except ValueError as error:
        # One exception for both: a wrong password is far the likelier where the file is a PKCS#12 at all.
        kind = (
            CERTIFICATE_PASSWORD if content[:1] == b"\x30" and len(content) > 200 else CERTIFICATE_UNREADABLE
        )
        raise kind(name=name) from error
    if certificate is None:
        raise CERTIFICATE_UNREADABLE(name=name)
    if key is None:
        raise CERTIFICATE_NO_KEY(name=name)
    facts = facts_of(certificate)
    if at > facts.ends:
        raise CERTIFICATE_EXPIRED(name=facts.subject, day=f"{facts.ends:%Y-%m-%d}")
    if at < facts.begins:
        raise CERTIFICATE_NOT_YET(name=facts.subject, day=f"{facts.begins:%Y-%m-%d}")
    if not _may_sign(certificate):
        raise CERTIFICATE_NOT_FOR_SIGNING(name=facts.subject)
    # Loaded here and not above: pyHanko takes most of a second to import, and few commands sign.
    from pyhanko.sign.signers import SimpleSigner

    signer = SimpleSigner.load_pkcs12_data(content, [], password.encode("utf-8"))
    if signer is None:
        raise CERTIFICATE_UNREADABLE(name=name)
    return SigningCertificate(facts, signer)


def facts_of(certificate: x509.Certificate) -> CertificateFacts:
    """Return what a certificate says."""
    return CertificateFacts(
        _readable(certificate.subject),
        _readable(certificate.issuer),
        f"{certificate.serial_number:x}",
        certificate.fingerprint(hashes.SHA256()).hex(),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        certificate.subject == certificate.issuer,
    )


def _readable(name: x509.Name) -> str:
    wanted = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    found = [str(one.value) for oid in wanted for one in name.get_attributes_for_oid(oid)]
    return ", ".join(dict.fromkeys(found)) or name.rfc4514_string()


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def sign_pdf(content: bytes, certificate: SigningCertificate, reason: str) -> bytes:
    """Return the PDF with a signature over all of it, appended so that every byte before stays.

    Raises:
        PartproofError: the PDF cannot be signed.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields, signers
    from pyhanko.sign.general import SigningError

    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    try:
        signed = signers.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(content), strict=False),
            metadata,
            signer=certificate.signer,
        )
    except (PdfError, SigningError) as error:
        raise NOT_SIGNED(reason=str(error)) from error
    if not isinstance(signed, io.BytesIO):
        raise BugError("a signature in memory was written elsewhere")
    return signed.getvalue()


def signatures_of(content: bytes) -> list[FoundSignature]:
    """Return the signatures of a PDF, each checked; a file that cannot be read has none."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        return [_found(one) for one in reader.embedded_regular_signatures]
    except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return []


def _found(embedded: Any) -> FoundSignature:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    # Whom to trust is not for a program to say: no root is given, only integrity is judged.
    quiet = logging.getLogger("pyhanko")
    level = quiet.level
    quiet.setLevel(logging.CRITICAL)
    try:
        status = validate_pdf_signature(
            embedded, signer_validation_context=ValidationContext(trust_roots=[], allow_fetching=False)
        )
        intact = bool(status.intact and status.valid)
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    except (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError):
        intact = whole = False
    finally:
        quiet.setLevel(level)
    return FoundSignature(
        str(embedded.field_name), intact, whole, _claimed(embedded), _signer_facts(embedded)
    )


def _claimed(embedded: Any) -> datetime | None:
    told = embedded.self_reported_timestamp
    return told.astimezone(UTC) if isinstance(told, datetime) and told.utcoffset() is not None else None


def _signer_facts(embedded: Any) -> CertificateFacts | None:
    try:
        return facts_of(x509.load_der_x509_certificate(embedded.signer_cert.dump()))
    except (ValueError, AttributeError):
        return None
