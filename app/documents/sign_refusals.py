"""What signing a PDF refuses, each with its next step. Holds no code."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

CERTIFICATE_UNREADABLE = RefusalKind(
    "documents.certificate_unreadable",
    mark("The file “{name}” is no certificate with a key (PKCS#12, .p12 or .pfx)."),
    mark("Export the certificate together with its private key as a .p12 file, and choose that one."),
)
CERTIFICATE_PASSWORD = RefusalKind(
    "documents.certificate_password",
    mark("The certificate “{name}” does not open with this password."),
    mark("Type the password of the certificate file again; it is not the one you sign in with."),
)
CERTIFICATE_NO_KEY = RefusalKind(
    "documents.certificate_no_key",
    mark("The certificate “{name}” holds no private key, so nothing can be signed with it."),
    mark("Export the certificate together with its private key as a .p12 file, and choose that one."),
)
CERTIFICATE_EXPIRED = RefusalKind(
    "documents.certificate_expired",
    mark("The certificate of {name} expired on {day}."),
    mark("Sign with a renewed certificate, or make the pack without a signature."),
)
CERTIFICATE_NOT_YET = RefusalKind(
    "documents.certificate_not_yet",
    mark("The certificate of {name} is valid only from {day} on."),
    mark("Check the clock of this machine, or sign with a certificate that is valid today."),
)
CERTIFICATE_NOT_FOR_SIGNING = RefusalKind(
    "documents.certificate_not_for_signing",
    mark("The certificate of {name} is not meant for signing documents."),
    mark("Ask its issuer for a certificate with the use “digital signature”."),
)
NOT_SIGNED = RefusalKind(
    "documents.not_signed",
    mark("The PDF could not be signed: {reason}."),
    mark("Make the pack without a signature, and send us the log of this machine."),
)
