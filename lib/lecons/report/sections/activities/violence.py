"""20_activites: incidents a month, and what their design lets be said."""

from lecons.evidence.statements.violence import DOUBTS, RECORDS, trend_of_violence
from lecons.figures.lines import against_expected
from lecons.measures.violence.strength import Violence
from lecons.project import read_communes
from lecons.report.document import Block, Bullets, Column, Figure, Heading, Stack, Table, stack
from lecons.report.notebook import Notebook
from lecons.report.sections.activities.timeline import together_in_time
from lecons.report.sections.measured import alert, change, dot_figure, note, nothing, whole


def violence(notebook: Notebook, found: Violence) -> Block:
    """Incidents over time; nothing where the result area does not ask for it."""
    if not notebook.covers("violence"):
        return Stack()
    t = notebook.t
    heading = Heading(2, t("Incidents violents"))
    finding = trend_of_violence(notebook.result, found)
    if finding is None and found.months.table.empty:
        return stack(heading, nothing(notebook, "incidents"))
    if finding is None:
        return stack(
            heading,
            alert(
                t(
                    "Le relevé compte {n:int} {n:?incident|incidents}, dont aucun dans les cercles "
                    "du projet : rien ne peut en être dit.",
                    n=len(found.months.ids),
                ),
            ),
        )
    return stack(
        heading,
        notebook.publish(finding),
        _months(notebook, found),
        together_in_time(notebook, found),
        _checks(notebook, found),
        _semesters(notebook, found),
        _method(notebook, found),
    )


def _cercles(notebook: Notebook) -> dict[str, str]:
    reference = read_communes(notebook.project.reference_folder)
    return dict(zip(reference["cercle_pcode"], reference["cercle"], strict=True))


def _months(notebook: Notebook, found: Violence) -> Figure:
    t, number = notebook.t, notebook.language.number
    counts = found.months.mine
    before = counts[counts.index < found.months.start]
    after = counts[counts.index >= found.months.start]
    means = [float(one.mean()) if len(one) else None for one in (before, after)]
    expected = None if found.series is None else found.series.expected
    data = Table(
        t("Incidents par mois dans les cercles du projet"),
        (
            Column(t("période")),
            Column(t("mois"), True),
            Column(t("incidents"), True),
            Column(t("par mois"), True),
        ),
        tuple(
            (
                (name,),
                (number(len(one)),),
                (number(one.sum()),),
                ("–" if mean is None else number(mean, 1),),
            )
            for name, one, mean in (
                (t("avant le projet"), before, means[0]),
                (t("depuis le début du projet"), after, means[1]),
            )
        ),
    )
    return Figure(
        against_expected(
            counts,
            expected,
            found.months.start,
            lambda day: notebook.language.month(day.date()),
            (
                t("incidents depuis le début du projet"),
                t("attendus d’après les mois d’avant"),
                t("début du projet"),
            ),
        ),
        t(
            "Incidents par mois dans les cercles du projet : {avant:dec} par mois avant le projet, "
            "{apres:dec} depuis.",
            avant=means[0],
            apres=means[1],
        )
        if None not in means
        else t(
            "Incidents par mois dans les cercles du projet : de {bas:int} à {haut:int} par mois, d’un "
            "seul côté du début du projet.",
            bas=int(counts.min()),
            haut=int(counts.max()),
        ),
        t(
            "Incidents violents par mois ({qui} ; n = {n:int} incidents, {mois:int} mois)",
            qui={"t": RECORDS[found.months.record]},
            n=int(counts.sum()),
            mois=len(counts),
        ),
        data,
        t("Données de la figure"),
    )


def _checks(notebook: Notebook, found: Violence) -> Table | None:
    """Every estimate of the change, the one kept and the others, side by side."""
    t = notebook.t
    rows: list[tuple[str, str, str]] = []
    if found.compared is not None:
        beside = found.compared
        n = t("{k:int} {k:?cercle|cercles}", k=beside.change.n)
        rows += [
            (
                t("cercles couverts et autres cercles, avant et après"),
                change(notebook, beside.change),
                n,
            ),
            (
                t("le même écart à une fausse date, avant le projet"),
                change(notebook, beside.placebo),
                n,
            ),
        ]
    if found.series is not None:
        n = t("{k:int} mois", k=found.series.change.n)
        rows.append((t("série seule (quasi-Poisson)"), change(notebook, found.series.change), n))
        if found.series.negative_binomial is not None:
            rows.append(
                (
                    t("série seule (binomiale négative)"),
                    change(notebook, found.series.negative_binomial),
                    n,
                )
            )
    if found.placebo is not None:
        rows.append(
            (
                t("série seule, à une fausse date"),
                change(notebook, found.placebo.change),
                t("{k:int} mois", k=found.placebo.change.n),
            )
        )
    if not rows:
        return None
    return Table(
        t("Changement du nombre d’incidents selon la méthode, avec intervalle à 95 %"),
        (Column(t("méthode")), Column(t("changement"), True), Column(t("n"), True)),
        tuple(((a,), (b,), (c,)) for a, b, c in rows),
        t(
            "La première ligne qui passe ses propres contrôles donne la phrase du rapport ; à une fausse "
            "date, l’intervalle doit contenir zéro."
        ),
    )


def _semesters(notebook: Notebook, found: Violence) -> Figure | Table | None:
    t = notebook.t
    if found.compared is None:
        return None
    semesters = found.compared.semesters
    clear = [
        notebook.language.month(day.date()) for day, one in semesters.items() if one.excludes_zero
    ]
    estimates = {
        t("dès {mois:month}", mois=day.date())
        if day >= found.months.start
        else t("dès {mois:month} (avant)", mois=day.date()): one
        for day, one in semesters.items()
        if one.value is not None
    }
    values = [one.value for one in estimates.values() if one.value is not None]
    return dot_figure(
        notebook,
        estimates,
        alt=t(
            "Écart entre cercles couverts et autres cercles, par semestre : de {bas:change} à "
            "{haut:change} ; semestres dont l’intervalle exclut zéro : {semestres}.",
            bas=min(values, default=None),
            haut=max(values, default=None),
            semestres=notebook.language.listing(clear) or t("aucun"),
        ),
        caption=t(
            "Écart d’évolution entre les {k:int} cercles couverts et les {n:int} autres, par semestre, "
            "par rapport au dernier semestre d’avant le projet (n = {incidents:int} incidents)",
            k=found.compared.covered,
            n=found.compared.others,
            incidents=len(found.months.ids),
        ),
        axis=t("écart d’évolution"),
        percent=True,
        reference=0,
        said=t("semestre"),
        words=whole(notebook, estimates),
    )


def _method(notebook: Notebook, found: Violence) -> Block:
    t = notebook.t
    names = _cercles(notebook)
    covered = [names.get(code, code) for code in found.months.covered]
    others = [names.get(code, code) for code in found.months.others]
    lines = [
        t("Cercles couverts : {noms}.", noms=notebook.language.listing(covered)),
        t(
            "Un incident compte au lieu et à la date où le relevé le situe avec certitude ; ceux qui ne "
            "sont situés qu’à la région sont écartés. Un relevé voit plus d’incidents là où des gens l’informent."
        ),
    ]
    if others:
        lines.insert(
            1, t("Cercles de comparaison : {noms}.", noms=notebook.language.listing(others))
        )
    if found.series is not None:
        lines.append(
            t(
                "Série : régression quasi-Poisson avec tendance et saison (Bernal et al., 2017) ; "
                "surdispersion {phi:dec}, autocorrélation {rho:dec}, intervalle élargi pour en tenir compte.",
                phi=found.series.dispersion,
                rho=found.series.autocorrelation,
            )
        )
    if found.compared is not None:
        lines.append(
            t(
                "Comparaison : un rapport après/avant par cercle (Bertrand, Duflo et Mullainathan, 2004), "
                "pondéré selon la part du hasard et les différences entre cercles."
            )
        )
    if found.doubts:
        lines.append(
            t(
                "Pourquoi pas une méthode de comparaison plus forte : {raisons}.",
                raisons=notebook.language.listing([t(DOUBTS[code]) for code in found.doubts]),
            )
        )
    return stack(note(t("Méthode et limites :")), Bullets(tuple((line,) for line in lines)))
