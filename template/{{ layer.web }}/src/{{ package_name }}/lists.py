"""Parsing of lists of hosts, origins and networks in environment variables."""

import json
import re
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network


JSON = re.compile(r"\s*\[\s*[\"\]]")
NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
IN_BRACKETS = re.compile(r"\[([0-9a-f:.]+)\]")
ORIGIN = re.compile(r"([a-z][a-z0-9+.-]*)://([^:]+|\[.+\])(?::([1-9][0-9]{0,4}))?")
LARGEST_PORT = 65_535
DEFAULT_PORTS = {"http": "80", "https": "443"}


def split_commas(value: object) -> object:
    """Parse `a,b` or `["a", "b"]`, the two notations for lists in environment variables."""
    if not isinstance(value, str):
        return value
    if JSON.match(value):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            message = 'Must be a list, a,b or ["a","b"].'
            raise ValueError(message) from None
    return [part.strip() for part in value.split(",") if part.strip()]


def host(text: str) -> str:
    """Return a host name or an IP address in the form that clients send.

    Raises:
        ValueError: It is neither.
    """
    name = text.lower()
    if found := IN_BRACKETS.fullmatch(name):
        return f"[{IPv6Address(found[1])}]"
    if name.rpartition(".")[2].isdecimal():
        return str(IPv4Address(name))
    if not NAME.fullmatch(name):
        raise ValueError
    return name


def origin(text: str) -> str:
    """Return an origin in the form that browsers send.

    Raises:
        ValueError: It is not an origin.
    """
    found = ORIGIN.fullmatch(text.lower())
    if not found or int(found[3] or 0) > LARGEST_PORT:
        raise ValueError
    scheme, name, port = found.groups()
    is_default = port is None or port == DEFAULT_PORTS.get(scheme)
    return f"{scheme}://{host(name)}" + ("" if is_default else f":{port}")


def hosts(value: object) -> object:
    """Parse a list of host names and IP addresses."""
    return entries(value, host, "api.example.com or 127.0.0.1")


def origins(value: object) -> object:
    """Parse a list of origins."""
    return entries(value, origin, "https://app.example.com")


def networks(value: object) -> object:
    """Parse a list of IP addresses and networks."""
    return entries(value, ip_network, "10.0.0.7 or 10.0.0.0/8")


def entries(value: object, read: Callable[[str], object], example: str) -> object:
    """Parse a list and each of its entries, without duplicates.

    Raises:
        ValueError: An entry is malformed, or a pattern such as `*`.
    """
    given = split_commas(value)
    if not isinstance(given, list | tuple):
        return given
    known: dict[object, None] = {}
    for number, entry in enumerate(given, 1):
        try:
            known[read(text_of(entry))] = None
        except ValueError:
            message = f"Must have entries such as {example}, and entry {number} is not one."
            raise ValueError(message) from None
    return list(known)


def text_of(entry: object) -> str:
    """Return an entry as text.

    Raises:
        ValueError: It is neither text nor a network.
    """
    if not isinstance(entry, str | IPv4Network | IPv6Network):
        raise ValueError  # noqa: TRY004 - pydantic lets a TypeError pass
    return str(entry).strip()
