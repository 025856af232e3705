"""The tables: one pandera model each. The checks and the data dictionary both come from here.

Column names are French because analysts read them. Every stored table also carries `SOURCE_COLUMNS`,
which lead each record back to the cell it came from.
"""

from lecons.store.schemas.accounts import Codebook, Readings, Segments, Testimonies, Withdrawals
from lecons.store.schemas.field import (
    Activities,
    Broadcasts,
    Cases,
    Followups,
    Incidents,
    Organisations,
    Survey,
    Trainees,
)
from lecons.store.schemas.framework import Framework
from lecons.store.schemas.shared import RESULT, Table
from lecons.store.schemas.workshop import Appraisals, Contributions, Priorities

TABLES: dict[str, type[Table]] = {
    "activites": Activities,
    "cas": Cases,
    "suivis": Followups,
    "formations": Trainees,
    "organisations": Organisations,
    "emissions": Broadcasts,
    "incidents": Incidents,
    "enquete": Survey,
    "temoignages": Testimonies,
    "retraits": Withdrawals,
    "segments": Segments,
    "lectures": Readings,
    "contributions": Contributions,
    "appreciations": Appraisals,
    "priorites": Priorities,
    "livre_de_codes": Codebook,
    "cadre": Framework,
}

__all__ = ["RESULT", "TABLES", "Segments", "Table"]
