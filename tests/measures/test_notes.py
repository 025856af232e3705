import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.errors import ProjectError
from lecons.measures.notes import LEXICON, SENSES, by_theme, fold, read_lexicon
from lecons.project import repository_root

HEADER = "sens,theme,fr,en,mots"
ROWS = (
    "difficulte,acces,accès,access,piste|crue*|en panne",
    "difficulte,securite,sécurité,security,attaqu*|l ecole fermee",
    "difficulte,parole,parole,speech,n osent pas|Cœur*",
    "difficulte,rien,rien à signaler,nothing,=aucune|ras",
    "reussite,suite,suite,more,autre séance",
)


def written(folder, *rows, header=HEADER, encoding="utf-8"):
    path = folder / LEXICON
    path.write_text("\n".join([header, *rows]) + "\n", encoding=encoding)
    return path


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory):
    return read_lexicon(written(tmp_path_factory.mktemp("lexique"), *ROWS))


def activities(*notes, column="difficultes", communes=None):
    return pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(len(notes))],
            "commune": communes or ["ML060101"] * len(notes),
            column: pd.array(notes, dtype="string"),
        }
    )


def counts(found):
    return dict(zip(found.table["theme"], found.table["notes"], strict=True))


def test_notes_are_counted_by_theme_with_their_communes_and_ids(lexicon):
    frame = activities(
        "Piste coupée par la crue.",
        "Attaque sur la PISTE",
        None,
        "  ",
        "Rien de tout cela",
        "piste",
        communes=["ML060101", "ML060101", "ML060101", "ML060101", "ML060316", "ML060316"],
    )
    found = by_theme(frame, lexicon, "difficultes")
    assert (found.written, found.total) == (4, 6)
    assert (found.unclassified, found.unclassified_ids) == (1, ("a4",))
    first, second = found.table.to_dict("records")
    assert (first["theme"], first["fr"], first["en"]) == ("acces", "accès", "access")
    assert (first["notes"], first["communes"], first["ids"]) == (3, 2, ("a0", "a1", "a5"))
    assert (first["part"].value, first["part"].n) == (0.75, 4)
    # Wilson for 3 of 4, by hand
    assert first["part"].low == pytest.approx(0.300642, abs=1e-6)
    assert first["part"].high == pytest.approx(0.954413, abs=1e-6)
    assert (second["theme"], second["ids"]) == ("securite", ("a1",))


@pytest.mark.parametrize(
    ("note", "themes"),
    [
        ("PISTE", {"acces"}),
        ("les pistes", set()),  # a word without star is that word
        ("dépister", set()),
        ("crues soudaines", {"acces"}),
        ("recrue", set()),
        ("voiture en  panne", {"acces"}),
        ("en voiture, panne", set()),  # an expression is found whole
        ("l’école fermée", {"securite"}),
        ("l'ecole fermee", {"securite"}),
        ("elles n’osent-pas", {"parole"}),
        ("à cœur ouvert", {"parole"}),
        ("e\u0301cole ; attaque\u0301e", {"securite"}),  # accents as signs of their own
        ("Aucune.", {"rien"}),
        ("aucune femme", set()),
        ("R.A.S.", set()),
        ("RAS", {"rien"}),
        ("pas d’attaque", {"securite"}),  # negation is not understood
    ],
)
def test_a_word_is_found_whatever_its_case_accents_and_apostrophes(lexicon, note, themes):
    found = by_theme(activities(note), lexicon, "difficultes")
    assert set(counts(found)) == themes
    assert found.unclassified == (not themes)


def test_difficulties_and_successes_have_their_own_themes(lexicon):
    note = "Une autre séance malgré la crue"
    assert counts(by_theme(activities(note), lexicon, "difficultes")) == {"acces": 1}
    successes = by_theme(activities(note, column="reussites"), lexicon, "reussites")
    assert counts(successes) == {"suite": 1}


def test_a_note_in_another_script_is_written_and_a_lone_sign_is_not(lexicon):
    found = by_theme(activities("لا شيء", "…", "-", "_"), lexicon, "difficultes")
    assert (found.written, found.unclassified_ids) == (1, ("a0",))


def test_no_word_of_a_note_leaves(lexicon):
    note = "Fatoumata dit que la piste est coupée"
    found = by_theme(activities(note, "Moussa absent"), lexicon, "difficultes")
    said = found.table.to_csv() + repr(found)
    assert "Fatoumata" not in said
    assert "Moussa" not in said


@pytest.mark.parametrize(
    "frame",
    [
        activities(),
        activities(None, None),
        activities("piste", column="reussites"),
        activities("piste").assign(difficultes=None),
    ],
    ids=["no activity", "all blank", "no column", "blank by the edition"],
)
def test_without_notes_there_is_no_theme(lexicon, frame):
    found = by_theme(frame, lexicon, "difficultes")
    assert found.table.empty
    assert list(found.table) == ["theme", "fr", "en", "notes", "part", "communes", "ids"]
    assert (found.written, found.total, found.unclassified) == (0, len(frame), 0)


def test_without_a_lexicon_every_note_is_unclassified(tmp_path):
    absent = read_lexicon(tmp_path / "absent.csv")
    assert list(absent) == HEADER.split(",")
    found = by_theme(activities("piste", None), absent, "difficultes")
    assert found.table.empty
    assert (found.written, found.unclassified_ids) == (1, ("a0",))


def test_rows_keep_their_ids_under_any_index(lexicon):
    frame = activities("x", "piste", "y").set_axis([7, 7, 3])
    assert by_theme(frame, lexicon, "difficultes").table["ids"].to_list() == [("a1",)]


WORDS = st.sampled_from(["piste", "crues", "attaque", "N’osent pas", "RAS", "marché", "…", ""])
NOTE = st.one_of(st.none(), st.text(max_size=12), st.lists(WORDS, max_size=4).map(" ".join))


@given(st.lists(NOTE, max_size=12))
def test_themes_never_count_more_than_the_notes_written(lexicon, notes):
    found = by_theme(activities(*notes), lexicon, "difficultes")
    assert found.written == sum(note is not None and fold(note) != "" for note in notes)
    assert (found.table["notes"] <= found.written).all()
    assert found.table["notes"].to_list() == [len(ids) for ids in found.table["ids"]]
    classified = {one for ids in found.table["ids"] for one in ids}
    assert len(classified) + found.unclassified == found.written <= found.total
    assert classified.isdisjoint(found.unclassified_ids)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("difficultes,a,b,c,d", "ligne 3, colonne sens : « difficultes » au lieu de difficulte"),
        ("difficulte,,b,c,d", "ligne 3, colonne theme : valeur absente"),
        ("difficulte,a,b,,d", "ligne 3, colonne en : valeur absente"),
        ("difficulte,a,b,c", "ligne 3, colonne mots : valeur absente"),
        ("difficulte,a,b,c,d||e", "ligne 3, colonne mots : «  » n’est ni un mot ni une racine"),
        ("difficulte,a,b,c,d|*", "colonne mots : « * » n’est ni un mot ni une racine"),
        ("difficulte,a,b,c,de*f", "colonne mots : « de*f » n’est ni un mot ni une racine"),
        ("difficulte,a,b,c,=", "colonne mots : « = » n’est ni un mot ni une racine"),
        ("difficulte,a,pluie, vent,c,d", "ligne 3, colonne mots : une virgule de trop"),
        ("difficulte,acces,b,c,d", "colonne theme : « acces » est déjà donné pour difficulte"),
    ],
)
def test_a_fault_of_the_lexicon_names_its_line_and_column(tmp_path, row, said):
    with pytest.raises(ProjectError) as raised:
        read_lexicon(written(tmp_path, ROWS[0], row))
    assert f"{LEXICON}, ligne 3" in str(raised.value)
    assert said in str(raised.value)


def test_a_lexicon_without_a_column_or_of_another_encoding_is_refused(tmp_path):
    with pytest.raises(ProjectError, match="ligne 1, colonne mots : colonne absente"):
        read_lexicon(written(tmp_path, header="sens,theme,fr,en"))
    (tmp_path / LEXICON).write_text("")
    with pytest.raises(ProjectError, match="ligne 1, colonne sens : colonne absente"):
        read_lexicon(tmp_path / LEXICON)
    with pytest.raises(ProjectError, match=r"themes_notes\.csv ne se lit pas"):
        read_lexicon(written(tmp_path, ROWS[0], encoding="cp1252"))


def test_a_lexicon_saved_by_excel_with_its_mark_is_read(tmp_path):
    assert len(read_lexicon(written(tmp_path, *ROWS, encoding="utf-8-sig"))) == len(ROWS)


EXAMPLES = {
    "difficultes": {
        "Route coupée par la crue, arrivée l’après-midi.": {"acces"},
        "Marché hebdomadaire le même jour : peu de monde au début.": {
            "calendrier",
            "participation_faible",
        },
        "Les participants demandent un appui matériel.": {"attentes_materielles"},
        "Rumeur d’attaque, séance écourtée.": {"securite", "temps"},
        "Traduction en tamasheq à improviser.": {"langue"},
        "La séance a bien marché": set(),
        "Aucune difficulté": {"rien_a_signaler"},
        "Les femmes n’osent pas parler devant les hommes": {"parole_difficile"},
    },
    "reussites": {
        "Les femmes ont pris la parole les premières.": {"parole_femmes"},
        "Le chef de fraction a demandé une autre séance.": {
            "engagement_autorites",
            "demande_de_suite",
        },
        "Deux familles ont accepté de se revoir.": {"reconciliation"},
        "Les jeunes ont proposé un comité de veille.": {"initiative_jeunes"},
    },
}


@pytest.mark.parametrize("column", SENSES)
def test_the_lexicon_of_lecons_reads_what_agents_write(column):
    ours = read_lexicon(repository_root() / "data" / "reference" / LEXICON)
    for note, themes in EXAMPLES[column].items():
        found = by_theme(activities(note, column=column), ours, column)
        assert set(counts(found)) == themes, note
