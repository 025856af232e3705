"""Files of ACLED and UCDP GED dropped in brut/: known by their header, never more precise than they
say, every row accounted for. All rows here are invented."""

import csv
import io
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lecons.intake.corrections import REGISTER
from lecons.intake.events.locate import communes_at, read_outlines
from lecons.intake.load import import_project
from lecons.intake.quarantine_book import book_name
from lecons.project import open_project, repository_root
from openpyxl import load_workbook

TONKA, GAO = ("16.22396", "-3.78288"), ("16.27", "-0.03")  # latitude, longitude
NOWHERE = ("10.0", "-20.0")
SECRET = ["ActeurSecret", "AutreSecret", "JournalSecret", "RécitSecret"]
ACLED = {
    "event_id_cnty": "MLI1",
    "event_date": "2017-03-05",
    "year": "2017",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": SECRET[0],
    "actor2": SECRET[1],
    "iso": "466",
    "country": "Mali",
    "admin1": "Tombouctou",
    "admin2": "Goundam",
    "admin3": "Tonka",
    "location": "Tonka",
    "latitude": TONKA[0],
    "longitude": TONKA[1],
    "geo_precision": "1",
    "source": SECRET[2],
    "notes": SECRET[3],
    "fatalities": "3",
}
UCDP = {
    "id": "244001",
    "relid": "MLI-2017-1-1-1",
    "year": "2017",
    "type_of_violence": "1",
    "side_a": SECRET[0],
    "side_b": SECRET[1],
    "source_article": SECRET[2],
    "source_headline": SECRET[3],
    "where_prec": "1",
    "where_coordinates": "Tonka town",
    "where_description": "",
    "adm_1": "Tombouctou region",
    "adm_2": "Goundam cercle",
    "latitude": TONKA[0],
    "longitude": TONKA[1],
    "country": "Mali",
    "date_prec": "1",
    "date_start": "2017-03-05 00:00:00.000",
    "date_end": "2017-03-06 00:00:00.000",
    "best": "4",
    "high": "6",
    "low": "4",
}
TOLD = ["id", "date", "precision_date", "commune", "cercle", "type", "morts", "source", "releve"]


def content(rows, separator=",", model=ACLED):
    """A CSV of that model whose rows change some cells; the identifiers follow each other."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(model)
    name = next(iter(model))
    for at, changed in enumerate(rows, 1):
        row = {**model, name: f"{model[name]}{at}", **changed}
        writer.writerow(row[column] for column in model)
    return out.getvalue()


@pytest.fixture
def imported(mini_project):
    """Drop files in brut/ (name → text or bytes) and import; answers the project and the report."""

    def run(files, **changed):
        project = open_project(mini_project(**changed))
        for name, text in files.items():
            path = project.folder / "brut" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        report = import_project(project)
        assert all(account.balances for account in report.accounts)
        return project, report

    return run


@pytest.fixture
def one(imported):
    """The only row that a file of one row gives, as a dictionary."""

    def read(model, **changed):
        project, report = imported({"export.csv": content([changed], model=model)})
        (row,) = stored(project).to_dict("records")
        assert report.accounts[0].kept == 1
        return row

    return read


def stored(project):
    rows = project.table("incidents", "interne")[TOLD].sort_values("id", ignore_index=True)
    rows["date"] = rows["date"].dt.strftime("%Y-%m-%d")
    return rows.astype(object).where(rows.notna(), None)


def aside(report):
    return [account.set_aside for account in report.accounts]


def test_an_acled_event_becomes_an_incident_and_the_import_says_so(imported):
    project, report = imported({"2017-Mali.csv": content([{}])})
    assert stored(project).to_dict("records") == [
        {
            "id": "acled-MLI11",
            "date": "2017-03-05",
            "precision_date": "jour",
            "commune": "ML060316",
            "cercle": "ML0603",
            "type": "affrontement",
            "morts": 3,
            "source": "ACLED",
            "releve": "acled",
        }
    ]
    assert report.notes == {
        "brut/2017-Mali.csv": [
            "relevé ACLED reconnu à son en-tête : 1 ligne lue, 1 gardée, 0 en quarantaine, "
            "0 mise de côté"
        ]
    }
    assert not report.partial


def test_a_ucdp_event_becomes_an_incident(one):
    assert one(UCDP) == {
        "id": "ucdp-2440011",
        "date": "2017-03-05",
        "precision_date": "jour",
        "commune": "ML060316",
        "cercle": "ML0603",
        "type": "violence étatique",
        "morts": 4,
        "source": "UCDP-GED",
        "releve": "ucdp",
    }


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"geo_precision": "1"}, ("ML060316", "ML0603")),
        ({"geo_precision": "1.0", "admin2": "goundam"}, ("ML060316", "ML0603")),
        # the point is in Tonka, the file says elsewhere: the commune is not sure
        ({"geo_precision": "1", "admin2": "Gourma-Rharous"}, (None, "ML0604")),
        ({"geo_precision": "1", "admin2": "Nulle Part"}, ("ML060316", "ML0603")),
        ({"geo_precision": "1", "admin2": ""}, ("ML060316", "ML0603")),
        ({"geo_precision": "1", "latitude": "?"}, (None, "ML0603")),
        ({"geo_precision": "1", "latitude": NOWHERE[0], "longitude": NOWHERE[1]}, (None, "ML0603")),
        ({"geo_precision": "2"}, (None, "ML0603")),
        ({"geo_precision": "2", "admin2": "Niafunké"}, (None, "ML0605")),
    ],
)
def test_acled_places_are_never_more_precise_than_the_file(one, changed, place):
    row = one(ACLED, **changed)
    assert (row["commune"], row["cercle"]) == place


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"where_prec": "1"}, ("ML060316", "ML0603")),
        ({"where_prec": "1", "adm_2": ""}, ("ML060316", "ML0603")),
        ({"where_prec": "2"}, (None, "ML0603")),
        ({"where_prec": "3", "adm_2": "Gourma-Rharous cercle"}, (None, "ML0604")),
        ({"where_prec": "3", "adm_2": "Timbuktu cercle"}, (None, "ML0601")),
        ({"where_prec": "3", "adm_2": "Bamako district"}, (None, "ML0901")),
    ],
)
def test_ucdp_places_are_never_more_precise_than_the_file(one, changed, place):
    row = one(UCDP, **changed)
    assert (row["commune"], row["cercle"]) == place


@pytest.mark.parametrize(
    ("model", "changed", "day"),
    [
        (ACLED, {"time_precision": "1"}, ("2017-03-05", "jour")),
        (ACLED, {"time_precision": "2"}, ("2017-03-05", "jour")),
        (ACLED, {"time_precision": "3"}, ("2017-03-01", "mois")),
        (ACLED, {"event_date": "05 March 2017"}, ("2017-03-05", "jour")),
        (ACLED, {"event_date": "05/03/2017"}, ("2017-03-05", "jour")),
        (ACLED, {"event_date": "15 March 2017", "time_precision": "3"}, ("2017-03-01", "mois")),
        # before the project: that is what it is compared with
        (ACLED, {"event_date": "2012-04-01"}, ("2012-04-01", "jour")),
        (UCDP, {"date_prec": "2"}, ("2017-03-05", "jour")),
        (UCDP, {"date_prec": "3"}, ("2017-03-05", "jour")),
        (UCDP, {"date_prec": "4"}, ("2017-03-01", "mois")),
        (UCDP, {"date_start": "2011-12-31"}, ("2011-12-31", "jour")),
    ],
)
def test_days_are_never_more_precise_than_the_file(one, model, changed, day):
    row = one(model, **changed)
    assert (row["date"], row["precision_date"]) == day


@pytest.mark.parametrize(
    ("model", "changed", "kind"),
    [
        (ACLED, {"event_type": "Violence against civilians"}, "violence contre des civils"),
        (ACLED, {"event_type": "Explosions/Remote violence"}, "explosion ou attaque à distance"),
        (ACLED, {"event_type": "RIOTS"}, "émeute"),
        (ACLED, {"event_type": "Battle-No change of territory"}, "affrontement"),
        (ACLED, {"event_type": "Remote violence"}, "explosion ou attaque à distance"),
        (UCDP, {"type_of_violence": "2"}, "violence non étatique"),
        (UCDP, {"type_of_violence": "3"}, "violence unilatérale"),
    ],
)
def test_types_are_told_in_french(one, model, changed, kind):
    assert one(model, **changed)["type"] == kind


@pytest.mark.parametrize(
    ("model", "changed", "reason"),
    [
        (ACLED, {"country": "Niger"}, "hors du Mali"),
        (ACLED, {"event_type": "Protests"}, "événement non violent"),
        (ACLED, {"event_type": "Strategic developments"}, "événement non violent"),
        (ACLED, {"event_type": "Strategic development"}, "événement non violent"),
        (ACLED, {"event_type": "Riots/Protests"}, "émeute ou manifestation, sans distinction"),
        (ACLED, {"geo_precision": "3"}, "lieu connu à la région seulement"),
        (UCDP, {"country": "Burkina Faso"}, "hors du Mali"),
        (UCDP, {"where_prec": "4"}, "lieu connu à la région seulement"),
        (UCDP, {"where_prec": "5"}, "lieu connu à la région seulement"),
        (UCDP, {"where_prec": "6"}, "lieu connu à la région seulement"),
        (UCDP, {"where_prec": "7"}, "lieu connu à la région seulement"),
        (UCDP, {"date_prec": "5"}, "date connue à plus d’un mois près"),
    ],
)
def test_what_the_table_cannot_hold_is_set_aside_and_counted(imported, model, changed, reason):
    project, report = imported({"x.csv": content([{}, changed], model=model)})
    assert aside(report) == [{reason: 1}]
    assert len(report.faults) == 0
    assert len(stored(project)) == 1


def test_a_row_that_several_rules_leave_out_is_counted_once(imported):
    row = {"country": "Niger", "event_type": "Protests", "geo_precision": "3", "admin2": "?"}
    _, report = imported({"x.csv": content([row])})
    assert aside(report) == [{"hors du Mali": 1}]


def test_copies_of_an_event_in_one_file_are_set_aside(imported):
    # the same row, then the same event seen from its other actor, as dyadic exports have it
    rows = [{"event_id_cnty": "MLI1"}] * 2 + [{"event_id_cnty": "MLI1", "actor1": SECRET[1]}]
    project, report = imported({"x.csv": content(rows)})
    assert aside(report) == [{"copie exacte d’une autre ligne": 2}]
    assert stored(project)["id"].to_list() == ["acled-MLI1"]


def test_one_identifier_with_two_contents_in_one_file_is_for_a_person_to_settle(imported):
    rows = [{"event_id_cnty": "MLI1"}, {"event_id_cnty": "MLI1", "fatalities": "9"}]
    _, report = imported({"x.csv": content(rows)})
    assert report.faults["raison"].to_list() == ["même identifiant, contenu différent"] * 2
    assert report.accounts[0].quarantined == 2


@pytest.mark.parametrize(
    ("model", "changed", "fault"),
    [
        (
            ACLED,
            {"geo_precision": "2", "admin2": "Atlantide"},
            ("admin2", "Atlantide", "commune inconnue", "un cercle du Mali, ou son P-code"),
        ),
        (
            ACLED,
            {"admin2": "Atlantide", "latitude": NOWHERE[0], "longitude": NOWHERE[1]},
            ("admin2", "Atlantide", "commune inconnue", "un cercle du Mali, ou son P-code"),
        ),
        (
            ACLED,
            {"geo_precision": "2", "admin2": ""},
            ("admin2", "", "valeur obligatoire absente", "une commune ou un cercle"),
        ),
        (
            UCDP,
            {"where_prec": "3", "adm_2": "Atlantide cercle"},
            ("adm_2", "Atlantide cercle", "commune inconnue", "un cercle du Mali, ou son P-code"),
        ),
        (
            ACLED,
            {"geo_precision": "9"},
            ("geo_precision", "9", "valeur hors de la liste", "une de : 1, 2, 3"),
        ),
        (
            ACLED,
            {"geo_precision": ""},
            ("geo_precision", "", "valeur obligatoire absente", "une de : 1, 2, 3"),
        ),
        (
            ACLED,
            {"time_precision": "tôt"},
            ("time_precision", "tôt", "valeur hors de la liste", "une de : 1, 2, 3"),
        ),
        (
            UCDP,
            {"type_of_violence": "4"},
            ("type_of_violence", "4", "valeur hors de la liste", "une de : 1, 2, 3"),
        ),
        (
            ACLED,
            {"fatalities": "dix"},
            ("fatalities", "dix", "nombre illisible", "un nombre entier en chiffres, ou rien"),
        ),
        (
            ACLED,
            {"event_date": "un jour", "time_precision": "3"},
            ("event_date", "un jour", "date illisible", "AAAA-MM-JJ ou JJ/MM/AAAA"),
        ),
        (
            ACLED,
            {"event_id_cnty": "#N/A"},
            (
                "event_id_cnty",
                "#N/A",
                "formule sans résultat",
                "une valeur : recalculez le classeur dans Excel, ou écrivez-la",
            ),
        ),
    ],
)
def test_what_cannot_be_read_goes_to_quarantine_with_its_cell(imported, model, changed, fault):
    project, report = imported({"x.csv": content([{}, changed], model=model)})
    told = report.faults[["fichier", "ligne", "colonne", "trouvé", "raison", "attendu"]]
    assert [tuple(row) for row in told.itertuples(index=False)] == [("brut/x.csv", 3, *fault)]
    assert (report.accounts[0].kept, report.accounts[0].quarantined) == (1, 1)
    assert len(stored(project)) == 1


def test_an_unknown_type_says_which_are_known(imported):
    _, report = imported({"x.csv": content([{"event_type": "Rumour"}])})
    (row,) = report.faults.to_dict("records")
    assert (row["colonne"], row["trouvé"]) == ("event_type", "Rumour")
    assert "violence against civilians" in row["attendu"]


def test_events_outside_the_project_are_kept(imported):
    gao = {"admin2": "Gao", "latitude": GAO[0], "longitude": GAO[1]}
    # no outline there: the cercle alone
    mopti = {"admin1": "Mopti", "admin2": "Mopti", "latitude": "14.49", "longitude": "-4.19"}
    project, report = imported({"x.csv": content([gao, mopti])})
    assert stored(project)[["commune", "cercle"]].to_numpy().tolist() == [
        ["ML070103", "ML0701"],
        [None, "ML0501"],
    ]
    assert len(report.faults) == 0


def test_deaths_that_nobody_counted_are_blank(one):
    assert one(ACLED, fatalities="")["morts"] is None


@pytest.mark.parametrize(
    "text",
    [
        content([{"latitude": "16,22396", "longitude": "-3,78288"}], separator=";"),
        "\ufeff" + content([{}]),
        content([{}]).replace(",".join(ACLED), ",".join(ACLED).upper()),
        content([{}], separator="\t"),
        "sep=;\n" + content([{}], separator=";"),
    ],
    ids=["french excel", "byte mark", "capitals", "tabs", "sep"],
)
def test_the_header_tells_whatever_the_flavour_of_the_csv(imported, text):
    project, _ = imported({"sans rapport.csv": text})
    assert stored(project)["commune"].to_list() == ["ML060316"]


def test_a_workbook_with_real_dates_and_another_sheet(mini_project, write_book):
    project = open_project(mini_project())
    acled = {**ACLED, "event_date": datetime(2017, 3, 5), "fatalities": 3, "geo_precision": 1}
    ucdp = {**UCDP, "id": 244001, "date_start": datetime(2018, 1, 2), "where_prec": 3, "best": 7}
    sheets = {
        "A lire": [["Relevé téléchargé pour l’atelier"]],
        "acled": [list(acled), list(acled.values())],
        "ged": [list(ucdp), list(ucdp.values())],
    }
    write_book(project.folder / "brut" / "violence.xlsx", sheets)
    report = import_project(project)
    rows = stored(project)[["id", "date", "commune", "cercle", "morts"]]
    assert rows.to_numpy().tolist() == [
        ["acled-MLI1", "2017-03-05", "ML060316", "ML0603", 3],
        ["ucdp-244001", "2018-01-02", None, "ML0603", 7],
    ]
    assert [note.partition(" :")[0] for note in report.notes["brut/violence.xlsx"]] == [
        "relevé ACLED reconnu à son en-tête, feuille « acled »",
        "relevé UCDP-GED reconnu à son en-tête, feuille « ged »",
    ]


def test_two_observatories_are_told_apart(imported):
    files = {"a.csv": content([{}, {}]), "u.csv": content([{}], model=UCDP)}
    project, report = imported(files)
    assert stored(project)["releve"].to_list() == ["acled", "acled", "ucdp"]
    assert report.rows == {"incidents": 3}


def test_an_event_in_two_exports_is_that_of_the_later(imported):
    old = content([{"event_id_cnty": "MLI1"}, {"event_id_cnty": "MLI2"}])
    new = content([{"event_id_cnty": "MLI2", "fatalities": "8"}, {"event_id_cnty": "MLI3"}])
    # the names count as people do: 10 comes after 9
    project, report = imported({"acled_10.csv": new, "acled_9.csv": old})
    assert stored(project)[["id", "morts"]].to_numpy().tolist() == [
        ["acled-MLI1", 3],
        ["acled-MLI2", 8],
        ["acled-MLI3", 3],
    ]
    assert aside(report) == [{"copie d’une ligne d’un autre fichier": 1}, {}]
    assert len(report.faults) == 0
    assert "1 gardée" in report.notes["brut/acled_9.csv"][0]


def test_the_same_export_twice_comes_in_once(imported):
    project, report = imported({"a.csv": content([{}, {}]), "b.csv": content([{}, {}])})
    assert len(stored(project)) == 2
    assert [account.kept for account in report.accounts] == [0, 2]


def test_an_event_that_the_later_export_knows_less_well_does_not_keep_its_old_place(imported):
    old, new = {"event_id_cnty": "MLI1"}, {"event_id_cnty": "MLI1", "geo_precision": "3"}
    project, report = imported({"a.csv": content([old]), "b.csv": content([new])})
    assert len(stored(project)) == 0
    assert aside(report) == [
        {"copie d’une ligne d’un autre fichier": 1},
        {"lieu connu à la région seulement": 1},
    ]


def test_an_earlier_version_stays_where_the_later_cannot_be_read(imported):
    old, new = {"event_id_cnty": "MLI1"}, {"event_id_cnty": "MLI1", "fatalities": "dix"}
    project, _ = imported({"a.csv": content([old]), "b.csv": content([new])})
    assert stored(project)["morts"].to_list() == [3]


def test_the_projects_own_incidents_stand_beside(imported):
    columns = {name: name for name in ("id", "date", "commune", "type", "source", "releve")}
    mapping = {"fichier": "brut/nos.csv", "forme": "csv"}
    mapping["feuilles"] = [{"table": "incidents", "colonnes": columns}]
    ours = "id,date,commune,type,source,releve\ni1,2017-03-05,Tonka,rixe,radio,projet\n"
    project, _ = imported({"nos.csv": ours, "acled.csv": content([{}])}, imports=[mapping])
    assert stored(project)["releve"].to_list() == ["acled", "projet"]


def test_a_file_that_projet_yaml_names_is_read_as_it_says(imported):
    columns = {
        "id": "event_id_cnty",
        "date": "event_date",
        "cercle": "admin2",
        "type": "event_type",
    }
    mapping = {"fichier": "brut/ac*.csv", "forme": "csv"}
    mapping["feuilles"] = [{"table": "incidents", "colonnes": columns}]
    project, report = imported({"acled.csv": content([{}])}, imports=[mapping])
    assert stored(project)[["id", "type", "releve"]].to_numpy().tolist() == [
        ["MLI11", "Battles", None]
    ]
    assert report.notes == {}


@pytest.mark.parametrize(
    "files",
    [
        {"a.csv": "id,date\n1,2\n"},
        {"a.csv": 'id,date\n1,"2\n'},
        {"a.csv": b""},
        {"notes.txt": content([{}])},
        {"~$acled.csv": content([{}]), ".acled.csv": content([{}])},
        {"a.csv": content([{}]).replace("geo_precision", "precision")},
    ],
    ids=["another", "another, broken", "empty", "text", "hidden", "a column less"],
)
def test_a_file_that_nobody_knows_is_ignored(imported, files):
    _, report = imported(files)
    assert (report.accounts, report.failed, report.notes) == ([], {}, {})


def test_a_file_that_cannot_be_read_is_named_and_the_others_come_in(imported):
    cut = content([{}, {}]) + '"MLI9,2017'
    files = {"cut.csv": cut, "book.xlsx": b"PK\x03\x04 cut", "sound.csv": content([{}])}
    project, report = imported(files)
    assert sorted(report.failed) == ["brut/book.xlsx", "brut/cut.csv"]
    assert "guillemet" in report.failed["brut/cut.csv"]
    assert len(stored(project)) == 1


def test_a_needed_column_that_is_there_twice_is_refused(imported):
    twice = content([{}]).replace("admin3", "ADMIN2", 1)
    _, report = imported({"x.csv": twice})
    assert "deux colonnes portent le nom « admin2 »" in report.failed["brut/x.csv"]


def test_absent_outlines_are_said_for_that_file_only(mini_project):
    project = open_project(mini_project())
    (project.reference_folder / "communes_nord.geojson").unlink()
    (project.folder / "brut").mkdir()
    (project.folder / "brut" / "x.csv").write_text(content([{}]), encoding="utf-8")
    report = import_project(project)
    assert "Les contours des communes manquent" in report.failed["brut/x.csv"]


def test_without_time_precision_no_day_is_sure(imported):
    model = {name: told for name, told in ACLED.items() if name != "time_precision"}
    project, report = imported({"x.csv": content([{}], model=model)})
    assert stored(project)[["date", "precision_date"]].to_numpy().tolist() == [
        ["2017-03-01", "mois"]
    ]
    assert "« time_precision » absente" in report.notes["brut/x.csv"][0]


def test_without_country_the_iso_number_tells(imported):
    model = {name: told for name, told in ACLED.items() if name != "country"}
    project, report = imported({"x.csv": content([{}, {"iso": "562"}], model=model)})
    assert aside(report) == [{"hors du Mali": 1}]
    assert len(stored(project)) == 1


def test_dates_that_are_all_month_first_are_read_so_and_it_is_said(imported):
    days = ["3/25/2017", "3/26/2017", "4/5/2017"]
    project, report = imported({"x.csv": content([{"event_date": day} for day in days])})
    assert stored(project)["date"].to_list() == ["2017-03-25", "2017-03-26", "2017-04-05"]
    assert "dates lues mois/jour/année : 2" in report.notes["brut/x.csv"][0]


def test_a_country_in_error_or_blank_does_not_make_a_row_foreign(imported):
    _, report = imported({"x.csv": content([{"country": ""}, {"country": "#REF!"}])})
    assert (aside(report), report.accounts[0].kept) == ([{}], 2)


def test_tags_of_hdx_are_set_aside(imported):
    tags = {name: f"#{name.replace('_', '+')}" for name in ACLED}
    _, report = imported({"x.csv": content([tags, {}])})
    assert aside(report) == [{"étiquettes HXL": 1}]


def test_a_row_shifted_by_a_comma_is_not_trusted(imported):
    shifted = content([{}]).replace(SECRET[3], f"{SECRET[3]}, encore").replace('"', "")
    _, report = imported({"x.csv": shifted})
    assert "cellules au-delà de l’en-tête" in report.faults["raison"].to_list()


def test_a_cercle_corrected_in_the_quarantine_workbook_comes_in(imported):
    files = {"acled.csv": content([{"geo_precision": "2", "admin2": "Goundamm"}])}
    project, _ = imported(files)
    path = project.quarantine_folder / book_name("brut/acled.csv")
    book = load_workbook(path)
    sheet = book["(csv)"]
    header = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, header.index("admin2") + 1)
    assert (cell.value, cell.comment is None) == ("Goundamm", False)
    cell.value = "Goundam"
    book.save(path)
    report = import_project(project)
    assert (report.corrected, len(report.faults), path.exists()) == (1, 0, False)
    assert stored(project)["cercle"].to_list() == ["ML0603"]
    assert "Goundamm" in (project.folder / REGISTER).read_text(encoding="utf-8")


def test_actors_media_and_notes_go_nowhere(imported):
    bad = {"geo_precision": "2", "admin2": "Atlantide"}
    files = {"a.csv": content([{}, bad])}
    files["u.csv"] = content([{}, {"where_prec": "2", "adm_2": "Atlantide"}], model=UCDP)
    project, _ = imported(files)
    told = [path.read_text(encoding="utf-8") for path in project.tables_folder.glob("*.json")]
    tables = list(project.tables_folder.glob("*.parquet"))
    told += [str(pq.read_table(path).to_pydict()) for path in tables]
    books = [load_workbook(path) for path in project.quarantine_folder.glob("*.xlsx")]
    told += [str(c.value) for book in books for s in book for row in s for c in row]
    whole = " ".join(told)
    assert (len(tables) >= 2, len(books)) == (True, 2)
    assert "Atlantide" in whole
    assert [secret for secret in SECRET if secret in whole] == []


WILD = st.fixed_dictionaries(
    {},
    optional={
        "geo_precision": st.sampled_from(["1", "2", "3", "4", "", "1,0", "un", "#N/A", "-1"]),
        "time_precision": st.sampled_from(["1", "2", "3", "4", "", "x"]),
        "event_type": st.sampled_from(["Battles", "Protests", "riots ", "", "Riots/Protests", "?"]),
        "country": st.sampled_from(["Mali", "MALI", "Niger", "", "#REF!"]),
        "admin2": st.sampled_from(["Goundam", "Gao", "", "Atlantide", "ML0603"]),
        "latitude": st.sampled_from([TONKA[0], "", "nord", "99999999999999999999", "-0"]),
        "fatalities": st.sampled_from(["0", "", "-1", "beaucoup", "2.5"]),
        "event_date": st.sampled_from(
            ["2017-03-05", "05/03/2017", "3/25/2017", "", "hier", "2017"]
        ),
        "event_id_cnty": st.sampled_from(["MLI1", "MLI2", "", "#REF!"]),
    },
)


@settings(
    max_examples=18, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files=st.lists(st.lists(WILD, max_size=8), min_size=1, max_size=3))
def test_no_row_is_lost(mini_project, files):
    project = open_project(mini_project())
    (project.folder / "brut").mkdir(exist_ok=True)
    for old in (project.folder / "brut").iterdir():
        old.unlink()
    for at, rows in enumerate(files):
        text = content(rows)
        (project.folder / "brut" / f"acled_{at}.csv").write_text(text, encoding="utf-8")
    report = import_project(project)
    assert report.failed == {}
    assert [account.read for account in report.accounts] == [len(rows) for rows in files]
    for account in report.accounts:
        assert account.read == account.kept + account.quarantined + account.aside
    rows = stored(project)
    assert len(rows) == sum(account.kept for account in report.accounts)
    assert rows["id"].is_unique
    assert set(rows["type"]) <= {"affrontement", "émeute"}
    assert (rows["commune"].dropna().str[:6] == rows["cercle"][rows["commune"].notna()]).all()


@pytest.fixture(scope="module")
def outlines():
    return read_outlines(repository_root() / "data" / "reference")


def test_the_point_of_each_commune_is_in_its_outline(outlines):
    communes = pd.read_csv(repository_root() / "data" / "reference" / "communes.csv")
    north = communes[communes["pcode"].isin(outlines)]
    found = communes_at(outlines, north["lon"], north["lat"])
    assert len(north) == 85
    assert found.to_list() == north["pcode"].to_list()


def test_a_hole_is_not_in_its_commune(outlines):
    # the town of Tombouctou stands inside the commune of Alafia
    found = communes_at(outlines, pd.Series([-2.98629, None]), pd.Series([16.69966, 16.0]))
    assert found.to_list()[0] == "ML060106"
    assert found.isna().to_list() == [False, True]


def test_ten_thousand_points_find_their_communes_at_once(outlines):
    draw = np.random.default_rng(1)
    east, north = draw.uniform(-6, 4.5, 10_000), draw.uniform(14, 22, 10_000)
    found = communes_at(outlines, pd.Series(east), pd.Series(north))
    assert 0.5 < found.notna().mean() < 0.9
