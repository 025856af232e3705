"""Whatever the flavour of an export, the same submissions come out, or it is said why not."""

import json

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lecons.errors import IntakeError
from lecons.intake.examine import canonical, examine
from lecons.intake.kobo.export import read_export
from lecons.intake.sheet import read_sheets
from lecons.intake.xlsform import read_xlsform
from lecons.project import repository_root

SHARED = repository_root().parent / "shared" / "kobo"
FRENCH, ENGLISH = "Français (fr)", "English (en)"

# labels that hold others, separators, names of metadata, accents, and each other's words
LABELS = [
    "Femmes",
    "Femmes leaders",
    "leaders",
    "Jeunes leaders",
    "Jeunes",
    "Commune",
    "Date de l'activité",
    "dont jeunes (15-35 ans)",
    "Oui / Non",
    "Présence/Femmes",
    "Eau et pâturage",
    "Eau",
    "et pâturage",
    "Tin Aïcha - centre",
    "Bourem-Inaly",
    "Chat",
    "1. Oui",
    "Combien ?",
]
NAMES = ["femmes", "jeunes", "commune", "eau", "leaders", "chat", "q1", "oui"]
WORDS = ["oui", "=1+1", "=SOMME(A1)", "L’eau, « rare »", 'dit "non"; puis', "deux\nlignes", "12,5"]
KINDS = ["text", "integer", "select_one l1", "select_one l2", "select_multiple l1"]
KINDS += ["select_multiple l2", "geopoint"]
SEPARATORS = ["/", ".", "-", " > ", ":", "|"]


@st.composite
def forms(draw, kobo, labels=LABELS, names=NAMES):
    """A small form: questions in and out of a group, a repeat group, another inside it."""
    languages = draw(st.sampled_from([("",), (FRENCH,), (FRENCH, ENGLISH)]))
    label = st.sampled_from([*labels, ""])

    def texts():
        return [draw(label) for _ in languages]

    def questions(few):
        mine = draw(st.lists(st.sampled_from(names), min_size=1, max_size=few, unique=True))
        return [(draw(st.sampled_from(KINDS)), name, *texts()) for name in mine]

    rows = questions(3)
    if draw(st.booleans()):
        rows += [("begin_group", "groupe", *texts()), *questions(3), ("end_group",)]
    if draw(st.booleans()):
        rows += [("begin_repeat", "cas_de_conflit_traites_pendant_la_seance", *texts())]
        rows += questions(2)
        if draw(st.booleans()):
            rows += [("begin_repeat", "parties", *texts()), *questions(2), ("end_repeat",)]
        rows += [("end_repeat",)]
    lists = {}
    for key in ("l1", "l2"):
        mine = draw(st.lists(st.sampled_from(names), min_size=2, max_size=4, unique=True))
        lists[key] = [(name, *texts()) for name in mine]
    return kobo.form_of(rows, lists, languages, title="Fiche d'activité")


@st.composite
def submissions(draw, kobo, form):
    def answer(question):
        names = [choice.name for choice in form.choices_of(question)]
        if question.type == "select_multiple":
            return draw(st.lists(st.sampled_from(names), unique=True, max_size=3).map(tuple))
        if question.type == "select_one":
            return draw(st.sampled_from([*names, ""]))
        if question.type == "geopoint":
            return draw(st.sampled_from(["16.5 -3.1 260 5", ""]))
        return draw(st.sampled_from(["3", "0", ""] if question.type == "integer" else WORDS))

    def row(repeat):
        inside = [one.path for one in form.repeats if one.parent == repeat]
        return kobo.Row(
            {question.path: answer(question) for question in kobo.asked(form, repeat)},
            {path: [row(path) for _ in range(draw(st.integers(0, 2)))] for path in inside},
        )

    return [row("") for _ in range(draw(st.integers(1, 3)))]


def told_of(path, form):
    """The canonical sheets of a file, the row numbers of each, and all that is said about it."""
    export = read_export(path.name, read_sheets(path, formulas_are_text=True), [form])
    report = examine(path, [form])
    assert all(account.balances for account in report.accounts)
    said = " ".join(note for notes in report.notes.values() for note in notes)
    faults = {
        (key, fault.row, fault.column)
        for key, sheet in export.sheets.items()
        for fault in sheet.faults
    }
    return canonical(export), export, said, faults


def wrong_cells(path, form, wanted, headers, *, parts=False):
    """Cells that are not as answered and of which nothing is said. `headers`: those of a question
    in this file; `parts`: points stand in their parts only (ODK)."""
    try:
        sheets, export, said, faults = told_of(path, form)
    except IntakeError as refused:
        # two columns of one name: the whole file is refused, loudly, and nothing is read
        return [] if "deux colonnes portent le nom" in refused.message else [refused.message]
    wrong = []
    for key, frame in wanted.items():
        if key not in sheets:
            if len(frame) and not (key in export.missing and export.missing[key] in said):
                wrong.append((key, "feuille absente, sans avis"))
            continue
        mine = sheets[key]
        if len(mine) != len(frame):
            wrong.append((key, "lignes", len(mine), len(frame)))
            continue
        out = [row for rows in export.aside.get(key, {}).values() for row in rows]
        numbers = export.sheets[key].frame.index.drop(out)
        by_path = {question.path: question for question in form.questions}
        for column in frame:
            question = by_path.get(column)
            if parts and question is not None and question.type == "geopoint":
                continue
            heads = headers(question) if question is not None else [column]
            for at, want in enumerate(frame[column]):
                got = mine[column].iloc[at] if column in mine else None
                got = None if pd.isna(got) else str(got)
                if got == want or (got is None and (key, int(numbers[at]), column) in faults):
                    continue
                if got is None and any(head in said for head in heads):
                    continue  # the column is named as one that cannot be told apart
                if any(f"« {head} » :" in said and "hors de la liste" in said for head in heads):
                    continue  # the answer was left as written, and is said to be on no list
                wrong.append((key, at, column, want, got))
    return wrong


# --- any form, any flavour --------------------------------------------------------------------------


# without shrinking: forms are small as they are, and a failure must not take minutes to be told
MODEST = settings(
    derandomize=True,
    deadline=None,
    max_examples=35,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def flavour_of(draw, kobo, form):
    return kobo.Flavour(
        language=draw(st.sampled_from([None, *form.languages])),
        hierarchy=draw(st.booleans()),
        separator=draw(st.sampled_from(SEPARATORS)),
        several=draw(st.sampled_from(["both", "summary", "details"])),
        hxl=draw(st.booleans()),
    )


@MODEST
@given(data=st.data())
def test_a_workbook_of_any_flavour_gives_what_was_answered_or_says_why_not(
    kobo, tmp_path_factory, data
):
    form = data.draw(forms(kobo))
    rows = data.draw(submissions(kobo, form))
    flavour = flavour_of(data.draw, kobo, form)
    path = kobo.write_xlsx(tmp_path_factory.mktemp("x") / "export.xlsx", form, rows, flavour)

    def headers(question):
        return kobo.headers_of(form, question, flavour)

    assert wrong_cells(path, form, kobo.expected(form, rows), headers) == []


@MODEST
@given(data=st.data())
def test_a_csv_of_any_flavour_gives_what_was_answered_or_says_why_not(kobo, tmp_path_factory, data):
    form = data.draw(forms(kobo))
    rows = data.draw(submissions(kobo, form))
    flavour = flavour_of(data.draw, kobo, form)
    path = kobo.write_csv(tmp_path_factory.mktemp("c") / "export.csv", form, rows, flavour)

    def headers(question):
        return kobo.headers_of(form, question, flavour)

    assert wrong_cells(path, form, kobo.expected(form, rows), headers) == []


@MODEST
@given(data=st.data())
def test_an_archive_of_odk_gives_what_was_answered_or_says_why_not(kobo, tmp_path_factory, data):
    form = data.draw(forms(kobo))
    rows = data.draw(submissions(kobo, form))
    separator, split = data.draw(st.sampled_from("-/")), data.draw(st.booleans())
    path = tmp_path_factory.mktemp("o") / "export.zip"
    kobo.write_odk(path, form, rows, separator, split)

    def headers(question):
        return kobo.odk_headers(form, question, separator, split)

    assert wrong_cells(path, form, kobo.expected(form, rows), headers, parts=True) == []


# --- the six shared exports of one form -------------------------------------------------------------


needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared/kobo absent : exports de référence non relus"
)
BOOKS = ["libelles_en_details", "libelles_fr_hierarchie", "libelles_fr_resume", "noms_xml"]
BOOKS += ["noms_xml_hxl"]
CASES = "cas_de_conflit_traites_pendant_la_seance"


@pytest.fixture(scope="module")
def shared():
    """The canonical sheets of each shared export, and the totals that they must give."""
    form = read_xlsform(SHARED / "exports" / "formulaire.xlsx")

    def read(name):
        sheets = read_sheets(SHARED / "exports" / name, formulas_are_text=True)
        return canonical(read_export(name, sheets, [form]))

    files = {name: read(f"{name}.xlsx") for name in BOOKS} | {"csv": read("noms_xml.csv")}
    totals = json.loads((SHARED / "exports" / "attendu.json").read_text("utf-8"))
    return form, files, totals


@needs_shared
@pytest.mark.parametrize("name", BOOKS)
def test_a_shared_workbook_gives_the_same_three_tables_to_the_cell(shared, name):
    form, files, _ = shared
    for key, want in files["noms_xml"].items():
        columns = [c for c in want.columns if c not in {"_index", "_parent_table_name"}]
        got = files[name][key]
        assert sorted(got.columns) == sorted(want.columns)
        pd.testing.assert_frame_equal(got[columns], want[columns])
    assert set(files[name]) == {"", *(repeat.path for repeat in form.repeats)}


@needs_shared
def test_the_shared_csv_differs_from_the_workbook_in_the_one_cell_that_excel_cut(shared):
    _, files, _ = shared
    csv, book = files["csv"][""], files["noms_xml"][""]
    assert sorted(csv.columns) == sorted(book.columns)
    differ = csv.ne(book[csv.columns]) & ~(csv.isna() & book[csv.columns].isna())
    places = [(row, column) for column in differ for row in differ.index[differ[column]]]
    assert places == [(30, "difficultes")]
    assert book.at[30, "difficultes"].startswith("<WARNING: Truncated to Excel limit")
    assert len(csv.at[30, "difficultes"]) > 32767
    assert set(files["csv"]) == {""}


@needs_shared
def test_the_repeats_that_the_shared_csv_has_lost_are_named(shared):
    form, _, _ = shared
    report = examine(SHARED / "exports" / "noms_xml.csv", [form])
    notes = report.notes["noms_xml.csv"]
    assert [note.split("»")[0] for note in notes] == [
        "le groupe répété « Cas de conflit traités ",
        "le groupe répété « Parties ",
    ]


@needs_shared
@pytest.mark.parametrize("name", [*BOOKS, "csv"])
def test_a_shared_export_gives_the_totals_of_its_makers(shared, name):
    _, files, totals = shared
    main = files[name][""]
    publics = main["publics"].dropna().str.split()
    found = {
        "soumissions": len(main),
        "hommes": int(main["presence/hommes"].dropna().astype(int).sum()),
        "femmes": int(main["presence/femmes"].dropna().astype(int).sum()),
        "publics_femmes": sum("femmes" in said for said in publics),
        "publics_sans_reponse": int(main["publics"].isna().sum()),
    }
    if name != "csv":
        cases = files[name][CASES]
        found["cas"] = len(cases)
        found["parties"] = len(files[name][f"{CASES}/parties"])
        found["accords"] = int(cases[f"{CASES}/issue"].eq("accord").sum())
    assert found == {key: totals[key] for key in found}


@needs_shared
def test_a_text_that_begins_as_a_formula_is_read_and_not_its_zero(shared):
    _, files, _ = shared
    for name in [*BOOKS, "csv"]:
        said = files[name][""]["difficultes"].dropna()
        formulas = said[said.str.startswith("=")]
        assert len(formulas) == 4
        assert not said.isin(["0"]).any()


@needs_shared
def test_the_cleaningtools_survey_is_read_whole_and_every_header_understood():
    form = read_xlsform(SHARED / "cleaningtools_survey.csv")
    report = examine(SHARED / "cleaningtools_raw_data.csv", [form])
    (account,) = report.accounts
    assert (account.read, account.kept, account.quarantined) == (632, 632, 0)
    assert account.balances
    notes = [note for said in report.notes.values() for note in said]
    assert [
        note for note in notes if "ne connaît pas" in note or "plusieurs questions" in note
    ] == []
    sheets = read_sheets(SHARED / "cleaningtools_raw_data.csv", formulas_are_text=True)
    export = read_export("raw.csv", sheets, [form])
    known = {question.path for question in form.questions}
    told = canonical(export)[""]
    unknown = [
        column
        for column in told.columns
        if column not in known and not column.startswith("_") and told[column].notna().any()
    ]
    assert unknown == []
