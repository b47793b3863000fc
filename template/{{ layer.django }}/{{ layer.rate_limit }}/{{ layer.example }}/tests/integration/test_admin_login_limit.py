"""The limits of logins on the admin site."""

from uuid import uuid4

from django.test import Client


LOGIN = "/admin/login/"


def attempt(address: str, email: str):
    """Log in with a wrong password."""
    form = {"username": email, "password": "Wrong-horse-7"}
    return Client().post(LOGIN, form, REMOTE_ADDR=address)


def test_logins_are_limited_for_each_address(limited, db):
    limited(login_rate_limit_requests=2)
    responses = [attempt("192.0.2.7", f"user{number}@example.com") for number in range(3)]
    page = Client().get(LOGIN, REMOTE_ADDR="192.0.2.7")

    assert [response.status_code for response in responses] == [200, 200, 429]
    assert responses[2]["Content-Type"] == "text/html; charset=utf-8"
    assert "Too many requests" in responses[2].content.decode()
    assert responses[2]["RateLimit-Policy"] == '"login";q=2;w=60'
    assert page.status_code == 200


def test_logins_are_limited_for_each_e_mail(limited, db):
    name = uuid4().hex
    responses = []
    # The form takes them all for the same.
    spellings = ["ada@example.com", " ADA@example.com ", "\uff41da@example.com"]
    for number, spelling in enumerate(spellings):
        limited(app_name=name, login_rate_limit_requests=2)
        responses.append(attempt(f"192.0.2.{number}", spelling))

    assert [response.status_code for response in responses] == [200, 200, 429]
    assert responses[2]["Retry-After"]
    assert "Too many requests" in responses[2].content.decode()
