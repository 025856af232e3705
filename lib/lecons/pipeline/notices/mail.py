"""Sends a notice by e-mail, through the team's own server."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from lecons.counts import number_of
from lecons.pipeline.notices.message import Message
from lecons.pipeline.notices.settings import NoticeError, NoticeSettings

SECONDS = 20
_SILENT = f"le serveur ne répond pas ({SECONDS} s)"
# a server is greeted under no name: that of a machine may be its owner's
_GREETING = "[127.0.0.1]"


def send_mail(settings: NoticeSettings, message: Message) -> None:
    """Send a notice to all of `courriels`; raises NoticeError, in French, where it did not leave for all.

    What goes over a network goes encrypted, to a server whose certificate is valid for its name; a server
    that cannot gets neither the message nor the password.
    """
    try:
        with _server(settings) as server:
            if settings.utilisateur and settings.mot_de_passe:
                server.login(settings.utilisateur, settings.mot_de_passe.get_secret_value())
            refused = server.send_message(_mail(settings, message))
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise NoticeError(
            f"Le courriel n’est pas parti : {_why(error)}.",
            "Il ne sera pas renvoyé : rapports/index.html dit où en sont les rapports. Vérifiez la connexion, "
            "puis smtp, securite, utilisateur et mot_de_passe dans prive/avis.yaml.",
        ) from None
    if refused:
        raise NoticeError(
            f"Le serveur de courriel a refusé {number_of(len(refused), 'adresse', 'adresses')} "
            f"sur {len(settings.courriels)}.",
            "Vérifiez courriels dans prive/avis.yaml.",
        )


def _server(settings: NoticeSettings) -> smtplib.SMTP:
    if settings.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(
            settings.host, settings.port, _GREETING, timeout=SECONDS, context=context
        )
    server = smtplib.SMTP(settings.host, settings.port, _GREETING, timeout=SECONDS)
    if settings.security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _mail(settings: NoticeSettings, message: Message) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = settings.sender
    mail["To"] = ", ".join(settings.courriels)
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = make_msgid(domain=settings.sender.rpartition("@")[2])
    # nobody's « I am on leave » is to come back (RFC 3834)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    return mail


def _why(error: OSError | smtplib.SMTPException | UnicodeError) -> str:
    """The cause in French; never the server's own words, which may repeat what it was sent."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return "le serveur refuse l’utilisateur ou le mot de passe"
        case smtplib.SMTPNotSupportedError():
            return "le serveur n’offre pas ce qui est demandé (STARTTLS, ou un mot de passe)"
        case smtplib.SMTPRecipientsRefused():
            return "le serveur refuse toutes les adresses"
        case smtplib.SMTPSenderRefused():
            return "le serveur refuse l’expéditeur"
        case smtplib.SMTPResponseException():
            return f"le serveur répond {error.smtp_code}"
        # what a time-out while it should answer becomes in smtplib
        case smtplib.SMTPServerDisconnected() if isinstance(error.__context__, TimeoutError):
            return _SILENT
        case smtplib.SMTPException():
            return "le serveur coupe la conversation"
        case ssl.SSLCertVerificationError():
            return "le certificat du serveur n’est pas valable pour ce nom"
        case ssl.SSLError():
            return "le serveur ne parle pas TLS comme attendu"
        case TimeoutError():
            return _SILENT
        case UnicodeError():  # smtplib writes both in ASCII
            return "un utilisateur ou un mot de passe a un caractère accentué"
    return "le serveur n’est pas joignable (pas de connexion, ou smtp faux)"
