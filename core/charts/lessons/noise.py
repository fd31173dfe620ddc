"""Many tries on noise with the best so far, and what is left of the winner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.charts.numbers import range_text
from core.charts.template import DATA_COLOUR, GRID_COLOUR, ROLES, TEXT_COLOUR, Chart, blank
from core.evaluate.scores import Interval
from core.language.sentences import told
from core.language.speak import tr

if TYPE_CHECKING:
    from core.learn.noise import ManyTries, SecondLook

FAINT = 0.5


def tries_picture(many: ManyTries, count: int) -> Chart:
    """Draw the gain of each try, and the best so far up to `count` of them.

    Parameters
    ----------
    many : ManyTries
    count : int
        Tries that are looked at; the others are drawn faintly.

    Returns
    -------
    Chart
    """
    gains = [one.gain for one in many.tries]
    numbers, best = list(range(1, len(gains) + 1)), many.best_so_far()
    figure = blank(height_px=290, margin={"t": 40})
    for shown, name, opacity in (
        (slice(count), tr("one try"), 0.8),
        (slice(count, None), tr("later tries"), 0.2),
    ):
        figure.add_scatter(
            x=numbers[shown],
            y=gains[shown],
            name=name,
            mode="markers",
            marker={"color": DATA_COLOUR, "size": 7, "opacity": opacity},
            showlegend=opacity > FAINT,
            hovertemplate="%{x}: %{y:+.3f}<extra></extra>",
        )
    figure.add_scatter(
        x=numbers[:count],
        y=best[:count],
        name=tr("best so far"),
        mode="lines",
        line={**ROLES["distilled"].line, "shape": "hv"},
        hovertemplate="%{x}: %{y:+.3f}<extra></extra>",
    )
    figure.add_hline(y=0, line={"color": TEXT_COLOUR, "dash": "dot", "width": 1})
    figure.update_xaxes(
        title={"text": tr("number of the try"), "standoff": 6},
        range=[0, len(gains) + 1],
        dtick=20,
        showgrid=False,
    )
    figure.update_yaxes(
        title={"text": tr("AUC above alone")}, tickformat="+.2f", gridcolor=GRID_COLOUR
    )
    sentence = tr(
        "The best gain is {first:+.3f} AUC after one try and {last:+.3f} after {count}."
    ).format(first=best[0], last=best[count - 1], count=count)
    return Chart(figure, sentence)


def second_look_picture(look: SecondLook) -> Chart:
    """Draw what the winner gained with one start, with all, and with the wider interval.

    Returns
    -------
    Chart
    """
    figure = blank(height_px=200, showlegend=False, margin={"t": 12})
    plain, wider = look.verdict.difference, look.after.difference
    lucky = Interval(look.winner.gain, look.winner.gain, look.winner.gain)
    rows = (
        (tr("one start"), lucky, DATA_COLOUR),
        (tr("all starts"), plain, ROLES["distilled"].colour),
        (tr("for all tries"), wider, ROLES["distilled"].colour),
    )
    for name, found, colour in rows:
        figure.add_scatter(
            x=[found.mean],
            y=[name],
            mode="markers",
            marker={"color": colour, "size": 11},
            error_x={
                "array": [found.high - found.mean],
                "arrayminus": [found.mean - found.low],
                "color": colour,
                "thickness": 2,
                "width": 5 if found.high > found.low else 0,
            },
            hovertemplate=f"{name}: {found.mean:+.3f} ({range_text(found)})<extra></extra>",
        )
    figure.add_vline(x=0, line={"color": TEXT_COLOUR, "dash": "dot", "width": 1.5})
    figure.update_xaxes(
        title={"text": tr("AUC above alone"), "standoff": 6},
        tickformat="+.2f",
        gridcolor=GRID_COLOUR,
    )
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    sentence = tr(
        "The winner gained {lucky:+.3f} AUC with one start and {mean:+.3f} over all; for {count} "
        "tries the interval is {ends}."
    ).format(
        lucky=look.winner.gain, mean=plain.mean, count=look.count, ends=told(range_text(wider))
    )
    return Chart(figure, sentence)
