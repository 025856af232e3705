"""The public edition in English: no word without consent in any file that it leaves."""

import html
import re
import zipfile

import pytest
import yaml
from bs4 import BeautifulSoup
from lecons.demo import corpus
from lecons.project import repository_root

pytestmark = pytest.mark.xdist_group("report")


@pytest.fixture(scope="module")
def texts(public, leaves):
    """Everything readable that the edition left, by file, white space folded."""
    found = {}
    for path in public.folder.rglob("*"):
        if path.suffix == ".pdf":
            found[path.name] = " ".join(leaves(path))
        elif path.is_file():
            found[path.name] = written(path)
    return {name: "".join(text.split()) for name, text in found.items()}


def written(path):
    """The words of a file that is no PDF; those of a workbook or a Word document without its marks."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8", "ignore")
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]
    return html.unescape(re.sub(r"<[^>]+>", "", " ".join(parts)))


def passages():
    people, segments = corpus.testimonies()
    merged = segments.merge(people, left_on="id_temoignage", right_on="id")
    merged["mots"] = [
        t[a:b] for t, a, b in zip(merged.texte, merged.debut, merged.fin, strict=True)
    ]
    return merged


def test_it_has_no_executed_notebook(public):
    assert not public.partial
    assert sorted(path.name for path in public.folder.iterdir()) == [
        "analyse_de_risques.html", "analyse_de_risques.pdf", "constats.json", "fiches", "figures",
        "manifeste.json", "portefeuille.json", "resume.pdf", "synthese.docx", "synthese.html", "synthese.pdf", "tableaux.xlsx",
    ]  # fmt: skip


def test_no_passage_of_a_testimony_is_in_any_file_unless_a_person_reviewed_it(texts):
    reviewed = {
        "".join(str(words).split()) for words in corpus.testimonies()[1]["extrait_public"].dropna()
    }
    raw = passages()
    assert len(raw) > 100
    for words in raw["mots"]:
        squeezed = "".join(words.split())
        if squeezed not in reviewed and not any(squeezed in one for one in reviewed):
            assert all(squeezed not in text for text in texts.values()), words


def test_the_same_search_finds_the_passages_in_the_internal_report(french):
    page = "".join((french.folder / "synthese.html").read_text("utf-8").split())
    assert sum("".join(words.split()) in page for words in passages()["mots"].unique()) >= 15


@pytest.mark.parametrize("edition", ["french", "public"])
def test_refused_and_withdrawn_words_are_in_no_file_at_all(edition, request, leaves):
    folder = request.getfixturevalue(edition).folder
    people, _ = corpus.testimonies()
    forbidden = people[people["consentement"].eq("aucun") | people["retrait_le"].notna()]
    assert len(forbidden) == 8
    content = "".join(
        "".join(written(path).split())
        for path in folder.rglob("*")
        if path.suffix != ".pdf" and path.is_file()
    )
    text = "".join("".join(leaves(folder / "synthese.pdf")).split())
    assert len(text) > 50_000
    for words in forbidden["texte"]:
        middle = "".join(words.split())[40:100]
        assert middle not in content
        assert middle not in text


def test_reviewed_passages_are_quoted_with_no_more_than_group_and_cercle(public):
    soup = BeautifulSoup((public.folder / "synthese.html").read_text("utf-8"), "html.parser")
    speakers = [caption.get_text() for caption in soup.select("figure.citation figcaption")]
    assert len(speakers) >= 5
    project = yaml.safe_load((repository_root() / "data/3p-amss/projet.yaml").read_text("utf-8"))
    small = {c["nom"] for c in project["communes"]} - {"Tombouctou", "Goundam"}
    for speaker in speakers:
        assert "T0" not in speaker
        assert not any(name in speaker for name in small), speaker


def test_it_is_in_english_and_says_that_its_data_are_fictional_and_no_more(public):
    soup = BeautifulSoup((public.folder / "synthese.html").read_text("utf-8"), "html.parser")
    assert soup.html["lang"] == "en"
    assert soup.find(class_="avertissement").get_text() == "Fictional demonstration data"
    text = soup.main.get_text(" ")
    for french in ("intervalle", "confiance", "personnes", "Témoignages", "Ce qui a marché"):
        for quote in soup.select("blockquote"):
            text = text.replace(quote.get_text(), "")
        assert french not in text
    assert "53 of the 81" in text
