"""The page on the risks of a release, as blocks.

Its questions are those of the IASC Operational Guidance on Data Responsibility in Humanitarian Action
(Inter-Agency Standing Committee, 2nd edition, 2023): what is shared, with whom, how sensitive it is, what
was done, what risk is left, who decides, for how long. Its residual risks are those that statistical
disclosure control does not take away (Hundepool et al., Statistical Disclosure Control, 2012, ch. 2).
"""

from lecons.language import Language
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Inlines,
    Paragraph,
    Stack,
    Strong,
    Table,
    stack,
)
from lecons.report.risk.facts import ReleasedFile, ReleaseFacts

KIB = 1024


def risk_page(facts: ReleaseFacts, language: Language, most_files: int | None = None) -> Stack:
    """The page of one release. `most_files`: how many files paper has room for; None for all.

    Counts of people are written as `language` may tell them.
    """
    t = language.t
    return stack(
        Heading(2, t("Ce qui est diffusé, et pour qui")),
        _audience(facts, language),
        _files(facts.files, language, most_files),
        Heading(2, t("Sensibilité")),
        Paragraph((_sensitivity(facts, language),)),
        Heading(2, t("Ce qui protège les personnes")),
        Bullets(tuple(_protections(facts, language))),
        Heading(2, t("Risques qui demeurent")),
        _risks(facts, language),
        Heading(2, t("Décision, conservation, contact")),
        Bullets(tuple(_decision(facts, language))),
    )


def _audience(facts: ReleaseFacts, language: Language) -> Block:
    t = language.t
    if facts.edition == "publique":
        said = t(
            "L’édition publique, établie le {jour:date}, est faite pour être lue par tous : communautés, "
            "partenaires, autorités, presse. Une fois partagée, elle ne se reprend plus.",
            jour=facts.established,
        )
    else:
        said = t(
            "L’édition interne, établie le {jour:date}, est faite pour l’équipe du projet seulement : elle "
            "tient des paroles et des effectifs que les personnes n’ont pas acceptés pour d’autres lecteurs.",
            jour=facts.established,
        )
    return Paragraph((said,))


def _files(files: tuple[ReleasedFile, ...], language: Language, most: int | None) -> Block | None:
    if not files:
        return None
    t = language.t
    shown = files if most is None else files[:most]
    rows: list[tuple[Inlines, ...]] = [
        ((one.name,), (_size(one.size, language),), (one.sha256,)) for one in shown
    ]
    note = t("Cette page et manifeste.json, qui en dit l’empreinte, n’y sont pas comptés.")
    if len(shown) < len(files):
        note = t(
            "Les {n:int} premiers de {total:int} fichiers ; la page HTML les donne tous. Elle et "
            "manifeste.json, qui en dit l’empreinte, n’y sont pas comptés.",
            n=len(shown),
            total=len(files),
        )
    return Table(
        t(
            "{n:int} fichiers, {taille}, et l’empreinte qui dit si l’un a été changé",
            n=len(files),
            taille=_size(sum(one.size for one in files), language),
        ),
        (
            Column(t("Fichier")),
            Column(t("Taille"), numeric=True),
            Column(t("Empreinte (SHA-256)")),
        ),
        tuple(rows),
        note,
    )


def _size(size: int, language: Language) -> str:
    if size < KIB:
        return language.t("{n:int} o", n=size)
    if size < KIB * KIB:
        return language.t("{n:int} Kio", n=round(size / KIB))
    return language.t("{n} Mio", n=language.number(size / KIB / KIB, 1))


def _sensitivity(facts: ReleaseFacts, language: Language) -> str:
    t = language.t
    if facts.edition == "publique":
        return t(
            "Les sources (exports, témoignages, noms derrière les pseudonymes) parlent d’un conflit armé : "
            "elles sont strictement confidentielles et ne sont pas dans cette diffusion. Après protection, "
            "l’édition publique est proposée au niveau « faible » ; qui décide le confirme, ou la retient."
        )
    return t(
        "Les témoignages parlent d’un conflit armé : cette édition est confidentielle. Elle ne se transmet "
        "ni par messagerie ni par une clé USB sans chiffrement."
    )


def _protections(facts: ReleaseFacts, language: Language) -> list[Inlines]:
    t = language.t
    public = facts.edition == "publique"
    consent = (
        t("Seules sont citées les personnes qui ont consenti à l’être.")
        if public
        else t("Les paroles des personnes qui ont refusé n’y sont pas.")
    )
    withdrawals = (
        t(
            "Témoignages retirés à ce jour : {k:pers} ; leurs paroles ne sont plus dans le rapport.",
            k=facts.withdrawn,
        )
        if facts.withdrawn
        else t("Aucun témoignage n’a été retiré à ce jour.")
    )
    items: list[Inlines] = [(Strong(t("Consentement.")), " ", consent, " ", withdrawals)]
    if public:
        items.append((Strong(t("Paroles.")), " ", *_quotations(facts, language)))
    items.append((Strong(t("Effectifs.")), " ", _counts(facts, language)))
    items.append((Strong(t("Contrôle des fichiers.")), " ", _check(facts, language)))
    return items


def _quotations(facts: ReleaseFacts, language: Language) -> list[str]:
    t = language.t
    if not facts.reread + facts.automatic:
        return [t("Aucune parole n’est citée.")]
    said = [
        t(
            "Passages que cette édition peut citer : {n:int}. Noms, lieux, dates et numéros y sont remplacés. Relus par une "
            "personne avant publication : {relus:int} ; sans relecture : {seuls:int}.",
            n=facts.reread + facts.automatic,
            relus=facts.reread,
            seuls=facts.automatic,
        )
    ]
    found = facts.recall
    if found is None or found.value is None:
        said.append(
            t(
                "Le repérage automatique des noms n’a pas été mesuré : la relecture est seule garante."
            )
        )
    elif found.low is None or found.high is None:
        said.append(
            t(
                "Le repérage automatique trouve {part:pct} des {n:int} noms d’un jeu d’essai.",
                part=found.value,
                n=found.n,
            )
        )
    else:
        said.append(
            t(
                "Le repérage automatique trouve {part:pct} (intervalle à 95 % : {bas:pct} à {haut:pct}) des "
                "{n:int} noms d’un jeu d’essai ; ce qu’il manque, seule une relecture le voit.",
                part=found.value,
                n=found.n,
                bas=found.low,
                haut=found.high,
            )
        )
    return [" ".join(said)]


def _counts(facts: ReleaseFacts, language: Language) -> str:
    t = language.t
    if facts.threshold is None:
        return t("Tous les effectifs sont donnés, les plus petits aussi.")
    said = t(
        "Les effectifs de moins de {n:int} personnes sont masqués, et dans un même tableau ou une même phrase ce "
        "qui les donnerait ; en rapprochant plusieurs pages, un lecteur patient peut en resserrer quelques-uns.",
        n=facts.threshold,
    )
    if facts.hidden is None:
        return said
    return said + " " + t("Cases masquées : {n:int}.", n=facts.hidden)


def _check(facts: ReleaseFacts, language: Language) -> str:
    t = language.t
    if facts.check is None:
        return t("Les fichiers finis n’ont pas été contrôlés : ne diffusez pas.")
    counted = t(
        "{fichiers:int} fichiers finis ont été lus comme un inconnu le ferait, à la recherche de {n:int} noms, "
        "paroles et numéros.",
        fichiers=facts.check.files,
        n=facts.check.needles,
    )
    if facts.check.found:
        return counted + " " + t("Trouvés : {n:int}. Ne diffusez pas.", n=facts.check.found)
    return (
        counted
        + " "
        + t("Rien n’a été trouvé ; ce qui n’était pas sur la liste n’a pas été cherché.")
    )


def _risks(facts: ReleaseFacts, language: Language) -> Block:
    t = language.t
    rows: list[tuple[str, str, str]] = [
        (
            t("Recoupement par qui connaît le lieu"),
            t("Un fait rare, un rôle unique ou une date se reconnaissent sans nom."),
            t("Faire lire les citations par quelqu’un du cercle avant de diffuser."),
        ),
        (
            t("Comparaison de deux diffusions"),
            t(
                "La différence de deux éditions, périodes ou langues peut faire paraître un petit effectif."
            ),
            t("Diffuser peu souvent, sur les mêmes périodes et les mêmes groupes."),
        ),
        (
            t("Effectifs approchés"),
            t(
                "Une fourchette et un savoir du dehors peuvent suffire à désigner ; zéro et « tous » sont dits."
            ),
            t("Relever le seuil dans projet.yaml si un groupe est petit ou menacé."),
        ),
        (
            t("Manière de parler"),
            t("Les proches reconnaissent une tournure, un proverbe, une histoire."),
            t("Écarter la citation, ou la redire avec l’accord de la personne."),
        ),
        (
            t("Autres fichiers"),
            t("Un export, un rapport interne ou la clé qui fuit annule ces protections."),
            t("Lancer « lecons prive verifier » ; chiffrer la table et le disque."),
        ),
    ]
    if facts.automatic:
        rows.insert(
            0,
            (
                t("Passages que personne n’a relus"),
                t("Un nom que le repérage manque y est imprimé tel quel."),
                t("Les relire avant de diffuser : « lecons relire »."),
            ),
        )
    return Table(
        t("Ce que ces protections n’empêchent pas"),
        (
            Column(t("Risque")),
            Column(t("Comment")),
            Column(t("Ce qu’on peut faire")),
        ),
        tuple(((Strong(risk),), (how,), (what,)) for risk, how, what in rows),
    )


def _decision(facts: ReleaseFacts, language: Language) -> list[Inlines]:
    t = language.t
    contact = (
        t(
            "{contact} ; une personne citée peut demander à tout moment d’être retirée.",
            contact=facts.contact,
        )
        if facts.contact
        else t(
            "À écrire ici avant de diffuser : ______________________ ; une personne citée doit pouvoir "
            "demander à tout moment d’être retirée."
        )
    )
    return [
        (
            Strong(t("Qui décide.")),
            " ",
            t(
                "{organisation}, et personne d’autre à sa place.",
                organisation=facts.organisation,
            ),
        ),
        (
            t(
                "Diffuser : ☐ oui ☐ non. Nom, fonction et date : __________________________________________"
            ),
        ),
        (
            Strong(t("Conservation.")),
            " ",
            t(
                "Refaire cette analyse à chaque diffusion et à chaque retrait ; après un retrait, remplacer "
                "partout l’édition qui circule, et demander aux destinataires de détruire l’ancienne."
            ),
        ),
        (Strong(t("Contact.")), " ", contact),
    ]
