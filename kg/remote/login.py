"""Answers to a server's question who we are: Basic (RFC 7617) and Digest (RFC 7616)."""

from __future__ import annotations

import base64
import re
from urllib.parse import urlsplit
from urllib.request import HTTPDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, Request
from urllib.request import parse_http_list as split_list
from urllib.request import parse_keqv_list as read_pairs

from kg.errors import RemoteError
from kg.remote.address import is_loopback, shown
from kg.remote.credentials import Credentials

__all__ = ["Login"]

_SCHEME = re.compile(r"(?:^|,)\s*(digest|basic)\s", re.IGNORECASE)


class Login:
    """What is known of a server's challenge, from which each further request is answered at once.

    A request with a body has to carry its answer from the start: a server that asks only then has read nothing of the
    body, and closes the connection in the middle of it.
    """

    def __init__(self, credentials: Credentials, address: str) -> None:
        self._credentials = credentials
        self._address = address
        self._basic = False
        self._challenge: dict[str, str] | None = None
        self._passwords = HTTPPasswordMgrWithDefaultRealm()
        self._digest = HTTPDigestAuthHandler(self._passwords)

    def learn(self, challenges: list[str]) -> bool:
        """Take in the WWW-Authenticate headers of a 401; says whether they can be answered.

        Raises RemoteError where the password would go over a network in clear.
        """
        offered = {
            match[1].lower(): header[match.end() :] for header in challenges for match in _SCHEME.finditer(header)
        }
        # First, since it does not send the password itself.
        if "digest" in offered:
            self._challenge = read_pairs(split_list(offered["digest"]))
            realm = self._challenge.get("realm", "")
            self._passwords.add_password(realm, self._address, self._credentials.user, self._credentials.password)
            return True
        if "basic" in offered:
            parts = urlsplit(self._address)
            if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
                message = "the server wants the password in clear over http. Give its https address"
                raise RemoteError(shown(self._address), message)
            self._basic = True
            return True
        return False

    def header(self, method: str, address: str) -> str | None:
        """Return the Authorization header of a request; None as long as no server asked."""
        if self._basic:
            words = f"{self._credentials.user}:{self._credentials.password}".encode()
            return "Basic " + base64.b64encode(words).decode("ascii")
        if self._challenge is None:
            return None
        answer = self._digest.get_authorization(Request(address, method=method), self._challenge)  # noqa: S310
        return f"Digest {answer}" if answer else None
