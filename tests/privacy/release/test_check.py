"""What is looked for beside names, what is left alone, and what cannot be read."""

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.privacy.release import Needles, check, examine
from lecons.privacy.release.folding import bare, folded
from lecons.privacy.release.reading import files
from lecons.privacy.release.runs import Runs
from openpyxl import Workbook

from .conftest import png

TOLD = "Le soir même, mon oncle a rendu les trois chèvres devant le puits, et personne n’a crié."
REVIEWED = "mon oncle a rendu les trois chèvres devant le puits"
NEEDLES = Needles(
    names={"agent_07": "agent", "Ali": "agent", "Moussa": "codeur", "AMSS": "auteur"},
    raw={
        "témoignage T12": TOLD,
        "note de suivi S3": "La mairie a promis une réponse avant la fin du mois.",
    },
    reviewed=(REVIEWED,),
    numbers=frozenset({"T12", "C03", "7"}),
    threshold=5,
    open_names=frozenset({"AMSS"}),
    open_texts=("Une séance réunit au moins 3 personnes et un rapporteur par groupe de travail",),
    open_words=frozenset({"moussa"}),
    open_addresses=frozenset({"contact@exemple.org"}),
)


def found(folder, text, name="a.txt"):
    (folder / name).write_text(text, "utf-8")
    return {(one.what, one.excerpt) for one in check(folder, NEEDLES)}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("appelez le 76 12 34 56 le soir", "téléphone"),
        ("+223 66.12.34.56", "téléphone"),
        ("00223-76123456", "téléphone"),
        ("au 76123456", "téléphone"),
        ("76-12-34-56", "téléphone"),
        ("7\u200b6 12\u202f34\u00a056", "téléphone"),
        ("ecrire a fanta.toure@gmail.com", "courriel"),
        ("fait dans /home/fanta/lecons/data", "chemin"),
        (r"C:\Users\Fanta\Desktop\a.xlsx", "chemin"),
        ("file:///Users/fanta/a.html", "chemin"),
        ("Mohamed Ag Intalla l’a dit", "nom"),
        ("mohamed ag intalla l’a dit", "nom"),
        ("Fadimata Walet\nOumar", "nom"),
        ("Sidi Ould Baba", "nom"),
        ("Aïcha Mint Sidi", "nom"),
        ("saisi par agent_07", "nom"),
        ("saisi par Agent 07", "nom"),
        ("femme, Salam (T12)", "numéro"),
        ("le témoignage n° 7", "numéro"),
        ("3 femmes l’ont dit", "effectif"),
        ("4 of them: 2 women and others", "effectif"),
        ("14 des 17 personnes entendues", "effectif"),
        ("1 200 sur 1 203 participants", "effectif"),
        ("il a rendu : « la mairie a promis une réponse avant »", "propos"),
        ("devant le puits, et personne n’a crié du tout", "propos"),
    ],
)
def test_what_gives_somebody_away_is_found(tmp_path, text, what):
    assert {kind for kind, _ in found(tmp_path, text)} == {what}


@pytest.mark.parametrize(
    "text",
    [
        f"« {REVIEWED} », dit une femme",
        # a letter before and after it, as in the account, by chance
        f"…e {REVIEWED}, et…",
        "écrivez à contact@exemple.org ou à l’AMSS, dit Moussa",
        "du 20180323 au 20180402, graine 20180323",
        "le 2018-03-23, 12 345 678 FCFA, 65,4 % (54,6 % à 74,9 %), n = 43",
        "12 personnes sur 40, 0 femme, 25 des 40 hommes",
        "moins de 5 personnes ; 10 à 14 femmes",
        "Une séance réunit au moins 3 personnes et un rapporteur par groupe de travail.",
        "langues de moins de \n3 personnes ; au moins 2 femmes ; fewer than 3 people",
        "codes nouveaux dans les 2 témoignages suivants ; 5 % au plus, en 2 témoignages",
        "la page 3 du /rapport, https://exemple.org/work",
        "in mint condition, le mint vert",
        "trois femmes ; R2-F3 femmes ; 1,5 personnes ; 2017–3 femmes",
    ],
)
def test_what_gives_nobody_away_is_left_alone(tmp_path, text):
    assert found(tmp_path, text) == set()


def test_a_table_that_counts_few_people_is_told_by_its_cell(tmp_path):
    table = (
        "<table><caption>Qui a parlé</caption><tr><th>groupe</th><th>femmes</th><th>part des femmes (%)"
        "</th><th>communes</th></tr><tr><td>jeunes</td><td>12</td><td>3</td><td>2</td></tr>"
        "<tr><td>radios</td><td>3</td><td>4</td><td>1</td></tr>"
        "<tr><td>maires</td><td>0</td><td>4</td><td>1</td></tr></table>"
    )
    (tmp_path / "a.html").write_text(table, "utf-8")
    (one,) = check(tmp_path, NEEDLES)
    assert (one.where, one.excerpt) == (
        "tableau 1 « Qui a parlé » › ligne 2, colonne 2",
        "femmes : 3",
    )


def test_counts_in_json_and_csv_and_workbooks_are_tables(tmp_path, write_book):
    (tmp_path / "a.json").write_text(json.dumps({"values": {"pour": 3, "n": 2, "communes": 1}}))
    (tmp_path / "b.csv").write_text("groupe;hommes\njeunes;2\nmaires;20\n")
    write_book(
        tmp_path / "c.xlsx", {"Un": [["titre"], ["groupe", "cas"], ["eau", 4], ["terre", 40]]}
    )
    assert [(one.where, one.excerpt) for one in check(tmp_path, NEEDLES)] == [
        ("values › ligne 1, colonne 1", "pour : 3"),
        ("cellule B2", "hommes : 2"),
        ("feuille « Un » › cellule B3", "cas : 4"),
    ]


def test_the_address_of_a_cell_is_no_number_of_a_person_and_what_it_holds_may_be(tmp_path):
    for value, expected in (("rien", set()), ("T12", {"numéro"})):
        book = Workbook()
        book.active["T12"] = value
        book.active.auto_filter.ref, book.active.freeze_panes = "A1:T12", "T12"
        book.save(tmp_path / "a.xlsx")
        assert {one.what for one in check(tmp_path, NEEDLES)} == expected


def test_the_words_beside_a_small_count_are_not_said(tmp_path):
    (tmp_path / "a.txt").write_text("hier Oumar Sow et 3 femmes de Salam", "utf-8")
    assert [one.excerpt for one in check(tmp_path, NEEDLES)] == ["hie… Oum… … … 3 femmes … Sal…"]


def test_an_edition_without_a_threshold_counts_as_it_likes(tmp_path):
    (tmp_path / "a.txt").write_text("3 femmes", "utf-8")
    assert check(tmp_path, Needles()) == []


def test_a_message_says_where_and_what_to_do_and_never_the_secret(tmp_path):
    (tmp_path / "a.txt").write_text("La mairie a promis une réponse avant la fin du mois.", "utf-8")
    (one,) = check(tmp_path, NEEDLES)
    assert one.message == (
        "a.txt : propos (note de suivi S3) « lamairieap… (41 lettres de suite) » ; faites relire ce passage "
        "(« lecons relire ») ou retirez-le de ce qui le cite."
    )


def test_what_was_looked_at_is_counted_and_what_could_not_be_sought_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("a", "utf-8")
    examined = examine(tmp_path, NEEDLES)
    assert (examined.files, examined.needles, examined.found) == (1, 9, ())
    assert examined.not_sought == ("Ali", "Moussa")


def test_what_cannot_be_read_cannot_be_cleared(tmp_path):
    (tmp_path / "a.bin").write_bytes(bytes(range(256)))
    (tmp_path / "b.docm").write_bytes(b"PK\x03\x04 not a zip")
    (tmp_path / "c.json").write_text("{")
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (tmp_path / "e.xml").write_text('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    (tmp_path / "f.inconnu").write_text("texte")
    (tmp_path / "g.lien").symlink_to(tmp_path / "c.json")
    unread = {one.file for one in check(tmp_path, NEEDLES) if one.what == "illisible"}
    assert unread == {path.name for path in tmp_path.iterdir()}


def test_archives_without_end_are_refused_and_not_unfolded(tmp_path, monkeypatch):
    def packed(content, name="a.txt"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        return out.getvalue()

    deep = b"a"
    for _ in range(12):
        deep = packed(deep, "a.zip")
    (tmp_path / "deep.zip").write_bytes(deep)
    monkeypatch.setattr(files.Budget, "__init__", lambda self: _small(self))
    (tmp_path / "large.zip").write_bytes(packed(b"a" * 300_000))
    told = {one.file: one.excerpt for one in check(tmp_path, NEEDLES)}
    assert told == {
        "deep.zip": "trop de fichiers l’un dans l’autre",
        "large.zip": "cette archive est trop grande, ou compte trop de parties",
    }


def _small(budget):
    budget.bytes_left, budget.parts_left, budget.deepest, budget.spent = 200_000, 100, 8, False


def test_a_sound_set_of_files_has_nothing(tmp_path, write_book):
    (tmp_path / "a.html").write_text(
        "<!doctype html><html lang='fr'><head><meta name='author' content='AMSS'><style>p{margin:0 76px}"
        "</style></head><body><p>12 femmes et 14 hommes.</p><svg><path d='M76 12 34 56 L 3 4'/></svg>"
        "<script>const a = 76123456;</script></body></html>",
        "utf-8",
    )
    (tmp_path / "b.png").write_bytes(png())
    (tmp_path / "c.json").write_text(
        json.dumps({"empreinte": "9f86d081884c7d659a2feaa0c55ad015" * 2})
    )
    write_book(tmp_path / "d.xlsx", {"Un": [["groupe", "femmes"], ["jeunes", 12]]})
    assert check(tmp_path, NEEDLES) == []


@given(st.text(), st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_a_run_that_two_texts_share_is_found_and_is_one(text, other, allowed):
    looked, within = bare(text), bare(other)
    runs = Runs([looked], 4, map(bare, allowed))
    spared = {one[at : at + 4] for one in map(bare, allowed) for at in range(len(one) - 3)}
    looked_for = {looked[at : at + 4] for at in range(len(looked) - 3)} - spared
    expected = {at for at in range(len(within) - 3) if within[at : at + 4] in looked_for}
    covered = {at for one in runs.find(within) for at in range(one.start, one.end)}
    assert covered == {at + step for at in expected for step in range(4)}


@given(st.text(), st.text(alphabet="abcdef ", min_size=1))
def test_folding_twice_changes_nothing_and_hides_no_word(text, word):
    assert folded(folded(text)) == folded(text)
    assert f" {folded(word).strip()}" in folded(f"{text} {word}") or not word.strip()
