"""Times the whole computation of 20_activites on a million activities and 100 thousand cases against the
same aggregates written directly in pandas, as a ratio in one run.

    make banc-mesures

Prints one row a part, and writes nothing. The plain side groups, counts and sums what the notebook
shows, and draws no interval, no curve and no commune towards the whole.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from lecons.measures import costs, duration, inclusion, indicators, mediation, notes, reach
from lecons.project import open_project, read_population

ACTIVITIES, CASES = 1_000_000, 100_000
TYPES = ("seance_animation", "emission_radio", "espace_dialogue", "session_mediation", "formation", "reunion")  # fmt: skip
NOTES = ("Route coupée par la crue.", "Marché le même jour.", "Rumeur d’attaque.", "Traduction à improviser.")  # fmt: skip


def tables(rng: np.random.Generator, pcodes: np.ndarray) -> dict[str, pd.DataFrame]:
    """Activities and cases in the store's types."""
    n = ACTIVITIES
    kind = rng.choice(TYPES, n)
    aired = kind == "emission_radio"

    def counted(low: int, high: int) -> pd.Series:
        return pd.Series(rng.integers(low, high, n), dtype="Int64").mask(aired)

    activities = pd.DataFrame(
        {
            "id": pd.Series(np.char.add("a", np.arange(n).astype(str)), dtype="str"),
            "date": pd.Timestamp("2016-09-01") + pd.to_timedelta(rng.integers(0, 540, n), unit="D"),
            "commune": pd.Series(rng.choice(pcodes, n), dtype="str"),
            "type": pd.Series(kind, dtype="str"),
            "hommes": counted(5, 18),
            "femmes": counted(3, 16),
            "jeunes": counted(0, 12),
            "participants": pd.Series(pd.NA, range(n), dtype="Int64"),
            "cout_fcfa": pd.Series(rng.integers(20, 160, n) * 1000, dtype="Int64"),
            "difficultes": pd.Series(rng.choice([*NOTES, None, None, None, None], n), dtype="str"),
            "reussites": pd.Series(rng.choice([*NOTES, None, None, None, None], n), dtype="str"),
        }
    )
    m = CASES
    issue = rng.choice(
        ["regle", "echec", "en_cours", "sans_mediation"], m, p=[0.65, 0.14, 0.12, 0.09]
    )
    reported = pd.Timestamp("2016-09-01") + pd.to_timedelta(rng.integers(0, 500, m), unit="D")
    ended = reported + pd.to_timedelta(rng.integers(4, 75, m), unit="D")
    state = pd.Series(rng.choice(["respecte", "rompu", None], m, p=[0.6, 0.1, 0.3]), dtype="str")
    settled = issue == "regle"
    cases = pd.DataFrame(
        {
            "id": pd.Series(np.char.add("c", np.arange(m).astype(str)), dtype="str"),
            "date_signalement": reported,
            "commune": pd.Series(rng.choice(pcodes, m), dtype="str"),
            "type_conflit": pd.Series(rng.choice(["eau", "terre", "vol", "dette"], m), dtype="str"),
            "issue": pd.Series(issue, dtype="str"),
            "date_issue": pd.Series(ended).where(np.isin(issue, ["regle", "echec"])),
            "suivi_3_mois": state.where(settled),
            "suivi_6_mois": state.where(settled & (rng.random(m) < 0.7)),
            "mediatrices": pd.Series(rng.integers(0, 4, m), dtype="Int64"),
            "mediateurs": pd.Series(rng.integers(2, 6, m), dtype="Int64"),
            "jeunes_mediateurs": pd.Series(rng.integers(0, 3, m), dtype="Int64"),
            "revient_de": pd.Series(np.where(rng.random(m) < 0.01, "c7", None), dtype="str"),
        }
    )
    framework = pd.DataFrame(
        {
            "id": ["1", "2", "3"],
            "calcul": ["personnes_touchees", "femmes_role_actif", "conflits_regles"],
        }
    )
    return {"activites": activities, "cas": cases, "cadre": framework}


def ours(
    found: dict[str, pd.DataFrame],
    communes: pd.DataFrame,
    people: pd.DataFrame,
    lexicon: pd.DataFrame,
) -> dict[str, Callable[[], object]]:
    """What the notebook computes, part by part."""
    a, c = found["activites"], found["cas"]
    return {
        "portée et coûts": lambda: (reach.reach(a), reach.by_type(a), costs.costs(a)),
        "couverture": lambda: reach.coverage(a, communes, people),
        "notes": lambda: notes.notes(a, lexicon),
        "médiation": lambda: (
            mediation.funnel(c),
            mediation.by_type(c),
            mediation.returned(c),
            mediation.by_mediators(c),
            mediation.by_commune(c, communes),
        ),
        "durées": lambda: (duration.settlement(c), duration.durability(c)),
        "comités": lambda: inclusion.committees(c),
        "indicateurs": lambda: indicators.computed(found["cadre"], found),
    }


def plain(found: dict[str, pd.DataFrame], lexicon: pd.DataFrame) -> dict[str, Callable[[], object]]:
    """The same aggregates as an analyst would write them."""
    a, c = found["activites"], found["cas"]
    people = ["hommes", "femmes", "jeunes"]

    def reached() -> object:
        present = a["hommes"].fillna(0) + a["femmes"].fillna(0)
        frame = a.assign(present=present)
        totals = frame[[*people, "present"]].sum(), a["commune"].nunique(), list(a["id"])
        types = frame.groupby("type").agg(
            n=("id", "size"), communes=("commune", "nunique"),
            hommes=("hommes", "sum"), femmes=("femmes", "sum"), jeunes=("jeunes", "sum"),
        )  # fmt: skip
        known = frame[(present > 0) & frame["cout_fcfa"].notna()].groupby("type")
        ratio = known["cout_fcfa"].sum() / known["present"].sum()
        return totals, types, ratio, frame.groupby("type")["cout_fcfa"].mean()

    def covered() -> object:
        frame = a.assign(
            present=a["hommes"].fillna(0) + a["femmes"].fillna(0), mois=a["date"].dt.to_period("M")
        )
        table = frame.groupby("commune").agg(
            n=("id", "size"), mois=("mois", "nunique"), hommes=("hommes", "sum"),
            femmes=("femmes", "sum"), jeunes=("jeunes", "sum"), present=("present", "sum"),
        )  # fmt: skip
        return table, pd.crosstab(frame["commune"], frame["mois"]), list(a["id"])

    def noted() -> object:
        told = []
        for column in ("difficultes", "reussites"):
            counts = a[column].value_counts()
            for words in lexicon["mots"]:
                pattern = "|".join(words.replace("*", "").split("|")[:6])
                told.append(
                    counts[counts.index.str.contains(pattern, case=False, regex=True)].sum()
                )
            told.append(a.loc[a[column].notna()].groupby(column)["id"].agg(list))
            told.append(a.loc[a[column].notna()].groupby(column)["commune"].nunique())
        return told

    def mediated() -> object:
        m = c[c["issue"] != "sans_mediation"]
        settled = c[c["issue"] == "regle"]
        women = m.assign(avec=m["mediatrices"] > 0, ok=m["issue"] == "regle")
        young = m.assign(avec=m["jeunes_mediateurs"] > 0, ok=m["issue"] == "regle")
        flat = c.assign(ok=c["issue"] == "regle")
        return (
            list(c["id"]), list(m["id"]), list(settled["id"]),
            settled["suivi_3_mois"].value_counts(), settled["suivi_6_mois"].value_counts(),
            women.groupby("avec")["ok"].agg(["sum", "size"]), young.groupby("avec")["ok"].agg(["sum", "size"]),
            flat.groupby("type_conflit")["ok"].agg(["sum", "size"]),
            flat.groupby("commune")["ok"].agg(["sum", "size"]),
            c.loc[c["revient_de"].isin(c["id"]), "id"].to_list(),
        )  # fmt: skip

    def lasted() -> object:
        m = c[c["issue"] != "sans_mediation"]
        days = (m["date_issue"] - m["date_signalement"]).dt.days
        settled = c[c["issue"] == "regle"]
        return (
            days[m["issue"] == "regle"].describe(),
            days.value_counts().sort_index().cumsum(),
            settled.groupby(["suivi_3_mois", "suivi_6_mois"], dropna=False).size(),
            list(m["id"]), list(settled["id"]),
        )  # fmt: skip

    def halves() -> object:
        m = c[c["issue"] != "sans_mediation"]
        half = (
            m["date_signalement"].dt.year.astype(str)
            + "-"
            + ((m["date_signalement"].dt.month > 6) + 1).astype(str)
        )
        return (
            (m["mediatrices"] > 0).groupby(half).mean(), (m["jeunes_mediateurs"] > 0).groupby(half).mean(),
            list(m["id"]),
        )  # fmt: skip

    def tracked() -> object:
        peace = a[a["type"] != "emission_radio"]
        present = peace["hommes"].fillna(0) + peace["femmes"].fillna(0)
        half = peace["date"].dt.to_period("6M")
        m = c[c["issue"] != "sans_mediation"]
        by_half = c["date_signalement"].dt.to_period("6M")
        return (
            peace[people].sum(), present.groupby(peace["commune"]).max().sum(), present.groupby(half).sum(),
            list(peace["id"]), m["mediatrices"].sum() / (m["mediatrices"] + m["mediateurs"]).sum(),
            (c["issue"] == "regle").groupby(by_half).mean(), list(c["id"]),
        )  # fmt: skip

    return {
        "portée et coûts": reached,
        "couverture": covered,
        "notes": noted,
        "médiation": mediated,
        "durées": lasted,
        "comités": halves,
        "indicateurs": tracked,
    }


def fastest(work: Callable[[], object], times: int) -> float:
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    project = open_project("data/3p-amss")
    communes = project.communes()
    folder = project.reference_folder
    lexicon = notes.read_lexicon(folder / notes.LEXICON)
    found = tables(np.random.default_rng(1), communes["pcode"].to_numpy(dtype=object))
    mine = ours(found, communes, read_population(folder), lexicon)
    theirs = plain(found, lexicon)
    totals = [0.0, 0.0]
    print("| part | pandas | lecons | ratio |\n|---|---|---|---|")
    for name, work in mine.items():
        work()  # imports
        seconds = fastest(theirs[name], times), fastest(work, times)
        totals = [total + one for total, one in zip(totals, seconds, strict=True)]
        print(
            f"| {name} | {seconds[0]:.2f} s | {seconds[1]:.2f} s | {seconds[1] / seconds[0]:.2f} |"
        )
    print(
        f"| **ensemble** | {totals[0]:.2f} s | {totals[1]:.2f} s | **{totals[1] / totals[0]:.2f}** |"
    )


if __name__ == "__main__":
    main()
