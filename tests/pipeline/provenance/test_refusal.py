import pytest
from lecons.errors import ReportError
from lecons.pipeline.provenance import Revision
from lecons.pipeline.provenance.refusal import refuse_what_changed

SAME = ({"lib/a.py": "1"}, {"lib/a.py": "1"})
NOTHING = ({}, {})


def refused(**changed):
    given = {
        "code": SAME,
        "inputs": NOTHING,
        "before": NOTHING,
        "revision": Revision("c0ffee", False),
    }
    with pytest.raises(ReportError) as error:
        refuse_what_changed(**{**given, **changed})
    return error.value


def test_what_is_the_same_is_not_refused():
    refuse_what_changed(code=SAME, inputs=SAME, before=SAME, revision=None)
    refuse_what_changed(code=SAME, inputs=None, before=NOTHING, revision=None)


def test_inputs_are_named_with_what_became_of_them():
    then, now = {"p/a.csv": "1", "p/b.csv": "2"}, {"p/a.csv": "9", "p/c.csv": "3"}
    error = refused(inputs=(then, now))
    assert error.message == (
        "Ce rapport ne peut pas être refait à l’identique. Ont changé depuis : "
        "3 entrées : p/a.csv, p/b.csv (absent), p/c.csv (nouveau)."
    )
    assert (
        error.remedy == "Reprenez les fichiers nommés tels qu’ils étaient (git, ou une sauvegarde)."
    )


def test_notebooks_lock_and_library_are_told_apart_with_the_revision_to_take_up():
    then = {"notebooks/20_activites.ipynb": "1", "requirements/run.lock": "2", "lib/a.py": "3"}
    error = refused(code=(then, dict.fromkeys(then, "9")))
    assert error.message.endswith(
        "1 carnet : notebooks/20_activites.ipynb ; 1 verrou : requirements/run.lock ; "
        "1 fichier de lecons : lib/a.py."
    )
    assert error.remedy == "Reprenez la révision du rapport (git checkout c0ffee)."


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        (
            Revision("c0ffee", True),
            "puis les modifications qui n’y étaient pas encore enregistrées",
        ),
        (None, "reprenez la version du jour du rapport"),
    ],
)
def test_a_revision_that_is_not_enough_is_told_as_such(revision, said):
    assert said in refused(code=({"lib/a.py": "1"}, {}), revision=revision).remedy


def test_many_files_are_counted_and_the_first_named():
    then = {f"lib/{at:02}.py": "1" for at in range(12)}
    said = refused(code=(then, dict.fromkeys(then, "9"))).message
    assert "12 fichiers de lecons : lib/00.py" in said
    assert "lib/09.py et 2 de plus" in said
    assert "lib/10.py" not in said


def test_the_report_before_must_be_there_as_it_was():
    error = refused(before=({"precedent.json": "1"}, {}))
    assert "constats du rapport d’avant : precedent.json (absent)" in error.message
