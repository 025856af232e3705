"""Chooses a few quotations: different people and places, the contrary voice included."""

import pandas as pd

from lecons.testimony.voices import AGAINST, FOR


def choose(said: pd.DataFrame, practice: str, at_most: int = 3) -> pd.DataFrame:
    """Up to `at_most` readable passages about a practice, one a person, of different communes first.

    In: rows of `voices.spoken`, whose `extrait` is blank where the edition may not read it. When
    anybody is against, the last place is theirs. Out: the rows with `sens`, favourable first.
    """
    key = ["id_temoignage", "debut", "fin"]
    polarity = said[said["code"].isin([FOR, AGAINST])].rename(columns={"code": "sens"})
    rows = said[(said["code"] == practice) & said["extrait"].notna()]
    judged = rows.merge(polarity[[*key, "sens"]], on=key).drop_duplicates("id_temoignage")
    favourable = _diverse(judged[judged["sens"] == FOR])
    contrary = _diverse(judged[judged["sens"] == AGAINST])
    if len(favourable) < len(contrary):
        favourable, contrary = contrary, favourable
    reserved = min(1, len(contrary))
    chosen = pd.concat([favourable.head(at_most - reserved), contrary.head(reserved)])
    return chosen.sort_values("sens", kind="stable", ignore_index=True)


def by_code(said: pd.DataFrame, codes: list[str], at_most: int = 3) -> pd.DataFrame:
    """Up to `at_most` readable passages with one of `codes`, one a person, communes varied."""
    rows = said[said["code"].isin(codes) & said["extrait"].notna()]
    return _diverse(rows.drop_duplicates("id_temoignage")).head(at_most).reset_index(drop=True)


def _diverse(rows: pd.DataFrame) -> pd.DataFrame:
    """Order so that each new row brings a new commune, then a new group and sex, where it can."""
    ordered = rows.sort_values("id_temoignage")
    turn = ordered.groupby("commune").cumcount()
    group = ordered.groupby(["acteur", "sexe"]).cumcount()
    order = pd.DataFrame({"turn": turn, "group": group}).sort_values(
        ["turn", "group"], kind="stable"
    )
    return ordered.loc[order.index]
