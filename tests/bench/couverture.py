"""Does each 95 % interval hold in 95 projects of 100? Simulated projects of this size, with a known truth.

    python tests/bench/couverture.py [projects]

Each line draws projects (22 communes, 81 cases, a few hundred answers, few incidents), computes the
estimate that the report prints, and counts how often its interval covers the truth and, where the truth
is no difference, how often the report would call one clear (at the strict level of its family).
Writes the table that tests/bench/README.md holds.
"""

COMMUNES, CASES = 22, 81
