"""How bash, zsh and fish ask what a word may become, and how they are told.

Law of this module: it imports click alone; what a log holds is asked in `completing`, and only where a word needs it.
"""

from __future__ import annotations

import os
import re
from typing import Any, Final

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

_BASH: Final = """\
%(complete_func)s() {
    local type value said found=() notes=()
    COMPREPLY=()
    while IFS=$'\\t' read -r type value said; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) found+=("$value"); notes+=("$said") ;;
        esac
    done < <(env COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_WORDBREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete "$1")
    local i
    for i in "${!found[@]}"; do
        # What a word means is shown beside it where several are listed, and never put into the line.
        if (( ${#found[@]} > 1 && COMP_TYPE != 37 && COMP_TYPE != 42 )) && [[ -n ${notes[i]} ]]; then
            COMPREPLY+=("${found[i]}  (${notes[i]})")
        else
            COMPREPLY+=("${found[i]}")
        fi
    done
    [[ ${#found[@]} == 1 && ${found[0]} == *[=:.] ]] && compopt -o nospace
    return 0
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""
_FISH: Final = """\
function %(complete_func)s;
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) COMP_CWORD=(commandline -t) \
%(prog_name)s);
    for completion in $response;
        set -l metadata (string split --max 1 "," $completion);
        if test $metadata[1] = "dir";
            __fish_complete_directories $metadata[2];
        else if test $metadata[1] = "file";
            __fish_complete_path $metadata[2];
        else if test $metadata[1] = "plain";
            echo $metadata[2];
        end;
    end;
end;

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)";
"""
_END: Final = "\x01"  # no word that is typed ends with it
_SPECIAL: Final = re.compile(r"""[ !"#$&'()*;<>?\[\\\]^`{|}~]""")


class Bash(BashComplete):
    """Bash: words with blanks, ``=`` and ``:`` in them, and what each means where several are listed."""

    source_template = _BASH
    _typed = ""
    _line = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Read the line up to the cursor; bash itself would split its words at ``=`` and ``:``."""
        line = os.environ.get("COMP_LINE")
        if line is None:  # the script of an earlier version asks
            return super().get_completion_args()
        words = split_arg_string(line + _END)
        self._line, self._typed = line, words[-1].removesuffix(_END)
        return words[1:-1], self._typed

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Tell the kind, what is to stand in the line, and what it means, with tabs between."""
        if "COMP_LINE" not in os.environ:
            return super().format_completion(item)
        value = str(item.value)
        mark = _open_quote(self._line)
        if not mark:
            value = _SPECIAL.sub(r"\\\g<0>", value[self._kept() :])
        elif mark == '"':
            value = re.sub(r'(["$\\`])', r"\\\1", value)
        else:
            value = value.replace("'", "'\\''")
        return "\t".join((item.type, value, " ".join((item.help or "").split())))

    def _kept(self) -> int:
        """Count the letters of the value that bash leaves as they are: those up to the last sign at which it breaks.

        In ``--entity=R`` the value begins after the sign.
        """
        breaks = set(os.environ.get("COMP_WORDBREAKS", "")) & {"=", ":", "@"}
        value = self._typed.partition("=")[2] if self._typed.startswith("--") else self._typed
        return max((place + 1 for place, letter in enumerate(value) if letter in breaks), default=0)


class _WholeWord(ShellComplete):
    """A shell that replaces the whole word: in ``--entity=R`` the option must stand before each value."""

    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Read the line up to the cursor, and keep what stands before the value in its word."""
        words, typed = super().get_completion_args()
        option, sign, _ = typed.partition("=")
        self._before = option + sign if option.startswith("--") and sign else ""
        return words, typed

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Tell what is to stand in the line, with the option before it."""
        if self._before and item.type == "plain":
            item = CompletionItem(self._before + str(item.value), type=item.type, help=item.help)
        return super().format_completion(item)


class Fish(_WholeWord, FishComplete):
    """Fish: also words and meanings with a comma in them."""

    source_template = _FISH


class Zsh(_WholeWord, ZshComplete):
    """Zsh: as click speaks to it, but for values behind an option's ``=``."""


def _open_quote(line: str) -> str:
    """Give the quotation mark that is open at the end of a line; nothing where none is."""
    mark, escaped = "", False
    for letter in line:
        if escaped:
            escaped = False
        elif letter == "\\" and mark != "'":
            escaped = True
        elif mark:
            mark = "" if letter == mark else mark
        elif letter in "'\"":
            mark = letter
    return mark


def register() -> None:
    """Let click speak to the shells as this module does."""
    add_completion_class(Bash)
    add_completion_class(Fish)
    add_completion_class(Zsh)
