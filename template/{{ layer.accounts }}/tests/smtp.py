"""A mail server for tests, with TLS and a certificate of its own authority."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


if TYPE_CHECKING:
    from email.message import EmailMessage

LOGIN = LoginPassword(b"mailer", b"a password for tests")


class Inbox:
    """The mails that the server has received.

    Attributes:
        port: The server's port on `localhost`.
        mails: The mails, in order.
        has_tls: Whether each mail arrived over TLS.
        has_mail: An event that is set by the first mail.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.mails: list[EmailMessage] = []
        self.has_tls: list[bool] = []
        self.has_mail = Event()

    async def handle_DATA(self, server: Any, _: Any, envelope: Any) -> str:  # noqa: N802 - API name
        """Receive a mail."""
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        self.has_tls.append(server.transport.get_extra_info("ssl_object") is not None)
        self.has_mail.set()
        return "250 OK"


@contextmanager
def smtp_server(tls: str, folder: Path) -> Iterator[Inbox]:
    """Run a server with `starttls`, `implicit` TLS or `none`. With TLS it requires a login.

    Its certificate is trusted until the context exits.
    """
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    inbox = Inbox()
    server = Controller(
        inbox,
        hostname="localhost",
        port=inbox.port,
        ssl_context=context if tls == "implicit" else None,
        tls_context=context if tls == "starttls" else None,
        require_starttls=tls == "starttls",
        auth_required=tls != "none",
        auth_require_tls=tls == "starttls",
        authenticator=check_login,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))
        server.start()
        try:
            yield inbox
        finally:
            server.stop()


def check_login(*given: Any) -> AuthResult:
    """Accept only LOGIN."""
    return AuthResult(success=given[-1] == LOGIN, handled=False)


def free_port() -> int:
    """Return an unused port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
