"""Who we are for a server: from the environment, or from the user's netrc file."""

from __future__ import annotations

import netrc
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import SettingsError

__all__ = ["Credentials", "find_credentials"]

_USER, _PASSWORD, _NETRC = "KG_ENDPOINT_USER", "KG_ENDPOINT_PASSWORD", "NETRC"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and a password; the password is kept out of every representation."""

    user: str
    password: str = field(repr=False)


def find_credentials(host: str, *, environment: Mapping[str, str] | None = None) -> Credentials | None:
    """Return the credentials for a host, None when there are none.

    KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD count first, for whatever host is named on the command line; then the
    host's entry in the file that NETRC names, else ~/.netrc. Raises SettingsError when one of the two variables is
    alone, or the file can't be read.

    >>> find_credentials("example.org", environment={"KG_ENDPOINT_USER": "ada", "KG_ENDPOINT_PASSWORD": "x"})
    Credentials(user='ada')
    """
    given = os.environ if environment is None else environment
    user, password = given.get(_USER, ""), given.get(_PASSWORD, "")
    if bool(user) != bool(password):
        missing = _PASSWORD if user else _USER
        raise SettingsError(missing, None, f"{missing}: {_USER} and {_PASSWORD} go together; set both or none")
    if user:
        return Credentials(user, password)
    named = given.get(_NETRC)
    path = Path(named) if named else Path("~/.netrc").expanduser()
    if not path.is_file():
        return None
    try:
        # Without a name Python checks that nobody else can read the file; it does so for ~/.netrc alone.
        found = netrc.netrc(str(path) if named else None).authenticators(host)
    except netrc.NetrcParseError as error:
        raise SettingsError(str(path), None, f"{path}: {error.msg}") from None
    except OSError as error:
        raise SettingsError(str(path), None, f"{path}: can't be read: {error.strerror}") from error
    return Credentials(found[0], found[2]) if found else None
