"""Notices by e-mail, to a real server on this machine."""

import email
import email.policy
import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from lecons.pipeline.notices import Message, NoticeError
from lecons.pipeline.notices.mail import send_mail
from lecons.pipeline.notices.settings import check_settings

MESSAGE = Message("[lecons] gao-2019 : échec", "Carnet 20_activites-R1 : trop long.\n")
ACCOUNT = {"utilisateur": "lecons@exemple.org", "mot_de_passe": "s3cret"}


class Kept:
    """What a server was sent: its session's greeting, and the mails."""

    def __init__(self, refuses=()):
        self.mails, self.refuses = [], refuses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return "550 personne ici"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((session, envelope))
        return "250 OK"


def knows(server, session, envelope, mechanism, data):
    given = (data.login, data.password)
    return AuthResult(success=given == (b"lecons@exemple.org", b"s3cret"), handled=False)


class Here(Controller):
    """A server on a port that the system chose."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class StartTls(Here):
    """A server that offers STARTTLS; Controller itself would speak TLS from the first byte."""

    def factory(self):
        return SMTP(self.handler, **self.SMTP_kwargs)


@pytest.fixture
def serving():
    """Start a server; answers what it is sent and the settings that lead to it."""
    running = []

    def start(handler=None, kind=Here, **options):
        controller = kind(handler or Kept(), hostname="127.0.0.1", port=0, **options)
        controller.start()
        running.append(controller)
        smtp = f"127.0.0.1:{controller.port}"
        return controller.handler, {"courriels": ["a@exemple.org"], "smtp": smtp}

    yield start
    for one in running:
        one.stop()


def read(kept):
    ((session, envelope),) = kept.mails
    return (
        session,
        envelope,
        email.message_from_bytes(envelope.content, policy=email.policy.default),
    )


def test_a_notice_arrives_encrypted_with_an_account(serving, certificate, trusted):
    kept, raw = serving(
        kind=StartTls, tls_context=certificate.context, require_starttls=True, authenticator=knows
    )
    send_mail(
        check_settings({**raw, **ACCOUNT, "courriels": ["a@exemple.org", "b@exemple.org"]}), MESSAGE
    )
    session, envelope, mail = read(kept)
    assert session.ssl is not None
    assert session.authenticated
    assert (envelope.mail_from, envelope.rcpt_tos) == (
        "lecons@exemple.org",
        ["a@exemple.org", "b@exemple.org"],
    )
    assert mail["Subject"] == "[lecons] gao-2019 : échec"
    assert mail.get_content().rstrip() == "Carnet 20_activites-R1 : trop long."
    assert mail["Auto-Submitted"] == "auto-generated"
    # the name of this machine is nobody's business
    assert session.host_name == "[127.0.0.1]"
    assert socket.gethostname() not in envelope.content.decode("utf-8")
    assert mail["Message-ID"].endswith("@exemple.org>")


def test_a_server_that_speaks_tls_from_the_first_byte(serving, certificate, trusted):
    kept, raw = serving(ssl_context=certificate.context)
    send_mail(check_settings({**raw, "securite": "tls"}), MESSAGE)
    assert read(kept)[1].rcpt_tos == ["a@exemple.org"]


def test_the_machines_own_relay_needs_neither(serving):
    kept, raw = serving()
    send_mail(check_settings({**raw, "securite": "aucune"}), MESSAGE)
    assert read(kept)[2]["From"] == "a@exemple.org"


def test_nothing_goes_in_the_clear_where_encryption_is_expected(serving):
    kept, raw = serving(authenticator=knows, auth_require_tls=False)
    with pytest.raises(NoticeError, match="n’offre pas ce qui est demandé"):
        send_mail(check_settings({**raw, **ACCOUNT}), MESSAGE)
    assert kept.mails == []


def test_a_certificate_that_nobody_vouches_for_is_refused(serving, certificate):
    kept, raw = serving(kind=StartTls, tls_context=certificate.context)
    with pytest.raises(NoticeError, match="certificat du serveur n’est pas valable"):
        send_mail(check_settings(raw), MESSAGE)
    assert kept.mails == []


def test_a_wrong_password_is_told_without_it(serving, certificate, trusted):
    _, raw = serving(kind=StartTls, tls_context=certificate.context, authenticator=knows)
    with pytest.raises(NoticeError) as refused:
        send_mail(check_settings({**raw, **ACCOUNT, "mot_de_passe": "faux-secret"}), MESSAGE)
    assert "refuse l’utilisateur ou le mot de passe" in refused.value.message
    assert "faux-secret" not in str(refused.value)
    with pytest.raises(NoticeError, match="caractère accentué"):
        send_mail(check_settings({**raw, **ACCOUNT, "mot_de_passe": "é"}), MESSAGE)


def test_an_address_that_is_refused_is_told_and_the_others_get_it(serving):
    kept, raw = serving(Kept(refuses=("b@exemple.org",)))
    both = {**raw, "securite": "aucune", "courriels": ["a@exemple.org", "b@exemple.org"]}
    with pytest.raises(NoticeError, match=r"refusé 1 adresse sur 2"):
        send_mail(check_settings(both), MESSAGE)
    assert read(kept)[1].rcpt_tos == ["a@exemple.org"]
    with pytest.raises(NoticeError, match="refuse toutes les adresses"):
        send_mail(check_settings({**both, "courriels": ["b@exemple.org"]}), MESSAGE)


def test_a_server_that_is_silent_or_gone_is_told(monkeypatch):
    monkeypatch.setattr("lecons.pipeline.notices.mail.SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        settings = check_settings({"courriels": ["a@b.org"], "smtp": f"127.0.0.1:{port}"})
        with pytest.raises(NoticeError, match="ne répond pas"):
            send_mail(settings, MESSAGE)
    with pytest.raises(NoticeError, match="n’est pas joignable"):
        send_mail(settings, MESSAGE)
