"""What waits for a reader: what may be quoted, as it is now, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from lecons.intake.reviewed import append_decision, published_mark, read_reviews
from lecons.project import open_project
from lecons.review.outcome import add_name, judge, publish, set_aside
from lecons.review.queue import Queue
from lecons.review.refusal import ReviewError
from lecons.store.tables import rewrite_table

TODAY = date(2018, 3, 20)
FIRST = ("temoignages", "T01", 0, 44)
SECOND = ("temoignages", "T01", 45, 87)
ROAD = ("temoignages", "T02", 0, 35)
CALL = ("temoignages", "T02", 36, 73)
SAID = ("contributions", "C01", 0, 83)


def test_a_passage_waits_once_whatever_its_codes_and_only_where_it_may_be_quoted(queue):
    # S5 has a text that was typed: nobody signed it
    assert queue.waiting() == [FIRST, SECOND, ROAD, CALL, SAID]
    assert queue.size == 5


def test_a_passage_shows_what_was_found_with_its_context_and_its_text_as_published(queue):
    passage = queue.passage(FIRST)
    assert passage.number == "T01:0-44"
    assert passage.words == "Au puits, Moussa Ag Alla a frappé mon frère."
    assert passage.proposal == "[un lieu], [personne 4KDM] a frappé mon frère."
    assert [(one.at, one.mention.text, one.proposed) for one in passage.found] == [
        (0, "Au puits", "[un lieu]"),
        (10, "Moussa Ag Alla", "[personne 4KDM]"),
    ]
    assert passage.around(passage.found[1]).startswith("Au puits, ⟦Moussa Ag Alla⟧ a frappé mon")
    assert passage.around(passage.found[1]).endswith("au comité, qui nous a réu")


def test_positions_are_code_points(queue):
    said = queue.passage(SAID)
    assert said.proposal.startswith("Le comité de [personne 4KDM] règle")
    assert said.proposal.endswith("règle mieux les affaires 🎉 quand deux femmes y siègent.")


def test_a_barred_passage_is_not_proposed(folder, detection):
    (folder / "codage").mkdir()
    (folder / "codage" / "citations.csv").write_text(
        "id_segment,decision,traduction_en,auteur,date,raison\nS3,écarter,,issa,2018-03-01,connu\n"
    )
    assert SECOND not in Queue(open_project(folder), detection).waiting()


def test_what_lecons_made_alone_waits_whatever_is_said_of_its_mentions(
    folder, detection, mini_project
):
    mini_project(divulgation={"publier_sans_relecture": True})
    queue = Queue(open_project(folder), detection)
    made = queue.passage(FIRST).proposal

    def stored(rows):
        return rows.assign(
            extrait_public=rows["extrait_public"].mask(rows["fin"] == FIRST[3], made)
        )

    rewrite_table(folder / "tables", "segments", stored)
    queue = Queue(open_project(folder), detection)
    assert FIRST in queue.waiting()
    judge(queue, queue.passage(FIRST), queue.passage(FIRST).found[0], False, "awa", TODAY)
    assert FIRST in queue.waiting()


def test_what_is_signed_leaves_the_queue_and_comes_back_when_the_words_change(queue, again, folder):
    passage = queue.passage(FIRST)
    publish(queue, passage, " relectrice_1 ", TODAY)
    (review,), faults = read_reviews(folder / "codage" / "passages_relus.csv")
    assert (review.key, review.text, review.reviewer, review.day) == (
        FIRST, passage.proposal, "relectrice_1", TODAY,
    )  # fmt: skip
    assert not faults
    assert FIRST not in queue.waiting()
    assert FIRST not in again().waiting()

    def changed(rows):
        return rows.assign(texte=rows["texte"].str.replace("frappé", "blessé"))

    rewrite_table(folder / "tables", "temoignages", changed)
    assert FIRST in again().waiting()


@pytest.mark.parametrize("sign", [publish, set_aside])
def test_what_is_signed_does_not_let_a_name_be_found_by_trying_names(queue, folder, sign):
    passage = queue.passage(FIRST)
    sign(queue, passage, "awa", TODAY)
    ((review,), _) = read_reviews(folder / "codage" / "passages_relus.csv")
    for name in ("Moussa Ag Alla", "Issa Ag Attaher", "Fatoumata Cissé Maïga"):
        tried = passage.words.replace("Moussa Ag Alla", name)
        assert published_mark(tried, review.text) == review.mark
    # the one that lets names be tried stays in prive/
    assert passage.mark not in (folder / "codage" / "passages_relus.csv").read_text("utf-8")


def test_a_passage_that_was_signed_with_other_words_comes_back_when_one_of_these_changes(
    queue, again, folder
):
    publish(queue, queue.passage(ROAD), "awa", TODAY, corrected="Cette route reste dangereuse.")

    def changed(old, new):
        def change(rows):
            return rows.assign(texte=rows["texte"].str.replace(old, new))

        rewrite_table(folder / "tables", "temoignages", change)

    # a blank in what was signed: one place or another
    changed("Tonka", "Dofan")
    assert ROAD not in again().waiting()
    changed("reste", "resta")
    assert ROAD in again().waiting()


def test_what_is_set_aside_leaves_the_queue_without_a_text(queue, again, folder):
    set_aside(queue, queue.passage(ROAD), "awa", TODAY)
    assert ROAD not in again().waiting()
    assert read_reviews(folder / "codage" / "passages_relus.csv")[0][0].text == ""


def test_an_accepted_name_goes_to_the_linking_table_and_nowhere_else(queue, folder):
    publish(queue, queue.passage(FIRST), "awa", TODAY)
    links = (folder / "prive" / "correspondances.csv").read_text("utf-8")
    assert "Moussa Ag Alla" in links
    assert "puits" not in links
    assert (folder / "prive" / "correspondances.csv").stat().st_mode & 0o077 == 0
    assert "Moussa" not in (folder / "codage" / "passages_relus.csv").read_text("utf-8")


def test_nothing_is_published_without_a_reader_nor_while_it_still_names_somebody(queue, folder):
    passage = queue.passage(FIRST)
    with pytest.raises(ReviewError, match="« relu par » est vide"):
        publish(queue, passage, " ", TODAY)
    for text in ("Moussa Ag Alla m’a frappé", "ce fut MOUSSA AG ALLA", "appelez le 76 12 34 56"):
        with pytest.raises(ReviewError, match="nomme encore «"):
            publish(queue, passage, "awa", TODAY, corrected=text)
    with pytest.raises(ReviewError, match="nomme encore «\u00a0Tonka\u00a0»"):
        publish(queue, passage, "awa", TODAY, others={10: "le vieux de Tonka"})
    assert not (folder / "codage" / "passages_relus.csv").exists()


def test_a_person_is_looked_for_by_name_in_a_corrected_text_that_the_detection_does_not_know(
    queue, detection
):
    blind = replace(
        detection,
        look=lambda text, known: [
            one
            for one in detection.look(text, known)
            if one.text != "Moussa Ag Alla" or known or text.startswith("Au puits")
        ],
    )
    queue.detection = blind
    passage = queue.passage(FIRST)
    with pytest.raises(ReviewError, match="Moussa"):
        publish(queue, passage, "awa", TODAY, corrected="Hier, Moussa Ag Alla est venu.")


def test_a_mention_that_a_person_rejected_stays_as_it_is(queue, again):
    passage = queue.passage(FIRST)
    judge(queue, passage, passage.found[0], False, "awa", TODAY)
    fresh = again().passage(FIRST)
    assert fresh.proposal == "Au puits, [personne 4KDM] a frappé mon frère."
    review = publish(queue, queue.passage(FIRST), "awa", TODAY)
    assert review.text == fresh.proposal
    judge(queue, queue.passage(FIRST), queue.passage(FIRST).found[0], True, "awa", TODAY)
    assert again().passage(FIRST).proposal == passage.proposal


def test_a_rejection_holds_for_one_passage_only(queue, again):
    said = queue.passage(SAID)
    judge(queue, said, said.found[0], False, "awa", TODAY)
    assert "Moussa" in again().passage(SAID).proposal
    assert "Moussa" not in again().passage(FIRST).proposal


def test_an_added_name_is_found_everywhere_after(queue, again):
    add_name(queue, "  Fatou ", "awa", TODAY)
    assert again().passage(SECOND).proposal.startswith("[personne 9ZZZ] l’a dit")
    with pytest.raises(ReviewError, match="2 à 80"):
        add_name(queue, "x", "awa", TODAY)


def test_decisions_stay_with_their_owner_and_survive_a_spreadsheet(queue, folder):
    append_decision(queue.private, "ajouter", "+223 Adama", "awa", TODAY)
    path = folder / "prive" / "decisions.csv"
    assert path.stat().st_mode & 0o077 == 0
    assert "'+223 Adama" in path.read_text("utf-8")
    # as a French Excel saves it
    lines = path.read_text("utf-8").replace(",", ";")
    path.write_text(lines, encoding="windows-1252")
    append_decision(queue.private, "ajouter", "Zahra", "awa", TODAY)
    queue.refresh()
    assert queue.decisions.added == ("+223 Adama", "Zahra")
