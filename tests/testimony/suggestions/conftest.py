"""A made-up project whose codes a machine can learn: each code has words of its own."""

from types import SimpleNamespace

import pandas as pd
import pytest

RADIO = [
    "La radio parle notre langue chaque vendredi soir",
    "On écoute la radio du village dans notre langue",
    "À la radio, l’émission en langue songhay nous réunit",
    "Chaque soir la radio donne l’émission dans notre langue",
]
WELL = [
    "Le puits du campement manque d’eau depuis mars",
    "Nous avons creusé le puits et l’eau est revenue",
    "Sans eau au puits, les bêtes restent debout la nuit",
    "L’eau du puits est partagée entre les deux familles",
]
OTHER = [
    "Ma fille est partie à la ville",
    "Le marché ferme tôt",
    "Il fait chaud en avril",
    "Mon oncle répare les charrettes",
    "Nous avons mangé ensemble",
]


@pytest.fixture
def village():
    """Twelve persons: each says one sentence with `radio`, one with `puits` and one with neither.
    The last two, T11 and T12, were not coded."""
    people, segments = [], []
    for i in range(12):
        said = [OTHER[i % 5], RADIO[i % 4], OTHER[(i + 2) % 5], WELL[(i + 1) % 4]]
        text = ". ".join(said) + "."
        name = f"T{i + 1:02d}"
        people.append((name, text))
        for code, sentence in (("radio", said[1]), ("favorable", said[1]), ("puits", said[3])):
            if i < 10:
                start = text.index(sentence)
                segments.append((name, start, start + len(sentence), code))
    coded = pd.DataFrame(segments, columns=["id_temoignage", "debut", "fin", "code"])
    coded = coded.assign(
        id=[f"S{n}" for n in range(len(coded))],
        codeur="c1",
        date=pd.Timestamp("2018-03-12"),
        statut="valide",
        memo=None,
    )
    codebook = pd.DataFrame(
        [
            ("radio", "Radio", "pratique", "On parle de la radio"),
            ("puits", "Puits", "theme", "On parle de l’eau"),
            ("rare", "Rare", "theme", "Que deux personnes disent"),
            ("favorable", "Favorable", "polarite", None),
        ],
        columns=["code", "libelle_fr", "famille", "definition"],
    )
    testimonies = pd.DataFrame(people, columns=["id", "texte"])
    return SimpleNamespace(segments=coded, testimonies=testimonies, codebook=codebook)
