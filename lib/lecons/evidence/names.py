"""The names of the files in which evidence is kept."""

FINDINGS = "constats.json"
MANIFEST = "manifeste.json"
NUMBERS = "numeros.csv"
