"""What all tables share: how they are checked, and the answers that several of them take."""

from pandera.pandas import DataFrameModel

RESULT = r"^R\d+(?: R\d+)*$"
PCODE = r"^ML\d{6}$"
CERCLE = r"^ML\d{4}$"
SEXES = ["F", "H"]
AGES = ["18-35", "36-59", "60+"]
REGIONS = ["tombouctou", "gao", "kidal", "national"]
CONSENTS = ["aucun", "interne", "citation_anonyme", "citation_nominative"]
# a date written without its day (« mars 2018 ») stands at the first of the month, and says so here
PRECISIONS = ["jour", "mois"]
RECORDS = ["projet", "acled", "ucdp"]
PRECISION = "jour, ou mois quand le jour n’est pas noté (la date est alors le 1er)"


class Table(DataFrameModel):
    """What all tables share: values are coerced to their type, columns not named are dropped."""

    class Config:
        coerce = True
        strict = "filter"
