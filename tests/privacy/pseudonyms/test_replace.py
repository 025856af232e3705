"""Texts whose mentions were replaced: they read as French, tell nobody, and stay as they are."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.privacy.names import Mention, places_of
from lecons.privacy.pseudonyms import pseudonymise, replacement
from lecons.privacy.pseudonyms.dates import month_of

KEY = bytes(32)
PLACES = places_of(
    pd.DataFrame(
        [
            ("ML060316", "Tonka", "Goundam"),
            ("ML060305", "Goundam", "Goundam"),
            ("ML060301", "Alzounoub", "Goundam"),
            ("ML070201", "Ansongo", "Ansongo"),
            ("ML070202", "Bara", "Ansongo"),
            ("ML060199", "Salam", "Tombouctou"),
            ("ML060399", "Salam", "Goundam"),
        ],
        columns=["pcode", "commune", "cercle"],
    ),
    pd.DataFrame([("Tonca", "ML060316")], columns=["graphie", "pcode"]),
)
MARK = re.compile(r"\[\[(\w+):(.+?)\]\]")


def marked(annotated):
    """A text and its mentions from « Va à [[lieu:Tonka]] »."""
    text, mentions, at = "", [], 0
    for match in MARK.finditer(annotated):
        text += annotated[at : match.start()]
        start = len(text)
        text += match[2]
        mentions.append(Mention(start, len(text), match[2], match[1], "essai", True))
        at = match.end()
    return text + annotated[at:], mentions


def written(annotated):
    """The text after replacement, each label of a person as X."""
    text, mentions = marked(annotated)
    return re.sub(r"\[personne \w+\]", "[X]", pseudonymise(text, mentions, KEY, PLACES))


@pytest.mark.parametrize(
    ("annotated", "expected"),
    [
        ("J’ai vu [[personne:Aïcha Walet Moussa]].", "J’ai vu [X]."),
        (
            "Le fils d’[[personne:Aïcha]] dit qu’[[personne:Ali]] vient.",
            "Le fils de [X] dit que [X] vient.",
        ),
        ("L’[[personne:imam Moussa Touré]] a parlé.", "[X] a parlé."),
        ("On va au [[personne:maire Oumar Maïga]].", "On va à [X]."),
        ("L’avis du [[personne:maire Oumar Maïga]].", "L’avis de [X]."),
        ("Au maire, [[personne:Oumar Maïga]].", "Au maire, [X]."),
        ("D’[[personne:Ali]] rien.", "De [X] rien."),
        ("Il vit à [[lieu:Tonka]].", "Il vit dans le [cercle de Goundam]."),
        (
            "Les gens de [[lieu:Tonca]] et d’[[lieu:Alzounoub]].",
            "Les gens du [cercle de Goundam] et du [cercle de Goundam].",
        ),
        ("Entre [[lieu:Bara]] et ici.", "Entre [cercle d’Ansongo] et ici."),
        ("Au [[lieu:village de Tonka]].", "Au village du [cercle de Goundam]."),
        (
            "Au [[lieu:campement de Tintata]], à [[lieu:Inadiatafane]].",
            "Au campement d’[un lieu], à [un lieu].",
        ),
        ("La [[lieu:commune de Goundam]].", "La commune du [cercle de Goundam]."),
        (
            "La commune de [[lieu:Goundam]], à [[lieu:Goundam]].",
            "La commune du [cercle de Goundam], à Goundam.",
        ),
        ("Dans le [[lieu:cercle de Goundam]].", "Dans le cercle de Goundam."),
        ("À [[lieu:Salam]] de deux cercles.", "À [un lieu] de deux cercles."),
        ("Appelez le [[telephone:76 12 34 56]].", "Appelez le [téléphone]."),
        (
            "Écrivez à [[courriel:a@b.ml]], badge [[identifiant:A01]].",
            "Écrivez à [adresse], badge [identifiant].",
        ),
        ("Le [[date:12 mars 2017]] au soir.", "En mars 2017 au soir."),
        ("[[date:Vendredi 3 mars 2017]], rien.", "En mars 2017, rien."),
        ("Venu [[date:le 1er août 2017]].", "Venu en août 2017."),
        ("Venu le vendredi [[date:12/03/2017]].", "Venu en mars 2017."),
        ("Depuis le [[date:12.03.17]].", "Depuis mars 2017."),
        ("Le [[date:2017-03-12]].", "En mars 2017."),
        (
            "Jusqu’au [[date:3 avril]], avant le [[date:4 fevrier 2018]].",
            "Jusqu’en avril, avant février 2018.",
        ),
        ("L’accord du [[date:12 octobre 2016]].", "L’accord d’octobre 2016."),
        ("Du 12 au [[date:15 mars 2017]].", "En mars 2017."),
        ("Les 12 et [[date:13 mars]].", "En mars."),
        ("[[date:Du 12 au 15 mars 2017]].", "En mars 2017."),
        ("Perdu, [[date:12 mars]].", "Perdu, en mars."),
        ("Le [[date:3 ramadan 1438]].", "Le [date]."),
        ("En [[date:mars 2017]].", "En mars 2017."),
    ],
)
def test_what_is_replaced_still_reads_as_french(annotated, expected):
    assert written(annotated) == expected


@pytest.mark.parametrize(
    ("day", "month"),
    [
        ("12/13/2017", "décembre 2017"),  # month first
        ("12/13", "décembre"),
        ("45/45/2017", None),
        ("12 aout 2017", "août 2017"),
        ("3 déc. 2017", "décembre 2017"),
        ("12 lunes", None),
        ("hier", None),
        ("douze mars 2017", "mars 2017"),
        ("fin mars 2017", ""),
        ("au mois d’août", ""),
        ("2017", ""),
    ],
)
def test_the_month_of_a_day(day, month):
    assert month_of(day) == month


@pytest.mark.parametrize("day", range(1, 32))
@pytest.mark.parametrize("form", ["{} mars 2017", "le {} mars 2017", "{}/03/2017", "{:02d}-03-17"])
def test_no_day_is_left(day, form):
    made = written(f"Venus [[date:{form.format(day)}]].")
    assert not re.search(r"\d", made.replace("2017", ""))


def test_one_person_has_one_label_and_a_persons_link_is_followed():
    text, mentions = marked(
        "[[personne:Aïcha Walet Moussa]], [[personne:AICHA WALET MOUSSA]], [[personne:Tanti]]."
    )
    labels = {"aicha walet moussa": "1AAA", "tanti": "1AAA"}
    first, second, third = re.findall(
        r"\[personne \w+\]", pseudonymise(text, mentions, KEY, PLACES)
    )
    assert first == second != third
    assert (
        pseudonymise(text, mentions, KEY, PLACES, labels)
        == ", ".join(["[personne 1AAA]"] * 3) + "."
    )


def test_brackets_of_ours_are_left_alone_and_brackets_of_others_are_not():
    ours = "[personne 4KDM], [cercle de Goundam], [un lieu], [téléphone] et [date]"
    everything = Mention(0, len(ours), ours, "personne", "essai", False)
    assert re.sub(
        r"\[personne [^4]\w+\]", "[X]", pseudonymise(ours, [everything], KEY, PLACES)
    ) == ("[personne 4KDM], [cercle de Goundam], [un lieu], [téléphone] [X] [date]")
    assert written("[le chef : [[personne:Ali Touré]]]") == "[le chef : [X]]"
    assert written("[cercle d’[[personne:Ali Touré]]]") == "[cercle de [X]]"


def test_what_stands_already_is_its_own_replacement():
    for kind, text in [
        ("personne", "[personne 4KDM]"),
        ("personne", "4KDM"),
        ("telephone", "[téléphone]"),
        ("lieu", "Goundam"),
        ("date", "mars 2017"),
        ("date", "[date]"),
    ]:
        assert replacement(Mention(0, len(text), text, kind, "essai", True), KEY, PLACES) == text


NAMES = ["Aïcha Walet Moussa", "imam Moussa Touré", "Ali", "Mohamed Ag Intalla"]
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ["d’", "le ", "à ", "de ", "l’", "du ", " et ", "jusqu’au ", "[", "] ", ". "]
        ),
        st.sampled_from(NAMES).map(lambda name: f"[[personne:{name}]] "),
        st.sampled_from(["Tonka", "Tintata", "Goundam"]).map(lambda name: f"[[lieu:{name}]] "),
        st.sampled_from(["12 mars 2017", "03/04/2018"]).map(lambda day: f"[[date:{day}]] "),
    ),
    max_size=12,
)


def seek(text):
    """A stand-in for names.find: what this test writes, wherever it stands."""
    wanted = [(name, "personne") for name in NAMES] + [
        ("Tonka", "lieu"),
        ("Tintata", "lieu"),
        ("Goundam", "lieu"),
        ("12 mars 2017", "date"),
        ("03/04/2018", "date"),
    ]
    found, covered = [], set()
    for words, kind in wanted:
        for match in re.finditer(re.escape(words), text):
            span = set(range(*match.span()))
            if not span & covered:
                covered |= span
                found.append(Mention(*match.span(), words, kind, "essai", True))
    return sorted(found, key=lambda one: one.start)


@settings(max_examples=60)
@given(PIECES)
def test_replacing_again_changes_nothing_and_no_name_is_left(pieces):
    text, _ = marked("".join(pieces))
    once = pseudonymise(text, seek(text), KEY, PLACES)
    assert pseudonymise(once, seek(once), KEY, PLACES) == once
    for secret in (*NAMES, "Tonka", "Tintata", "12 mars", "03/04"):
        assert secret not in once
    one_by_one = text
    for mention in reversed(seek(text)):
        one_by_one = pseudonymise(one_by_one, [mention], KEY, PLACES)
    assert one_by_one == once


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5)
)
def test_any_mentions_of_any_text_are_replaced_without_fail_even_where_they_overlap(text, spans):
    mentions = []
    for kind, (one, other) in zip(
        ["personne", "lieu", "date", "telephone", "courriel"], spans, strict=False
    ):
        start, end = sorted((min(one, len(text)), min(other, len(text))))
        mentions.append(Mention(start, end, text[start:end], kind, "essai", False))
    made = pseudonymise(text, mentions, KEY, PLACES)
    if not mentions:
        assert made == text
    # the very ends of the text are nobody's
    last = max((one.end for one in mentions), default=0)
    assert made.endswith(text[last:])
