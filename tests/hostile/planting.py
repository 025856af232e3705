"""A small project in which every text is hostile: all that a person can type, in every table and file.

Each planted text ends in a mark of its own (`zq12zq`), so that wherever it comes out one can tell
which text it was, from where, and whether it is still the same.
"""

import csv
import itertools
import re
import shutil

import yaml
from lecons.books import put_text
from lecons.project import repository_root
from lecons.store.schemas import TABLES
from openpyxl import Workbook

ROWS = 12
MARK = re.compile(r"zq(\d+)zq")
BOOK = "brut/=cmd|' <img src=x onerror=aie()> {x:pers} $x$.xlsx"
COMMUNES = {"ML060101": "Alafia", "ML060316": "Tonka", "ML060105": "Salam"}
AREAS = ("R1",)
# the sheets of the workbook: what Excel allows in a name, and no more
SHEETS = [f"<svg onload=aie({at})>" for at in range(len(TABLES))]


class Planted:
    """What was planted, in `texts`: mark → (where, text).

    What people answered and what the project declares take every other payload each: the release
    check rightly holds back a page that repeats a long answer, were it the words of projet.yaml too.
    """

    def __init__(self, payloads, told):
        every = [*payloads.values()]
        self.answered, self.declared = itertools.cycle(every[::2]), itertools.cycle(every[1::2])
        self.told = told
        self.texts = {}

    def __call__(self, where, key=False):
        """A hostile text for a place, the next payload each time. A `key` names something else, so it
        holds no line break."""
        at = len(self.texts)
        answered = where.split(".")[0] in TABLES and where not in self.told
        payload = next(self.answered if answered else self.declared)
        if key:
            payload = " ".join(payload.split())
        text = f"{payload} zq{at}zq"
        self.texts[str(at)] = (where, text)
        return text


def plant(data, payloads, told=()):
    """Write the project in `data`/hostile; answers its folder and what was planted: mark → (where, text).
    `told`: columns of tables that are declared rather than answered."""
    shutil.copytree(repository_root() / "data" / "reference", data / "reference")
    folder = data / "hostile"
    (folder / "codage").mkdir(parents=True)
    planted = Planted(payloads, told)
    keys = {
        "pratiques": [planted("pratiques.code", key=True) for _ in range(3)],
        "constats": ["R1-portee", "R1-cas-regles"],
        "recommandations": ["REC-1", "REC-2"],
    }
    content = declared(planted, keys["pratiques"])
    (folder / "projet.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    rows = {table: records(table, planted, keys) for table in TABLES}
    workbook(folder / BOOK, rows)
    segments = rows["segments"]
    csv_file(folder / "codage" / "citations.csv", [
        ["id_segment", "decision", "traduction_en", "auteur", "date", "raison"],
        *([segments[at]["id"], "épingler", planted("citations.traduction_en"),
           planted("citations.auteur"), "2018-03-19", planted("citations.raison")]
          for at in (0, 2)),
    ])  # fmt: skip
    csv_file(folder / "jugements.csv", [
        ["pratique", "constat", "composante", "niveau", "auteur", "date", "raison"],
        [keys["pratiques"][0], "", "pertinence", "1", planted("jugements.auteur"), "2018-03-20",
         planted("jugements.raison")],
        ["", "R1-portee", "confiance", "faible", planted("jugements.auteur"), "2018-03-20",
         planted("jugements.raison")],
        [planted("jugements.pratique"), "", planted("jugements.composante"), planted("jugements.niveau"),
         planted("jugements.auteur"), "2018-03-20", planted("jugements.raison")],
    ])  # fmt: skip
    return folder, planted.texts


def declared(planted, practices):
    """projet.yaml: every text of it planted."""

    def texts(where):
        return {"fr": planted(where), "en": "<script>aie('en')</script>"}

    return {
        "code": "hostile",
        "donnees_fictives": True,
        "nom": texts("nom"),
        "sigle": planted("sigle"),
        "organisation": planted("organisation"),
        "partenaires": [planted("partenaires"), planted("partenaires")],
        "subvention": planted("subvention"),
        "debut": "2017-01-01",
        "fin": "2018-12-31",
        "atelier": {
            "date": "2018-03-23",
            "lieu": texts("atelier.lieu"),
            "ordre_du_jour": [
                {"heure": f"{9 + at:02}:00", "titre": texts("ordre_du_jour.titre"),
                 "conduit_par": texts("ordre_du_jour.conduit_par")}
                for at in range(3)
            ],
            "groupes": [
                {"code": f"g{at}", "titre": texts("groupes.titre"), "pratiques": practices[at:],
                 "questions": [texts("groupes.questions") for _ in range(2)]}
                for at in range(2)
            ],
        },
        "resultats": [
            {"code": code, "titre": texts("resultats.titre"), "enonce": texts("resultats.enonce"),
             "analyses": ["mediation", "violence", "capacites", "cohesion"]}
            for code in AREAS
        ],
        "communes": [{"pcode": pcode, "nom": f"{nom} {planted('communes.nom')}"} for pcode, nom in COMMUNES.items()],
        "acteurs": {"jeune": texts("acteurs"), "femme_leader": texts("acteurs")},
        "radios": [planted("radios"), planted("radios")],
        "pratiques": [
            {"code": code, "numero": f"BP-{at}", "resultat": AREAS[0], "activites": ["session_mediation", "formation"],
             "mesures": [f"R1-voix-{at}"], "etapes": [texts("pratiques.etapes") for _ in range(3)],
             **{name: texts(f"pratiques.{name}") for name in (
                 "titre", "pour_qui", "conditions", "contexte", "acteurs", "facteurs", "durabilite")}}
            for at, code in enumerate(practices[:2], 1)
        ],
        "recommandations": [
            {"id": f"REC-{at}", "texte": texts("recommandations.texte"), "qui": texts("recommandations.qui"),
             "quand": texts("recommandations.quand"), "pratique": practices[at - 1], "constats": [planted("recommandations.constats", key=True)] if at == 2 else []}
            for at in (1, 2)
        ],
        "imports": [
            {"fichier": BOOK, "forme": "excel", "feuilles": [
                {"feuille": sheet, "table": table,
                 "colonnes": {name: name for name in columns(table)}}
                for table, sheet in zip(TABLES, SHEETS, strict=True)
            ]},
        ],
    }  # fmt: skip


def columns(table):
    return list(TABLES[table].to_schema().columns)


def text_columns(table):
    """The free text of a table: no list of answers, no pattern, and no key that must exist elsewhere."""
    found = []
    for name, column in TABLES[table].to_schema().columns.items():
        closed = {check.name for check in column.checks} & {"isin", "str_matches"}
        if str(column.dtype) in ("str", "object", "string") and not closed:
            found.append(name)
    return found


def records(table, planted, keys):
    """The rows of a table: valid where a list or a number is asked for, hostile everywhere else."""
    schema = TABLES[table].to_schema()
    rows = []
    for at in range(ROWS):
        row = {}
        for name, column in schema.columns.items():
            checks = {check.name: check.statistics for check in column.checks}
            kind = str(column.dtype)
            if "isin" in checks:
                allowed = sorted(checks["isin"]["allowed_values"])
                row[name] = allowed[at % len(allowed)]
            elif "str_matches" in checks:
                row[name] = _matching(name, at)
            elif "datetime" in kind:
                row[name] = f"2017-{at % 12 + 1:02}-{at % 27 + 1:02}"
            elif "int" in kind.lower() or "float" in kind:
                low = checks.get("greater_than_or_equal_to", {}).get("min_value", 1)
                high = checks.get("less_than_or_equal_to", {}).get("max_value", 40)
                row[name] = low + at % int(high - low + 1)
            else:
                row[name] = planted(f"{table}.{name}", key=name.startswith("id") or name == "code")
        rows.append(_coherent(table, row, at, keys))
    keys[table] = rows
    return rows


def _matching(name, at):
    if name == "resultat":
        return AREAS[0]
    commune = [*COMMUNES][at % 3]
    return commune[:6] if name == "cercle" else commune


def _coherent(table, row, at, keys):
    """What must agree with another row or with itself, so that the row is kept."""
    practices = keys["pratiques"]
    ids = {
        one: [row["id"] for row in keys[one]]
        for one in ("activites", "cas", "temoignages")
        if one in keys
    }
    match table:
        case "activites":
            row |= {"jeunes": row["hommes"], "participants": row["hommes"] + row["femmes"]}
            row |= {"acteurs": "jeune femme_leader"} if at % 2 else {}
        case "cas":
            row |= {"id_activite": ids["activites"][at], "date_issue": None, "revient_de": None}
        case "suivis":
            row |= {"id_cas": ids["cas"][at]}
        case "formations":
            row |= {"id_activite": ids["activites"][at]}
        case "organisations":
            row |= {
                "id": keys["organisations_noms"][at % 4]
                if at % 2 == 0 and "organisations_noms" in keys
                else row["id"],
                "femmes_bureau": 1,
                "jeunes_bureau": 1,
                "taille_bureau": 9,
            }
        case "temoignages":
            row |= {"retrait_le": None, "consentement": "citation_anonyme", "resultat": "R1"}
            row |= {"acteur": "jeune"} if at % 2 else {}
        case "retraits":
            row |= {"id_temoignage": "personne"}
        case "segments":
            person = keys["temoignages"][at // 2]
            codes = [practices[at // 2 % 2], "favorable" if at % 4 < 2 else "reserve"]
            row |= {
                "id_temoignage": person["id"],
                "debut": 0,
                "fin": len(person["texte"]),
                "code": codes[at % 2],
                "statut": "valide",
                "codeur": keys.setdefault("codeur", row["codeur"]),
            }
        case "lectures":
            row |= {"id_temoignage": ids["temoignages"][at], "codeur": keys["codeur"]}
        case "contributions":
            row |= {
                "consentement": "citation_anonyme",
                "pratique": practices[at % 2],
                "objectif": AREAS[0],
            }
        case "appreciations":
            row |= {"pratique": practices[at % 2]}
        case "priorites":
            row |= {"recommandation": keys["recommandations"][at % 2]}
        case "livre_de_codes":
            own = [
                (practices[0], "pratique"),
                (practices[1], "pratique"),
                (practices[2], "pratique"),
                ("favorable", "polarite"),
                ("reserve", "polarite"),
            ]
            row |= {"parent": None, "resultat": AREAS[0]}
            row |= (
                dict(zip(("code", "famille"), own[at], strict=True))
                if at < len(own)
                else {"famille": "theme"}
            )
        case "cadre":
            row |= {
                "calcul": "conflits_regles" if at else None,
                "constat": None if at else "R1-portee",
                "reference": 0.1,
                "cible": 0.5,
            }
    return row  # fmt: skip


def workbook(path, rows):
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet, (table, lines) in zip(SHEETS, rows.items(), strict=True):
        page = book.create_sheet(sheet)
        for column, name in enumerate(columns(table), 1):
            page.cell(1, column, name)
            for at, line in enumerate(lines, 2):
                value = line[name]
                if isinstance(value, str):
                    put_text(page.cell(at, column), value)
                elif value is not None:
                    page.cell(at, column, value)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def csv_file(path, rows):
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
