"""One message for all the reports of a project, sent to a real server on this machine."""

import shutil
from types import SimpleNamespace

import pytest
import typer
from lecons.errors import ReportError
from lecons.parameters import RunParameters
from lecons.pipeline.notices import Notices
from lecons.pipeline.notices.settings import check_settings, write_settings
from lecons.pipeline.produce import Outcome


@pytest.fixture
def gathering(tmp_path, answering, monkeypatch):
    """The notices of a project in two languages, sent to the server; and what the run itself was told."""
    monkeypatch.delenv("LECONS_WEBHOOK", raising=False)
    folder = tmp_path / "gao-2019"
    write_settings(folder, check_settings({"webhook": answering.address}))
    runs = [RunParameters(projet=str(folder), langue=code) for code in ("fr", "en")]
    said = []
    notices = Notices(str(folder), runs, tmp_path / "l.log", said.append)

    def texts():
        return [body["text"] for _, _, body in answering.got]

    return SimpleNamespace(notices=notices, runs=runs, said=said, texts=texts, folder=folder)


def test_one_message_tells_of_all_the_reports_of_a_project(gathering):
    with gathering.notices as notices:
        notices.made(gathering.runs[0], Outcome(gathering.folder, refused={"a.xlsx": "abîmé"}))
        notices.stopped(gathering.runs[1], ReportError("Plus de place."))
    (text,) = gathering.texts()
    assert text.startswith("*[lecons] gao-2019 : échec*")
    assert "interne (fr) : partiel" in text
    assert "interne (en) : échec" in text
    assert gathering.said == []


def test_nothing_to_know_sends_nothing_and_so_do_a_person_and_an_exit_code(gathering):
    with gathering.notices as notices:
        notices.made(gathering.runs[0], Outcome(gathering.folder, unchanged=True))
    for stop in (KeyboardInterrupt(), typer.Exit(3)):
        with pytest.raises(type(stop)), gathering.notices:
            raise stop
    assert gathering.texts() == []


def test_what_nobody_foresaw_is_told_and_goes_on_its_way(gathering):
    gathering.notices.made(gathering.runs[0], Outcome(gathering.folder, unchanged=True))
    with pytest.raises(KeyError), gathering.notices:
        raise KeyError("Fatoumata")
    (text,) = gathering.texts()
    assert "interne (en) : échec" in text
    assert "- cause : erreur KeyError" in text
    assert "Fatoumata" not in text


def test_a_notice_that_does_not_leave_is_told_to_the_run(gathering, answering):
    answering.status = 500
    with gathering.notices as notices:
        notices.stopped(gathering.runs[0], ReportError("Plus de place."))
    (said,) = gathering.said
    assert "la réponse est 500" in said
    shutil.rmtree(gathering.folder)
    with gathering.notices:
        pass
    assert "n’existe pas" in gathering.said[-1]
