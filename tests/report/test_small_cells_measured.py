"""In the public edition the measured chapters point at nobody; inside the team they tell everything."""

import re
from itertools import product

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from lecons.estimates import Estimate, unknown, wilson
from lecons.estimates.scales import Consistency
from lecons.measures import capacity, cohesion, duration, inclusion, indicators, mediation, reach
from lecons.measures import costs as measured_costs
from lecons.privacy.cells.suppress import Sum
from lecons.report.document import Figure, Stack, Table, text
from lecons.report.notebook import open_notebook
from lecons.report.people import Hidden, guarded, part
from lecons.report.sections import activities, data, quality
from lecons.report.sections.measured import dot_figure, told, whole
from lecons.report.to_html import html
from lecons.store.names import ITEMS
from lecons.store.tables import write_table

SALAM, TONKA, ALAFIA = "ML060105", "ML060316", "ML060101"
PLACES = {
    SALAM: "Salam", TONKA: "Tonka", ALAFIA: "Alafia", "ML060102": "Ber", "ML060301": "Adarmalane",
}  # fmt: skip
AREAS = [
    {"code": code, "titre": {"fr": code}, "enonce": {"fr": code}, "analyses": analyses}
    for code, analyses in (("R1", ["mediation", "capacites", "cohesion"]), ("R2", []))
]


@pytest.fixture
def opened(mini_project, monkeypatch, tmp_path):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    folder = mini_project(
        resultats=AREAS, communes=[{"pcode": code, "nom": name} for code, name in PLACES.items()]
    )

    def open_one(edition="publique", result="R1", name="20_activites", **tables):
        for table, frame in tables.items():
            write_table(folder / "tables", table, frame)
        return open_notebook(name, projet=str(folder), edition=edition, resultat=result)

    return open_one


def tables(block):
    """Every table of a block, those of figures included, by caption."""
    match block:
        case Stack(content):
            return {name: one for inner in content for name, one in tables(inner).items()}
        case Figure(data=Table() as data):
            return {data.caption: data}
        case Table(caption=caption):
            return {caption: block}
    return {}


def rows(block, caption):
    (table,) = (one for name, one in tables(block).items() if caption in name)
    return {text(row[0]): [text(cell) for cell in row[1:]] for row in table.rows}


def page(block):
    return BeautifulSoup(html(block), "html.parser")


def figures(block):
    match block:
        case Stack(content):
            return [one for inner in content for one in figures(inner)]
        case Figure():
            return [block]
    return []


def drawn(block):
    return " ".join(one.svg for one in figures(block))


def cases(*groups):
    """(how many, commune, object, outcome, more): conflicts, one a row."""
    found = []
    for count, commune, kind, issue, more in groups:
        for _ in range(count):
            day = pd.Timestamp("2017-02-01") + pd.Timedelta(days=len(found))
            found.append(
                {
                    "id": f"C{len(found)}", "commune": commune, "type_conflit": kind, "issue": issue,
                    "date_signalement": day, "date_issue": day + pd.Timedelta(days=20 + len(found)),
                    "suivi_3_mois": None, "suivi_6_mois": None, "mediatrices": 1, "mediateurs": 2,
                    "jeunes_mediateurs": 0, "revient_de": None, **more,
                }
            )  # fmt: skip
    frame = pd.DataFrame(found)
    return frame.astype(
        {"suivi_3_mois": "object", "suivi_6_mois": "object", "revient_de": "object"}
    )


SALAM_ALONE = cases(
    (1, SALAM, "chefferie", "regle", {}),
    (6, TONKA, "terre", "regle", {}), (5, TONKA, "terre", "echec", {}),
    (7, TONKA, "eau", "regle", {}), (6, TONKA, "eau", "echec", {"mediatrices": 0}),
)  # fmt: skip


def conflicts(notebook, frame):
    return activities.mediation(
        notebook, mediation.funnel(frame), mediation.by_type(frame), mediation.returned(frame)
    )


def values(words, most):
    """What a count can be, as a reader takes the words."""
    if found := re.fullmatch(r"[\d\u202f]+", words):
        return {int(found[0].replace("\u202f", ""))}
    if found := re.fullmatch(r"moins de (\d+)(?: sur \d+)?", words):
        return set(range(1, int(found[1])))
    if found := re.fullmatch(r"plus de (\d+) sur (\d+)", words):
        return set(range(int(found[1]) + 1, int(found[2])))
    if found := re.fullmatch(r"entre 1 et (\d+) sur \d+", words):
        return set(range(1, int(found[1]) + 1))
    return set(range(most + 1))


def possible(shown, total, settled):
    """All tables (cases, settled by object) that the words and the two totals leave possible."""
    choices = []
    for every, some, share in shown:
        ks = values(some, settled) & (
            values(share, settled) if " sur " in share else set(range(99))
        )
        choices.append([(n, k) for n in values(every, total) for k in ks if n >= 1 and k <= n])
    return [
        one
        for one in product(*choices)
        if sum(n for n, _ in one) == total and sum(k for _, k in one) == settled
    ]


def test_one_dispute_over_chieftaincy_in_salam_is_told_inside_and_cannot_be_worked_out_outside(
    opened,
):
    inside = rows(conflicts(opened("interne"), SALAM_ALONE), "Conflits par objet")
    assert inside["chefferie"][:2] == ["1", "1"]
    block = conflicts(opened(), SALAM_ALONE)
    shown = rows(block, "Conflits par objet")
    assert shown["chefferie"][0] == "moins de 5"
    left = possible(list(shown.values()), 25, 14)
    place = list(shown).index("chefferie")
    assert len({one[place][0] for one in left}) == 4
    for row, (_, settled, _share) in enumerate(shown.values()):
        if settled == "masqué":
            assert len({one[row][1] for one in left}) > 1
    assert "aucun effectif de moins de 5" in page(block).get_text()


def test_a_table_of_large_counts_is_the_same_in_both_editions_and_has_no_note(opened):
    large = cases(
        (20, TONKA, "eau", "regle", {}), (15, TONKA, "eau", "echec", {}),
        (19, ALAFIA, "vol", "regle", {}), (16, ALAFIA, "vol", "echec", {}),
    )  # fmt: skip
    inside, outside = conflicts(opened("interne"), large), conflicts(opened(), large)
    assert tables(inside) == tables(outside)
    assert figures(inside) == figures(outside)
    assert "39 des 70" in page(outside).get_text()
    assert "aucun effectif" not in page(outside).get_text()


def test_the_funnel_draws_no_step_that_is_hidden_and_says_none(opened):
    followed = cases(
        (1, TONKA, "eau", "regle", {"suivi_3_mois": "rompu"}),
        (19, TONKA, "eau", "regle", {"suivi_3_mois": "respecte"}),
        (20, TONKA, "eau", "echec", {}),
    )
    inside, block = conflicts(opened("interne"), followed), conflicts(opened(), followed)
    assert figures(inside)[0].caption == "Du signalement à l’accord qui dure (n = 40 conflits)"
    assert figures(block)[0].caption == "Du signalement au règlement (n = 40 conflits)"
    assert "19 / 20" in drawn(inside)
    assert "19 / 20" not in drawn(block)
    kept = rows(block, "Étapes")["accord respecté à 3 mois (parmi les suivis)"]
    assert kept == ["masqué", "20 des accords suivis", "plus de 15 sur 20"]
    everything = cases((3, TONKA, "eau", "regle", {}))
    nothing = conflicts(opened(), everything)
    assert not figures(nothing)
    assert "Moins de 5 des moins de 5 conflits" in page(nothing).get_text()


def test_outside_the_curve_is_told_at_a_few_delays_only(opened):
    frame = SALAM_ALONE
    settled, lasting = duration.settlement(frame), duration.durability(frame)
    inside = activities.durations(opened("interne"), settled, lasting)
    block = activities.durations(opened(), settled, lasting)
    assert "délai médian" in page(inside).get_text()
    assert {"30 jours", "60 jours"} <= set(rows(block, "selon le délai"))
    assert "soit 42" not in figures(block)[0].alt
    assert "moins de 5" not in drawn(block)
    assert drawn(block) != drawn(inside)


def test_communes_with_few_cases_are_told_by_cercle(opened):
    notebook = opened()
    frame = cases(
        *(
            (count, code, "eau", "regle", {})
            for code, count in zip(PLACES, (3, 6, 4, 2, 3), strict=True)
        ),
        *((4, code, "vol", "echec", {"mediatrices": 0}) for code in PLACES),
    )
    found = mediation.by_commune(frame, notebook.project.communes())
    block = activities.who_mediates(notebook, mediation.by_mediators(frame), found)
    assert "sont comptés par cercle" in page(block).get_text()
    assert not figures(block)
    cercles = rows(block, "Conflits par cercle")
    assert cercles["cercle de Tombouctou"][:2] == ["21", "9"]
    assert cercles["cercle de Goundam"][:2] == ["17", "9"]
    inside = activities.who_mediates(opened("interne"), mediation.by_mediators(frame), found)
    assert "Salam" in drawn(inside)


def test_a_contrast_that_rests_on_few_is_coarse_outside(opened):
    frame = cases(
        (14, TONKA, "eau", "regle", {}), (1, TONKA, "eau", "echec", {}),
        (7, TONKA, "eau", "regle", {"mediatrices": 0}), (20, TONKA, "eau", "echec", {"mediatrices": 0}),
    )  # fmt: skip
    found = mediation.by_commune(frame, opened().project.communes())
    contrasts = mediation.by_mediators(frame)
    said = page(activities.who_mediates(opened(), contrasts, found)).get_text()
    assert "quand une femme au moins est médiatrice" in said
    assert "14 sur 15" not in said
    assert "93,3" not in said
    assert "+67" not in said
    inside = page(activities.who_mediates(opened("interne"), contrasts, found)).get_text()
    assert "93,3" in inside


def sheet(number, commune, day, men, women, young, result="R1", kind="reunion"):
    return {
        "id": f"A{number}", "resultat": result, "commune": commune, "date": pd.Timestamp(day),
        "type": kind, "hommes": men, "femmes": women, "jeunes": young, "participants": None,
        "cout_fcfa": None,
    }  # fmt: skip


SHEETS = pd.DataFrame(
    [
        sheet(1, SALAM, "2017-01-10", 0, 1, 0),
        sheet(2, TONKA, "2017-01-12", 30, 20, 12),
        sheet(3, ALAFIA, "2017-02-10", 25, 22, 15, kind="formation"),
        sheet(4, TONKA, "2017-02-11", 20, 12, 10, kind="formation"),
        sheet(5, SALAM, "2017-02-12", 21, 18, 11, result="R2"),
        sheet(6, ALAFIA, "2017-03-12", 9, 8, 6, result="R2"),
    ]
).astype({"participants": "Int64", "cout_fcfa": "float64", **dict.fromkeys(("hommes", "femmes", "jeunes"), "Int64")})  # fmt: skip


def covered(notebook):
    mine = notebook.table("activites")
    nobody = pd.DataFrame(columns=["niveau", "pcode", "population"])
    return activities.coverage(notebook, reach.coverage(mine, notebook.project.communes(), nobody))


def test_one_woman_in_salam_is_in_no_table_nor_in_the_difference_of_two_chapters(opened):
    inside = rows(covered(opened("interne", activites=SHEETS)), "Communes :")
    assert inside["Salam"][1:4] == ["1", "–", "100\u00a0%"]
    outside = {}
    for result in ("R1", "R2"):
        outside[result] = rows(covered(opened(result=result)), "Communes :")
    whole = opened(result=None, name="10_donnees")
    counted = reach.by_commune(whole.table("activites"), whole.project.communes())
    every = rows(data.coverage(whole, counted), "par commune")
    present = [outside["R1"]["Salam"][1], outside["R2"]["Salam"][1], every["Salam"][3]]
    assert present[0] == "moins de 5"
    # 40 in all less 39 in the other area would tell of her
    assert "masqué" in present[1:]
    assert outside["R1"]["Salam"][3] == "masqué"
    assert "Salam" not in page(covered(opened())).find_all("p")[1].get_text()


def test_the_month_of_one_woman_is_neither_drawn_nor_told(opened):
    inside = rows(covered(opened("interne", activites=SHEETS.head(1))), "par mois")
    assert inside["janv. 2017"][1] == "1"
    block = covered(opened(activites=SHEETS.head(1)))
    assert rows(block, "par mois")["janv. 2017"][1] == "moins de 5"
    assert not figures(block)


def test_types_with_few_people_are_hidden_with_another(opened):
    few = pd.concat(
        [
            SHEETS.head(4),
            pd.DataFrame([sheet(9, TONKA, "2017-03-01", 2, 1, 0, kind="espace_dialogue")]),
        ]
    )
    few = few.astype(SHEETS.dtypes.to_dict())
    counts, types = reach.reach(few), reach.by_type(few)
    nothing = measured_costs.costs(few)
    inside = rows(activities.reach(opened("interne"), counts, types, nothing), "par type")
    assert inside["espaces de dialogue"][2:] == ["3", "1", "0"]
    shown = rows(activities.reach(opened(), counts, types, nothing), "par type")
    assert shown["espaces de dialogue"][2:] == ["moins de 5", "moins de 5", "0"]
    assert "masqué" in {row[2] for name, row in shown.items() if name != "espaces de dialogue"}


@pytest.fixture(scope="module")
def surveyed():
    """Two waves: at the last, two people came to a dialogue; at the first, two gave a rare answer."""
    groups = [("reference", "aucune", 40), ("finale", "aucune", 30), ("finale", "radio", 25),
              ("finale", "dialogue", 2)]  # fmt: skip
    found = []
    for wave, exposure, count in groups:
        for number in range(count):
            answers = {item: float(1 + (number * 7 + at) % 5) for at, item in enumerate(ITEMS)}
            found.append(
                {
                    "id": f"{wave}{exposure}{number}", "vague": wave, "exposition": exposure,
                    "commune": f"c{number % 7}", "sexe": "F" if number % 2 else "H",
                    "tranche_age": "18-35", "poids": 1.0, **answers,
                }
            )  # fmt: skip
    frame = pd.DataFrame(found)
    frame["q1"] = [3.0] * 17 + [2.0] * 10 + [4.0] * 11 + [1.0] * 2 + [3.0] * 57
    with pytest.MonkeyPatch.context() as patch:
        no = unknown(97, 97, "coefficient")
        patch.setattr(cohesion, "consistency", lambda *_: Consistency(no, no, {}, (), False, None))
        return cohesion.cohesion(frame, 1)


def test_a_group_of_two_answers_is_neither_told_nor_found_by_subtraction(opened, surveyed):
    inside, block = (activities.cohesion(opened(one), surveyed) for one in ("interne", "publique"))
    name = "à la fin : espaces de dialogue"
    assert rows(inside, "Indice de cohésion")[name][1] == "2"
    shown = rows(block, "Indice de cohésion")
    assert shown[name] == ["masqué", "moins de 5"]
    assert "n = 2)" in drawn(inside)
    assert "n = 2)" not in drawn(block)
    # 57 at the last wave less those of the other groups would be the two: one more is hidden
    assert [n for _, n in shown.values()].count("masqué") == 1


def test_an_answer_that_few_gave_is_hidden_with_another_and_its_bar_is_not_drawn(opened, surveyed):
    name = "confiance aux autres communautés"
    inside, block = (activities.cohesion(opened(one), surveyed) for one in ("interne", "publique"))
    assert rows(inside, "question par question")[f"{name}, au départ"][0] == "5\u00a0%"
    first = rows(block, "question par question")[f"{name}, au départ"]
    assert first[0] == "peu"
    assert "masqué" in first
    assert rows(block, "question par question")[f"{name}, à la fin"][2] == "100\u00a0%"
    bars = [one for one in figures(block) if "question par question" in one.caption]
    assert name in bars[0].svg
    assert "42\u00a0%" not in bars[0].svg


def trainees(count, fallen=0):
    return pd.DataFrame(
        {
            "id": [f"F{n}" for n in range(count)],
            "id_activite": [f"S{n % 6}" for n in range(count)],
            "sexe": ["F" if n % 2 else "H" for n in range(count)],
            "score_avant": [8.0 + n % 5 for n in range(count)],
            "score_apres": [7.0 if n < fallen else 12.0 + n % 3 for n in range(count)],
            "score_6_mois": [11.0 if n < 20 else None for n in range(count)],
        }
    )


def test_outside_no_line_of_a_trainee_is_drawn_and_few_marks_have_no_mean(opened):
    found = capacity.training(trainees(40, fallen=2), 1)
    inside, block = (activities.trainings(opened(one), found) for one in ("interne", "publique"))
    assert "2 personnes sur 40 ont baissé" in html(inside)
    assert "ont baissé" not in html(block)
    assert "Une ligne par personne" not in html(block)
    assert "note avant" in drawn(block)
    late = trainees(40).assign(score_6_mois=[12.0, 13.0] + [None] * 38)
    hidden = rows(activities.trainings(opened(), capacity.training(late, 1)), "Notes sur 20")
    assert hidden["écart à six mois − avant"] == ["masqué", "moins de 5"]
    assert hidden["note avant"][1] == "40"


def test_where_one_half_year_has_few_mediations_outside_none_is_shown(opened):
    frame = cases((40, TONKA, "eau", "regle", {}))
    frame["date_signalement"] = [pd.Timestamp("2017-02-01")] * 18 + [pd.Timestamp("2017-09-01")] * 19 + [pd.Timestamp("2018-02-01")] * 3  # fmt: skip
    frame["mediatrices"] = [0, 1] * 20
    committees, boards = inclusion.committees(frame), inclusion.boards(assessed())
    block = activities.inclusion(opened(), boards, committees)
    assert not any("parmi les médiateurs" in name for name in tables(block))
    assert "n’est pas montrée par semestre" in html(block)
    inside = activities.inclusion(opened("interne"), boards, committees)
    assert rows(inside, "parmi les médiateurs")["femmes, dès janv. 2018"][1] == "3"
    assert "n’est pas montrée par semestre" not in html(inside)


def test_half_years_of_many_mediations_are_shown_in_both_editions(opened):
    frame = cases((40, TONKA, "eau", "regle", {}))
    frame["date_signalement"] = [pd.Timestamp("2017-02-01")] * 20 + [pd.Timestamp("2017-09-01")] * 20  # fmt: skip
    frame["mediatrices"] = [0, 1] * 20
    frame["jeunes_mediateurs"] = [0, 1] * 20
    committees, boards = inclusion.committees(frame), inclusion.boards(assessed())
    inside, outside = (
        rows(activities.inclusion(opened(one), boards, committees), "parmi les médiateurs")
        for one in ("interne", "publique")
    )
    assert outside == inside
    assert outside["femmes, dès janv. 2017"][1] == "20"


def assessed():
    return pd.DataFrame(
        [
            {"id": f"O{n}", "vague": wave, "taille_bureau": 9, "femmes_bureau": 1 + n % 3 + more,
             "jeunes_bureau": 2}
            for n in range(8)
            for more, wave in enumerate(("reference", "finale"))
        ]
    )  # fmt: skip


def test_outside_a_board_has_no_line_of_its_own_for_it_would_count_its_women(opened):
    boards, committees = inclusion.boards(assessed()), inclusion.committees(SALAM_ALONE)
    inside, block = (
        activities.inclusion(opened(one), boards, committees) for one in ("interne", "publique")
    )
    assert "Une ligne par organisation" in html(inside)
    assert "Une ligne par organisation" not in html(block)
    # the mean of shares is of organisations, which are groups
    assert rows(inside, "sièges des bureaux") == rows(block, "sièges des bureaux")


def framework(code, name):
    return {
        "id": name, "resultat": "R1", "indicateur": name, "indicateur_en": name, "calcul": code,
        "constat": None, "sens": None, "reference": 0.0, "cible": 10.0, "source": None,
    }  # fmt: skip


def test_an_indicator_hides_its_small_parts_and_half_years(opened):
    cadre = pd.DataFrame(
        [framework("personnes_touchees", "I1"), framework("conflits_regles", "I2")], dtype="object"
    )
    frame = cases((1, TONKA, "eau", "echec", {}), (20, TONKA, "eau", "regle", {}), (12, TONKA, "vol", "echec", {"mediatrices": 0}))  # fmt: skip
    sheets = pd.DataFrame(
        [sheet(1, TONKA, "2017-01-10", 30, 2, 12), sheet(2, TONKA, "2017-09-12", 25, 1, 9)]
    ).astype(SHEETS.dtypes.to_dict())
    computed = indicators.computed(cadre, {"activites": sheets, "cas": frame})

    def details(edition):
        notebook = opened(edition, cas=frame)
        return rows(activities.indicators(notebook, cadre, computed), "Détail")

    assert "femmes 3 ; hommes 55" in details("interne")["I1"][0].replace("\u202f", " ")
    outside = details("publique")
    assert "femmes moins de 5" in outside["I1"][0]
    assert "hommes masqué" in outside["I1"][0]
    assert "avec médiatrice masqué" in outside["I2"][0]
    assert "95,2" in details("interne")["I2"][0]


def test_outside_the_half_years_of_a_share_do_not_give_its_counts_back(opened):
    """Shares to a tenth of half-years, with all 81 and 53 and n told elsewhere, had one solution."""
    settled = ((10, 5, "2016-08-01"), (16, 10, "2017-02-01"), (18, 7, "2017-08-01"), (9, 6, "2018-02-01"))  # fmt: skip
    frame = cases(*((n, TONKA, "eau", end, {"date_signalement": pd.Timestamp(day)}) for won, lost, day in settled for n, end in ((won, "regle"), (lost, "echec"))))  # fmt: skip
    cadre = pd.DataFrame([framework("conflits_regles", "I1")], dtype="object")
    computed = indicators.computed(cadre, {"cas": frame})
    inside, outside = (
        rows(activities.indicators(opened(one, cas=frame), cadre, computed), "Détail")["I1"][1]
        for one in ("interne", "publique")
    )
    plain = [one.replace("\xa0", " ") for one in (inside, outside)]
    assert (
        plain[0] == "juil. 2016 66,7 % · janv. 2017 61,5 % · juil. 2017 72,0 % · janv. 2018 60,0 %"
    )
    assert not re.search(r"\d,\d", plain[1])
    assert plain[1].startswith("juil. 2016 plus de 50 % · janv. 2017 ")


def test_an_indicator_of_few_people_has_neither_figure_nor_share_of_its_target(opened):
    cadre = pd.DataFrame([framework("personnes_touchees", "I1")], dtype="object")
    sheets = SHEETS.head(1)
    computed = indicators.computed(cadre, {"activites": sheets})
    notebook = opened()
    reached = rows(activities.indicators(notebook, cadre, computed), "Suivi")
    assert reached["I1 · I1"][2:4] == ["moins de 5", "masqué"]


def test_few_blanks_are_hidden_where_a_row_is_a_person_and_told_where_it_is_an_activity(opened):
    people = trainees(30).assign(age=30.0)
    people.loc[:1, "score_apres"] = None
    notebook = opened(result=None, name="10_donnees", formations=people, activites=SHEETS)
    found = {tuple(text(c) for c in row[:2]): [text(c) for c in row[2:]]
             for row in tables(quality.blanks(notebook))["Valeurs manquantes, par colonne"].rows}  # fmt: skip
    assert found["formations", "score_apres"] == ["moins de 5", "30", "masqué"]
    assert found["formations", "score_6_mois"][:2] == ["10", "30"]
    assert found["activites", "cout_fcfa"] == ["6", "6", "100\u00a0%"]


def account(file, table, read, kept, out):
    return {"file": file, "sheet": "s", "table": table, "read": read, "kept": kept,
            "quarantined": out, "set_aside": {}}  # fmt: skip


def test_the_account_names_no_file_outside_and_hides_few_persons_with_the_total(opened):
    written = {
        "comptes": [
            account("brut/Moussa Maiga.xlsx", "formations", 40, 38, 2),
            account("brut/b.xlsx", "activites", 60, 57, 3),
        ],
        "echecs": {"brut/c.xlsx": "c de Moussa : illisible"},
    }
    inside = rows(data.account(opened("interne"), written), "Compte")
    assert inside["Moussa Maiga.xlsx · s"] == ["40", "38", "2", "0"]
    block = data.account(opened(), written)
    shown = rows(block, "Compte")
    assert "Moussa" not in html(block)
    assert shown["formations"][2] == "moins de 5"
    assert "masqué" in shown["formations"][:2]
    assert shown["activites"] == ["60", "57", "3", "0"]
    # 5 in all less the 3 activities would tell of two persons
    assert shown["Total"][2] == "masqué"


def test_what_is_told_of_estimates_hides_a_share_with_its_count_and_draws_neither(opened):
    notebook = opened()
    estimates = {"a": wilson(3, 30), "b": wilson(15, 30), "c": wilson(27, 30), "d": wilson(2, 3)}
    words = told(notebook, estimates, percent=True)
    assert [one.value for one in words.values()] == [
        "moins de 5 sur 30",
        "50,0\u00a0% (33,2\u00a0% à 66,8\u00a0%)",
        "plus de 25 sur 30",
        "masqué",
    ]
    assert [one.drawn for one in words.values()] == [False, True, False, False]
    assert (words["a"].k, words["d"].n) == ("moins de 5", "moins de 5")
    total = {"": unknown(63, 63, "count")}
    pair = {"x": wilson(30, 60), "y": wilson(2, 3)}
    summed = told(notebook, pair, [Sum(("", "n"), (("x", "n"), ("y", "n")))], total)
    assert summed["x"].n == "masqué"
    few = Estimate(2.5, None, None, 2, 2, "mean")
    assert told(notebook, {"m": few})["m"].value == "masqué"
    assert whole(notebook, {"m": few})["m"].value.startswith("2,50")
    inside = told(opened("interne"), estimates, percent=True)
    assert all(one.drawn for one in inside.values())


def test_a_figure_with_nothing_to_draw_is_its_table(opened):
    said = {"alt": "a", "caption": "c", "axis": "x", "percent": True}
    few = {"a": wilson(1, 30), "b": wilson(1, 3)}
    table = dot_figure(opened(), few, **said)
    assert isinstance(table, Table)
    assert isinstance(dot_figure(opened("interne"), few, **said), Figure)
    assert text(guarded(opened(), table).content[-1].content).startswith("Pour protéger")
    assert guarded(opened("interne"), table).content == (table,)


def test_of_six_five_and_four_are_written_alike(opened):
    notebook = opened()
    assert {part(notebook, count, 6) for count in range(1, 6)} == {"entre 1 et 5 sur 6"}
    assert part(notebook, 6, 6) == "6 sur 6"
    assert isinstance(part(notebook, 1, 6), Hidden)
