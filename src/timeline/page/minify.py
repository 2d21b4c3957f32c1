"""Our own style and script without what only people need: comments, indentation, and blanks that part nothing.

Law of this module: no name is changed and no token; a line's end stays wherever leaving it out could join statements.
It reads what this package writes, and nothing else: the script has no template strings, and ends its statements.
"""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"""
    (?P<comment> //[^\n]* | /\*.*?\*/ )
  | (?P<text> "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
  | (?P<word> [\w$]+ )
  | (?P<blank> \s+ )
  | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_PATTERN: Final = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_BEFORE_A_PATTERN: Final = frozenset("([{,;=:!&|?")  # after these a slash begins a pattern, and divides nothing
_GOES_ON: Final = frozenset("([{,;=:&|?<>+*")  # a line that ends so is followed by more of the same, or needs no end
_TAKES_UP: Final = frozenset(")]},;:=&|?.")  # and one that begins so takes it up


def script(source: str) -> str:
    r"""Leave out of a script its comments, and the blanks that part nothing.

    >>> script('let a = 1; // one\nif (a) {\n  b("x  y", /[ /]/.test(a));\n}\n')
    'let a=1;if(a){b("x  y",/[ /]/.test(a));}'
    """
    told: list[str] = []
    last, gap = "", ""
    place = 0
    while place < len(source):
        if source[place] == "/" and last[-1:] in _BEFORE_A_PATTERN and source[place + 1] not in "/*":
            found = _PATTERN.match(source, place)
            kind = "text"
        else:
            found = _TOKEN.match(source, place)
            kind = found.lastgroup or "" if found else ""
        if found is None:
            raise ValueError(source[place : place + 40])
        token, place = found[0], found.end()
        if kind in ("blank", "comment"):
            gap = "\n" if "\n" in gap + token else " "
            continue
        told.append(_between(last, gap, token))
        told.append(token)
        last, gap = token, ""
    return "".join(told)


def _between(last: str, gap: str, token: str) -> str:
    """Give what has to stay of the blanks between two tokens."""
    if not gap or not last:
        return ""
    if gap == "\n" and last[-1] not in _GOES_ON and token[0] not in _TAKES_UP:
        return "\n"
    both_words = _is_word(last[-1]) and _is_word(token[0])
    return " " if both_words or (last[-1] == token[0] and token[0] in "+-") else ""


def _is_word(char: str) -> bool:
    return char.isalnum() or char in "_$"


def style(source: str) -> str:
    r"""Leave out of a style its comments, and the ends of lines after a rule, a part of one, or a comma.

    >>> style('/* quiet */\na{color:red;\n  top:0}\nb{left:0}\n')
    'a{color:red;top:0}b{left:0}'
    """
    return re.sub(r"(?<=[{};,])\s+|/\*.*?\*/\s*|\s+$", "", source.strip(), flags=re.DOTALL)
