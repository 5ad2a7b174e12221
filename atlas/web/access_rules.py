"""Who may use the atlas: everyone, or those who sign in with OpenID Connect and are listed.

`[auth]` in `.streamlit/secrets.toml` names the provider, as `st.login` reads it; `[access]` in the same
file says who of those that sign in may enter.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from time import time
from typing import Any, Final

import streamlit as st

SETTINGS: Final = frozenset(
    {"domains", "groups", "groups_claim", "session_hours", "trust_unverified_email", "metrics_token"}
)


LONGEST_HOURS: Final = 24 * 30
"""The most `session_hours`."""

SECTIONS: Final = ("auth", "access")

REMEDY: Final = "it must be TOML in UTF-8 without a byte order mark, each key once, or not exist at all"


class Standing(StrEnum):
    """Whether a visitor may enter, and if not, why."""

    IN = "in"
    """May use everything."""
    OUT = "out"
    """Has not signed in, or not with a token of ours."""
    EXPIRED = "expired"
    """Signed in too long ago."""
    REFUSED = "refused"
    """Signed in, but is not on the list."""


class AccessSettingsError(Exception):
    """`[access]` is not valid; a server must not guess who may enter."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"[access] in secrets.toml: {problem}; {remedy}")


class SecretsError(Exception):
    """A file of secrets exists and cannot be read: whether readers must sign in is unknown then."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"secrets: {where}: {problem}")


@dataclass(frozen=True)
class Rules:
    """Who may enter, and for how long.

    Without `domains` and `groups` everyone may enter whom the provider signs in; with both, one of
    them is enough. A domain counts only if the provider has verified the address, unless
    `trust_unverified_email` says that the provider issues these addresses itself.
    """

    domains: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    groups_claim: str = "groups"
    session_hours: float = 12
    trust_unverified_email: bool = False
    metrics_token: str = ""

    def standing(self, claims: Mapping[str, Any], now: float | None = None) -> Standing:
        """Return whether the bearer of these claims may enter; `now` in seconds since 1970."""
        if claims.get("is_logged_in") is not True or not name_of(claims):
            return Standing.OUT
        issued = claims.get("iat")
        moment = time() if now is None else now
        if isinstance(issued, bool) or not isinstance(issued, int | float):
            return Standing.OUT
        # Clocks may differ by a minute.
        if not -60 <= moment - issued <= 3600 * self.session_hours:
            return Standing.EXPIRED
        if _session_of(claims) in _ENDED:
            return Standing.OUT
        return Standing.IN if self._is_listed(claims) else Standing.REFUSED

    def _is_listed(self, claims: Mapping[str, Any]) -> bool:
        if not self.domains and not self.groups:
            return True
        groups = claims.get(self.groups_claim)
        held = groups if isinstance(groups, list) else [groups]
        return (
            not self.groups.isdisjoint(group for group in held if isinstance(group, str))
            or self._domain(claims) in self.domains
        )

    def _domain(self, claims: Mapping[str, Any]) -> str | None:
        """Return the domain of a verified address; None for `a@x@y`, which programs read differently."""
        address = claims.get("email")
        verified = self.trust_unverified_email or claims.get("email_verified") is True
        if not verified or not isinstance(address, str) or address.count("@") != 1:
            return None
        return address.split("@")[1].lower()


Session = tuple[str, int | float]
"""A sign-in: who, by the provider's identifier, and when, in seconds since 1970."""

_ENDED: Final[set[Session]] = set()
"""The sign-ins that this process has seen end, and that could still be valid."""


def end_session(claims: Mapping[str, Any]) -> None:
    """Refuse the bearer of these claims from now on, in this process: a copy of the cookie may exist."""
    session = _session_of(claims)
    # Those that a cookie no longer lasts for, whatever `session_hours` is.
    _ENDED.difference_update([ended for ended in _ENDED if ended[1] < session[1] - 3600 * LONGEST_HOURS])
    _ENDED.add(session)


def _session_of(claims: Mapping[str, Any]) -> Session:
    return str(claims.get("sub")), claims["iat"]


def name_of(claims: Mapping[str, Any]) -> str:
    """Return a person's name in the audit: the e-mail address, or else the provider's identifier."""
    named = (claims.get(name) for name in ("email", "preferred_username", "sub"))
    return next((name[:200] for name in named if isinstance(name, str) and name), "")


@cache
def rules() -> Rules | None:
    """Return the configured rules; None if everyone may enter.

    Raises
    ------
    AccessSettingsError, SecretsError
        The settings are not valid, or a file of secrets cannot be read.
    """
    known = read_secrets()
    for section in SECTIONS:
        if similar := next((name for name in known if _is_slip(name, section)), None):
            raise SecretsError(f"[{similar}]", f"this section is not read; write [{section}]")
    if "auth" not in known:
        if "access" in known:
            raise AccessSettingsError("there is no [auth]", "name the provider there, or take [access] out")
        return None
    access = known.get("access", {})
    if not isinstance(access, Mapping):
        raise AccessSettingsError(f"access is {access!r}", "write the section [access]")
    return rules_of(access)


def read_secrets() -> Mapping[str, Any]:
    """Return the secrets; nothing if there is no file of secrets in any place where Streamlit looks.

    Streamlit itself takes a file that it cannot read for one that does not exist.

    Raises
    ------
    SecretsError
        A file of secrets exists and cannot be read, or the setting `secrets.files` names one that does
        not exist.
    """
    try:
        is_read = st.secrets.load_if_toml_exists()
    except (OSError, ValueError) as error:
        raise SecretsError(", ".join(places()), f"cannot be read ({error}); {REMEDY}") from error
    if missing := [place for place in places() if not os.path.lexists(place) and not _is_usual(place)]:
        raise SecretsError(missing[0], "`secrets.files` names it and it does not exist; write it there")
    if is_read:
        return st.secrets.to_dict()
    if existing := [place for place in places() if os.path.lexists(place)]:
        raise SecretsError(", ".join(existing), f"cannot be read; {REMEDY}")
    return {}


def places() -> tuple[str, ...]:
    """Return where Streamlit looks for secrets: in the home, in the working folder, or as configured."""
    return tuple(str(place) for place in st.get_option("secrets.files"))


def _is_usual(place: str) -> bool:
    """Return whether Streamlit looks in this place without being asked to, so that it may be empty."""
    return Path(place).parts[-2:] == (".streamlit", "secrets.toml")


def _is_slip(name: str, section: str) -> bool:
    return name != section and name.strip().lower() == section


def rules_of(settings: Mapping[str, Any]) -> Rules:
    """Return the rules of the section `[access]`."""
    if unknown := sorted(set(settings) - SETTINGS):
        raise AccessSettingsError(
            f"unknown {', '.join(unknown)}", f"known are {', '.join(sorted(SETTINGS))}"
        )
    hours = settings.get("session_hours", 12)
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 < hours <= LONGEST_HOURS:
        raise AccessSettingsError(
            f"session_hours is {hours!r}", f"write hours, above 0 and at most {LONGEST_HOURS}"
        )
    return Rules(
        domains=frozenset(domain.lower().removeprefix("@") for domain in _texts(settings, "domains")),
        groups=frozenset(_texts(settings, "groups")),
        groups_claim=str(settings.get("groups_claim", "groups")),
        session_hours=hours,
        trust_unverified_email=settings.get("trust_unverified_email") is True,
        metrics_token=str(settings.get("metrics_token", "")),
    )


def _texts(settings: Mapping[str, Any], name: str) -> list[str]:
    """Return a list of texts; an empty list is an error, because it would let everyone enter."""
    if name not in settings:
        return []
    values = settings[name]
    if (
        not isinstance(values, list)
        or not values
        or not all(isinstance(value, str) and value for value in values)
    ):
        raise AccessSettingsError(
            f"{name} is {values!r}", f'write {name} = ["...", "..."], or leave it out'
        )
    return list(values)
