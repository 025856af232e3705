"""Testimonies handed to another tool come back with the same codes, segments and words; and only what
may leave leaves."""

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lecons.intake.qda.guids import guid_of_segment
from lecons.intake.qda.read import read_project
from lecons.intake.qda.sheets import as_sheets
from lecons.intake.qda.tables import from_tables
from lecons.intake.qda.write import write_project

BOOK = pd.DataFrame(
    [
        ("mediation_mixte", "Médiation mixte", "Mixed mediation", "pratique", None, "R1", "Ce que c’est", "i", "e", "x"),
        ("comite", "Comité", None, "pratique", "mediation_mixte", None, None, None, None, None),
        ("eau", "Médiation mixte", None, "theme", None, None, "a\nb", None, None, "« x »\nInclusion : y"),
        ("favorable", "Favorable", "For", "polarite", None, None, None, None, None, None),
        ("ici", "Ici", None, "theme", "la", None, None, None, None, None),
        ("la", "Là", None, "theme", "ici", None, None, None, None, None),
    ],
    columns=["code", "libelle_fr", "libelle_en", "famille", "parent", "resultat", "definition", "inclusion",
             "exclusion", "exemple"],
)  # fmt: skip


def people(*rows):
    frame = pd.DataFrame(rows, columns=["id", "texte", "consentement", "retrait_le"])
    return frame.assign(
        date=pd.Timestamp("2017-05-04"),
        commune="ML060101",
        resultat="R1 R3",
        acteur="jeune",
        sexe=["F", None][: len(frame)] + ["H"] * (len(frame) - 2),
        tranche_age=None,
        langue_origine="tamasheq",
        retrait_le=pd.to_datetime(frame["retrait_le"]),
    )


def coded(*rows):
    columns = ["id", "id_temoignage", "debut", "fin", "code", "codeur", "statut", "memo"]
    return pd.DataFrame(rows, columns=columns).assign(date=pd.Timestamp("2018-03-12"))


def there_and_back(tmp_path, testimonies, segments, book=BOOK):
    path = tmp_path / "aller.qdpx"
    project = from_tables(testimonies, segments, book, "3P")
    assert write_project(project, path).balances
    back, report = read_project(path)
    assert report.faults == ()
    assert back == project
    sheets, words = as_sheets(back, path.name)
    return sheets, words


def test_codes_segments_words_and_people_come_back(tmp_path):
    testimonies = people(
        ("T01", "Le puits 😀 est à tous.\nOui.", "interne", None),
        ("T.02", "Non.", "citation_anonyme", None),
    )
    segments = coded(
        ("a", "T01", 3, 8, "mediation_mixte", "codeuse_1", "valide", "mémo"),
        ("b", "T01", 3, 8, "favorable", "codeuse_1", "valide", None),
        ("c", "T01", 3, 8, "eau", "codeur_2", "valide", None),
        ("d", "T.02", 0, 4, "comite", "codeur_2", "valide", None),
    )
    sheets, words = there_and_back(tmp_path, testimonies, segments)
    found = sheets["Segments"].frame.set_index("id")
    for row in segments.itertuples():
        one = found.loc[guid_of_segment(row.id)]
        told = (
            one["id_temoignage"],
            int(one["debut"]),
            int(one["fin"]),
            one["code"],
            one["codeur"],
        )
        assert told == (row.id_temoignage, row.debut, row.fin, row.code, row.codeur)
        assert (one["date"], one["statut"]) == ("2018-03-12", "valide")
    assert words[guid_of_segment("a")] == "puits"
    assert found["memo"].dropna().tolist() == ["mémo"]
    columns = [one for one in BOOK.columns if one != "parent"]
    codes = sheets["Codes"].frame.set_index("code").loc[BOOK["code"]].reset_index()
    for column in columns:
        assert codes[column].fillna("").tolist() == BOOK[column].fillna("").tolist(), column
    # a circle has no top: its codes stand apart
    assert codes["parent"].dropna().tolist() == ["mediation_mixte"]
    sources = sheets["Sources"].frame
    assert sources["id"].tolist() == ["T01", "T.02"]
    assert sources["texte"].tolist() == testimonies["texte"].tolist()
    assert sources["date"].tolist() == ["2017-05-04"] * 2
    assert sources["resultat"].tolist() == ["R1 R3"] * 2
    assert sources["sexe"].fillna("").tolist() == ["F", ""]
    assert sources["consentement"].tolist() == ["interne", "citation_anonyme"]


def test_only_what_may_leave_leaves(tmp_path):
    testimonies = people(
        ("T01", "Oui.", "interne", None),
        ("T02", "Retiré.", "citation_nominative", "2018-01-01"),
        ("T03", "Refusé.", "aucun", None),
        ("T04", None, "interne", None),
        ("T05", "Sans accord.", None, None),
    )
    segments = coded(
        *((f"s{n}", f"T0{n}", 0, 2, "eau", "codeuse_1", "valide", None) for n in range(1, 6)),
        ("p", "T01", 0, 3, "eau", "machine", "propose", None),
        ("q", "T01", 0, 3, "inconnu", "codeuse_1", "valide", None),
        ("r", "T01", 2, 30, "eau", "codeuse_1", "valide", None),
    )
    sheets, words = there_and_back(tmp_path, testimonies, segments)
    assert sheets["Sources"].frame["id"].tolist() == ["T01"]
    assert words == {guid_of_segment("s1"): "Ou"}
    content = (tmp_path / "aller.qdpx").read_bytes()
    assert b"Retir" not in content
    assert b"machine" not in content


def test_line_ends_and_a_mark_in_the_text_move_no_passage(tmp_path):
    text = "\ufeffLe puits\r\nest à\rtous 😀 ici"
    start = text.index("tous 😀")
    testimonies = people(("T01", text, "interne", None))
    segments = coded(("a", "T01", start, start + 6, "eau", "codeuse_1", "valide", None))
    sheets, words = there_and_back(tmp_path, testimonies, segments)
    assert words[guid_of_segment("a")] == "tous 😀"
    assert sheets["Sources"].frame["texte"].tolist() == ["Le puits\nest à\ntous 😀 ici"]


def test_the_same_tables_make_the_same_bytes(tmp_path):
    testimonies = people(("T01", "Oui.", "interne", None))
    segments = coded(("a", "T01", 0, 3, "eau", "codeuse_1", "valide", None))
    contents = []
    for name in ("un.qdpx", "deux.qdpx"):
        write_project(from_tables(testimonies, segments, BOOK, "3P"), tmp_path / name)
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]


@given(
    st.text("aé à’\n\r😀👩🏾\u200de\u0301ع\u064eا\u200fⴰ\u00a0", min_size=1, max_size=40), st.data()
)
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_passage_of_any_text_comes_back_to_its_words(tmp_path, text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = text[start:end]
    testimonies = people(("T01", text, "interne", None))
    segments = coded(("a", "T01", start, end, "eau", "codeuse_1", "valide", "m"))
    _, words = there_and_back(tmp_path, testimonies, segments)
    kept = passage.replace("\r\n", "\n").replace("\r", "\n")
    # half of a CR LF is the whole of a line end
    assert words[guid_of_segment("a")] == kept
