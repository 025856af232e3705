"""A whole run, from the import to the slides, asks nothing of the network."""


def test_a_run_is_whole_and_asks_nothing_of_the_network(hostile_report):
    for answered, code in hostile_report.said:
        assert code == 0, answered
    assert hostile_report.network == ""


def test_the_network_was_shut(hostile_report):
    """The proof that the test above looks in the right place: the same environment, and a connection."""
    assert "le réseau est fermé" in hostile_report.shut
    assert "socket.getaddrinfo" in hostile_report.shut


def test_every_free_text_of_every_table_was_planted(hostile_report, planting):
    planted = {where for where, _ in hostile_report.planted.values()}
    # what must name a thing that exists is planted where that thing is declared
    keys = {"id_activite", "id_cas", "id_temoignage", "pratique", "recommandation", "code", "codeur", "parent",
            "objectif", "calcul", "constat", "revient_de"}  # fmt: skip
    for table in planting.TABLES:
        for column in planting.text_columns(table):
            assert f"{table}.{column}" in planted or column in keys, f"{table}.{column}"
