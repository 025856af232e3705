"""Answers on a scale of five, as bars that part at the middle of the neutral answer."""

from collections.abc import Callable, Mapping, Sequence

from matplotlib.patches import Patch

from lecons.figures.rows import wrap
from lecons.figures.style import INK, MUTED, PAPER, SMALL, sheet, styled, to_svg

# from against to for, safe for colour-blind readers and in grey (PuOr, Brewer)
SHADES = ("#b35806", "#f1a340", "#e6e6e6", "#998ec3", "#542788")
_READABLE = 0.085  # a thinner part has no room for its figure
_STEP = 0.95  # room for the words of a question above its bars


def diverging(
    questions: Mapping[str, Sequence[tuple[str, Sequence[float]]]],
    answers: Sequence[str],
    write: Callable[[float], str],
) -> str:
    """One bar a wave under the words of each question: question → (wave, the five shares, which sum
    to 1)."""
    with styled():
        bars = sum(len(waves) for waves in questions.values())
        figure = sheet(0.5 + 0.29 * bars + 0.29 * len(questions))
        axes = figure.add_subplot()
        at, marks, names, furthest = 0.0, [], [], 0.1
        for question, waves in questions.items():
            axes.annotate(
                wrap(question, 38),
                (0, at),
                (0, 0),
                xycoords=("axes fraction", "data"),
                textcoords="offset points",
                va="center",
                fontsize=SMALL,
                fontweight="bold",
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1},
            )
            at += _STEP
            for wave, shares in waves:
                left = -(shares[0] + shares[1] + shares[2] / 2)
                furthest = max(furthest, -left, 1 + left)
                for share, shade in zip(shares, SHADES, strict=True):
                    axes.barh(at, share, left=left, height=0.82, color=shade, edgecolor=PAPER)
                    if share >= _READABLE:
                        axes.annotate(
                            write(share),
                            (left + share / 2, at),
                            ha="center",
                            va="center",
                            fontsize=SMALL,
                            color=PAPER if shade in (SHADES[0], SHADES[4]) else INK,
                        )
                    left += share
                marks.append(at)
                names.append(wave)
                at += 0.95
            at += 0.25
        axes.axvline(0, color=MUTED, linewidth=0.8, zorder=0)
        axes.set_yticks(marks, names)
        axes.set_ylim(at - 0.3, -0.6)
        axes.set_xlim(-furthest * 1.02, furthest * 1.02)
        axes.set_xticks([])
        axes.tick_params(length=0)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        handles = [
            Patch(color=shade, label=one) for shade, one in zip(SHADES, answers, strict=True)
        ]
        figure.legend(
            handles=handles,
            ncols=3,
            loc="outside lower center",
            handlelength=0.9,
            handletextpad=0.4,
            columnspacing=0.9,
        )
        return to_svg(figure)
