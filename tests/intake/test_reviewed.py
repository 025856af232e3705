"""What an import makes of codage/passages_relus.csv."""

from datetime import date

import hypothesis
import pandas as pd
import pytest
from hypothesis import strategies as st
from lecons.errors import IntakeError
from lecons.intake.reviewed import (
    Review,
    append_decision,
    append_review,
    apply,
    apply_reviews,
    published_mark,
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
    return writer(project)


def writer(project):
    def write(text, day=20, start=0, end=36, words=TEXT, number="T01", source="temoignages"):
        review = Review(
            (source, number, start, end),
            published_mark(words[start:end], text),
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


def test_what_was_typed_by_hand_is_signed_by_nobody_and_is_not_given(project):
    given = tables(typed="tapé à la main")
    given["contributions"]["texte_public"] = pd.Series(["tapé aussi"], dtype="str")
    assert apply_reviews(project, given, ()) == []
    assert texts(given) == [None] * 3
    assert given["contributions"]["texte_public"].isna().all()


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


# how the words moved, or how another coder cut them, since a person set 0-36 aside
MOVED = [
    {},
    {"text": TEXT.replace("Moussa", "Alla Moussa")},
    {"text": TEXT.replace("frappé", "un peu bousculé")},
    {"spans": [(0, 30), (0, 30), (37, 62)]},
    {"spans": [(35, 50), (10, 16), (37, 62)]},
    {"spans": [(0, 40), (20, 36), (36, 62)], "text": f"Ce jour-là, {TEXT}"},
]


@pytest.mark.parametrize("rule", [False, True])
@pytest.mark.parametrize("moved", MOVED)
def test_what_a_person_set_aside_keeps_out_every_passage_that_overlaps_it(
    mini_project, monkeypatch, moved, rule
):
    project = open_project(mini_project(divulgation={"publier_sans_relecture": rule}))
    monkeypatch.setattr(apply, "detection_of", lambda _: None)
    monkeypatch.setattr(apply, "automatic", _Automatic())
    write = writer(project)
    write("")
    text, spans = moved.get("text", TEXT), moved.get("spans", [(0, 36), (0, 36), (37, 62)])
    # a signed passage of the same person beside it is not kept out
    start, end = spans[2]
    write("Le comité nous a réunis.", start=start, end=end, words=text)
    given = tables(typed="tapé", text=text)
    given["segments"][["debut", "fin"]] = spans
    told = apply_reviews(project, given, ())
    assert texts(given) == [None, None, "Le comité nous a réunis."]
    # only the contribution is left to lecons alone
    assert [words[:1] for words in told] == (["1"] if rule else [])


def test_a_text_signed_over_words_that_were_set_aside_is_told_and_not_given(project, reviewed):
    reviewed("Le comité nous a réunis.", start=37, end=62)
    reviewed("", start=50, end=72, number="t01")
    given = tables()
    (told,) = apply_reviews(project, given, ())
    assert told.startswith("ligne 2, passage T01:37-62 : une personne a écarté")
    assert texts(given) == [None] * 3


def test_what_was_set_aside_and_signed_later_is_given_and_holds_for_one_person_only(
    project, reviewed
):
    reviewed("", 20)
    reviewed("", 20, number="T02")
    reviewed("", 20, end=36, words=SAID, number="T01", source="contributions")
    reviewed("Au puits.", 21)
    given = tables()
    assert apply_reviews(project, given, ()) == []
    assert texts(given) == ["Au puits.", "Au puits.", None]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"text": TEXT.replace("puits", "marché")}, "les mots ont changé"),
        ({"text": f"Hier, {TEXT}"}, "les mots ont changé"),
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
    reviewed("Au puits.", end=30)
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
    assert told[0] == ("ôté du fichier : 1 ligne de personnes qui ont refusé ou retiré leurs mots")
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
    mark = published_mark(TEXT[:36], "« Bon ».")
    good = f"temoignages,T01,0,36,{mark},« Bon ».,awa,20/03/2018"
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
    assert ",'=1+1," in path.read_text()
    assert ",=1+1," not in path.read_text()


NAMES = ["Goundam", "cercle", "Moussa", "Fatoumata", "Ag", "MOUSSA", "76123456", "Élhadj", "moussa"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("words", "published"),
    [
        ("{}", "[personne 4KDM]"),
        ("À {}, Moussa dort.", "À [cercle de Goundam], [personne AG] dort."),
        ("Au puits, {} a frappé mon frère.", "Au puits, [personne 4KDM] a frappé mon frère."),
        ("Au puits, {} a frappé mon frère.", "Au puits, on a frappé."),
        ("Au puits, {} a frappé mon frère.", ""),
        ("« {} », dit-il, « {} »", "« [personne 4KDM] », dit-il, « [personne 4KDM] »"),
    ],
)
def test_the_fingerprint_does_not_let_a_name_be_found_by_trying_names(words, published, name):
    # who holds the file tries every name in the place of the replacement: all fit as well
    tried = {published_mark(words.replace("{}", one), published) for one in (name, "Aïssata")}
    assert len(tried) == 1


@hypothesis.given(name=st.from_regex(r"\A[A-Za-zÀ-ÿ]{1,20}\Z").filter(lambda one: one.isalpha()))
def test_whatever_name_was_replaced_the_file_reads_the_same(name):
    published = "« [personne 4KDM] », 🎉 !"
    hypothesis.assume(name.casefold() != "personne")
    assert published_mark(f"« {name} », 🎉 !", published) == published_mark(
        "« X », 🎉 !", published
    )


@pytest.mark.parametrize(
    "changed",
    [
        "Au puits, Moussa a blessé mon frère.",
        "Au puits, Moussa n’a pas frappé mon frère.",
        "Au puits, mon frère a frappé Moussa.",
        "Au puits, Moussa a frappé mon.",
        "Moussa a frappé mon frère.",
        "Au puits, Moussa Touré a frappé mon frère.",
    ],
)
def test_a_word_that_changed_beside_the_blanks_is_still_told(changed):
    published = "Au puits, [personne 4KDM] a frappé mon frère."
    assert published_mark(changed, published) != published_mark(TEXT[:36], published)


def test_capitals_and_punctuation_are_no_change_of_words():
    published = "Au puits, [personne 4KDM] a frappé mon frère."
    assert published_mark("au puits Moussa  a frappé, mon frère", published) == published_mark(
        TEXT[:36], published
    )


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
        assert texts(given) == [None] * 3
        return
    assert told[0].startswith("3 passages que personne n’a relus")
    assert texts(given) == ["Au puits, [personne 4KDM] a frappé mon frère."] * 2 + [TEXT[37:62]]
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
    assert set(said) == {one.text for one in reviewed if one.text and one.key[0] == "contributions"}
    told = project.table("segments", "publique")["extrait"].dropna()
    assert set(told) == {one.text for one in reviewed if one.text and one.key[0] == "temoignages"}
    # what a reader set aside is not quoted, nor is what nobody read
    assert not {"C48", "C02"} & set(said.index)
