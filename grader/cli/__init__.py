"""The `grader` command. One command a module; this one puts them together and turns errors into a line and a status.

Importing this must stay cheap, so that `grader --help` answers at once: torch and rich are imported by those who
need them.
"""

import os
import re
import sys
import traceback
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from grader import __version__
from grader.cli.interruption import ended_by_signals
from grader.cli.output import warn
from grader.errors import GraderError
from grader.inert import inert
from grader.texts import VARIABLE, spoken

INTERRUPTED = 130
BUG = 3

OWN_LANGUAGE = ("stubs", "release")
"""Commands that also write in the language of `--lang`."""

COMMANDS = {
    "check": "check.check",
    "hint": "hint.hint",
    "watch": "watch.watch",
    "grade": "grade.grade",
    "class": "class_.class_",
    "gradebook": "gradebook.app",
    "export": "export.export",
    "feedback": "export.feedback",
    "new": "new.new",
    "record": "record.record",
    "stubs": "stubs.stubs",
    "translate": "translate.translate",
    "release": "release.release",
    "reset": "reset.reset",
    "debug": "debug.debug",
    "update": "update.update",
    "verify": "verify.verify",
    "verify-result": "verify_result.verify_result",
    "doctor": "doctor.doctor",
    "cache": "cache.cache",
    "statistics": "statistics.statistics",
    "similar": "similar.similar",
    "report": "report.report",
    "plot": "plot.plot",
}
"""Where each command is, in this package: only the one that was asked for is imported."""


def command_line(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command with these subcommands."""
    say = spoken().say

    def grader(
        version: Annotated[
            bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help=say("help_version"))
        ] = False,
        lang: Annotated[str | None, typer.Option("--lang", metavar="LANGUAGE", help=say("help_lang"))] = None,
    ) -> None:
        """What comes before every command."""

    app = typer.Typer(
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog=say("help_exit_status"),
    )
    app.callback(help=say("help_grader"))(grader)
    for name in names:
        module, _, attribute = COMMANDS[name].partition(".")
        command = getattr(import_module(f"{__name__}.{module}"), attribute)
        text = say(f"help_{name.replace('-', '_')}")
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name, help=text)
        else:
            app.command(name, help=text)(command)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"grader {__version__}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit with its status; the one place where an error becomes a line on standard error."""
    if sys.stderr is None:  # it was closed, and `print` would take standard output instead
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - as long as the process
    arguments = _in_language(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_status(arguments or ["--help"]))


def _in_language(arguments: Sequence[str]) -> list[str]:
    """The arguments without `--lang`, which may stand anywhere. Help is in that language, so it is read first."""
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, _, value = argument.partition("=")
        if argument == "--":
            return [*rest, argument, *waiting]
        if name != "--lang":
            rest.append(argument)
            continue
        value = value or next(waiting, "")
        if not re.fullmatch(r"[A-Za-z]{2,8}([_-]\w{1,8})*", value, re.ASCII):
            return ["--lang"]  # which is then told to need a value
        os.environ[VARIABLE] = value.replace("-", "_")
        if rest and rest[0] in OWN_LANGUAGE:
            rest += ["--lang", value]
    return rest


def _status(arguments: list[str]) -> int:
    named = [name for name in arguments[:1] if name in COMMANDS]
    try:
        # Not standalone: typer's own errors come here as well. A command gives its status back.
        with ended_by_signals():
            return command_line(named or COMMANDS)(arguments, prog_name="grader", standalone_mode=False) or 0
    except GraderError as error:
        return _say(error.told(spoken()), error.exit_status)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except typer.Exit as exit:
        return exit.exit_code
    except Exception as error:
        say = spoken().say
        # typer brings its own copy of click in new versions and none in old ones: its errors are known by their face.
        usage = getattr(error, "format_message", None)
        if usage is not None:
            # An error of the parser has no context.
            command = getattr(getattr(error, "ctx", None), "command_path", " ".join(["grader", *named]))
            wrong = usage().replace("Value error, ", "")
            problem = wrong if wrong.endswith((".", "?")) else f"{wrong}."
            return _say(say("usage_wrong", problem=problem, command=command), 2)
        traceback.print_exc()
        return _say(say("bug", error=type(error).__name__), BUG)


def _say(sentence: str, status: int) -> int:
    warn(inert(sentence))
    return status
