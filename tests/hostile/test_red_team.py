"""The red team: what is planted in every column and every kind of file is in no byte of what goes out.

Each planted text is unlike all others and ends in a mark of its own (`zq12zq`). The same search finds all
of them in the internal edition, so that it is known to look in the right places.
"""

import base64
import itertools
import re
import zipfile
import zlib
from io import BytesIO
from types import SimpleNamespace

import pandas as pd
import pytest
import yaml
from lecons.intake.qda.tables import from_tables
from lecons.intake.qda.write import write_project
from lecons.parameters import check_parameters
from lecons.pipeline.export import export_coding
from lecons.pipeline.graph import FORMATS
from lecons.pipeline.produce import produce
from lecons.pipeline.workshop import prepare_workshop
from lecons.project import open_project
from lecons.store.schemas import TABLES
from openpyxl import Workbook
from pypdf import PdfReader

MARK = re.compile(r"zq(\d+)zq")
FEWER = ("html", "pdf", "fiches", "resume")
BASE64 = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")
# what the public edition is made to tell: names of things, and words that a person read again
TOLD = {
    "livre_de_codes.code", "livre_de_codes.libelle_fr", "livre_de_codes.libelle_en", "cadre.indicateur", "cadre.indicateur_en",
    "cadre.id", "cadre.source", "segments.extrait_public", "contributions.texte_public", "citations.traduction_en",
}  # fmt: skip
# columns that no import reads: they are in no edition
UNREAD = {"kobo.telephone_agent", "kobo.deviceid"}
# rows that the import or the judging refuses: a withdrawal of nobody, a judgement of nothing
REFUSED = {
    "retraits.id",
    "jugements.composante",
    "jugements.niveau",
    "jugements.auteur",
    "jugements.raison",
}
KOBO = {
    "ident/date_activite": "2017-03-0{n}", "ident/commune": "Alafia", "ident/resultat": "R1",
    "ident/type_activite": "session_mediation", "ident/theme": None, "presence/hommes": "15",
    "presence/femmes": "9", "presence/jeunes": "3", "presence/participants": "24",
    "recit/difficultes": None, "recit/reussites": None, "telephone_agent": None, "deviceid": None,
    "_submitted_by": None,
}  # fmt: skip


# repeat groups of the form that nobody filled in
GROUPS = {
    "cas": ["cas/id", "cas/date_signalement", "cas/type_conflit", "cas/issue"],
    "formation": ["formation/id_personne", "formation/sexe", "formation/score_avant"],
}
LINKS = ["_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"]


def canaries():
    """Names, telephone numbers and phrases, no two alike, and between them as many harmless texts, for
    what is declared: names of practices, of codes, of places."""
    given = [
        "Intagrist", "Fadimata", "Alhousseyni", "Zeinabou", "Mahamane", "Agaly", "Tahara", "Harber",
    ]  # fmt: skip
    words = [
        "puits", "marché", "chèvre", "tempête", "colline", "silence", "récolte", "foulard", "tambour",
        "calebasse", "natte", "sentier", "dattier", "lanterne", "jarre", "corde", "sable", "orage",
    ]  # fmt: skip
    texts = {}
    for at, (one, two, three) in enumerate(
        itertools.islice(itertools.permutations(words, 3), 2_000)
    ):
        secrets = (
            f"{given[at % 8]} Ag {two.title()}{at}",
            f"+223 76 {at // 100 % 100:02} {at % 100:02} {at % 97:02}",
            f"la nuit du {one}{at}, près de la {two}, on a caché la {three}",
        )
        texts[2 * at] = secrets[at % 3]
        texts[2 * at + 1] = f"{three} {one}"
    return texts


def plant_more(folder, planted, number):
    """Files of other kinds beside the workbook: a Kobo export, a REFI-QDA project."""

    def text(where):
        number[0] += 1
        planted[str(number[0])] = (where, f"{CANARIES[2 * (number[0] % 2_000)]} zq{number[0]}zq")
        return planted[str(number[0])][1]

    book = Workbook()
    book.active.title = "Fiche"
    book.active.append([*KOBO, "_id", "_uuid", "_submission_time"])
    for n in range(1, 7):
        cells = [
            text(f"kobo.{name.split('/')[-1]}") if value is None else value.format(n=n)
            for name, value in KOBO.items()
        ]
        book.active.append([*cells, str(n), f"uuid-{n}", f"2017-03-0{n}T10:00:00"])
    for name, headings in GROUPS.items():
        book.create_sheet(name).append([*headings, *LINKS])
    book.save(folder / "brut" / "kobo.xlsx")
    path = folder / "projet.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    account = f"Le récit du document {text('qda.texte')} se termine ici."
    people = pd.DataFrame(
        {"id": ["D1"], "date": ["2017-05-01"], "commune": ["Alafia"], "resultat": ["R1"],
         "acteur": ["jeune"], "texte": [account], "consentement": ["citation_anonyme"]}
    )  # fmt: skip
    people.to_csv(folder / "brut" / "recits.csv", index=False)
    told = {"table": "temoignages", "colonnes": {name: name for name in people}}
    content["imports"] += [
        {"fichier": "brut/kobo.xlsx", "formulaire": "activite"},
        {"fichier": "brut/recits.csv", "forme": "csv", "feuilles": [told]},
    ]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    people = people.assign(date=pd.to_datetime(people["date"]), retrait_le=pd.NaT).reindex(
        columns=list(TABLES["temoignages"].to_schema().columns)
    )
    code = {
        name: text(f"qda.{name}") for name in ("definition", "inclusion", "exclusion", "exemple")
    }
    codes = pd.DataFrame([{"code": "rumeur", "libelle_fr": "Rumeur", "famille": "theme", **code}])
    passages = pd.DataFrame(
        [{"id": "q1", "id_temoignage": "D1", "debut": 0, "fin": 20, "code": "rumeur", "statut": "valide",
          "codeur": "zoulikha_bintmohamed", "date": pd.Timestamp("2018-01-02"), "memo": text("qda.memo"),
          "extrait": account[:20]}]
    )  # fmt: skip
    write_project(from_tables(people, passages, codes, "étude"), folder / "codage" / "etude.qdpx")


CANARIES = canaries()


def _attack(base, planting, within):
    folder, planted = planting.plant(base / "zq9999zq", CANARIES, TOLD)
    planted = {**planted, "9999": ("parametres.projet", "zq9999zq")}
    plant_more(folder, planted, [20_000])
    reports = base / "rapports"
    with pytest.MonkeyPatch.context() as patch, within():
        patch.setenv("LECONS_RAPPORTS", str(reports))
        made = {}
        for edition, language in (("interne", "fr"), ("publique", "fr"), ("publique", "en")):
            asked = check_parameters(
                {"projet": str(folder), "edition": edition, "langue": language}
            )
            # every kind of file once: those of the public edition in French
            formats = FORMATS if (edition, language) == ("publique", "fr") else FEWER
            made[edition, language] = produce(asked, formats=formats)
            if (edition, language) == ("publique", "fr"):
                prepare_workshop(asked.model_copy(update={"edition": "interne"}))
        for edition in ("interne", "publique"):
            export_coding(
                open_project(folder), check_parameters({"projet": str(folder), "edition": edition})
            )
    there = marks(folder, planted) | {"9999"}
    return SimpleNamespace(
        planted={mark: text for mark, text in planted.items() if mark in there},
        made=made,
        reports=reports / "hostile",
    )


@pytest.fixture(scope="module")
def attacked(made_once, planting, notebooks_here):
    return made_once("red-team", _attack, planting=planting, within=notebooks_here)


def decoded(content, depth=0):
    """Every text that bytes may hold, by means of our own: as text in three encodings, entities and
    escapes undone, and what is zipped, deflated, base64 or a PDF in them."""
    if depth > 4:
        return
    for encoding in ("utf-8", "latin-1", "utf-16"):
        yield content.decode(encoding, "ignore")
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from decoded(archive.read(name), depth + 1)
    if content.startswith(b"%PDF"):
        pdf = PdfReader(BytesIO(content))
        yield " ".join(page.extract_text() for page in pdf.pages)
        yield str(dict(pdf.metadata or {}))
        yield str([one.get("/Title") for one in pdf.outline if isinstance(one, dict)])
        for start in re.finditer(rb"stream\r?\n", content):
            try:
                yield zlib.decompressobj().decompress(content[start.end() :]).decode("latin-1")
            except zlib.error:
                continue
    for run in BASE64.findall(content):
        try:
            yield from decoded(base64.b64decode(run + b"=" * (-len(run) % 4)), depth + 1)
        except ValueError:
            continue


def marks(folder, planted):
    """The planted texts of which anything is in the files below: their mark, or their first letters."""
    found = set()
    first = {flat(text)[:24]: mark for mark, (_, text) in planted.items() if len(flat(text)) > 40}
    for path in folder.rglob("*"):
        if path.is_file():
            for text in (path.name, *decoded(path.read_bytes())):
                found |= set(MARK.findall(text)) | set(MARK.findall("".join(text.split())))
                smooth = flat(text)
                found |= {mark for begin, mark in first.items() if begin in smooth}
    return found


def flat(text):
    return "".join(char for char in text.casefold() if char.isalnum())


def guarded(planted):
    """The marks of what may not go out: what tables, files and people say, but what is made to be told."""
    owned = {*TABLES, "kobo", "qda", "jugements", "citations", "parametres"}
    return {
        mark
        for mark, (where, _) in planted.items()
        if where.split(".")[0] in owned and where not in TOLD
    }


def test_nothing_that_was_planted_is_in_any_byte_of_what_goes_out(attacked):
    secret = guarded(attacked.planted)
    assert len(secret) >= 200
    assert len({attacked.planted[mark][0] for mark in secret}) >= 60
    for (edition, language), outcome in attacked.made.items():
        assert outcome.held is None, outcome.held.read_text("utf-8")
        assert not outcome.partial, (edition, language, outcome.failures, outcome.refused)
    out = [attacked.reports / "publique", attacked.reports / "atelier"]
    names = {path.name for folder in out for path in folder.rglob("*")}
    assert names >= {
        "synthese.html", "synthese.pdf", "BP-1.html", "BP-1.pdf", "diapositives.html", "segments.xlsx",
        "constats.json", "manifeste.json", "livre_de_codes.qdc", "analyse_de_risques.pdf",
    }  # fmt: skip
    for folder in out:
        leaked = marks(folder, attacked.planted) & secret
        assert sorted(attacked.planted[mark] for mark in leaked) == []


def test_the_same_search_finds_all_of_it_inside(attacked):
    secret = guarded(attacked.planted)
    found = marks(attacked.reports / "interne", attacked.planted)
    assert len(secret & found) >= 200
    missing = {attacked.planted[mark][0] for mark in secret - found}
    assert missing == UNREAD | REFUSED
    # the judgements that do apply are told inside with their author and reason
    kept = {attacked.planted[mark][0] for mark in secret & found}
    assert kept >= {
        "jugements.auteur",
        "jugements.raison",
        "qda.memo",
        "qda.definition",
        "parametres.projet",
    }
