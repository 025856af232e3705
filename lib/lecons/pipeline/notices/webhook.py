"""Sends a notice to a channel of the team's messenger (Slack, Mattermost and the like)."""

import http.client
import json
import urllib.error
import urllib.request
from email.message import Message as Headers
from typing import IO, Any

from pydantic import SecretStr

from lecons.pipeline.notices.message import Message
from lecons.pipeline.notices.settings import NoticeError

SECONDS = 20


class _Stays(urllib.request.HTTPRedirectHandler):
    """Follows nowhere: the address is a secret of one host."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Headers,
        newurl: str,
    ) -> Any:
        return None


def send_webhook(address: SecretStr, message: Message) -> None:
    """Post {"text": …} as JSON; raises NoticeError, in French and without the address, where the host did
    not take it. The address was checked: https, or this very machine (see NoticeSettings)."""
    body = json.dumps({"text": f"*{message.subject}*\n{message.text}"}, ensure_ascii=False)
    request = urllib.request.Request(  # noqa: S310
        address.get_secret_value(),
        data=body.encode("utf-8"),
        headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "lecons"},
        method="POST",
    )
    try:
        with urllib.request.build_opener(_Stays).open(request, timeout=SECONDS):
            pass
    # HTTPError, URLError and time-outs are OSErrors
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise NoticeError(
            f"L’avis n’est pas parti vers le webhook : {_why(error)}.",
            "Il ne sera pas renvoyé : rapports/index.html dit où en sont les rapports. Vérifiez la connexion, "
            "puis webhook dans prive/avis.yaml (ou LECONS_WEBHOOK).",
        ) from None


def _why(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return f"la réponse est {error.code}"
    if isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
        return f"pas de réponse ({SECONDS} s)"
    return "l’adresse n’est pas joignable (pas de connexion, ou adresse fausse)"
