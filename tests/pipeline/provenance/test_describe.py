import json
import warnings
from datetime import date
from pathlib import Path

import pytest
from lecons.pipeline.provenance import PRECEDENT, Revision, describe, files_in, told_outside
from lecons.pipeline.provenance.told import revision_told
from prov.model import ProvDocument

COMMIT = "1" * 40


def described(told, **changed):
    given = {
        "inputs": told.inputs,
        "code": told.code,
        "versions": {"python": "3.11.7", "pandas": "3.1.1"},
        "revision": Revision(COMMIT, True),
        "states": told.states,
        "made": told.made,
    }
    asked = {"projet": "mini", "langue": "fr", "resultat": None, "graine": 3}
    return describe(
        "mini/interne/fr", date(2026, 3, 5), asked, {"pdf", "html"}, **{**given, **changed}
    )


def read(prov):
    """The block as an independent reader of PROV-JSON takes it; what it would put up with is a fault."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return ProvDocument.deserialize(content=json.dumps(prov), format="json")


def relations(prov, kind, first, second):
    return {(one[f"prov:{first}"], one[f"prov:{second}"]) for one in prov[kind].values()}


def labels(prov):
    return {name: one["prov:label"] for name, one in prov["entity"].items()}


def test_a_reader_of_prov_json_finds_every_thing_step_and_relation(told):
    prov = described(told)
    document = read(prov)
    kinds = {}
    for record in document.get_records():
        kinds.setdefault(record.get_type().localpart, []).append(record)
    assert {kind: len(records) for kind, records in kinds.items()} == {
        # collections of inputs and files, library, notebook, lock, 2 inputs, 2 files, what is new to 1 step
        "Entity": 3 + 2 + 2 + 2 + 2,
        "Activity": 3,
        "Agent": 1,
        "Usage": 5 + 2 + 3,
        "Generation": 3,
        "Association": 3,
        "Derivation": 1,
        "Communication": 2,
        "Membership": 4,
    }
    known = {str(record.identifier) for record in document.get_records() if record.identifier}
    for kind in kinds.keys() - {"Entity", "Activity", "Agent"}:
        for record in kinds[kind]:
            assert {str(value) for _, value in record.formal_attributes if value} <= known
    # and writes the same again
    assert ProvDocument.deserialize(content=document.serialize(), format="json") == document


def test_what_a_step_rested_on_is_the_input_notebook_or_slice_itself(told):
    prov = described(told)
    names = labels(prov)
    used = relations(prov, "used", "activity", "entity")
    assert {names[one] for step, one in used if step == "lecons:etape/import"} == set(told.inputs)
    assert {names[one] for step, one in used if step == "lecons:etape/20_activites-R1"} == {
        "notebooks/20_activites.ipynb",
        "paramètres",
        "données lues : table activites, columns id date",
    }
    step = prov["activity"]["lecons:etape/20_activites-R1"]
    assert step["prov:startTime"] == "2026-03-05T10:00:02+00:00"
    assert step["lecons:raison"] == "données : table activites"
    making = prov["activity"]["lecons:production"]
    assert making["prov:startTime"] == "2026-03-05T09:59:59.500000+00:00"
    assert (making["lecons:graine"], making["lecons:formats"]) == (3, ["html", "pdf"])
    assert "lecons:resultat" not in making


def test_two_inputs_of_the_same_content_are_told_apart_by_their_names(told):
    same = dict.fromkeys(told.inputs, told.sha["a"])
    told.states[0].key["projet.yaml"] = told.sha["a"]
    prov = described(told, inputs=same)
    used = relations(prov, "used", "activity", "entity")
    names = labels(prov)
    assert {names[one] for step, one in used if step == "lecons:etape/import"} == set(same)


def test_the_report_before_is_what_this_one_derives_from(told):
    prov = described(told, made={**told.made, PRECEDENT: told.sha["j"]})
    assert ("lecons:rapport", "lecons:precedent") in relations(
        prov, "wasDerivedFrom", "generatedEntity", "usedEntity"
    )
    assert "lecons:precedent" not in {
        one for one, _ in relations(prov, "wasGeneratedBy", "entity", "activity")
    }
    read(prov)


@pytest.mark.parametrize("revision", [None, Revision(COMMIT, False), Revision(COMMIT, True)])
def test_the_revision_comes_back(told, revision):
    assert revision_told(described(told, revision=revision)) == revision


def test_outside_nothing_is_told_of_inputs_steps_and_hours(told):
    outside = told_outside(described(told))
    read(outside)
    said = json.dumps(outside, ensure_ascii=False)
    for hidden in ("suivi", "projet.yaml", "activites-R1", "raison", "2026-03-05T", "données"):
        assert hidden not in said
    for sha in (*told.inputs.values(), told.sha["h"], told.sha["i"]):
        assert sha not in said
    assert set(labels(outside).values()) == {
        "lib",
        "notebooks/20_activites.ipynb",
        "requirements/run.lock",
        "mini/interne/fr",
        *told.made,
    }
    assert outside["activity"]["lecons:production"]["lecons:etabli_le"]["$"] == "2026-03-05"
    assert relations(outside, "wasGeneratedBy", "entity", "activity") == {
        ("lecons:rapport", "lecons:production"),
        ("lecons:fichier/synthese.html", "lecons:production"),
        ("lecons:fichier/fiches/BP-1.pdf", "lecons:production"),
    }
    # at the same inputs and the same day, another time says the same
    later = [
        type(one)(**{**vars(one), "ended": "2026-03-05T23:00:00+00:00", "seconds": 9})
        for one in told.states
    ]
    assert told_outside(described(told, states=later)) == outside


def test_a_report_whose_steps_are_not_known_is_told_all_the_same(told):
    prov = described(told, states=[], revision=None)
    assert "prov:startTime" not in prov["activity"]["lecons:production"]
    read(prov)


def test_the_files_of_a_report_are_all_but_its_manifest(tmp_path: Path):
    (tmp_path / "fiches").mkdir()
    for name in ("manifeste.json", PRECEDENT, "fiches/BP-1.html"):
        (tmp_path / name).write_text("")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # FIPS 180-4
    assert files_in(tmp_path) == {"fiches/BP-1.html": empty, PRECEDENT: empty}
