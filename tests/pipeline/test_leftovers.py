"""What a killed run left goes; nothing else does."""

from hypothesis import given
from hypothesis import strategies as st
from lecons.pipeline.leftovers import _PUT_ASIDE, _WORK, clean_leftovers
from lecons.pipeline.place import put_in_place, recover, work_beside


def everything(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_a_run_that_was_killed_leaves_nothing_after_the_next_has_cleaned(tmp_path):
    reports = tmp_path / "rapports" / "mini"
    good = work_beside(reports / "interne" / "fr")
    (good / "synthese.html").write_text("bon", "utf-8")
    put_in_place(good, reports / "interne" / "fr")
    kept = everything(tmp_path)
    for edition, place in (("interne", "fr"), ("publique", "fr-en"), ("atelier", "fr")):
        (work_beside(reports / edition / place) / "synthese.html").write_text("moitié", "utf-8")
    site = reports / "interne" / ".chantier" / "interne-fr" / "etat"
    site.mkdir(parents=True)
    (site / "20_activites-R1.json").write_text("{}", "utf-8")
    (site / ".10_donnees.json.part").write_text("{", "utf-8")
    tables = tmp_path / "data" / "tables"
    tables.mkdir(parents=True)
    (tables / "activites.parquet").touch()
    (tables / "cas.parquet.part").touch()
    gone = clean_leftovers(reports, [reports / "interne" / ".chantier", tables])
    assert len(gone) == 5
    assert everything(tmp_path) - kept == {
        "rapports/mini/publique",
        "rapports/mini/atelier",
        "rapports/mini/interne/.chantier",
        "rapports/mini/interne/.chantier/interne-fr",
        "rapports/mini/interne/.chantier/interne-fr/etat",
        "rapports/mini/interne/.chantier/interne-fr/etat/20_activites-R1.json",
        "data",
        "data/tables",
        "data/tables/activites.parquet",
    }
    assert clean_leftovers(reports, [tables]) == []


def test_a_good_report_that_stood_aside_comes_back(tmp_path):
    aside = tmp_path / "interne" / ".fr-ancien"
    aside.mkdir(parents=True)
    (aside / "synthese.html").write_text("bon", "utf-8")
    clean_leftovers(tmp_path, [])
    assert (tmp_path / "interne" / "fr" / "synthese.html").read_text("utf-8") == "bon"
    assert not recover(tmp_path / "interne" / "fr")


def test_what_people_put_beside_reports_stays(tmp_path):
    for name in (
        "interne/fr/.part", "interne/.fr-archives/a", "interne/notes.part", "interne/.fr-en-cours/a",
        "interne/fr-en-cours-abcdefgh/a", "interne/.fr-en-cours-ABCDEFGH/a", "interne/.DS_Store",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    (tmp_path / "interne" / ".fr-en-cours-abcdefgh").symlink_to(elsewhere)
    before = everything(tmp_path)
    assert clean_leftovers(tmp_path, []) == []
    assert everything(tmp_path) == before


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=12)


@given(NAMES.filter(lambda name: not name.startswith(".")))
def test_only_what_put_in_place_makes_has_its_names(name):
    for made in (f".{name}", name, f".{name}-partiel", f"{name}-ancien"):
        assert not _WORK.fullmatch(made)
        assert not _PUT_ASIDE.fullmatch(made)
