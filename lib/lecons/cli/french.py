"""What typer says of itself and of a mistyped command, in French."""

import difflib
import re
from typing import Any

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

rich_utils.OPTIONS_PANEL_TITLE = "Options"
rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.ERRORS_PANEL_TITLE = "Erreur"
rich_utils.DEFAULT_STRING = "[par défaut : {}]"


rich_utils.REQUIRED_LONG_STRING = "[obligatoire]"

# what is typed after an option that says nothing better
_TYPED = "VALEUR"


class Command(TyperCommand):
    """A command whose help speaks French."""

    def get_help_option(self, ctx: Any) -> Any:
        return _in_french(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_params(self, ctx: Any) -> Any:
        return [_told(one) for one in super().get_params(ctx)]


class Group(TyperGroup):
    """The same for a list of commands."""

    def get_help_option(self, ctx: Any) -> Any:
        return _in_french(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_params(self, ctx: Any) -> Any:
        return [_told(one) for one in super().get_params(ctx)]


def _in_french(option: Any) -> Any:
    if option is not None:
        option.help = "Affiche cette aide."
    return option


def _usage(said: str) -> str:
    return said.replace("Usage:", "Emploi :").replace("COMMAND [ARGS]...", "COMMANDE …")


def _told(param: Any) -> Any:
    """An option or argument that says in French what is typed there."""
    if param.param_type_name == "argument":
        param.display_type = lambda ctx: None  # its name says it
    elif param.metavar is None:
        param.metavar = "" if getattr(param, "is_flag", False) else _TYPED
    return param


SETTINGS = {"help_option_names": ["--aide", "--help"]}


def usage_in_french(error: Any) -> str:
    """What typer says in English of a mistyped command."""
    said, kind = error.format_message(), type(error).__name__
    unknown = re.match(r"No such command '([^']*)'", said)
    if unknown:
        commands = list(error.ctx.command.commands) if error.ctx is not None else []
        near = difflib.get_close_matches(unknown[1], commands, n=1)
        guess = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
        return (
            f"La commande « {unknown[1]} » n’existe pas.{guess} Commandes : {', '.join(commands)}."
        )
    if kind == "NoSuchOption":
        guess = f" Vouliez-vous dire {error.possibilities[0]} ?" if error.possibilities else ""
        return f"L’option {error.option_name} n’existe pas.{guess}"
    if kind == "MissingParameter" and error.param is not None:
        return f"Il manque : {_name(error.param)}."
    if kind == "BadOptionUsage":
        return f"Il manque une valeur après {error.option_name}."
    if kind == "BadParameter" and error.param is not None:
        return f"Valeur refusée pour {_name(error.param)}."
    extra = re.search(r"unexpected extra argument[^(]*\(s?\)? ?\(?([^)]*)\)", said)
    return f"De trop : {extra[1]}." if extra else said


def _name(param: Any) -> str:
    """What a person types for it: the option, or the argument's own name."""
    option: str = param.opts[0] if param.param_type_name == "option" else param.name
    return option
