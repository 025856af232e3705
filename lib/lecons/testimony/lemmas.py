"""French words and their lemmas, with their places in the text (simplemma, Barbaresi, 2024)."""

import functools
import re
from dataclasses import dataclass

# words of one letter and numbers say nothing of a subject; « aujourd'hui » is one word
_WORD = re.compile(r"(?:aujourd|quelqu|presqu|prud)['’]\w+|[^\W\d_]+(?:-[^\W\d_]+)*", re.IGNORECASE)
_ELIDED = {"l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"}

# what French grammar needs and no subject does
_GRAMMAR = """
    à afin ai ainsi alors après assez au aucun aucune aujourd’hui auquel aussi autre autres aux avant avec
    avoir beaucoup bien car ce ceci cela celle celles celui cent cependant ces cet cette ceux chacun
    chaque chez comme comment contre d dans de depuis derrière des dès desquels deux devant devoir
    dire dix donc dont du duquel elle elles en encore enfin ensuite entre envers est et étant été être
    eux faire falloir fois ici il ils j jamais je jusque l la là le lequel les leur leurs lors lorsque
    lui m ma mais me même mêmes mes mettre mieux moi moins mon n ne ni non nos notre nôtre nous on or
    ou où par parce parfois parmi pas pendant personne peu peut-être plus plusieurs point pour
    pourquoi pourtant pouvoir prendre presque puis puisque qu quand quant quatre que quel quelle
    quelles quelque quelques quelqu’un quels qui quoi rien s sa sans sauf se selon ses si sien soi
    soit son sous sur surtout t ta tandis tant te tel telle tels tes toi ton toujours tous tout toute
    toutes très trois trop tu un une va vers voici voilà voir vos votre vôtre vous vouloir y
    aller venir savoir rester
    est-à-dire moi-même toi-même soi-même lui-même elle-même nous-même vous-même eux-même là-bas
"""
GRAMMAR = frozenset(_GRAMMAR.split())

# « dit-on », « a-t-il », « ce jour-là »: what follows the last hyphen is a word of its own
_ENCLITIC = re.compile(
    r"-(?:t-)?(ils?|elles?|on|je|tu|nous|vous|ce|moi|toi|lui|leur|les?|la|en|y|là|ci)$",
    re.IGNORECASE,
)
_WHOLE = {"rendez-vous"}
# what the dictionary takes for another word than people who tell their life mean
_MENDED = {
    "avions": "avoir",
    "marchande": "marchand",
    "marchandes": "marchand",
    "bergère": "berger",
    "bergères": "berger",
}
_AUXILIARIES = {"avoir", "être"}
# what may stand between an auxiliary and its participle
_ADVERBS = """
    pas plus jamais rien tout tous toutes bien mal déjà enfin toujours aussi encore même été trop
    beaucoup presque vraiment souvent
"""
_BETWEEN = frozenset(_ADVERBS.split())
_PARTICIPLES = {
    "revenu": "revenir",
    "venu": "venir",
    "parti": "partir",
    "assis": "asseoir",
    "mis": "mettre",
    "pris": "prendre",
    "vu": "voir",
    "élu": "élire",
    "ouvert": "ouvrir",
    "reçu": "recevoir",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its place (code points, end exclusive), as written, and its lemma."""

    start: int
    end: int
    form: str
    lemma: str


def tokens(text: str) -> list[Token]:
    """The words of a French text, in order; what stands before an apostrophe, or after the hyphen of
    an inversion, is a word of its own. After « avoir » or « être » a participle is its verb: « il est
    revenu » is « revenir », « un revenu » is not."""
    found: list[Token] = []
    helped = False
    for match in _WORD.finditer(text):
        start, form = match.start(), match[0]
        lowered = form.lower().replace("'", "’")
        if lowered in _ELIDED and text[match.end() : match.end() + 1] in ("'", "’"):
            found.append(Token(start, match.end(), form, lowered))
            helped = helped and lowered not in ("l", "d")
            continue
        clitic = _ENCLITIC.search(form) if "-" in form and lowered not in _WHOLE else None
        form = form[: clitic.start()] if clitic else form
        lowered = form.lower().replace("'", "’")
        one = (_verb(lowered) if helped else None) or lemma(lowered)
        # « il y a marché le lundi »: nobody walks
        there = bool(found) and found[-1].form.lower() == "y"
        found.append(Token(start, start + len(form), form, one))
        if clitic:
            written = clitic[1]
            found.append(Token(match.end() - len(written), match.end(), written, lemma(written)))
        helped = (one in _AUXILIARIES and not there) or (helped and lowered in _BETWEEN)
    return found


def _verb(word: str) -> str | None:
    """The verb whose participle a word may be, if a dictionary knows one."""
    for bare in (word, word[:-1], word[:-2]):
        if bare in _PARTICIPLES and word.removeprefix(bare) in ("", "e", "s", "es"):
            return _PARTICIPLES[bare]
    stem = re.fullmatch(r"(\w+)ée?s?", word)
    verb = f"{stem[1]}er" if stem else ""
    return verb if stem and _known(verb) else None


@functools.lru_cache(maxsize=50_000)
def _known(word: str) -> bool:
    import simplemma

    return simplemma.is_known(word.replace("’", "'"), lang="fr")


@functools.lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form of a French word in small letters; the word itself where none is known."""
    import simplemma

    if word in _MENDED:
        return _MENDED[word]
    return simplemma.lemmatize(word, lang="fr").lower().replace("'", "’")


def content_lemmas(text: str) -> list[str]:
    """The lemmas of a text that may tell its subject: no grammar, nothing under three letters."""
    return [token.lemma for token in tokens(text) if tells(token)]


def tells(token: Token) -> bool:
    """True for a word that may tell a subject."""
    return (
        len(token.lemma) > 2
        and token.lemma not in GRAMMAR
        and token.lemma not in _ELIDED
        and token.form.lower() not in GRAMMAR
    )
