"""The page on the risks of a release: one page, the same in both forms, and honest where it knows less."""

import hashlib
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from bs4 import BeautifulSoup
from lecons.estimates import Estimate
from lecons.language import Language
from lecons.privacy.cells import Discretion
from lecons.report.risk import (
    ReleaseCheck,
    ReleasedFile,
    ReleaseFacts,
    released_files,
    risk_page,
    write_risk,
)
from lecons.report.to_html import html
from pypdf import PdfReader

NAMES = ["synthese.html", *(f"fiches/BP-{i}.pdf" for i in range(1, 14))]
FACTS = ReleaseFacts(
    project="3P · Participation au Processus de Paix",
    organisation="AMSS",
    edition="publique",
    established=date(2018, 9, 1),
    files=tuple(ReleasedFile(n, 2048, hashlib.sha256(n.encode()).hexdigest()) for n in NAMES),
    reread=41,
    automatic=0,
    withdrawn=3,
    threshold=5,
    hidden=118,
    recall=Estimate(0.987, 0.96, 0.996, 230, 230, "share"),
    check=ReleaseCheck(14, 2431, 0),
    contact="protection@example.org",
    fictional=True,
)
FRENCH = Language("fr", Discretion(5))


def said(**changed):
    page = html(risk_page(replace(FACTS, **changed), FRENCH))
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").replace("\u202f", " ").split())


@pytest.fixture(scope="module", params=["fr", "en"])
def made(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    return request.param, folder, write_risk(folder, FACTS, Language(request.param, Discretion(5)))


def test_it_is_one_tagged_page_and_one_page_without_network(made):
    code, folder, pages = made
    assert pages == 1
    assert sorted(path.name for path in folder.iterdir()) == [
        "analyse_de_risques.html",
        "analyse_de_risques.pdf",
    ]
    with pikepdf.open(folder / "analyse_de_risques.pdf") as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == code
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
    page = (folder / "analyse_de_risques.html").read_text(encoding="utf-8")
    assert BeautifulSoup(page, "html.parser").html["lang"] == code
    assert "http" not in page.replace("http-equiv", "")
    assert page.count(hashlib.sha256(b"fiches/BP-13.pdf").hexdigest()) == 1
    printed = PdfReader(folder / "analyse_de_risques.pdf").pages[0].extract_text()
    assert "protection@example.org" in printed


def test_the_same_facts_make_the_same_bytes(made, tmp_path):
    code, folder, _ = made
    write_risk(tmp_path, FACTS, Language(code, Discretion(5)))
    for name in ("analyse_de_risques.html", "analyse_de_risques.pdf"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_the_page_says_what_is_in_it_and_how_it_was_protected():
    page = said()
    assert "14 fichiers, 28 Kio" in page
    assert "Passages que cette édition peut citer : 41" in page
    assert "Relus par une personne avant publication : 41 ; sans relecture : 0" in page
    assert "trouve 98,7 % (intervalle à 95 % : 96,0 % à 99,6 %) des 230 noms" in page
    assert "moins de 5 personnes" in page
    assert "Cases masquées : 118" in page
    assert "14 fichiers finis" in page
    assert "2 431 noms" in page
    assert "Passages que personne n’a relus" not in page


def test_few_withdrawals_are_not_counted_out_loud():
    assert "Témoignages retirés à ce jour : moins de 5" in said(withdrawn=3)
    assert "Témoignages retirés à ce jour : 6" in said(withdrawn=6)
    assert "Aucun témoignage n’a été retiré" in said(withdrawn=0)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"automatic": 7}, "Passages que personne n’a relus"),
        ({"recall": None}, "n’a pas été mesuré"),
        ({"recall": Estimate(1.0, None, None, 3, 3, "share")}, "trouve 100,0 % des 3 noms"),
        ({"check": None}, "n’ont pas été contrôlés : ne diffusez pas"),
        ({"check": ReleaseCheck(14, 2431, 2)}, "Trouvés : 2. Ne diffusez pas."),
        ({"threshold": None}, "les plus petits aussi"),
        ({"reread": 0}, "Aucune parole n’est citée"),
        ({"contact": ""}, "À écrire ici avant de diffuser"),
        ({"edition": "interne"}, "pour l’équipe du projet seulement"),
    ],
)
def test_what_is_not_known_or_not_done_is_said(changed, expected):
    assert expected in said(**changed)


def test_the_page_stays_one_however_many_files_and_long_names(tmp_path):
    many = tuple(ReleasedFile(f"fiches/BP-{i}.pdf", i, f"{i:064x}") for i in range(300))
    long = replace(FACTS, files=many, automatic=5, contact="", project="Projet au long nom, " * 6)
    assert write_risk(tmp_path, long, FRENCH) == 1
    printed = PdfReader(tmp_path / "analyse_de_risques.pdf").pages[0].extract_text()
    assert "de 300 fichiers" in " ".join(printed.split())


def test_words_of_a_project_are_never_markup(tmp_path):
    write_risk(
        tmp_path, replace(FACTS, project="<script>x</script>", contact='#panic("x") <b>'), FRENCH
    )
    page = (tmp_path / "analyse_de_risques.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "<b>" not in page
    assert '#panic("x")' in PdfReader(tmp_path / "analyse_de_risques.pdf").pages[0].extract_text()


def test_files_are_listed_with_their_size_and_fingerprint_and_this_page_is_not(tmp_path):
    (tmp_path / "fiches").mkdir()
    (tmp_path / "fiches" / "BP-1.pdf").write_bytes(b"abc")
    (tmp_path / "synthese.html").write_bytes(b"")
    (tmp_path / "analyse_de_risques.pdf").write_bytes(b"x")
    assert released_files(tmp_path, {"analyse_de_risques.pdf"}) == (
        ReleasedFile("synthese.html", 0, hashlib.sha256(b"").hexdigest()),
        ReleasedFile(
            "fiches/BP-1.pdf", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        ),
    )
