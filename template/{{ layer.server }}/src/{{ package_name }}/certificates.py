"""The certificates that a database server and its clients are checked by."""

import ssl
from pathlib import Path


def certificates(file: str | None) -> ssl.SSLContext:
    """Return a context that trusts the certificates in a file, or the system's own.

    Raises:
        ValueError: There are none in the file.
    """
    try:
        return ssl.create_default_context(cafile=file)
    except OSError:
        message = "must name a file with certificates"
        raise ValueError(message) from None


def present(context: ssl.SSLContext, certificate: str, key: str, password: str = "") -> None:
    """Have a context show a client's certificate; an empty password is none.

    Raises:
        ValueError: The files hold no certificate, or no key that belongs to it.
    """
    try:
        context.load_cert_chain(certificate, key or None, password)
    except OSError:
        message = "must name a client's certificate, and the key that belongs to it"
        raise ValueError(message) from None


def system_file() -> str:
    """Return the file with the certificates that the system trusts.

    Raises:
        ValueError: The system has no such file.
    """
    paths = ssl.get_default_verify_paths()
    # Debian's Python knows the folder, and not the file in it.
    for file in (Path(paths.cafile or ""), Path(paths.capath or "", "ca-certificates.crt")):
        if file.is_file():
            return str(file)
    message = "must have sslrootcert=FILE, for the system has no file with certificates"
    raise ValueError(message)
