"""The material of the workshop: written whole from the last report, or not at all."""

import pytest
import yaml
from lecons.errors import ReportError
from lecons.estimates import Estimate
from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.register import write_all
from lecons.intake.load import import_project
from lecons.parameters import check_parameters
from lecons.pipeline.place import put_in_place
from lecons.pipeline.workshop import prepare_workshop
from lecons.project import open_project

PRACTICES = {
    "pratiques": [
        {"code": "mixte", "numero": "BP-1", "resultat": "R1", "titre": {"fr": "Comité mixte"}}
    ],
    "recommandations": [
        {"id": "REC-1", "texte": {"fr": "Le garder"}, "qui": {"fr": "Nous"},
         "quand": {"fr": "Demain"}, "pratique": "mixte"}
    ],
}  # fmt: skip
FINDING = Finding(
    id="R1-regles",
    result="R1",
    criterion="efficacité",
    kind="mesure",
    polarity="force",
    statement=Statement(key="Une part de {part:pct} est réglée.", values={"part": 0.5}),
    estimate=Estimate(0.5, 0.3, 0.7, 2, 2, "share"),
    sources=(Source(table="activites", ids=("a1",)),),
)


def declare(folder, **more):
    path = folder / "projet.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump({**content, **more}, allow_unicode=True), encoding="utf-8")


@pytest.fixture
def reported(mini, tmp_path):
    """The miniature project, imported, with the findings of a last report; answers its folder."""
    report = tmp_path / "rapports" / "mini" / "interne" / "fr"
    report.mkdir(parents=True)
    write_all(report / "constats.json", [FINDING])
    import_project(open_project(mini))
    return mini


def parameters(folder, langue="fr"):
    return check_parameters({"projet": str(folder), "langue": langue})


def test_without_a_report_in_that_language_it_says_which_command_comes_first(reported):
    with pytest.raises(ReportError) as refused:
        prepare_workshop(parameters(reported, "en"))
    assert "« en »" in refused.value.message
    assert refused.value.remedy.endswith(f"lecons produire {reported} --langue en")
    assert not (reported.parents[1] / "rapports" / "mini" / "atelier").exists()


@pytest.mark.xdist_group("pipeline")
def test_everything_is_written_in_one_folder_and_nothing_else(reported, tmp_path, notebooks_here):
    declare(reported, **PRACTICES)
    with notebooks_here():  # a kernel runs it for the hostile project
        prepared = prepare_workshop(parameters(reported))
    assert prepared.folder == tmp_path / "rapports" / "mini" / "atelier" / "fr"
    assert sorted(path.name for path in prepared.written) == [
        "contribution.xlsx", "diapositives.html", "fiches_de_discussion.pdf",
        "grille_appreciation.pdf", "grille_appreciation.xlsx", "priorites.xlsx",
        "saisie_atelier.xlsx",
    ]  # fmt: skip
    assert sorted(prepared.folder.iterdir()) == sorted(prepared.written)
    assert [path.name for path in prepared.folder.parent.iterdir()] == ["fr"]
    slides = (prepared.folder / "diapositives.html").read_text("utf-8")
    assert "Une part de 50,0\u00a0% est réglée." in slides
    assert "BP-1 · Comité mixte" in slides
    assert [one.split(" ")[:2] for one in prepared.said] == [
        ["Clé", "atelier"],
        ["Aucun", "groupe"],
        ["Les", "diapositives"],  # no figure, as long as there is no public report
    ]


@pytest.mark.xdist_group("pipeline")
def test_a_project_with_nothing_to_score_is_told_which_keys_to_fill(reported, monkeypatch):
    # the slides are those of the test above, less the practices
    def slides(notebook, parameters, work):
        (work / "diapositives.html").write_text("diapositives", encoding="utf-8")

    monkeypatch.setattr("lecons.pipeline.workshop._write_slides", slides)
    prepared = prepare_workshop(parameters(reported))
    assert sorted(path.name for path in prepared.written) == [
        "diapositives.html", "fiches_de_discussion.pdf", "saisie_atelier.xlsx",
    ]  # fmt: skip
    told = "\n".join(prepared.said)
    assert "grille_appreciation.xlsx non écrit : remplissez d’abord pratiques" in told
    assert "priorites.xlsx non écrit : remplissez d’abord recommandations" in told


def test_what_fails_leaves_the_good_material_and_no_trace(reported, tmp_path, monkeypatch):
    place = tmp_path / "rapports" / "mini" / "atelier" / "fr"
    place.mkdir(parents=True)
    (place / "diapositives.html").write_text("bonnes", encoding="utf-8")

    def refuse(*_):
        raise ReportError("Le PDF n’a pas pu être composé.")

    monkeypatch.setattr("lecons.pipeline.workshop.appraisal_grid", refuse)
    with pytest.raises(ReportError, match="PDF"):
        prepare_workshop(parameters(reported))
    assert [path.name for path in place.parent.iterdir()] == ["fr"]
    assert (place / "diapositives.html").read_text("utf-8") == "bonnes"


def test_a_folder_that_cannot_be_moved_leaves_the_one_before_it(tmp_path):
    place = tmp_path / "fr"
    place.mkdir()
    (place / "a").write_text("1", encoding="utf-8")
    with pytest.raises(OSError, match="absent"):
        put_in_place(tmp_path / "absent", place)
    assert (place / "a").read_text("utf-8") == "1"
    work = tmp_path / "work"
    work.mkdir()
    put_in_place(work, place)
    assert [path.name for path in tmp_path.iterdir()] == ["fr"]
    assert list(place.iterdir()) == []
