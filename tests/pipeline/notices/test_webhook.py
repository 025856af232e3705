"""Notices on a webhook, to a real server on this machine; and all ways at once."""

import pytest
from lecons.pipeline.notices import Message, NoticeError, notify
from lecons.pipeline.notices.settings import check_settings, write_settings
from lecons.pipeline.notices.webhook import send_webhook
from pydantic import SecretStr

MESSAGE = Message("[lecons] gao-2019 : échec", "Édition interne : « partiel ».\n")


def test_a_messenger_gets_its_text(answering):
    send_webhook(SecretStr(answering.address), MESSAGE)
    ((path, kind, body),) = answering.got
    assert path == "/hook/SECRET"
    assert kind == "application/json; charset=utf-8"
    assert body == {"text": "*[lecons] gao-2019 : échec*\nÉdition interne : « partiel ».\n"}


@pytest.mark.parametrize("status", [302, 307, 403, 404, 500])
def test_another_answer_is_told_without_the_address_and_followed_nowhere(answering, status):
    answering.status, answering.headers = status, {"Location": "/ailleurs"}
    with pytest.raises(NoticeError) as refused:
        send_webhook(SecretStr(answering.address), MESSAGE)
    assert f"la réponse est {status}" in refused.value.message
    assert "SECRET" not in str(refused.value)
    assert len(answering.got) == 1


def test_a_host_that_is_gone_is_told():
    with pytest.raises(NoticeError, match="n’est pas joignable"):
        send_webhook(SecretStr("http://127.0.0.1:9/SECRET"), MESSAGE)


def test_every_way_is_tried_and_none_of_them_stops_a_run(tmp_path, answering, monkeypatch):
    monkeypatch.delenv("LECONS_WEBHOOK", raising=False)
    (said,) = notify(tmp_path, MESSAGE)
    assert "n’a pas de prive/avis.yaml" in said
    raw = {"courriels": ["a@b.org"], "smtp": "127.0.0.1:9", "webhook": answering.address}
    path = write_settings(tmp_path, check_settings(raw))
    (said,) = notify(tmp_path, MESSAGE)
    assert "Le courriel n’est pas parti" in said
    assert len(answering.got) == 1
    path.chmod(0o644)
    (said,) = notify(tmp_path, MESSAGE)
    assert "aucun avis n’est envoyé" in said
    assert "SECRET" not in said
