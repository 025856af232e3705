"""What was coded in another tool, beside what the project holds already."""

from datetime import UTC, datetime

import pandas as pd
import pytest
import yaml
from lecons.intake.journal import Erased, Finished, Reopened, append
from lecons.intake.load import import_project
from lecons.intake.qda.guids import guid_of_segment, made_of
from lecons.intake.qda.model import Code, Coding, QdaProject, Selection, Source, User
from lecons.intake.qda.write import write_codebook, write_project
from lecons.project import open_project

TEXT = "Le comité est venu à pied. On se parle de nouveau au puits, même le soir. La paix tient."
PUITS, PIED = "On se parle de nouveau au puits", "Le comité est venu à pied"
REFUSED = "Je ne veux pas que l’on répète ce que j’ai vu cette nuit-là devant la boutique."
AWA = User(made_of("user", "awa"), "awa")


def table_of(name, *columns):
    mapping = {"table": name, "colonnes": {one: one for one in columns}}
    return {"fichier": f"codage/{name}.csv", "forme": "csv", "feuilles": [mapping]}


TABLES = {
    "livre_de_codes": ("code", "libelle_fr", "famille", "parent", "definition", "exemple"),
    "temoignages": (
        "id",
        "date",
        "commune",
        "resultat",
        "acteur",
        "texte",
        "consentement",
        "retrait_le",
    ),
    "segments": ("id", "id_temoignage", "debut", "fin", "code", "codeur", "date", "statut", "memo"),
    "lectures": ("id_temoignage", "codeur", "date"),
}


class Place:
    """A small project: its files can be written again, and it can be imported again."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "codage").mkdir(exist_ok=True)
        self.write("livre_de_codes", "confiance,Confiance,theme,,x,", "peur,Peur,theme,,x,")
        self.write(
            "temoignages",
            f'T01,2018-01-02,ML060101,R1,jeune,"{TEXT}",interne,',
            f'T02,2018-01-02,ML060101,R1,jeune,"{REFUSED}",aucun,',
        )
        self.write("segments", self.segment("s1", PUITS))
        self.write("lectures", "T01,awa,2018-03-01")

    def write(self, name, *rows):
        text = "\n".join([",".join(TABLES[name]), *rows]) + "\n"
        (self.folder / "codage" / f"{name}.csv").write_text(text, encoding="utf-8")

    def segment(self, name, words, code="confiance", memo=""):
        start = TEXT.index(words)
        return f"{name},T01,{start},{start + len(words)},{code},awa,2018-03-01,valide,{memo}"

    def run(self):
        report = import_project(open_project(self.folder))
        assert all(one.balances for one in report.accounts)
        assert all(one.balances for one in report.losses)
        return report

    def segments(self):
        return open_project(self.folder).table("segments", "interne")

    def codes(self):
        return set(open_project(self.folder).table("livre_de_codes", "interne")["code"])

    def everything(self):
        """All that the import leaves, as text."""
        tables = self.folder / "tables"
        kept = [path.read_text("utf-8") for path in tables.glob("*.json")]
        kept += [pd.read_parquet(path).to_csv() for path in tables.glob("*.parquet")]
        for path in (self.folder / "quarantaine").glob("*.xlsx"):
            sheets = pd.read_excel(path, sheet_name=None, header=None)
            kept += [sheet.to_csv() for sheet in sheets.values()]
        return "\n".join(kept)


@pytest.fixture
def place(mini_project):
    return Place(
        mini_project(imports=[table_of(name, *columns) for name, columns in TABLES.items()])
    )


def tool(place, name, *sources, codes=("Confiance",), parents=None):
    """A project of another tool: sources are (name, text, [(words or (start, end), code)])."""
    made = {one: Code(made_of("code", one), one.split("/")[-1]) for one in codes}
    for one, above in (parents or {}).items():
        made[one] = Code(made_of("code", one), one.split("/")[-1], parent=made[above].guid)
    written = []
    for document, text, passages in sources:
        selections = []
        for words, code, *guid in passages:
            start = text.index(words)
            own = guid[0] if guid else made_of("coding", name, document, words, code)
            selections.append(
                Selection(
                    made_of("selection", own),
                    start,
                    start + len(words),
                    name=words,
                    codings=(Coding(own, made[code].guid, AWA.guid),),
                )
            )
        written.append(
            Source(made_of("source", name, document), document, text, selections=tuple(selections))
        )
    content = QdaProject(name, users=(AWA,), codes=tuple(made.values()), sources=tuple(written))
    write_project(content, place.folder / "codage" / f"{name}.qdpx")


def test_a_title_above_the_text_moves_nothing(place):
    tool(place, "nvivo", ("T01.docx", f"Entretien T01\n\n{TEXT}", [(PIED, "Confiance")]))
    place.run()
    rows = place.segments().set_index("extrait")
    assert rows.loc[PIED, ["id_temoignage", "code", "codeur"]].to_list() == [
        "T01",
        "confiance",
        "awa",
    ]


def test_one_guid_on_two_passages_is_a_contradiction_for_a_person(place):
    guid = made_of("coding", "x")
    tool(place, "un", ("T01", TEXT, [(PIED, "Confiance", guid)]))
    tool(place, "deux", ("T01", TEXT, [("La paix tient", "Confiance", guid)]))
    report = place.run()
    assert place.segments()["id"].to_list() == ["s1"]
    assert list(report.faults["raison"]).count("même identifiant, contenu différent") == 2


def test_the_same_places_in_two_copies_of_a_text_are_two_passages(place):
    tool(place, "un", ("T01", TEXT, [(PIED, "Confiance")]))
    tool(place, "deux", ("T01", "abc\n\n" + TEXT, [("La paix tient", "Confiance")]))
    place.run()
    assert set(place.segments()["extrait"]) == {PUITS, PIED, "La paix tient"}


def test_the_same_passage_of_two_copies_is_one(place):
    tool(place, "un", ("T01", TEXT, [(PIED, "Confiance")]))
    tool(place, "deux", ("T01", "Titre\n\n" + TEXT, [(PIED, "Confiance")]))
    place.run()
    assert sorted(place.segments()["extrait"]) == sorted([PUITS, PIED])


def test_two_codes_of_one_label_under_two_parents_stay_two(place):
    tool(
        place,
        "outil",
        ("T01", TEXT, [(PIED, "a/Jeunes"), ("La paix tient", "b/Jeunes")]),
        codes=("Obstacles", "Leviers"),
        parents={"a/Jeunes": "Obstacles", "b/Jeunes": "Leviers"},
    )
    place.run()
    rows = place.segments().set_index("extrait")["code"]
    assert rows[PIED] != rows["La paix tient"]
    assert {rows[PIED], rows["La paix tient"]} <= place.codes()


def test_a_passage_erased_here_does_not_come_back_from_an_earlier_export(place):
    append(
        place.folder / "codage" / "journal",
        Erased(codeur="awa", le=datetime(2018, 4, 1, tzinfo=UTC), segment="s1"),
    )
    tool(place, "export", ("T01", TEXT, [(PUITS, "Confiance", guid_of_segment("s1"))]))
    place.run()
    assert place.segments().empty


def test_what_was_changed_in_the_tool_is_asked_and_not_lost_in_silence(place):
    tool(place, "export", ("T01", TEXT, [(PUITS, "Peur", guid_of_segment("s1"))]), codes=("Peur",))
    report = place.run()
    assert place.segments().empty
    assert list(report.faults["raison"]) == ["même identifiant, contenu différent"] * 2


def test_a_code_that_was_merged_does_not_come_back_from_an_old_file(place):
    place.write("livre_de_codes", "confiance,Confiance,theme,,x,")
    (place.folder / "codage" / "changements.csv").write_text(
        "date,auteur,action,de,vers,segments,raison\n2018-04-01,Awa,fusionner,crainte,confiance,,x\n",
        encoding="utf-8",
    )
    tool(place, "vieux", ("T01", TEXT, [(PIED, "Crainte")]), codes=("Crainte",))
    place.run()
    assert place.codes() == {"confiance"}
    assert place.segments().set_index("extrait").loc[PIED, "code"] == "confiance"


def test_a_refusal_stands_when_the_file_that_said_it_is_lost(place):
    place.run()
    tool(place, "outil", ("T02", REFUSED, [("cette nuit-là devant la boutique", "Confiance")]))
    # the tool's own copy of the text is asked for as testimonies, with a consent that is not the person's
    given = {"date": "2018-01-02", "commune": "ML060101", "resultat": "R1", "acteur": "jeune"}
    mapping = {
        "feuille": "Sources",
        "table": "temoignages",
        "colonnes": {"id": "id", "texte": "texte"},
        "constantes": {**given, "consentement": "interne"},
    }
    path = place.folder / "projet.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    content["imports"].append(
        {"fichier": "codage/outil.qdpx", "forme": "qda", "feuilles": [mapping]}
    )
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    (place.folder / "codage" / "temoignages.csv").write_bytes(b"\x00\x01\x02PK")
    report = place.run()
    assert "codage/temoignages.csv" in report.failed
    assert "devant la boutique" not in place.everything()


def test_notes_and_examples_that_quote_a_person_who_refused_are_emptied(place):
    place.write(
        "livre_de_codes",
        'confiance,Confiance,theme,,x,"elle dit : « ce que j’ai vu cette nuit-là, devant la boutique »"',
        "peur,Peur,theme,,x,une phrase de personne",
    )
    place.write(
        "segments",
        place.segment("s1", PUITS, memo="comme T02 : vu cette nuit-là devant la boutique"),
    )
    report = place.run()
    assert "devant la boutique" not in place.everything()
    assert len(report.notes["temoignages"]) == 2
    book = open_project(place.folder).table("livre_de_codes", "interne").set_index("code")
    assert book.loc["peur", "exemple"] == "une phrase de personne"


def test_a_reading_reopened_or_ended_again_in_the_panel_is_the_panel_s(place):
    journal = place.folder / "codage" / "journal"
    append(journal, Reopened(codeur="awa", le=datetime(2018, 4, 1, tzinfo=UTC), temoignage="T01"))
    place.run()
    assert open_project(place.folder).table("lectures", "interne").empty
    append(journal, Finished(codeur="awa", le=datetime(2018, 4, 2, tzinfo=UTC), temoignage="T01"))
    report = place.run()
    rows = open_project(place.folder).table("lectures", "interne")
    assert rows["date"].dt.date.astype(str).to_list() == ["2018-04-02"]
    assert not len(report.faults)


def test_an_empty_table_in_the_folder_stops_nothing(place):
    (place.folder / "codage" / "vide.csv").write_text("\n\n", encoding="utf-8")
    (place.folder / "codage" / "faux.qdpx").write_bytes(b"rien")
    report = place.run()
    assert len(place.segments()) == 1
    assert list(report.failed) == ["codage/faux.qdpx"]


def test_a_refrain_below_a_title_stays_where_it_was_coded(place):
    refrain = "La paix est un puits. "
    text = f"{refrain}Puis ils sont partis. {refrain}Voilà."
    place.write("temoignages", f'T03,2018-01-02,ML060101,R1,jeune,"{text}",interne,')
    place.write("segments")
    place.write("lectures")
    # the title is as long as what stands between the two refrains
    tool(
        place,
        "outil",
        ("T03", "x" * text.rindex(refrain) + "\n\n" + text, [(refrain.strip(), "Confiance")]),
    )
    place.run()
    assert place.segments()[["debut", "fin"]].to_numpy().tolist() == [[0, len(refrain.strip())]]


def test_a_codebook_of_another_tool_adds_its_codes_and_takes_none_away(place):
    own = tuple(
        Code(made_of("code", one), one, description="autre") for one in ("Confiance", "Joie")
    )
    write_codebook(QdaProject("livre", codes=own), place.folder / "codage" / "livre.qdc")
    report = place.run()
    assert place.codes() == {"confiance", "peur", "joie"}
    assert place.segments()["code"].to_list() == ["confiance"]
    assert not len(report.faults)
