"""The four columns side by side: one score with its intervals, and costs as shares."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.charts.exchange import cost_shares
from core.charts.numbers import range_text, score_text
from core.charts.template import GRID_COLOUR, ROLES, Chart, blank
from core.evaluate.scores import Interval, MetricName
from core.evaluate.trade_off import share_text
from core.lab.result import ModelResult, Result

METRIC_TITLES: Mapping[MetricName, str] = MappingProxyType(
    {
        "auc": "AUC",
        "accuracy": "Accuracy",
        "f1": "F1, macro",
        "log_loss": "Log loss",
        "brier": "Brier score",
        "ece": "Calibration error",
    }
)
LOWER_IS_BETTER: frozenset[MetricName] = frozenset({"log_loss", "brier", "ece"})


def interval_of(model: ModelResult, metric: MetricName) -> Interval:
    """Return one score of one column."""
    interval: Interval = getattr(model.scores, metric)
    return interval


def compare_scores(result: Result, metric: MetricName) -> Chart:
    """Draw one score of the four columns as dots with their 95 % intervals.

    Parameters
    ----------
    result : Result
        The finished run.
    metric : str
        Which score.

    Returns
    -------
    Chart
    """
    title = METRIC_TITLES[metric]
    better = "lower" if metric in LOWER_IS_BETTER else "higher"
    figure = blank(height_px=230, showlegend=False, margin={"t": 12})
    for column in reversed(result.columns):
        style, score = ROLES[column.role], interval_of(column, metric)
        figure.add_scatter(
            x=[score.mean],
            y=[style.title],
            mode="markers",
            marker={"color": style.colour, "size": 11},
            error_x={
                "array": [score.high - score.mean],
                "arrayminus": [score.mean - score.low],
                "color": style.colour,
                "thickness": 2,
                "width": 5,
            },
            hovertemplate=f"{style.title}: {score_text(score.mean)} "
            f"({range_text(score)})<extra></extra>",
        )
    figure.update_xaxes(title={"text": f"{title}, {better} is better", "standoff": 6})
    return Chart(figure, _scores_sentence(result, metric))


def compare_costs(result: Result) -> Chart:
    """Draw what the distilled student costs as a share of what the teacher costs.

    Parameters
    ----------
    result : Result
        The finished run.

    Returns
    -------
    Chart
    """
    shares = cost_shares(result)
    figure = blank(height_px=230, showlegend=False, margin={"t": 12, "r": 48})
    figure.add_bar(
        x=[share for _, share in shares],
        y=[label for label, _ in shares],
        orientation="h",
        marker={"color": ROLES["distilled"].colour},
        text=[share_text(share) if share < 10 else f"{share:,.0f}×" for _, share in shares],
        textposition="outside",
        cliponaxis=False,
        width=0.55,
        hoverinfo="skip",
    )
    figure.add_vline(x=1, line=ROLES["teacher"].line)
    widest = max([1.0, *(share for _, share in shares)])
    figure.update_xaxes(
        title={"text": "share of the teacher's cost (line: the teacher)", "standoff": 6},
        tickformat=".0%",
        range=[0, widest * 1.12],
        gridcolor=GRID_COLOUR,
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    parts = ", ".join(f"{label.lower()} {share_text(share)}" for label, share in shares)
    return Chart(figure, f"The distilled student costs, as a share of the teacher: {parts}.")


def _scores_sentence(result: Result, metric: MetricName) -> str:
    parts = []
    for column in result.columns:
        score = interval_of(column, metric)
        ends = range_text(score)
        suffix = f" ({ends})" if ends else ""
        parts.append(f"{ROLES[column.role].title} {score_text(score.mean)}{suffix}")
    return f"{METRIC_TITLES[metric]} on the test rows: {', '.join(parts)}."
