"""The codebook as a tree: paths from the top, what stands under a code, and labels."""

import pandas as pd

SEPARATOR = " › "


def parents(codebook: pd.DataFrame) -> dict[str, str | None]:
    """The parent of each code; None at the top, where the parent is not in the codebook, and where
    following parents would turn in a circle."""
    known = set(codebook["code"])
    given = {
        row.code: row.parent if isinstance(row.parent, str) and row.parent in known else None
        for row in codebook[["code", "parent"]].itertuples()
    }
    settled: dict[str, str | None] = {}
    for code in given:
        seen, above = {code}, given[code]
        while above is not None and above not in seen:
            seen.add(above)
            above = given[above]
        settled[code] = given[code] if above is None else None
    return settled


def lineage(codebook: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The codes from the top down to each code, itself last."""
    above = parents(codebook)
    lines: dict[str, tuple[str, ...]] = {}
    for code in above:
        line, at = [code], above[code]
        while at is not None:
            line.append(at)
            at = above[at]
        lines[code] = tuple(reversed(line))
    return lines


def labels(codebook: pd.DataFrame, language: str = "fr") -> dict[str, str]:
    """The label of each code, the French one where there is no English one."""
    french = codebook["libelle_fr"]
    chosen = codebook["libelle_en"].fillna(french) if language == "en" else french
    return dict(zip(codebook["code"], chosen, strict=True))


def paths(codebook: pd.DataFrame, language: str = "fr") -> dict[str, str]:
    """« Participation › Participation des femmes » for each code."""
    name = labels(codebook, language)
    return {
        code: SEPARATOR.join(name[one] for one in line) for code, line in lineage(codebook).items()
    }


def rolled_up(said: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """The rows of `said` with those of each code under every code above it as well: who speaks of a
    part speaks of the whole. One row a segment and code; `said` has code, the rest is kept."""
    lines = lineage(codebook)
    above = said.assign(code=said["code"].map(lambda code: lines.get(code, (code,))))
    return above.explode("code", ignore_index=True).astype({"code": said["code"].dtype})
