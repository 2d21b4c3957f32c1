"""Where a shared log lies: `postgres://USER@HOST:PORT/DATABASE`.

Law of this module: what is shown of an address has no login in it, and no parameter: either may hold a password.
"""

from __future__ import annotations

import re
from typing import Any, Final

import attrs

from timeline.errors import LogError, RecordError, to_install

SCHEMES: Final = ("postgres://", "postgresql://")
_SHOWN: Final = re.compile(r"postgres(?:ql)?://(?:.*@)?([^/?#@]*)(/[^?#@]*)?", re.DOTALL)
_LOGIN: Final = re.compile(r"(postgr\w*:?//).*@", re.IGNORECASE | re.DOTALL)
"""Also of an address that is one by a slip of the pen: a password in it is one all the same."""
_PARAMETER: Final = re.compile(r"(password=)[^&\s\"']*", re.IGNORECASE)
_FORM: Final = "postgres://HOST:PORT/DATABASE"
_FIX: Final = f"write it as {_FORM}; what is no letter or digit of a password is spelled %XX"
_GIT: Final = f"name a database, {_FORM}; what is shared over git travels with git push and git pull"


@attrs.frozen
class Address:
    """The address of a shared log; printing it never shows how to log in."""

    text: str = attrs.field(repr=False)

    @property
    def shown(self) -> str:
        """The address without login and parameters."""
        found = _SHOWN.match(self.text)
        return f"postgres://{found[1]}{found[2] or ''}" if found is not None else "postgres://"

    @classmethod
    def of(cls, text: str) -> Address:
        """Take a text for an address; what stands in it is read when it is used.

        Raises:
            RecordError: There is none, or it is not that of a PostgreSQL database.
        """
        if not text:
            raise RecordError("no server is named", where="ADDRESS", fix=_GIT, unwritten=True)
        if not text.startswith(SCHEMES):
            what = "it is not the address of a PostgreSQL database"
            raise RecordError(what, where="ADDRESS", fix=_GIT, unwritten=True)
        return cls(text)

    @property
    def parameters(self) -> dict[str, Any]:
        """What psycopg connects with.

        Raises:
            RecordError: It cannot be read.
            LogError: psycopg is not installed.
        """
        psycopg = driver()
        try:
            found: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(self.text)
        except psycopg.Error:
            found = {}  # its own words quote the address
        if not found or not found.get("dbname", "x"):
            raise RecordError(
                f"{self.shown} cannot be read as an address", where="ADDRESS", fix=_FIX, unwritten=True
            ) from None
        return found

    def cleaned(self, text: str) -> str:
        """Give a text of the driver or of a server without any password that the address holds."""
        secrets = {self.text}
        for word in re.findall(r"password=([^&]*)", self.text) + re.findall(r"//[^:@/]*:(.*)@", self.text):
            from urllib.parse import unquote  # noqa: PLC0415 - only a failure asks

            secrets |= {word, unquote(word)}
        for secret in sorted(filter(None, secrets), key=len, reverse=True):
            text = text.replace(secret, "…")
        return text


def driver() -> Any:
    """Import psycopg, which says nothing on stderr by itself.

    Raises:
        LogError: It is not installed.
    """
    import logging  # noqa: PLC0415 - psycopg needs it, and nothing else here

    try:
        import psycopg  # noqa: PLC0415 - slow to import, and only a shared log needs it
        import psycopg.conninfo  # noqa: PLC0415

        logging.getLogger("psycopg").addHandler(logging.NullHandler())  # what it warns of comes as an error, too
    except ImportError as error:
        what = "a log on a PostgreSQL server needs psycopg, which is not installed here"
        raise LogError(what, where="ADDRESS", fix=to_install("psycopg"), unwritten=True) from error
    return psycopg


def hidden(text: str) -> str:
    """Give a text in which no address of a server shows how to log in: whatever stands before its last @ is left out.

    >>> hidden("too many arguments: postgres://ada:p@ss/wo rd@host/story?password=x")
    'too many arguments: postgres://host/story?password=…'
    >>> hidden("postgre://ada:p@ss@host/story"), hidden("postgres//ada:p@ss@host/story")
    ('postgre://host/story', 'postgres//host/story')
    """
    return _PARAMETER.sub(r"\1…", _LOGIN.sub(r"\1", text))
