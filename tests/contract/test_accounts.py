"""Registration, login and password reset."""

import string
import time
from statistics import median

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.contract.client import (
    AUTH,
    PASSWORD,
    USERS,
    Account,
    error,
    faulty_fields,
    login,
    mail_to,
    mails_to,
    new_email,
    record_of,
    register,
    registration,
    reset_token,
)
from tests.contract.service import COSTLY, Service


LONGEST_EMAIL = f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 57}.com"
PER_RESPONSE = {"x-request-id", "date"}


def post_register(http: httpx.Client, **changes: object) -> httpx.Response:
    return http.post(f"{AUTH}/register", json=registration(**changes))


def test_who_registers_becomes_an_active_user(http: httpx.Client, admin: Account):
    body = registration(name="  Ada  ")

    response = http.post(f"{AUTH}/register", json=body)

    record = record_of(response, 201)
    assert set(record) == {
        "id",
        "email",
        "name",
        "role",
        "is_active",
        "version",
        "created_at",
        "updated_at",
    }
    assert (record["email"], record["name"]) == (body["email"], "Ada")
    assert (record["role"], record["is_active"], record["version"]) == ("user", True, 1)
    assert response.headers["Location"] == f"{USERS}/{record['id']}"
    assert response.headers["ETag"] == '"1"'
    assert record_of(http.get(response.headers["Location"], auth=admin)) == record


@pytest.mark.parametrize("member", ["role", "is_active", "id", "is_admin"])
def test_nobody_registers_as_more_than_a_user(http: httpx.Client, member: str):
    assert faulty_fields(post_register(http, **{member: 1})) == {member}


def test_a_welcome_mail_goes_to_who_registers(service: Service, http: httpx.Client):
    account = register(http)

    mail = mail_to(service.outbox, account.email)
    assert mail.strip()
    assert PASSWORD not in mail


def test_an_address_is_kept_in_lower_case(http: httpx.Client):
    address = new_email()

    record = record_of(post_register(http, email=address.upper()), 201)

    assert record["email"] == address
    assert login(http, address.title()).status_code == 200


def test_an_address_is_taken_whatever_its_case(http: httpx.Client, owner: Account):
    response = post_register(http, email=owner.email.upper())

    assert error(response) == (409, "email_taken")


def test_the_longest_address_is_taken_and_a_longer_one_is_not(http: httpx.Client):
    longest = post_register(http, email=LONGEST_EMAIL)
    longer = post_register(http, email=LONGEST_EMAIL.replace(".com", "d.com"))

    assert longest.status_code in {201, 409}
    assert faulty_fields(longer) == {"email"}


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "ada",
            "ada@",
            "@example.com",
            "a b@example.com",
            "a@b..com",
            "Ada <ada@example.com>",
        ),
        *(" ada@example.com", "ada@example.com\n", "ada@[127.0.0.1]"),
        *("ada@localhost", "ä@example.com", "\uff41@example.com"),
    ],
)
def test_what_is_no_address_is_refused(http: httpx.Client, address: str):
    assert faulty_fields(post_register(http, email=address)) == {"email"}


def test_a_domain_is_kept_in_ascii(http: httpx.Client):
    addresses = ["ada@exÄmple.com", "ada@xn--exmple-cua.com", "Ada@exämple。com"]
    first, *others = (post_register(http, email=address) for address in addresses)

    assert record_of(first, 201)["email"] == "ada@xn--exmple-cua.com"
    assert [response.status_code for response in others] == [409, 409]


@pytest.mark.parametrize("name", ["\x1cAda", "Ada\x1f", "Ada\x00", "Ada\r\nBcc: eve@example.com"])
def test_a_name_is_one_line(http: httpx.Client, name: str):
    assert faulty_fields(post_register(http, name=name)) == {"name"}


@pytest.mark.parametrize("name", ["", "   ", "a" * 101])
def test_a_name_has_1_to_100_characters(http: httpx.Client, name: str):
    assert faulty_fields(post_register(http, name=name)) == {"name"}


def test_spaces_around_a_name_do_not_count(http: httpx.Client):
    record = record_of(post_register(http, name=f"  {'é' * 100}  "), 201)

    assert record["name"] == "é" * 100


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(string.printable, max_size=20) | st.text("aA1 é", min_size=126, max_size=130))
@example("Abcdef1")
@example("Abcdefg1")
@example("abcdefg1")
@example("Abcdefgh")
@example("A1" * 64)
@example("A1" * 64 + "b")
def test_a_password_has_8_to_128_characters_a_capital_and_a_digit(
    http: httpx.Client, password: str
):
    is_good = (
        8 <= len(password) <= 128
        and any(character in string.ascii_uppercase for character in password)
        and any(character in string.digits for character in password)
    )

    response = post_register(http, password=password)

    if is_good:
        assert response.status_code == 201, response.text
    else:
        assert faulty_fields(response) == {"password"}


def test_a_password_is_taken_as_it_is(http: httpx.Client):
    account = register(http, password="  Abc 123é  ")

    assert login(http, account.email, account.password).status_code == 200
    assert login(http, account.email, account.password.strip()).status_code == 401


def test_a_password_is_never_returned(http: httpx.Client):
    password = "Unmistakable-Secret-42"
    account = register(http, password=password)
    answers = [
        post_register(http, email=account.email, password=password),
        post_register(http, email="nobody", password=password),
        post_register(http, password=[password]),
        post_register(http, password=password * 10),
        login(http, account.email, password + "x"),
        login(http, account.email, password),
        http.get(f"{USERS}/me", auth=account),
    ]

    assert [answer.text for answer in answers if password in answer.text] == []
    assert [answer.text for answer in answers if "argon2" in answer.text] == []


@pytest.mark.parametrize("member", ["email", "password"])
def test_a_login_needs_both(http: httpx.Client, owner: Account, member: str):
    body = {"email": owner.email, "password": PASSWORD}
    del body[member]

    assert faulty_fields(http.post(f"{AUTH}/login", json=body)) == {member}


def test_a_wrong_password_is_refused(http: httpx.Client, owner: Account):
    response = login(http, owner.email, "Wrong-horse-7")

    assert error(response) == (401, "invalid_credentials")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_an_unknown_account_is_answered_like_a_wrong_password(http: httpx.Client, owner: Account):
    wrong, unknown = (
        login(http, address, "Wrong-horse-7") for address in (owner.email, new_email())
    )

    assert (unknown.status_code, unknown.content) == (wrong.status_code, wrong.content)
    assert lasting_headers(unknown) == lasting_headers(wrong)


def lasting_headers(response: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name not in PER_RESPONSE}


def test_an_unknown_account_takes_as_long_as_a_wrong_password(service: Service):
    with (
        service.launch(COSTLY) as instance,
        httpx.Client(base_url=instance.base_url, timeout=20, trust_env=False) as http,
    ):
        account = register(http)
        wrong = median(seconds_of_login(http, account.email) for _ in range(8))
        unknown = median(seconds_of_login(http, new_email()) for _ in range(8))

    assert unknown >= wrong / 2


def seconds_of_login(http: httpx.Client, address: str) -> float:
    start = time.perf_counter()
    login(http, address, "Wrong-horse-7")
    return time.perf_counter() - start


def ask_reset(http: httpx.Client, address: str) -> httpx.Response:
    return http.post(f"{AUTH}/password-reset", json={"email": address})


def confirm_reset(http: httpx.Client, token: str, password: str = "Better-horse-8"):
    body = {"token": token, "password": password}
    return http.post(f"{AUTH}/password-reset/confirm", json=body)


def forget(service: Service, http: httpx.Client, account: Account, *known: str) -> str:
    """Request a password reset and return the token from the mail."""
    assert ask_reset(http, account.email).status_code == 202
    return reset_token(service.outbox, account.email, *known)


def test_a_reset_token_sets_a_new_password(service: Service, http: httpx.Client, user: Account):
    response = confirm_reset(http, forget(service, http, user))

    assert response.status_code == 204
    assert response.content == b""
    assert login(http, user.email, "Better-horse-8").status_code == 200
    assert error(login(http, user.email, PASSWORD)) == (401, "invalid_credentials")


def test_a_reset_token_works_once(service: Service, http: httpx.Client, user: Account):
    token = forget(service, http, user)

    assert confirm_reset(http, token).status_code == 204
    assert error(confirm_reset(http, token, "Third-horse-9")) == (400, "invalid_reset_token")
    assert login(http, user.email, "Better-horse-8").status_code == 200


def test_a_new_reset_token_replaces_the_last(service: Service, http: httpx.Client, user: Account):
    old = forget(service, http, user)
    new = forget(service, http, user, old)

    assert error(confirm_reset(http, old)) == (400, "invalid_reset_token")
    assert confirm_reset(http, new).status_code == 204


def test_a_reset_token_outlives_a_bad_password(service: Service, http: httpx.Client, user: Account):
    token = forget(service, http, user)

    assert faulty_fields(confirm_reset(http, token, "short")) == {"password"}
    assert confirm_reset(http, token).status_code == 204


@pytest.mark.parametrize("token", ["nonsense", "é", "a" * 43])
def test_an_unknown_reset_token_is_refused(http: httpx.Client, token: str):
    assert error(confirm_reset(http, token)) == (400, "invalid_reset_token")


def test_a_reset_of_an_unknown_account_is_answered_alike(
    service: Service, http: httpx.Client, user: Account
):
    unknown = new_email()
    answers = [ask_reset(http, unknown), ask_reset(http, user.email)]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content
    assert lasting_headers(answers[0]) == lasting_headers(answers[1])
    assert reset_token(service.outbox, user.email)
    assert mails_to(service.outbox, unknown) == []


def test_a_reset_finds_an_address_in_any_case(service: Service, http: httpx.Client, user: Account):
    assert ask_reset(http, user.email.upper()).status_code == 202

    assert reset_token(service.outbox, user.email)


def test_a_reset_token_is_only_in_the_mail(service: Service, http: httpx.Client, user: Account):
    answer = ask_reset(http, user.email)

    token = reset_token(service.outbox, user.email)
    assert token not in answer.text
    assert token not in str(answer.headers)
