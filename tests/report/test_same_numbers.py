"""The page and the PDF say the same numbers, and those are the golden figures."""

import json
import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.xdist_group("report")
NUMBER = re.compile(r"\d[\d\u202f\u00a0 ]*(?:,\d+)?")


def numbers(text):
    """Numbers as they are read, whatever the kind of space inside them."""
    return [re.sub(r"\s", "", found) for found in NUMBER.findall(text)]


@pytest.fixture(scope="module")
def page_numbers(french):
    soup = BeautifulSoup((french.folder / "synthese.html").read_text("utf-8"), "html.parser")
    # the data of figures are for the page alone; the PDF has the figures' drawn labels instead
    for part in soup.main.find_all("details") + soup.main.select(".numero"):
        part.decompose()
    return numbers(soup.main.get_text(" "))


@pytest.fixture(scope="module")
def pdf_text(french, leaves):
    return " ".join(leaves(french.folder / "synthese.pdf"))


def test_every_number_of_the_page_is_in_the_pdf(page_numbers, pdf_text):
    known = Counter(re.sub(r"\s", "", pdf_text))
    assert known["0"] > 100
    squeezed = re.sub(r"[\s\u00ad]", "", pdf_text)
    decimals = {number for number in page_numbers if "," in number or len(number) >= 2}
    assert len(decimals) > 150
    assert sorted(number for number in decimals if number not in squeezed) == []


def test_the_published_figure_stands_in_both(french, pdf_text):
    page = (french.folder / "synthese.html").read_text("utf-8")
    sentence = "53 des 81 conflits enregistrés sont réglés, soit 65,4\u00a0% (intervalle à 95 % : 54,6\u00a0% à 74,9\u00a0%)"
    assert sentence in page
    assert re.sub(r"\s", "", sentence) in re.sub(r"\s", "", pdf_text)


def test_every_finding_is_on_the_page_with_its_sentence(french):
    findings = json.loads((french.folder / "constats.json").read_text("utf-8"))
    soup = BeautifulSoup((french.folder / "synthese.html").read_text("utf-8"), "html.parser")
    assert len(findings) >= 20
    for finding in findings:
        card = soup.find(id=f"constat-{finding['id']}")
        assert card is not None, finding["id"]
        assert finding["anchor"] == {
            "notebook": finding["anchor"]["notebook"],
            "cell": f"constat-{finding['id']}",
        }
        assert all(source["ids"] for source in finding["sources"])


def test_golden_figures_of_the_demonstration(french):
    findings = {
        f["id"]: f for f in json.loads((french.folder / "constats.json").read_text("utf-8"))
    }
    settled = findings["R1-cas-regles"]["estimate"]
    assert (settled["n"], round(settled["value"], 3)) == (81, 0.654)
    assert (round(settled["low"], 3), round(settled["high"], 3)) == (0.546, 0.749)
    assert findings["R1-ecart-mediatrices"]["bears"] == "soutient"
    assert findings["R3-ecart-radio"]["bears"] == "sans effet visible"
    assert findings["R3-ecart-animation"]["bears"] == "sans effet visible"
    assert findings["R3-ecart-dialogue"]["bears"] == "soutient"


def test_planted_practices_come_out_as_planted(french):
    soup = BeautifulSoup((french.folder / "synthese.html").read_text("utf-8"), "html.parser")
    table = next(
        t for t in soup.find_all("table") if "chaque source en dit" in t.caption.get_text()
    )
    said = {
        row.th.a.get_text(): [cell.get_text() for cell in row.find_all("td")]
        for row in table.tbody.find_all("tr")
    }
    assert said["BP-1"][0] == "bonne pratique"
    assert said["BP-3"][0] == "bonne pratique"
    verdict, level, measured, voices, _, workshop, whole = said["BP-4"]
    assert (verdict, level, whole) == ("leçon apprise", "faible", "les sources divergent")
    assert measured.startswith("sans effet visible : ")
    assert voices == "soutient : 15 pour, 5 contre, 13 communes"
    assert workshop.startswith("soutient : ")
    assert said["BP-5"][0] == "pratique à revoir"
