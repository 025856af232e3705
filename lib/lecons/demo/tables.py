"""Draws the rows of the demonstration project from one seeded generator."""

import uuid
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lecons.demo import effects as planted

Rows = list[dict[str, object]]

_THEMES = [
    "vivre ensemble",
    "accord de paix",
    "gestion des ressources",
    "rôle des femmes",
    "rumeurs",
]
_DIFFICULTIES = [
    "Route coupée par la crue, arrivée l’après-midi.",
    "Marché hebdomadaire le même jour : peu de monde au début.",
    "Les participants demandent un appui matériel.",
    "Rumeur d’attaque, séance écourtée.",
    "Traduction en tamasheq à improviser.",
]
_SUCCESSES = [
    "Les femmes ont pris la parole les premières.",
    "Le chef de fraction a demandé une autre séance.",
    "Deux familles ont accepté de se revoir.",
    "Les jeunes ont proposé un comité de veille.",
]
_ACTORS = ["autorites", "femmes", "jeunes", "religieux", "leaders", "radios"]
_LANGUAGES = ["songhay", "tamasheq", "hassanya", "peul"]


class Draw:
    """The seeded source of chance, with the few draws that the tables share."""

    def __init__(self, pcodes: list[str], seed: int = planted.SEED) -> None:
        self.rng = np.random.default_rng(seed)
        self.pcodes = pcodes

    def uuid(self) -> str:
        return str(uuid.UUID(bytes=self.rng.bytes(16), version=4))

    def day(self, first: date = planted.FIRST_DAY, last: date = planted.LAST_DAY) -> date:
        return first + timedelta(days=int(self.rng.integers(0, (last - first).days + 1)))

    def one(self, values: list[str]) -> str:
        return values[int(self.rng.integers(0, len(values)))]

    def maybe(self, share: float) -> bool:
        return bool(self.rng.random() < share)


def activities(draw: Draw) -> pd.DataFrame:
    """430 activities, every commune served by every main type; sessions sum to the published reach."""
    rows: Rows = []
    for kind, count in planted.ACTIVITIES.items():
        for i in range(count):
            commune = draw.pcodes[i % len(draw.pcodes)] if i < 44 else draw.one(draw.pcodes)
            rows.append(_activity(draw, kind, commune))
    _calibrate_reach(rows)
    return pd.DataFrame(rows)


def _activity(draw: Draw, kind: str, commune: str) -> dict[str, object]:
    aired = kind == "emission_radio"
    men, women = int(draw.rng.integers(5, 18)), int(draw.rng.integers(3, 16))
    actors = [actor for actor in _ACTORS if draw.maybe(0.4)] or ["leaders"]
    return {
        "uuid": draw.uuid(),
        "date": draw.day(),
        "commune": commune,
        "resultat": planted.RESULT_OF[kind],
        "type": kind,
        "theme": draw.one(_THEMES),
        "hommes": None if aired else men,
        "femmes": None if aired else women,
        "jeunes": None if aired else int(draw.rng.integers(0, (men + women) // 2 + 1)),
        "acteurs": " ".join(actors),
        "duree_min": int(draw.rng.choice([45, 60, 90, 120, 180])),
        "cout_fcfa": int(draw.rng.integers(20, 160)) * 1000 if draw.maybe(0.9) else None,
        "difficultes": draw.one(_DIFFICULTIES) if draw.maybe(0.35) else None,
        "reussites": draw.one(_SUCCESSES) if draw.maybe(0.35) else None,
        "agent": f"agent_{int(draw.rng.integers(1, planted.AGENTS + 1)):02d}",
    }


def _calibrate_reach(rows: Rows) -> None:
    """Add or take one man at a time until the awareness sessions sum to the published figure."""
    sessions = [row for row in rows if row["type"] == "seance_animation"]
    gap = planted.SENSITISED - sum(int(str(r["hommes"])) + int(str(r["femmes"])) for r in sessions)
    step = 1 if gap > 0 else -1
    for i in range(abs(gap)):
        session = sessions[i % len(sessions)]
        session["hommes"] = int(str(session["hommes"])) + step
        session["jeunes"] = min(int(str(session["jeunes"])), int(str(session["femmes"])))


def cases(draw: Draw, activity_rows: pd.DataFrame) -> pd.DataFrame:
    """81 cases, 53 settled; each is recorded at a mediation session."""
    sessions = activity_rows[activity_rows["type"] == "session_mediation"]
    plan = [key for key, count in planted.CASES_BY_ISSUE.items() for _ in range(count)]
    rows: Rows = []
    for i, (issue, mixed) in enumerate(plan):
        session = sessions.iloc[i % len(sessions)]
        mediated = issue != "sans_mediation"
        closed = issue in ("regle", "echec")
        ended = min(
            session["date"] + timedelta(days=int(draw.rng.integers(4, 75))), planted.LAST_DAY
        )
        age = (planted.LAST_DAY - ended).days if issue == "regle" else 0
        third = _kept(draw, planted.KEPT_3_MONTHS) if age >= 90 else None
        sixth = _kept(draw, planted.KEPT_6_MONTHS) if age >= 180 and third == "respecte" else third
        rows.append(
            {
                "id": f"CAS-{i + 1:03d}",
                "uuid": session["uuid"],
                "date_signalement": session["date"],
                "type_conflit": draw.one(
                    ["eau", "terre", "paturage", "chefferie", "dette", "famille", "vol"]
                ),
                "parties": int(draw.rng.integers(2, 5)),
                "violence": "oui" if draw.maybe(0.3) else "non",
                "issue": issue,
                "date_issue": ended if closed else None,
                "suivi_3_mois": third,
                "suivi_6_mois": sixth if age >= 180 else None,
                "mediatrices": int(draw.rng.integers(1, 4)) if mixed else (0 if mediated else None),
                "mediateurs": int(draw.rng.integers(2, 6)) if mediated else None,
                "jeunes_mediateurs": int(draw.rng.integers(0, 3)) if mediated else None,
            }
        )
    _come_back(rows, dict(zip(sessions["uuid"], sessions["commune"], strict=True)))
    return pd.DataFrame(rows)


def _come_back(rows: Rows, commune_of: dict[str, str]) -> None:
    """Some open cases are settled conflicts that came back, in the same commune, later."""
    for row in rows:
        row["revient_de"] = None
    open_cases = [row for row in rows if row["issue"] == "en_cours"]
    settled = [row for row in rows if row["issue"] == "regle"]
    pairs = [
        (earlier, later)
        for later in open_cases
        for earlier in settled
        if commune_of[str(earlier["uuid"])] == commune_of[str(later["uuid"])]
        and str(earlier["date_issue"]) < str(later["date_signalement"])
    ]
    for earlier, later in pairs:
        back = [row for row in rows if row["revient_de"]]
        if len(back) == planted.CAME_BACK:
            break
        if later in back or any(row["revient_de"] == earlier["id"] for row in back):
            continue
        later["revient_de"] = earlier["id"]
        later["type_conflit"] = earlier["type_conflit"]


def _kept(draw: Draw, share: float) -> str | None:
    if not draw.maybe(planted.FOLLOWED_UP):
        return None
    return "respecte" if draw.maybe(share) else "rompu"


def trainees(draw: Draw, activity_rows: pd.DataFrame) -> pd.DataFrame:
    """People at trainings, with marks out of 20 before, after and, for some, at six months."""
    rows: Rows = []
    low, high = planted.TRAINEES_PER_SESSION
    for session in activity_rows[activity_rows["type"] == "formation"].itertuples():
        for _ in range(int(draw.rng.integers(low, high + 1))):
            before = float(np.clip(draw.rng.normal(*planted.SCORE_BEFORE), 0, 20))
            after = float(np.clip(before + draw.rng.normal(*planted.SCORE_GAIN), 0, 20))
            later = float(np.clip(after - draw.rng.normal(*planted.SCORE_LOSS_6_MONTHS), 0, 20))
            rows.append(
                {
                    "uuid": session.uuid,
                    "id_personne": f"P{len(rows) + 1:03d}",
                    "organisation": f"ORG-{int(draw.rng.integers(1, planted.ORGANISATIONS + 1)):02d}",
                    "sexe": "F" if draw.maybe(0.42) else "H",
                    "age": int(draw.rng.integers(19, 66)),
                    "score_avant": round(before * 2) / 2,
                    "score_apres": round(after * 2) / 2 if draw.maybe(0.95) else None,
                    "score_6_mois": round(later * 2) / 2
                    if draw.maybe(planted.SEEN_AT_6_MONTHS)
                    else None,
                }
            )
    return pd.DataFrame(rows)


def broadcasts(draw: Draw, radios: list[str]) -> pd.DataFrame:
    """Radio shows, in local languages."""
    rows: Rows = [
        {
            "uuid": draw.uuid(),
            "date": draw.day(),
            "radio": draw.one(radios),
            "commune": draw.one(draw.pcodes),
            "langue": draw.one(_LANGUAGES),
            "theme": draw.one(_THEMES),
            "duree_min": int(draw.rng.choice([30, 45, 60])),
            "appels": int(draw.rng.poisson(6)),
        }
        for _ in range(planted.ACTIVITIES["emission_radio"])
    ]
    return pd.DataFrame(rows)


def survey(draw: Draw) -> pd.DataFrame:
    """Two independent waves; answers on 1–5 around a latent level that carries the planted effects."""
    waves = {"reference": date(2016, 10, 1), "finale": date(2018, 2, 1)}
    groups = list(planted.EXPOSURE_SHARES)
    rows: Rows = []
    for wave, first in waves.items():
        for commune in draw.pcodes:
            for _ in range(planted.SURVEY_PER_COMMUNE[wave]):
                group = groups[int(draw.rng.choice(4, p=list(planted.EXPOSURE_SHARES.values())))]
                final = wave == "finale"
                level = planted.COHESION_BASE + draw.rng.normal(0, 0.45)
                level += planted.COHESION_TREND + planted.COHESION_EFFECT[group] if final else 0.0
                row: dict[str, object] = {
                    "uuid": draw.uuid(),
                    "vague": wave,
                    "date": first + timedelta(days=int(draw.rng.integers(0, 25))),
                    "commune": commune,
                    "sexe": "F" if draw.maybe(0.5) else "H",
                    "tranche_age": draw.one(["18-35", "36-59", "60+"]),
                    "exposition": group if final else "aucune",
                }
                for item in range(1, 7):
                    answer = int(np.clip(round(level + draw.rng.normal(0, 0.8)), 1, 5))
                    row[f"q{item}"] = answer if draw.maybe(0.98) else None
                rows.append(row)
    return pd.DataFrame(rows)


def organisations(draw: Draw) -> pd.DataFrame:
    """24 organisations assessed twice in four domains (1–5)."""
    rows: Rows = []
    for number in range(1, planted.ORGANISATIONS + 1):
        commune = draw.pcodes[(number - 1) % len(draw.pcodes)]
        kind = draw.one(["comité de médiation", "association de femmes", "association de jeunes"])
        size, women = int(draw.rng.integers(7, 13)), int(draw.rng.integers(1, 4))
        level = draw.rng.normal(2.4, 0.35)
        for wave, day in (("reference", date(2016, 11, 15)), ("finale", date(2018, 2, 10))):
            youth: int | None = (
                None  # one board has one number of young people, whatever the domain
            )
            for domain, gain in planted.ORGANISATION_GAIN.items():
                score = level + draw.rng.normal(0, 0.3) + (gain if wave == "finale" else 0.0)
                drawn = int(draw.rng.integers(0, 4))
                youth = drawn if youth is None else youth
                rows.append(
                    {
                        "id": f"ORG-{number:02d}",
                        "commune": commune,
                        "type": kind,
                        "vague": wave,
                        "date": day,
                        "domaine": domain,
                        "score": round(float(np.clip(score, 1, 5)), 1),
                        "femmes_bureau": women + (1 if wave == "finale" and number % 2 else 0),
                        "jeunes_bureau": youth,
                        "taille_bureau": size,
                    }
                )
    return pd.DataFrame(rows)


def incidents(draw: Draw) -> pd.DataFrame:
    """Violent incidents noted by the project's own agents."""
    rows: Rows = [
        {
            "uuid": draw.uuid(),
            "date": draw.day(),
            "commune": draw.one(draw.pcodes),
            "cercle": None,
            "type": draw.one(["rixe", "vol à main armée", "attaque", "représailles"]),
            "morts": int(draw.rng.poisson(0.3)),
            "source": "agent du projet",
        }
        for _ in range(64)
    ]
    return pd.DataFrame(rows)


def appraisals(draw: Draw) -> pd.DataFrame:
    """Scores (1–5) given at the workshop by each participant to each practice, on five criteria."""
    categories = ["autorite", "femme", "jeune", "leader_communautaire", "leader_religieux", "ong"]
    conditions = [
        "Que la sécurité permette de se réunir.",
        "Que les chefs de fraction soient associés dès le début.",
        "Un budget de déplacement pour les médiateurs.",
        "Adapter le calendrier aux transhumances.",
    ]
    rows: Rows = []
    number = 0
    for region, count in planted.PARTICIPANTS.items():
        for _ in range(count):
            number += 1
            category = draw.one(categories) if region != "national" else "partenaire"
            leaning = draw.rng.normal(0, 0.35)
            for practice, level in planted.WORKSHOP_MEAN.items():
                row: dict[str, object] = {
                    "id_participant": f"A{number:02d}",
                    "region": region,
                    "categorie": category,
                    "pratique": practice,
                }
                for criterion in ("pertinence", "efficacite", "inclusion", "durabilite"):
                    row[criterion] = _score(draw, level + leaning)
                row["transferabilite"] = _score(
                    draw, level + leaning - planted.TRANSFER_LOSS[region]
                )
                row["condition"] = draw.one(conditions) if draw.maybe(0.3) else None
                rows.append(row)
    return pd.DataFrame(rows)


def _score(draw: Draw, level: float) -> int | None:
    if not draw.maybe(0.97):
        return None
    return int(np.clip(round(level + draw.rng.normal(0, 0.6)), 1, 5))


def told_of_themselves(scores: pd.DataFrame) -> pd.DataFrame:
    """The scores with what each participant ticks of themselves, beside the category: sexe and
    tranche_age, some blank. In: the rows of `appraisals`."""
    # a source of its own, so that the other draws stay what they were
    rng = np.random.default_rng(planted.SEED + 3)
    sexes, ages = {}, {}
    for person in scores.drop_duplicates("id_participant").itertuples():
        woman = rng.random() < planted.WOMEN_AT_WORKSHOP
        young = rng.random() < planted.YOUNG_AT_WORKSHOP
        older = "36-59" if rng.random() < 0.75 else "60+"
        told = rng.random() >= planted.AGE_NOT_TOLD
        sexes[person.id_participant] = "F" if woman or person.categorie == "femme" else "H"
        age = "18-35" if young or person.categorie == "jeune" else older
        ages[person.id_participant] = age if told else None
    at = list(scores.columns).index("categorie") + 1
    told_rows = scores.copy()
    told_rows.insert(at, "sexe", scores["id_participant"].map(sexes))
    told_rows.insert(at + 1, "tranche_age", scores["id_participant"].map(ages))
    return told_rows


def priorities(scores: pd.DataFrame) -> pd.DataFrame:
    """Importance and feasibility (1–5) that each participant gives to each recommendation, some left
    blank. In: the rows of `appraisals`, for who was there."""
    # a source of its own, so that the other draws stay what they were
    draw = Draw([], planted.SEED + 4)
    rows: Rows = []
    for person in scores.drop_duplicates("id_participant").itertuples():
        leaning = draw.rng.normal(0, 0.3)
        for recommendation, (importance, feasibility) in planted.PRIORITY_MEAN.items():
            rows.append(
                {
                    "id_participant": person.id_participant,
                    "region": person.region,
                    "categorie": person.categorie,
                    "recommandation": recommendation,
                    "importance": _score(draw, importance + leaning),
                    "faisabilite": _score(draw, feasibility + leaning),
                }
            )
    return pd.DataFrame(rows)
