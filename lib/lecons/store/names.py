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
    "formations",
    "organisations",
    "emissions",
    "incidents",
    "enquete",
    "temoignages",
    "segments",
    "contributions",
    "appreciations",
    "livre_de_codes",
    "cadre",
)

ITEMS = [f"q{i}" for i in range(1, 7)]
CRITERIA = ["pertinence", "efficacite", "inclusion", "durabilite", "transferabilite"]

# a row that names a missing row of another table is a broken reference
REFERENCES: dict[str, dict[str, tuple[str, str]]] = {
    "cas": {"id_activite": ("activites", "id")},
    "formations": {"id_activite": ("activites", "id")},
    "segments": {
        "id_temoignage": ("temoignages", "id"),
        "code": ("livre_de_codes", "code"),
    },
}

# the day by which a period selects rows
PERIOD_COLUMN: dict[str, str] = {
    "activites": "date",
    "cas": "date_signalement",
    "emissions": "date",
    "incidents": "date",
    "temoignages": "date",
}
