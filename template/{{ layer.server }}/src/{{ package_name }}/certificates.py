"""TLS certificates of database servers and their clients."""

import ssl
from pathlib import Path


def certificates(file: str | None) -> ssl.SSLContext:
    """Return a context that trusts the certificates in a file, or those of the system.

    Raises:
        ValueError: The file contains no certificates.
    """
    try:
        return ssl.create_default_context(cafile=file)
    except OSError:
        message = "must name a file with certificates"
        raise ValueError(message) from None


def present(context: ssl.SSLContext, certificate: str, key: str, password: str = "") -> None:
    """Load a client certificate into a context; an empty password means that the key has none.

    Raises:
        ValueError: The files do not contain a certificate and its key.
    """
    try:
        context.load_cert_chain(certificate, key or None, password)
    except OSError:
        message = "must name a client's certificate, and the key that belongs to it"
        raise ValueError(message) from None


def system_file() -> str:
    """Return the file with the system's trusted certificates.

    Raises:
        ValueError: The system has no such file.
    """
    paths = ssl.get_default_verify_paths()
    # On Debian, Python reports the folder but not the file in it.
    for file in (Path(paths.cafile or ""), Path(paths.capath or "", "ca-certificates.crt")):
        if file.is_file():
            return str(file)
    message = "must have sslrootcert=FILE, because the system has no file with certificates"
    raise ValueError(message)
