"""What one form says of another's rows: follow-up visits of agreements, withdrawn testimonies."""

from collections.abc import Mapping

import pandas as pd

FOLLOWED = {"3": "suivi_3_mois", "6": "suivi_6_mois"}


def follow_up(cases: pd.DataFrame, visits: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """The cases with what the visits found (`suivi_3_mois`, `suivi_6_mois`), and the visits that
    contradict what a case already says, or another visit of the same term and day.

    The latest visit of a term is the one that counts.
    """
    cases = cases.copy()
    wrong = pd.Series(False, index=visits.index)
    for term, column in FOLLOWED.items():
        mine = visits[visits["echeance"].eq(term) & visits["id_cas"].isin(cases["id"])]
        states = mine.groupby(["id_cas", "date"])["etat"].transform("nunique")
        wrong.loc[mine.index[states > 1]] = True
        said = mine["id_cas"].map(cases.set_index("id")[column])
        wrong.loc[mine.index[(said.notna() & said.ne(mine["etat"])).fillna(False)]] = True
        sound = mine[~wrong.loc[mine.index]].sort_values("date", kind="stable")
        found = sound.drop_duplicates("id_cas", keep="last").set_index("id_cas")["etat"]
        cases[column] = cases[column].fillna(cases["id"].map(found).astype(cases[column].dtype))
    return cases, wrong


def key_of(number: object) -> str:
    """A testimony's number as it may be copied from a card: without case nor spaces."""
    return "".join(str(number).split()).casefold()


def withdraw(
    testimonies: pd.DataFrame, withdrawn: Mapping[str, pd.Timestamp | None]
) -> tuple[pd.DataFrame, list[str]]:
    """The testimonies with the day of their withdrawal, and the numbers that no testimony has.

    `withdrawn`: number (key_of) → day. A withdrawal whose day is not known counts from the day of
    the testimony: a doubt about a date never keeps somebody's words in.
    """
    testimonies = testimonies.copy()
    keys = testimonies["id"].map(key_of)
    asked = keys.isin(list(withdrawn)).to_numpy()
    days = keys.map({key: day for key, day in withdrawn.items() if day is not None})
    days = pd.to_datetime(days).astype(testimonies["retrait_le"].dtype).fillna(testimonies["date"])
    fresh = asked & testimonies["retrait_le"].isna().to_numpy()
    testimonies.loc[fresh, "retrait_le"] = days[fresh]
    return testimonies, sorted(set(withdrawn) - set(keys))
