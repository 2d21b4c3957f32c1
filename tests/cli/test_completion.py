"""Completion in the real shells: what each offers for a word, and what bash puts into the line."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = "from timeline.cli import main; main()"


@pytest.fixture
def shop(log, tmp_path):
    """A log with names that a shell must quote, and a program of the name `timeline`."""
    log.add(
        "add", "DeepSeek's news, part 1", "--type", "model.released", "--tag", "v4", "--fact", "DeepSeek R2.size=big"
    )
    log.ok("checkpoint")
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "timeline"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{MAIN}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return log


def environ(log):
    program = log.folder.parent / "bin"
    home = log.folder.parent
    return {
        "PATH": f"{program}:{os.environ['PATH']}",
        "HOME": str(home),
        "TIMELINE_LOG": str(log.folder),
        "TERM": "dumb",
    }


def in_bash(log, line, *, kind=63):
    """Ask bash's own completion function what a line may become; COMP_WORDS is what bash makes of it."""
    found = re.findall(r'[=:]|"[^"]*"?|(?:\\.|[^\s=:"])+', line)
    words = found if line[-1:] not in (" ", "=", ":") else [*found, ""]
    script = f"""
eval "$(timeline completion bash)"
compopt() {{ echo "compopt $*" >&2; }}
COMP_LINE={_quoted(line)} COMP_POINT=${{#COMP_LINE}} COMP_TYPE={kind}
COMP_LINE={_quoted(line)}; COMP_POINT=${{#COMP_LINE}}
COMP_WORDS=({" ".join(map(_quoted, words))}); COMP_CWORD={len(words) - 1}
_timeline_completion timeline
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(
        ["bash", "--norc", "-c", script], env=environ(log), capture_output=True, text=True, check=True, timeout=60
    )
    assert not [line for line in done.stderr.splitlines() if not line.startswith("compopt")], done.stderr
    return [line for line in done.stdout.splitlines() if line]


def _quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def id_of(log, title):
    (found,) = [row["id"] for row in log.rows("list") if row["title"] == title]
    return found


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
SAID = {
    "timeline show pre": ["press"],
    "timeline list --source ": ["press  (Press)", "relay  (Relay)"],
    "timeline add x --source press:de": ["denies"],
    "timeline list --entity R": ["R2"],
    "timeline list --entity Deep": ["DeepSeek\\ R2"],
    'timeline list --entity "Deep': ["DeepSeek R2"],
    "timeline list --entity=R": ["R2"],
    "timeline why R2": ["R2.training"],
    "timeline add x --fact R2.tr": ["R2.training="],
    "timeline add x --fact=R2.training=N": ["Nvidia"],
    "timeline add x --fact R2.si": ["R2.size="],
    "timeline add x --fact R2.training=": ["Ascend", "Nvidia"],
    "timeline list --value big": ["big"],
    "timeline state ": ["hardware  (Where does each model train and run inference?)", "models  (What is each model?)"],
    "timeline why R2.training --view har": ["hardware"],
    "timeline list --tag v": ["v4"],
    "timeline list --type model": ["model", "model.released"],
    "timeline list --at-checkpoint ": ["1"],
    "timeline correct abcd --set occ": ["occurred="],
    "timeline correct abcd --set titl": ["title="],
    "timeline history R2.": ["R2.training"],
    "timeline list --tag nothing": [],
    "timeline conf": ["conflicts"],
}


@needs_bash
@pytest.mark.parametrize("line", SAID)
def test_bash_completes_what_the_log_holds(shop, line):
    assert sorted(in_bash(shop, line)) == sorted(SAID[line])


@needs_bash
@pytest.mark.parametrize("command", ["show", "retract", "correct", "report", "redact", "history", "sources"])
def test_bash_shows_ids_with_their_titles_and_completes_the_id_alone(shop, command):
    event = id_of(shop, "DeepSeek's news, part 1")
    found = in_bash(shop, f"timeline {command} ")
    assert f"{event[:8]}  (DeepSeek's news, part 1)" in found
    assert in_bash(shop, f"timeline {command} {event[:5]}") == [event[:8]]
    assert in_bash(shop, f"timeline {command} {event[:20]}") == [event[:20]]
    assert event[:8] in in_bash(shop, f"timeline {command} ", kind=37)


@needs_bash
@pytest.mark.parametrize("mark", ["", '"', "'"])
def test_bash_reads_what_it_is_offered_as_the_name_that_was_meant(shop, mark):
    names = ["x y", "x$HOME", "x`id`", "x'y'", 'x"y"', "x&y|z;", "x(1)<2>", "x\\y", "x*?[a]", "x{a,b}~^#!", "xé—日本"]
    facts = [word for name in names for word in ("--fact", f"{name}.size=1")]
    shop.add("add", "names", *facts)
    found = in_bash(shop, f"timeline list --entity {mark}x", kind=37)
    script = f"printf '%s\\n' {' '.join(f'{mark}{one}{mark}' for one in found)}"
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, check=True)
    assert sorted(done.stdout.splitlines()) == sorted(names)


@needs_bash
def test_the_log_that_is_named_is_the_one_that_is_asked(shop, tmp_path):
    assert in_bash(shop, f"timeline -C {shop.folder} list --tag v") == ["v4"]
    assert in_bash(shop, f"timeline -C {tmp_path}/none list --tag v") == []


@needs_bash
def test_what_was_taken_back_is_not_offered_and_a_broken_log_offers_what_is_left(shop):
    event = id_of(shop, "DeepSeek's news, part 1")
    shop.ok("retract", event)
    assert in_bash(shop, "timeline list --entity Deep") == []
    for segment in Path(shop.folder).rglob("*.jsonl"):
        segment.write_bytes(segment.read_bytes() + b"not a record\n")
    assert in_bash(shop, "timeline list --entity R") == ["R2"]
    (Path(shop.folder) / "timeline.toml").write_text("format = [", encoding="utf-8")
    assert in_bash(shop, "timeline list --entity R") == []


def typed(log, keys, *, wait):
    """Type into an interactive bash, and give what the screen then holds once ``wait`` stands in it."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(log.folder.parent)
        os.execve(shutil.which("bash"), ["bash", "--norc", "--noprofile", "-i"], {**environ(log), "PS1": "$ "})
    try:
        os.write(terminal, b'bind "set bell-style none"; eval "$(timeline completion bash)"; echo ready-$((1+1))\n')
        seen = _until(terminal, "ready-2")
        os.write(terminal, keys.encode())
        seen = _until(terminal, wait)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)
    return seen


def _until(terminal, text):
    seen = ""
    while text not in seen:
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, seen
        seen += os.read(terminal, 4096).decode(errors="replace")
    return seen


@needs_bash
@pytest.mark.parametrize(
    ("begun", "ended"),
    [
        ("timeline list --entity Deep", "timeline list --entity DeepSeek\\ R2 "),
        ('timeline list --entity "Deep', 'timeline list --entity "DeepSeek R2" '),
        ("timeline add x --fact R2.tr", "timeline add x --fact R2.training="),
        ("timeline add x --fact R2.training=Nv", "timeline add x --fact R2.training=Nvidia "),
        ("timeline add x --source press:den", "timeline add x --source press:denies "),
    ],
)
def test_an_interactive_bash_puts_the_word_into_the_line_as_it_must_stand_there(shop, begun, ended):
    assert ended + "#" in typed(shop, f"{begun}\t#", wait=ended + "#")


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_is_told_ids_with_their_titles(shop):
    event = id_of(shop, "DeepSeek's news, part 1")
    script = f"""
autoload -Uz compinit && compinit -u
eval "$(timeline completion zsh)"
_describe() {{ print -rl -- "${{completions_with_descriptions[@]}}" }}
compadd() {{ print -rl -- "${{completions[@]}}" }}
words=(timeline show {event[:5]}) CURRENT=3
_timeline_completion
"""
    done = subprocess.run(
        ["zsh", "-f", "-c", script], env=environ(shop), capture_output=True, text=True, check=True, timeout=60
    )
    assert f"{event[:8]}:DeepSeek's news, part 1" in done.stdout


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_is_told_ids_with_their_titles(shop):
    event = id_of(shop, "DeepSeek's news, part 1")
    script = f'timeline completion fish | source; complete -C "timeline show {event[:5]}"'
    done = subprocess.run(
        ["fish", "--no-config", "-c", script], env=environ(shop), capture_output=True, text=True, check=True, timeout=60
    )
    assert f"{event[:8]}\tDeepSeek's news, part 1" in done.stdout


BEGIN = {
    "zsh": """\
PS1='$ '
autoload -Uz compinit; compinit -u -d "$HOME/.zcompdump"
eval "$(timeline completion zsh)"
show() { print -rn -- "$BUFFER" > "$HOME/line" }
zle -N show; bindkey '^X' show; unsetopt beep list_beep
""",
    "fish": """\
function fish_prompt; echo -n '$ '; end
timeline completion fish | source
bind \\cx 'commandline > $HOME/line'
""",
}
WORDS = {"zsh": ("zsh", "-f", "-i"), "fish": ("fish", "--no-config", "-i")}
TYPED = [
    ("timeline conf", "timeline conflicts"),
    ("timeline list --entity Deep", "timeline list --entity DeepSeek\\ R2"),
    ('timeline list --entity "Deep', 'timeline list --entity "DeepSeek R2"'),
    ("timeline list --entity=Deep", "timeline list --entity=DeepSeek\\ R2"),
    ("timeline add x --fact R2.tr", "timeline add x --fact R2.training="),
    ("timeline add x --fact R2.training=Nv", "timeline add x --fact R2.training=Nvidia"),
    ("timeline add x --fact=R2.training=Nv", "timeline add x --fact=R2.training=Nvidia"),
    ("timeline add x --source press:den", "timeline add x --source press:denies"),
    ("timeline list --tag v", "timeline list --tag v4"),
    ("timeline why R2.training --view har", "timeline why R2.training --view hardware"),
    ("timeline correct abcd --set occ", "timeline correct abcd --set occurred="),
]


def typed_in(shell, log, begun):
    """Type the beginning of a line and the tab key into an interactive shell, and give the line as it then stands."""
    home = log.folder.parent
    start = home / f"start.{shell}"
    start.write_text(BEGIN[shell], encoding="utf-8")
    line = home / "line"
    line.unlink(missing_ok=True)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(home)
        words = WORDS[shell]
        os.execve(shutil.which(words[0]), words, {**environ(log), "TERM": "xterm", "LC_ALL": "C.UTF-8"})
    try:
        os.write(terminal, f"source {start}; echo ready-(math 1+1)\n".encode() if shell == "fish" else b"")
        if shell == "zsh":
            os.write(terminal, f"source {start}; echo ready-$((1+1))\n".encode())
        _until(terminal, "ready-2")
        os.write(terminal, begun.encode() + b"\t\x18")
        for _ in range(600):
            ready, _, _ = select.select([terminal], [], [], 0.1)
            if ready:
                os.read(terminal, 4096)
            if line.exists() and line.read_text(encoding="utf-8"):
                break
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)
    return line.read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize(("begun", "ended"), TYPED)
@pytest.mark.parametrize("shell", list(BEGIN))
def test_an_interactive_zsh_or_fish_puts_the_word_into_the_line(shop, shell, begun, ended):
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    assert typed_in(shell, shop, begun).rstrip(" ") == ended


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_what_zsh_and_fish_are_told_has_the_title_beside_the_id(shop, shell):
    event = id_of(shop, "DeepSeek's news, part 1")
    words = {"COMP_WORDS": f"timeline show {event[:5]}", "COMP_CWORD": "2" if shell == "zsh" else event[:5]}
    env = {**environ(shop), **words, "_TIMELINE_COMPLETE": f"{shell}_complete"}
    done = subprocess.run([sys.executable, "-c", MAIN], env=env, capture_output=True, text=True, check=True)
    between = "\n" if shell == "zsh" else "\t"
    assert f"{event[:8]}{between}DeepSeek's news, part 1" in done.stdout
