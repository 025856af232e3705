"""Chaque nuit, par Airflow 3 : l’import, chaque carnet par l’opérateur papermill, puis le rapport.

À copier dans le dossier des DAG, avec le fournisseur apache-airflow-providers-papermill ; lecons est installé
dans l’environnement des ouvriers, et LECONS_RACINE nomme son dossier.

Les carnets que papermill exécute sont des essais : chacun a sa tâche, son journal et son carnet exécuté, et
n’écrit jamais dans un rapport. La tâche `rapport` fait le rapport par les étapes de « lecons produire », qui ne
refont pas ce qui n’a pas changé. Qui n’a pas besoin des essais garde la seule tâche `rapport`. Un échec n’arrête
pas la suite : le rapport est alors partiel, le dit, et la tâche `rapport` échoue (code 3).
"""

import os
import shlex
from datetime import datetime, timedelta

from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

RACINE = os.environ["LECONS_RACINE"]
PROJET = "data/3p-amss"
RESULTATS = ("R1", "R2", "R3")
# ce que chaque étage lit, l’étage d’avant l’a écrit
ETAGES = (
    ("20_activites", "30_temoignages", "10_donnees", "40_atelier"),
    ("50_bonnes_pratiques", "60_synthese"),
)
PAR_RESULTAT = ("20_activites", "30_temoignages")
ESSAIS = "rapports/3p-amss/interne/airflow"


def lecons(*mots):
    """Une commande de lecons, là où il est installé."""
    return f"cd {shlex.quote(RACINE)} && {shlex.join(('.venv/bin/lecons', *mots))}"


with DAG(
    dag_id="lecons_3p_amss",
    schedule="0 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "retry_delay": timedelta(minutes=10)},
) as dag:
    avant = BashOperator(
        task_id="import",
        bash_command=f"mkdir -p -m 700 {shlex.quote(f'{RACINE}/{ESSAIS}')} && {lecons('etape', 'import', PROJET)}",
    )
    for carnets in ETAGES:
        etage = [
            PapermillOperator(
                task_id=f"{carnet}-{resultat}" if resultat else carnet,
                input_nb=f"{RACINE}/notebooks/{carnet}.ipynb",
                output_nb=f"{RACINE}/{ESSAIS}/{carnet}{f'-{resultat}' if resultat else ''}.ipynb",
                parameters={"projet": f"{RACINE}/{PROJET}", "resultat": resultat},
                kernel_name="python3",
                trigger_rule="all_done",
            )
            for carnet in carnets
            for resultat in (RESULTATS if carnet in PAR_RESULTAT else (None,))
        ]
        avant >> etage
        avant = BashOperator(
            task_id=f"apres_{carnets[-1]}", bash_command="true", trigger_rule="all_done"
        )
        etage >> avant
    avant >> BashOperator(
        task_id="rapport",
        bash_command=lecons("produire", PROJET, "--langue", "fr", "--prevenir"),
        trigger_rule="all_done",
    )
