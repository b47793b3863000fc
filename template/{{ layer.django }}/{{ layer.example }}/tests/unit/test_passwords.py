"""Passwords are hashed at a cost that a burst of logins can bear."""

from django.contrib.auth.hashers import check_password, make_password


def test_a_hash_takes_64_mebibytes():
    hashed = make_password("Correct-horse-7")

    assert "$m=65536,t=3,p=4$" in hashed
    assert check_password("Correct-horse-7", hashed)
