"""What a table looks like: how often each class occurs, and where values are missing."""

from __future__ import annotations

from core.charts.names import class_within, on_picture, within
from core.charts.template import DATA_COLOUR, Chart, blank
from core.data.table import Table

MOST_CLASSES = 12
MOST_COLUMNS = 12
MOST_LETTERS = 24


def class_balance(table: Table) -> Chart:
    """Draw the share of each value of the target column.

    Parameters
    ----------
    table : Table
        Rows with a target column.

    Returns
    -------
    Chart
    """
    shares = table.frame[table.columns.target].value_counts(normalize=True).head(MOST_CLASSES)
    labels = [on_picture(value, MOST_LETTERS) for value in shares.index]
    figure = blank(height_px=220, showlegend=False, margin={"t": 12, "r": 44})
    figure.add_bar(
        x=list(shares),
        y=labels,
        orientation="h",
        marker={"color": DATA_COLOUR},
        text=[f"{share:.1%}" for share in shares],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    figure.update_xaxes(tickformat=".0%", title={"text": "share of rows", "standoff": 4})
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    parts = ", ".join(
        f"{class_within(label)} {share:.1%}" for label, share in zip(labels, shares, strict=True)
    )
    return Chart(figure, f"Share of rows in each class: {parts}.")


def missing_values(table: Table) -> Chart:
    """Draw the columns with the largest share of empty cells.

    Parameters
    ----------
    table : Table

    Returns
    -------
    Chart
        Without bars where no cell is empty.
    """
    shares = table.frame.isna().mean().sort_values(ascending=False).head(MOST_COLUMNS)
    shares = shares[shares > 0]
    labels = [on_picture(name, MOST_LETTERS) for name in shares.index]
    figure = blank(height_px=220, showlegend=False, margin={"t": 12, "r": 44})
    figure.add_bar(
        x=list(shares),
        y=labels,
        orientation="h",
        marker={"color": DATA_COLOUR},
        hovertemplate="%{x:.1%}<extra></extra>",
    )
    figure.update_xaxes(tickformat=".1~%", title={"text": "share of empty cells", "standoff": 4})
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    if not labels:
        return Chart(figure, "No cell is empty.")
    most = within(shares.index[0])
    return Chart(figure, f"{len(labels)} columns have empty cells, most of all {most}.")
