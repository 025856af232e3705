"""Names that all floors share, kept apart from the schemas so that a notebook that only reads tables
does not wait for pandera."""

SOURCE_COLUMNS = {
    "source_fichier": "fichier d’où vient la ligne",
    "source_feuille": "feuille d’où vient la ligne",
    "source_ligne": "numéro de la ligne dans la feuille, comme Excel la compte",
}

TABLE_NAMES = (
    "activites",
    "cas",
    "suivis",
    "formations",
    "organisations",
    "emissions",
    "incidents",
    "enquete",
    "temoignages",
    "retraits",
    "segments",
    "lectures",
    "contributions",
    "appreciations",
    "priorites",
    "livre_de_codes",
    "cadre",
)

# the columns that name a row in the sources of a finding, where it is not `id`; joined by JOIN
ROW_KEYS: dict[str, tuple[str, ...]] = {
    "lectures": ("id_temoignage", "codeur"),
    "appreciations": ("id_participant", "pratique"),
    "priorites": ("id_participant", "recommandation"),
    "livre_de_codes": ("code",),
}
JOIN = "·"

# what people said, in their words: a cell that is not whole is not their account
WORDS = {("temoignages", "texte"), ("contributions", "texte")}

# the same and what quotes it: never copied where a person did not ask for it
SPOKEN = WORDS | {
    ("segments", "memo"),
    ("segments", "extrait_public"),
    ("contributions", "texte_public"),
    ("suivis", "note"),
    ("livre_de_codes", "exemple"),
}

# rows that say the same in these columns, none of them blank, are probably one thing sent twice
PROBABLE_COPIES: dict[str, tuple[str, ...]] = {
    "activites": ("date", "commune", "type", "theme", "hommes", "femmes", "duree_min"),
    "emissions": ("date", "radio", "commune", "langue", "theme", "duree_min", "appels"),
    "temoignages": ("commune", "texte"),
}

# columns that the intake works out by itself where they are not given
DERIVED_COLUMNS = {"precision_date", "cercle"}

# what a mapping may give to find the commune, and no table keeps
HELPER_COLUMNS: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("activites", "cas", "organisations", "emissions", "enquete", "temoignages"), ("cercle",)
)

ITEMS = [f"q{i}" for i in range(1, 7)]
CRITERIA = ["pertinence", "efficacite", "inclusion", "durabilite", "transferabilite"]

# a row that names a missing row of another table is a broken reference
REFERENCES: dict[str, dict[str, tuple[str, str]]] = {
    "cas": {"id_activite": ("activites", "id")},
    "suivis": {"id_cas": ("cas", "id")},
    "formations": {"id_activite": ("activites", "id")},
    "retraits": {"id_temoignage": ("temoignages", "id")},
    "segments": {
        "id_temoignage": ("temoignages", "id"),
        "code": ("livre_de_codes", "code"),
    },
    "lectures": {"id_temoignage": ("temoignages", "id")},
}

# the day by which a period selects rows
PERIOD_COLUMN: dict[str, str] = {
    "activites": "date",
    "cas": "date_signalement",
    "emissions": "date",
    "incidents": "date",
    "temoignages": "date",
}

# what an import keeps of who withdrew and of who refused, beside the tables; a person may correct it there
REGISTERS = WITHDRAWALS, REFUSALS = "retraits.json", "refus.json"
