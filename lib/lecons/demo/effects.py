"""All that is planted in the demonstration data, in one place: facts, effects and mistakes.

The data are fictional. What is published about 3P, and kept here: 22 communes, a team of 18, 2,683
people sensitised, 81 conflicts recorded and 53 settled after 19 months (workshop of 23 March 2018).
"""

from datetime import date

SEED = 20180323
FIRST_DAY = date(2016, 9, 5)
LAST_DAY = date(2018, 3, 2)

# published
SENSITISED = 2683
AGENTS = 18
CASES = 81

# activities of each type: 430 in all
ACTIVITIES = {
    "seance_animation": 130,
    "emission_radio": 96,
    "espace_dialogue": 84,
    "session_mediation": 60,
    "formation": 24,
    "reunion": 36,
}
RESULT_OF = {
    "seance_animation": "R3",
    "emission_radio": "R3",
    "espace_dialogue": "R3",
    "session_mediation": "R1",
    "formation": "R2",
    "reunion": "R2",
}

# days between an activity and the sending of its sheet → share of the sheets
DELAYS = {0: 0.35, 1: 0.25, 2: 0.15, 4: 0.12, 9: 0.08, 21: 0.04, 45: 0.01}

# R1: (issue, women among the mediators) → cases. Mixed committees settle more: 39/46 against 14/28.
CASES_BY_ISSUE = {
    ("regle", True): 39,
    ("echec", True): 3,
    ("en_cours", True): 4,
    ("regle", False): 14,
    ("echec", False): 8,
    ("en_cours", False): 6,
    ("sans_mediation", False): 7,
}
# young people among the mediators change nothing: a planted absence
YOUTH_EFFECT = 0.0
# settled conflicts that came back later as a new case
CAME_BACK = 4
FOLLOWED_UP = 0.85
KEPT_3_MONTHS = 0.90
KEPT_6_MONTHS = 0.85

# R1, violence: events of an observatory, a month and cercle. They rise everywhere from 2016 on, as in
# the region, with a peak in the dry season; the cercles covered do no better and no worse
EVENTS_FIRST_YEAR = 2014
EVENTS_A_MONTH = {
    "ML0601": 1.9,
    "ML0602": 0.7,
    "ML0603": 1.5,
    "ML0604": 1.6,
    "ML0605": 1.1,
    "ML0701": 0.8,
    "ML0702": 1.1,
    "ML0703": 1.9,
    "ML0704": 1.3,
    "ML0801": 1.5,
    "ML0802": 0.5,
    "ML0803": 0.6,
    "ML0804": 0.4,
}
EVENTS_GROWTH_A_YEAR = 0.12
EVENTS_SEASON = 0.25
EVENTS_DISPERSION = 6.0
COVERED_CERCLES = ("ML0601", "ML0603")
VIOLENCE_EFFECT = 0.0

# R2: practical training with later visits is a good practice: marks rise, and mostly stay
TRAINEES_PER_SESSION = (6, 8)
SCORE_BEFORE = (9.2, 2.4)
SCORE_GAIN = (3.4, 2.0)
SCORE_LOSS_6_MONTHS = (0.8, 1.4)
SEEN_AT_6_MONTHS = 0.62
ORGANISATIONS = 24
ORGANISATION_GAIN = {"gouvernance": 0.5, "mediation": 0.9, "inclusion": 0.7, "gestion": 0.3}

# R3: at the final wave, people who took part in dialogue spaces are more cohesive; one-off sessions
# and radio change nothing in the figures (though testimonies love the radio: a dissonance)
SURVEY_PER_COMMUNE = {"reference": 15, "finale": 16}
COHESION_BASE = 2.9
COHESION_TREND = 0.10
COHESION_EFFECT = {"aucune": 0.0, "animation": 0.0, "radio": 0.02, "dialogue": 0.45}
EXPOSURE_SHARES = {"aucune": 0.25, "animation": 0.25, "radio": 0.25, "dialogue": 0.25}

# workshop: mean score (1–5) of each practice, and what peers take off for transferability
PARTICIPANTS = {"tombouctou": 20, "gao": 12, "kidal": 8, "national": 5}
WORKSHOP_MEAN = {
    "mediation_mixte": 4.4,
    "dialogue_inclusif": 4.2,
    "formation_suivie": 4.3,
    "radio_langues_locales": 3.9,
    "animation_isolee": 2.3,
}
TRANSFER_LOSS = {"tombouctou": 0.0, "gao": 0.4, "kidal": 1.1, "national": 0.2}
WOMEN_AT_WORKSHOP = 0.35
YOUNG_AT_WORKSHOP = 0.30
AGE_NOT_TOLD = 0.06
# mean importance and feasibility (1–5) of each recommendation: three stand out, two are for later
PRIORITY_MEAN = {
    "REC-1": (4.5, 4.2),
    "REC-2": (4.7, 4.4),
    "REC-3": (3.8, 3.4),
    "REC-4": (4.4, 4.1),
    "REC-5": (3.2, 2.9),
    "REC-6": (3.9, 3.5),
    "REC-7": (3.3, 2.5),
}

# mistakes, as they come from the field: each must be accounted for by the intake
SPELLINGS = {
    "ML060103": ["Bourem-Inaly", "Borem-Inaly"],
    "ML060106": ["Tombouctou Urbaine"],
    "ML060304": ["Douékiré"],
    "ML060311": ["M’Bouna", "MBOUNA"],
    "ML060315": ["Tin-Aïcha"],
}
UNKNOWN_PLACE = "Tombouktou-Ville"
DATE_BEFORE_PROJECT = "2015-05-02"
TEXT_FOR_A_NUMBER = "une trentaine"
REJECTED = 3
EXACT_COPIES = 2
