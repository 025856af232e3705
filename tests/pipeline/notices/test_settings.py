"""Who is told: what prive/avis.yaml may say, and who may read it."""

import pytest
from lecons.pipeline.notices import NoticeError, read_settings
from lecons.pipeline.notices.settings import check_settings, write_settings

MAIL = {"courriels": ["equipe@exemple.org"], "smtp": "smtp.exemple.org"}


@pytest.fixture
def written(tmp_path):
    """Write prive/avis.yaml of a project folder; answers the folder."""

    def write(text, mode=0o600):
        path = tmp_path / "prive" / "avis.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        path.chmod(mode)
        return tmp_path

    return write


def test_a_project_without_the_file_tells_nobody_but_a_service_may_give_the_address(tmp_path):
    assert read_settings(tmp_path, {}) is None
    assert read_settings(tmp_path, {"LECONS_SMTP_MOT_DE_PASSE": "x"}) is None
    found = read_settings(tmp_path, {"LECONS_WEBHOOK": "https://exemple.org/x"})
    assert found.webhook.get_secret_value() == "https://exemple.org/x"


def test_what_is_written_is_read_and_for_its_owner_alone(tmp_path):
    given = {
        **MAIL,
        "utilisateur": "lecons@exemple.org",
        "mot_de_passe": "«: é#'\"",
        "securite": None,
    }
    settings = check_settings(given)
    path = write_settings(tmp_path, settings)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert read_settings(tmp_path, {}) == settings
    assert "securite" not in path.read_text("utf-8")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_may_read_is_refused(written, mode):
    folder = written("webhook: https://exemple.org/secret\n", mode)
    with pytest.raises(NoticeError) as refused:
        read_settings(folder, {})
    assert f"(droits {mode:o}) : aucun avis n’est envoyé" in refused.value.message
    assert "chmod 600" in refused.value.remedy
    assert "exemple.org" not in str(refused.value)


def test_a_password_may_come_from_the_environment_and_wins(written):
    folder = written("courriels: [a@b.org]\nsmtp: b.org:25\nutilisateur: a\nmot_de_passe: 12345\n")
    assert read_settings(folder, {}).mot_de_passe.get_secret_value() == "12345"
    given = read_settings(folder, {"LECONS_SMTP_MOT_DE_PASSE": "autre"})
    assert given.mot_de_passe.get_secret_value() == "autre"
    assert "autre" not in repr(given)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({**MAIL, "courriel": "x"}, "courriel : clé inconnue"),
        ({**MAIL, "courriels": ["equipe"]}, "courriels.0 : adresse de courriel attendue"),
        ({**MAIL, "courriels": ["a@b.org\nBcc: c@d.org"]}, "adresse de courriel attendue"),
        ({**MAIL, "courriels": ["Awa <a@b.org>"]}, "adresse de courriel attendue"),
        ({**MAIL, "courriels": "a@b.org"}, "courriels : liste attendue"),
        ({**MAIL, "smtp": "b.org:99999"}, "smtp : hôte:port attendu"),
        ({**MAIL, "smtp": "smtp://b.org"}, "smtp : hôte:port attendu"),
        ({**MAIL, "securite": "ssl"}, "valeur inconnue (starttls, tls ou aucune)"),
        ({**MAIL, "securite": "aucune"}, "seulement vers cette machine"),
        ({**MAIL, "utilisateur": "a"}, "utilisateur et mot_de_passe"),
        ({"courriels": ["a@b.org"]}, "courriels et smtp vont ensemble"),
        ({}, "attendus"),
        ({"webhook": "http://exemple.org/SECRET"}, "webhook : adresse https://… attendue"),
        ({"webhook": "https://a:SECRET@exemple.org/"}, "webhook : adresse https://… attendue"),
        ({"webhook": "file:///etc/SECRET"}, "webhook : adresse https://… attendue"),
    ],
)
def test_what_cannot_be_is_refused_in_french_and_no_secret_is_repeated(raw, expected):
    with pytest.raises(NoticeError) as refused:
        check_settings(raw)
    assert expected in refused.value.message
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("courriels: [a@b.org\n", "ne se lit pas à la ligne"),
        ("bonjour\n", "des lignes « clé: valeur » attendues"),
        ("", "des lignes « clé: valeur » attendues"),
    ],
)
def test_a_file_that_says_nothing_is_told(written, text, expected):
    with pytest.raises(NoticeError, match=expected):
        read_settings(written(text), {})


def test_the_port_says_how_the_server_is_spoken_to():
    of = {port: check_settings({**MAIL, "smtp": f"b.org{port}"}) for port in ("", ":465", ":25")}
    assert {port: (one.port, one.security) for port, one in of.items()} == {
        "": (587, "starttls"),
        ":465": (465, "tls"),
        ":25": (25, "starttls"),
    }


def test_the_sender_is_the_account_where_it_is_an_address():
    assert check_settings(MAIL).sender == "equipe@exemple.org"
    user = {**MAIL, "mot_de_passe": "x"}
    assert check_settings({**user, "utilisateur": "l@b.org"}).sender == "l@b.org"
    assert check_settings({**user, "utilisateur": "lecons"}).sender == "equipe@exemple.org"
    assert check_settings({**MAIL, "expediteur": "x@y.org"}).sender == "x@y.org"
