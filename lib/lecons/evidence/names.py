"""The names of the files in which evidence is kept."""

FINDINGS = "constats.json"
MANIFEST = "manifeste.json"
NUMBERS = "numeros.csv"
# the folder in which notebooks hand over what the page on several projects reads
SHARED = "portefeuille"
