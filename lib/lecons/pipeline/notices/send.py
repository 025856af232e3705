"""Sends a notice by every way that a project has declared."""

from pathlib import Path

from lecons.pipeline.notices.mail import send_mail
from lecons.pipeline.notices.message import Message
from lecons.pipeline.notices.settings import NoticeError, read_settings
from lecons.pipeline.notices.webhook import send_webhook


def notify(folder: Path, message: Message) -> list[str]:
    """Send a notice as the project folder says; answers what could not be sent, in French. It never raises
    for what a server or the settings do: a run does not fail because nobody could be told."""
    try:
        settings = read_settings(folder)
    except NoticeError as error:
        return [str(error)]
    if settings is None:
        return [
            "Personne n’est averti : ce projet n’a pas de prive/avis.yaml. « lecons planifier » l’écrit "
            "(--courriel, --webhook)."
        ]
    failed = []
    if settings.courriels:
        try:
            send_mail(settings, message)
        except NoticeError as error:
            failed.append(str(error))
    if settings.webhook is not None:
        try:
            send_webhook(settings.webhook, message)
        except NoticeError as error:
            failed.append(str(error))
    return failed
