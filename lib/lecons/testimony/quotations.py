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
    judged = rows.merge(polarity[[*key, "sens"]], on=key)
    sides = {sens: group.drop_duplicates("id_temoignage") for sens, group in judged.groupby("sens")}
    rarer, commoner = sorted((sides.get(s, judged.head(0)) for s in (FOR, AGAINST)), key=len)
    contrary = _diverse(rarer).head(1)
    # one quotation a person: who speaks for the rarer side does not speak for the other as well
    others = commoner[~commoner["id_temoignage"].isin(contrary["id_temoignage"])]
    chosen = pd.concat([_diverse(others).head(at_most - len(contrary)), contrary])
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
