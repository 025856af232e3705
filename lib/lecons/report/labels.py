"""The words that readers see for the codes that tables hold."""

from lecons.language import mark

# several groups of actors of few people each, counted as one
OTHERS = "groupes_peu_nombreux"

LABELS = {
    "autre_groupe": mark("autre groupe"),
    OTHERS: mark("groupes moins nombreux, ensemble"),
    "autre_langue": mark("autre langue"),
    # activities
    "seance_animation": mark("séances d’animation"),
    "emission_radio": mark("émissions de radio"),
    "espace_dialogue": mark("espaces de dialogue"),
    "session_mediation": mark("sessions de médiation"),
    "formation": mark("formations"),
    "reunion": mark("réunions"),
    # conflicts
    "eau": mark("eau"),
    "terre": mark("terre"),
    "paturage": mark("pâturage"),
    "chefferie": mark("chefferie"),
    "dette": mark("dette"),
    "famille": mark("famille"),
    "vol": mark("vol"),
    "signales": mark("signalés"),
    "medies": mark("portés en médiation"),
    "regles": mark("réglés"),
    "respectes_3": mark("accord respecté à 3 mois (parmi les suivis)"),
    "respectes_6": mark("accord respecté à 6 mois (parmi les suivis)"),
    # organisations
    "gouvernance": mark("gouvernance"),
    "mediation": mark("médiation"),
    "inclusion": mark("inclusion"),
    "gestion": mark("gestion"),
    # survey
    "aucune": mark("aucune activité"),
    "animation": mark("séance d’animation seulement"),
    "radio": mark("émissions de radio"),
    "dialogue": mark("espaces de dialogue"),
    "reference": mark("au départ"),
    "finale": mark("à la fin"),
    "question_q1": mark("confiance aux autres communautés"),
    "question_q2": mark("échanges entre communautés"),
    "question_q3": mark("recours au dialogue"),
    "question_q4": mark("place des femmes"),
    "question_q5": mark("place des jeunes"),
    "question_q6": mark("sécurité au marché"),
    # indicators
    "statut_atteint": mark("atteint"),
    "statut_a_la_limite": mark("à la limite"),
    "statut_non_atteint": mark("non atteint"),
    "statut_sans_cible": mark("sans cible"),
    "statut_sans_donnee": mark("sans donnée"),
    "tendance_hausse": mark("hausse"),
    "tendance_baisse": mark("baisse"),
    "tendance_stable": mark("stable"),
    "tendance_incertaine": mark("incertaine"),
    "part_femmes": mark("femmes"),
    "part_hommes": mark("hommes"),
    "part_jeunes": mark("jeunes"),
    "part_inconnu": mark("sexe non noté"),
    "part_avec_mediatrice": mark("avec médiatrice"),
    "part_sans_mediatrice": mark("sans médiatrice"),
    # languages of interviews
    "songhay": mark("songhay"),
    "bambara": mark("bambara"),
    "tamasheq": mark("tamasheq"),
    "hassanya": mark("hassanya"),
    "peul": mark("peul"),
    "francais": mark("français"),
    # families of codes
    "pratique": mark("pratique"),
    "theme": mark("thème"),
    "difficulte": mark("difficulté"),
    "condition": mark("condition"),
    # stances
    "favorable": mark("favorable"),
    "reserve": mark("réserve"),
    # workshop
    "tombouctou": mark("Tombouctou"),
    "gao": mark("Gao"),
    "kidal": mark("Kidal"),
    "national": mark("niveau national"),
    "pertinence": mark("pertinence"),
    "efficacite": mark("efficacité"),
    "durabilite": mark("durabilité"),
    "transferabilite": mark("transférabilité"),
    "autorite": mark("autorité"),
    "femme": mark("femme"),
    "jeune": mark("jeune"),
    "leader_communautaire": mark("leader communautaire"),
    "leader_religieux": mark("leader religieux"),
    "ong": mark("ONG"),
    "partenaire": mark("partenaire"),
    "ministere": mark("ministère"),
    "amelioration": mark("amélioration à apporter"),
    "contournement": mark("contournement d’une difficulté"),
    "recommandation": mark("recommandation"),
    # findings and confidence
    "force": mark("force"),
    "amélioration": mark("amélioration à apporter"),
    "neutre": mark("à suivre"),
    "élevée": mark("élevée"),
    "modérée": mark("modérée"),
    "faible": mark("faible"),
    "très faible": mark("très faible"),
    "limites": mark("limites de méthode"),
    "coherence": mark("cohérence"),
    "adequation": mark("adéquation"),
    "mesure": mark("mesure"),
    "témoignage": mark("témoignages"),
    "note": mark("notes d’agents"),
    "atelier": mark("atelier"),
    # practices
    "bonne_pratique": mark("bonne pratique"),
    "lecon": mark("leçon apprise"),
    "a_revoir": mark("pratique à revoir"),
    "sans_preuve": mark("sans preuve"),
    "convergence": mark("les sources convergent"),
    "complementarite": mark("les sources se complètent"),
    "dissonance": mark("les sources divergent"),
    "une_source": mark("une seule source"),
    "innovation": mark("innovation"),
    "prometteuse": mark("prometteuse"),
    "bonne": mark("bonne"),
    "soutient": mark("soutient"),
    "contredit": mark("contredit"),
    "sans effet visible": mark("sans effet visible"),
    "partagé": mark("avis partagés"),
}


def label(code: str) -> str:
    """The French words for a code, as a message to be translated; the code itself where it has none,
    written so that the braces of a word that somebody typed are not taken for the places of a message."""
    if code in LABELS:
        return LABELS[code]
    words = code.replace("_", " ") if code.isidentifier() else code
    return words.replace("{", "{{").replace("}", "}}")
