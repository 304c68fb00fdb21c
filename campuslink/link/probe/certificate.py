"""What a server's certificate says, trusted or not."""

import ssl
from dataclasses import dataclass

from cryptography import x509

from .measurement import Reason
from .target import clean_text

DAY_S = 86_400.0
_LONGEST_SUBJECT = 120

# OpenSSL's X509_V_ERR_* numbers, include/openssl/x509_vfy.h.
_REASONS = {
    9: Reason.CERTIFICATE_NOT_YET_VALID,
    10: Reason.CERTIFICATE_EXPIRED,
    62: Reason.CERTIFICATE_WRONG_NAME,
    64: Reason.CERTIFICATE_WRONG_NAME,
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """The facts of a certificate that matter to those who must renew it."""

    days_left: float
    """Until it expires; negative when it has."""
    subject: str
    """Whom it was issued to, as text on one line."""


def read_certificate(stream: ssl.SSLObject | None, now: float) -> Certificate | None:
    """Return the certificate the other end of a TLS stream showed, or None when it showed none that can be read."""
    encoded = stream.getpeercert(binary_form=True) if stream else None
    if not encoded:
        return None
    try:
        certificate = x509.load_der_x509_certificate(encoded)
        expires_at = certificate.not_valid_after_utc.timestamp()
        subject = certificate.subject.rfc4514_string()
    except ValueError, OverflowError, x509.InvalidVersion:
        return None
    return Certificate((expires_at - now) / DAY_S, clean_text(subject, _LONGEST_SUBJECT))


def explain_distrust(error: ssl.SSLCertVerificationError) -> Reason:
    """Return why the system does not accept a certificate."""
    return _REASONS.get(error.verify_code, Reason.CERTIFICATE_UNTRUSTED)


def make_curious_context() -> ssl.SSLContext:
    """Return a context that shows any certificate to us and believes none: to read it and the page, never to send."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    # Devices keep certificates with short keys for decades; the question here is when they expire.
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context
