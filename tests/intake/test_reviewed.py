"""What an import makes of codage/passages_relus.csv."""

from datetime import date

import pandas as pd
import pytest
from lecons.errors import IntakeError
from lecons.intake.reviewed import (
    Review,
    append_decision,
    append_review,
    apply,
    apply_reviews,
    mark_of,
    read_reviews,
)
from lecons.project import open_project

TEXT = "Au puits, Moussa a frappé mon frère. Le comité nous a réunis 🎉 le soir."
SAID = "Moussa du comité règle mieux les affaires."
COLUMNS = "source,id,debut,fin,empreinte,extrait_public,relecteur,date"


def tables(consent="citation_anonyme", withdrawn=False, typed=None, text=TEXT, said="interne"):
    """A testimony T01 coded twice on 0-36 and once on 37-62, and a contribution C01."""
    gone = pd.Timestamp(2018, 2, 1) if withdrawn else pd.NaT
    return {
        "temoignages": pd.DataFrame(
            {"id": ["T01"], "consentement": [consent], "retrait_le": [gone], "texte": [text]}
        ),
        "segments": pd.DataFrame(
            {
                "id_temoignage": "T01",
                "debut": [0, 0, 37],
                "fin": [36, 36, 62],
                "extrait_public": pd.Series([typed, None, None], dtype="str"),
            }
        ),
        "contributions": pd.DataFrame(
            {
                "id": ["C01"],
                "texte": [SAID],
                "consentement": ["citation_anonyme"],
                "texte_public": pd.Series([None], dtype="str"),
            }
        ),
    }


@pytest.fixture
def project(mini_project):
    return open_project(mini_project())


@pytest.fixture
def reviewed(project):
    """Write reviews of T01:0-36 (or another passage) into the project's file."""

    def write(text, day=20, start=0, end=36, words=TEXT, number="T01", source="temoignages"):
        review = Review(
            (source, number, start, end),
            mark_of(words, start, end),
            text,
            "awa",
            date(2018, 3, day),
        )
        append_review(project.folder / "codage" / "passages_relus.csv", review)

    return write


def texts(given):
    return [one if isinstance(one, str) else None for one in given["segments"]["extrait_public"]]


def test_a_reviewed_passage_is_given_to_all_its_codes_and_to_no_other(project, reviewed):
    reviewed("Au puits, [personne 4KDM] a frappé mon frère.")
    given = tables()
    assert apply_reviews(project, given, ()) == []
    assert texts(given) == ["Au puits, [personne 4KDM] a frappé mon frère."] * 2 + [None]


def test_positions_are_code_points(project, reviewed):
    reviewed("Le comité nous a réunis.", start=37, end=62)
    given = tables()
    assert apply_reviews(project, given, ()) == []
    assert texts(given)[2] == "Le comité nous a réunis."


def test_a_contribution_is_given_its_reviewed_text(project, reviewed):
    reviewed(
        "Le comité règle mieux.", end=len(SAID), words=SAID, number="C01", source="contributions"
    )
    given = tables()
    assert apply_reviews(project, given, ()) == []
    assert given["contributions"]["texte_public"].to_list() == ["Le comité règle mieux."]


def test_what_a_person_typed_in_segments_stays_where_nobody_reviewed(project):
    given = tables(typed="tapé à la main")
    assert apply_reviews(project, given, ()) == []
    assert texts(given) == ["tapé à la main", None, None]


@pytest.mark.parametrize(
    ("days", "kept"), [((20, 21), "deux"), ((21, 20), "un"), ((20, 20), "deux")]
)
def test_the_latest_review_counts_and_the_last_written_of_one_day(project, reviewed, days, kept):
    for words, day in zip(("un", "deux"), days, strict=True):
        reviewed(words, day)
    given = tables(typed="tapé")
    apply_reviews(project, given, ())
    assert texts(given)[:2] == [kept, kept]


def test_a_passage_that_was_set_aside_loses_the_text_that_was_typed(project, reviewed):
    reviewed("un", 20)
    reviewed("", 21)
    given = tables(typed="tapé")
    assert apply_reviews(project, given, ()) == []
    assert texts(given) == [None] * 3


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"text": TEXT.replace("frappé", "blessé")}, "les mots ont changé"),
        ({"consent": "interne"}, "ne permet pas d’être citée"),
    ],
)
def test_words_that_changed_or_a_person_who_does_not_permit_it_are_told_and_not_given(
    project, reviewed, changed, why
):
    reviewed("Au puits.")
    given = tables(**changed)
    (told,) = apply_reviews(project, given, ())
    assert told.startswith("ligne 2, passage T01:0-36 : ")
    assert why in told
    assert texts(given) == [None] * 3


def test_a_passage_of_nobody_known_or_that_is_not_coded_any_more_is_told(project, reviewed):
    reviewed("Au puits.", number="T99")
    reviewed("Au puits.", end=35)
    given = tables()
    unknown, moved = apply_reviews(project, given, ())
    assert "« T99 » n’est pas dans les temoignages" in unknown
    assert "ne sont plus codés à cette place" in moved
    assert texts(given) == [None] * 3


@pytest.mark.parametrize("how", ["date", "refus", "registre", "effacé"])
def test_who_withdraws_or_refuses_leaves_the_file_and_is_counted_only(project, reviewed, how):
    reviewed("Au puits.")
    reviewed("Autre.", number="T02")
    append_decision(
        project.folder / "prive", "rejeter", "Moussa", "awa", date(2018, 3, 20),
        (("temoignages", "T01", 0, 36), "x", 10),
    )  # fmt: skip
    given = tables(
        consent="aucun" if how == "refus" else "citation_anonyme",
        withdrawn=how == "date",
        text=None if how in ("date", "refus") else TEXT,
        typed="tapé",
    )
    if how == "effacé":
        given["temoignages"] = given["temoignages"].iloc[:0]
    told = apply_reviews(project, given, {"t01"} if how in ("registre", "effacé") else ())
    assert told[0] == (
        "1 ligne(s) de personnes qui ont refusé ou retiré leurs mots : ôtée(s) du fichier"
    )
    assert "T01" not in " ".join(told)
    kept = (project.folder / "codage" / "passages_relus.csv").read_text("utf-8")
    assert "Au puits" not in kept
    assert "T02" in kept
    assert "Moussa" not in (project.folder / "prive" / "decisions.csv").read_text("utf-8")
    assert texts(given)[0] is None


WRONG = [
    ("atelier,C01,0,9,a1,texte,awa,2018-03-20", "source"),
    ("temoignages,,0,9,a1,texte,awa,2018-03-20", "id"),
    ("temoignages,T01,zéro,9,a1,texte,awa,2018-03-20", "debut"),
    ("temoignages,T01,9,9,a1,texte,awa,2018-03-20", "fin"),
    ("temoignages,T01,0,9,,texte,awa,2018-03-20", "empreinte"),
    ("temoignages,T01,0,9,a1,texte,,2018-03-20", "relecteur"),
    ("temoignages,T01,0,9,a1,texte,awa,mars", "date"),
]


def test_a_row_that_is_wrong_is_told_with_its_line_and_column_and_the_rest_comes_in(project):
    path = project.folder / "codage" / "passages_relus.csv"
    path.parent.mkdir()
    good = f"temoignages,T01,0,36,{mark_of(TEXT, 0, 36)},« Bon ».,awa,20/03/2018"
    lines = [COLUMNS, *(line for line, _ in WRONG), good]
    # as a French Excel saves it
    path.write_bytes("\r\n".join(lines).replace(",", ";").encode("windows-1252"))
    given = tables()
    told = apply_reviews(project, given, ())
    for number, ((_, column), words) in enumerate(zip(WRONG, told, strict=True), 2):
        assert words.startswith(f"ligne {number}, colonne « {column} » : ")
    assert texts(given)[0] == "« Bon »."


def test_a_file_without_its_columns_gives_nothing_and_says_so(project):
    path = project.folder / "codage" / "passages_relus.csv"
    path.parent.mkdir()
    path.write_text("id,texte\nT01,ici\n")
    with pytest.raises(IntakeError, match="colonne « source » absente"):
        apply_reviews(project, tables(), ())


def test_a_text_is_read_back_as_it_was_signed(project, reviewed):
    path = project.folder / "codage" / "passages_relus.csv"
    signed = ["=1+1", "- Oui, « dit-il »,\nune fois", "'ainsi", "+223", "🎉 ; fin", "'=x"]
    for at, words in enumerate(signed, 1):
        reviewed(words, day=at)
    reviews, faults = read_reviews(path)
    assert ([one.text for one in reviews], faults) == (signed, [])
    # a spreadsheet runs none of them
    assert f"\ntemoignages,T01,0,36,{mark_of(TEXT, 0, 36)},=1+1" not in path.read_text()


def test_the_words_of_a_short_passage_cannot_be_guessed_from_its_fingerprint():
    assert mark_of(TEXT, 10, 16) == mark_of(TEXT, 0, len(TEXT))
    assert mark_of(TEXT, 10, 16) != mark_of(f"{TEXT} Voilà.", 10, 16)


class _Automatic:
    """Stands for the detection: counts what it is asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, *_):
        return lambda words: self.asked.append(words) or words.replace("Moussa", "[personne 4KDM]")


@pytest.mark.parametrize("rule", [False, True])
def test_only_the_rule_publishes_what_nobody_read_and_it_is_counted(
    mini_project, monkeypatch, rule
):
    project = open_project(mini_project(divulgation={"publier_sans_relecture": rule}))
    alone = _Automatic()
    monkeypatch.setattr(apply, "detection_of", lambda _: None)
    monkeypatch.setattr(apply, "automatic", alone)
    given = tables(typed="tapé")
    told = apply_reviews(project, given, ())
    if not rule:
        assert (told, alone.asked) == ([], [])
        assert texts(given) == ["tapé", None, None]
        return
    assert told[0].startswith("3 passage(s) citables que personne n’a relus")
    assert texts(given) == ["tapé", "Au puits, [personne 4KDM] a frappé mon frère.", TEXT[37:62]]
    assert given["contributions"]["texte_public"][0].startswith("[personne 4KDM] du comité")


def test_the_demonstration_lets_the_public_edition_quote_its_workshop(demo_project):
    project = demo_project.project
    assert "codage/passages_relus.csv" not in {
        **demo_project.report.failed,
        **demo_project.report.notes,
    }
    said = project.table("contributions", "publique").set_index("id")["texte"].dropna()
    assert len(said) == 15
    reviewed, _ = read_reviews(project.folder / "codage" / "passages_relus.csv")
    assert set(said) == {one.text for one in reviewed if one.text}
    # what a reader set aside is not quoted, nor is what nobody read
    assert not {"C48", "C02"} & set(said.index)
