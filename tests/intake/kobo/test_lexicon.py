"""Which question a header names, in which language, and where that cannot be told."""

import pytest
from lecons.intake.kobo.lexicon import XML, Lexicon, choose_language, codes_of, plain, unmangled
from lecons.intake.xlsform import Choice

FRENCH, ENGLISH = "Français (fr)", "English (en)"
LISTS = {
    "publics": [("femmes", "Femmes", "Women"), ("jeunes", "Jeunes leaders", "Youth leaders")],
    "oui_non": [("oui", "Oui", "Yes"), ("non", "Non", "No")],
}
ROWS = [
    ("begin_group", "ident", "Identification", "Identification"),
    ("select_one oui_non", "commune", "Commune", "Municipality"),
    ("end_group",),
    ("select_multiple publics", "publics", "Publics visés", "Audiences"),
    ("geopoint", "gps", "Lieu", "Place"),
    ("begin_group", "presence", "Présence", "Attendance"),
    ("integer", "hommes", "Hommes", "Men"),
    ("end_group",),
    ("begin_repeat", "cas", "Cas", "Cases"),
    ("text", "commune", "Commune du cas", "Municipality of the case"),
    ("begin_group", "detail", "Détail", "Detail"),
    ("text", "issue", "Issue", "Outcome"),
    ("end_group",),
    ("end_repeat",),
]


@pytest.fixture(scope="module")
def form(kobo):
    return kobo.form_of(ROWS, LISTS)


@pytest.mark.parametrize(
    ("language", "header", "path", "choice", "part"),
    [
        (XML, "ident/commune", "ident/commune", None, None),
        (XML, "ident-commune", "ident/commune", None, None),
        (XML, "commune", "ident/commune", None, None),
        (XML, "publics/femmes", "publics", "femmes", None),
        (XML, "publics.femmes", "publics", "femmes", None),
        (XML, "_gps_latitude", "gps", None, "latitude"),
        (XML, "gps-Latitude", "gps", None, "latitude"),
        (XML, "gps-Accuracy", "gps", None, "precision"),
        (FRENCH, "Identification/Commune", "ident/commune", None, None),
        (FRENCH, "Présence > Hommes", "presence/hommes", None, None),
        (FRENCH, "Publics visés/Jeunes leaders", "publics", "jeunes", None),
        (FRENCH, "_Lieu_precision", "gps", None, "precision"),
        (FRENCH, "Pre\u0301sence/Hommes", "presence/hommes", None, None),
        (ENGLISH, "\ufeffAudiences/Women", "publics", "femmes", None),
    ],
)
def test_a_header_is_understood_in_its_language(form, language, header, path, choice, part):
    found = Lexicon([form], "", language).find(header)
    assert (found.question.path, found.choice, found.part) == (path, choice, part)


def test_a_header_of_another_language_or_of_nothing_is_not_understood(form):
    lexicon = Lexicon([form], "", FRENCH)
    assert lexicon.find("Municipality") is None
    assert lexicon.find("Nombre de tentes") is None
    assert lexicon.rivals("Nombre de tentes") == set()


def test_a_repeat_has_its_own_headers(form):
    assert Lexicon([form], "cas", XML).find("commune").question.path == "cas/commune"
    assert Lexicon([form], "cas", XML).find("ident/commune") is None


def test_a_group_inside_a_repeat_is_named_as_odk_names_it_from_the_repeat(form):
    # ODK Central cuts the path of the repeat from the headers of its file: cas/detail/issue
    assert Lexicon([form], "cas", XML).find("detail-issue").question.path == "cas/detail/issue"


def test_a_label_that_two_questions_share_is_refused_with_both_paths(kobo):
    form = kobo.form_of(
        [
            ("begin_group", "femmes", "Femmes"),
            ("integer", "nombre", "Nombre"),
            ("end_group",),
            ("begin_group", "hommes", "Hommes"),
            ("integer", "nombre", "Nombre"),
            ("end_group",),
        ]
    )
    lexicon = Lexicon([form], "", FRENCH)
    assert lexicon.find("Nombre") is None
    assert {one.question.path for one in lexicon.rivals("Nombre")} == {
        "femmes/nombre",
        "hommes/nombre",
    }
    assert lexicon.find("Femmes/Nombre").question.path == "femmes/nombre"


def test_a_header_that_two_questions_share_with_their_group_does_not_become_a_choice(kobo):
    # « chat-chat » is the header of both questions; that it also spells a choice settles nothing
    form = kobo.form_of(
        [
            ("begin_group", "groupe", "chat"),
            ("text", "un", "chat"),
            ("select_multiple animaux", "deux", "chat"),
            ("end_group",),
        ],
        {"animaux": [("chat", "chat"), ("chien", "chien")]},
    )
    assert Lexicon([form], "", FRENCH).find("chat-chat") is None


def test_a_name_without_its_group_is_refused_where_two_questions_have_it(kobo):
    # without hierarchy the exporter writes « total » for both: one of them may be all that it holds
    form = kobo.form_of(
        [
            ("integer", "total", "Total général"),
            ("begin_group", "presence", "Présence"),
            ("integer", "total", "Total des présents"),
            ("end_group",),
        ]
    )
    flat = Lexicon([form], "", XML, ["total", "_uuid"])
    assert flat.find("total") is None
    # an export whose other headers carry their groups leaves no doubt
    whole = Lexicon([form], "", XML, ["total", "presence/total"])
    assert whole.find("presence/total").question.path == "presence/total"
    assert whole.find("total").question.path == "total"


def test_a_column_of_a_choice_that_the_form_lost_is_still_an_answer_to_its_question(form):
    found = Lexicon([form], "", XML).find("publics/chefs de village")
    assert (found.question.path, found.choice) == ("publics", "chefs_de_village")


@pytest.mark.parametrize("separator", ["/", ".", "-", ":", "|", " > "])
def test_a_column_of_an_unknown_choice_is_known_whatever_the_separator(form, separator):
    found = Lexicon([form], "", XML).find(f"publics{separator}chefs")
    assert (found.question.path, found.choice) == ("publics", "chefs")


def test_a_text_that_only_begins_as_a_select_multiple_is_no_choice(kobo):
    form = kobo.form_of(
        [("select_multiple l", "publics", "Publics"), ("text", "publics.autre", "Autres publics")],
        {"l": [("a", "A"), ("b", "B")]},
    )
    assert Lexicon([form], "", XML).find("publics.autre").question.path == "publics.autre"


def test_or_other_gives_a_choice_and_the_question_that_tells_it(kobo):
    form = kobo.form_of(
        [("select_multiple publics or_other", "publics", "Publics visés", "Audiences")], LISTS
    )
    assert [choice.name for choice in form.choices_of(form.questions[0])] == [
        "femmes",
        "jeunes",
        "other",
    ]
    lexicon = Lexicon([form], "", XML)
    assert lexicon.find("publics/other").choice == "other"
    assert lexicon.find("publics_other").question.path == "publics_other"


def test_or_other_is_there_once_where_the_list_serves_two_questions(kobo):
    form = kobo.form_of(
        [
            ("select_one publics or_other", "un", "Un"),
            ("select_multiple publics or_other", "deux", "Deux"),
        ],
        LISTS,
    )
    names = [choice.name for choice in form.choices_of(form.questions[0])]
    assert names == ["femmes", "jeunes", "other"]


def test_a_later_version_of_the_form_has_the_last_word_on_a_label(kobo):
    old = kobo.form_of([("integer", "presents", "Présents")])
    new = kobo.form_of([("decimal", "presents", "Présents")])
    assert Lexicon([old, new], "", FRENCH).find("Présents").question.type == "decimal"


# --- the language of an export ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        (["Commune", "Hommes", "Lieu"], FRENCH),
        (["Municipality", "Men", "Place"], ENGLISH),
        (["commune", "hommes", "gps"], XML),
    ],
)
def test_the_language_in_which_most_headers_are_understood_is_that_of_the_export(
    form, headers, language
):
    assert choose_language([form], [("", headers)]) == (language, 3)


# --- choices ----------------------------------------------------------------------------------------


def choices(*some):
    return [Choice(name, {FRENCH: fr, ENGLISH: en}) for name, fr, en in some]


def test_the_label_of_the_language_comes_before_the_name_and_other_languages():
    two = choices(("chat", "Discussion", "Chat"), ("minet", "Chat", "Cat"))
    assert codes_of(two, [FRENCH])["Chat"] == "minet"
    assert codes_of(two, [ENGLISH])["Chat"] == "chat"
    assert codes_of(two, [FRENCH])["Cat"] == "minet"


def test_a_label_that_two_choices_share_names_neither():
    two = choices(("eau", "Ressources", "Water"), ("terre", "Ressources", "Land"))
    codes = codes_of(two, [FRENCH])
    assert codes["Ressources"] == ""
    assert (codes["eau"], codes["terre"]) == ("eau", "terre")


def test_a_label_of_other_languages_that_two_choices_share_names_neither():
    two = choices(("eau", "Eau", "Resources"), ("terre", "Terre", "Resources"))
    assert codes_of(two, [FRENCH])["Resources"] == ""


# --- what other tools do to headers -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "was"),
    [("X_uuid", "_uuid"), ("X.U.FEFF.start", "start"), ("Xylophone", "ylophone"), ("_id", "_id")],
)
def test_the_marks_of_r_are_taken_off(written, was):
    # « Xylophone » is looked for as it stands first: taking a true X off changes nothing there
    assert unmangled(written) == was


def test_a_question_whose_name_begins_with_x_is_found_as_it_stands(kobo):
    form = kobo.form_of([("text", "Xylophone", "X"), ("text", "ylophone", "Y")])
    assert Lexicon([form], "", XML).find("Xylophone").question.path == "Xylophone"


def test_a_header_is_one_line_with_composed_accents():
    assert plain("\ufeffPre\u0301sence\n  des femmes ") == "Présence des femmes"
