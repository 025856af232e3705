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
"""
GRAMMAR = frozenset(_GRAMMAR.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its place (code points, end exclusive), as written, and its lemma."""

    start: int
    end: int
    form: str
    lemma: str


def tokens(text: str) -> list[Token]:
    """The words of a French text, in order; what stands before an apostrophe is a word of its own."""
    found = []
    for match in _WORD.finditer(text):
        form = match[0]
        lowered = form.lower().replace("'", "’")
        if lowered in _ELIDED and text[match.end() : match.end() + 1] in ("'", "’"):
            found.append(Token(match.start(), match.end(), form, lowered))
        else:
            found.append(Token(match.start(), match.end(), form, lemma(lowered)))
    return found


@functools.lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form of a French word in small letters; the word itself where none is known."""
    import simplemma

    return simplemma.lemmatize(word, lang="fr").lower().replace("'", "’")


def content_lemmas(text: str) -> list[str]:
    """The lemmas of a text that may tell its subject: no grammar, nothing under three letters."""
    return [
        token.lemma
        for token in tokens(text)
        if len(token.lemma) > 2 and token.lemma not in GRAMMAR and token.form.lower() not in GRAMMAR
    ]
