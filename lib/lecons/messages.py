"""What a panel of JupyterLab sends, and what it is answered: one envelope for all panels."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from lecons.errors import LeconsError, disk_answer


def reply(message: object, act: Callable[[object], dict[str, Any]], where: str) -> dict[str, Any]:
    """Do what a message asks (`act`), and say what came of it.

    Out: `vue` and `n` of the message, `ok`, and what `act` answers. An action that failed has `ok`
    false, `message`, `remede`. `where`: the folders that it writes to.
    """
    given = message if isinstance(message, dict) else {}
    back = {"vue": given.get("vue", ""), "n": given.get("n", 0)}
    try:
        return {**back, "ok": True, **act(message)}
    except ValidationError:
        said = "Demande incomprise : rien n’est enregistré.", "Relancez les cellules du carnet."
    except LeconsError as error:
        said = error.message, error.remedy
    except OSError as error:
        said = (
            f"Le disque refuse d’écrire ({disk_answer(error)}) : rien n’est enregistré.",
            f"Vérifiez la place libre et les droits de {where}.",
        )
    return {**back, "ok": False, "message": said[0], "remede": said[1]}
