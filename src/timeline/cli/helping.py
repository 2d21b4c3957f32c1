"""The command that explains the others, and the words that answers use.

Law of this module: what it says of a command is that command's own help.
"""

from __future__ import annotations

import click

from timeline.cli.boundary import COMMANDS
from timeline.errors import RecordError


@click.command("help")
@click.argument("word", required=False)
@click.pass_context
def help_command(ctx: click.Context, /, *, word: str | None) -> None:
    """Explain WORD: a command, or one of standing, dates, clocks, answers, columns.

    Without WORD, show all commands and topics.

    A word of an answer leads to its topic: `timeline help disputed`, `timeline help possibly`. The name of a view that
    an installed package offers tells of that.
    """
    from timeline.text.topics import LEADS_TO, TOPICS, folded

    root = ctx.find_root()
    if word is None:
        click.echo(root.get_help())
        click.echo("\nTopics: timeline help WORD")
        click.echo("\n".join(f"  {name:<12}{about}" for name, (about, _) in TOPICS.items()))
        return
    topic = LEADS_TO.get(word.lower(), word)
    if topic in TOPICS:
        click.echo(folded(TOPICS[topic][1], ctx.make_formatter().width), nl=False)
        return
    group = root.command
    found = group.get_command(root, word) if isinstance(group, click.Group) else None
    if found is None:
        from timeline.dates.suggest import command_meant
        from timeline.views.plugins import offered_views

        for view in offered_views():
            if view.name == word:
                click.echo(f"{word} is a view that {view.package} offers: `timeline state {word}` shows it.")
                return
        listed = f"`timeline help` lists the commands; the topics are {', '.join(TOPICS)}"
        fix = command_meant(word, (*COMMANDS, *TOPICS, *LEADS_TO)) or listed
        raise RecordError(f'there is no command or topic "{word}"', where="WORD", fix=fix)
    with click.Context(found, info_name=word, parent=root) as inner:
        click.echo(found.get_help(inner))
