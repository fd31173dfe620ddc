"""What the trades of a model say beside simply holding, in one sentence."""

from __future__ import annotations

from core.evaluate.trading.trading import Trading


def against_holding(trading: Trading, name: str, spoken: str) -> str:
    """Compare the Sharpe ratio of a model's trades with that of holding all securities.

    Parameters
    ----------
    trading : Trading
    name : str
        One of its models.
    spoken : str
        What the sentence calls it, such as "the distilled student".

    Returns
    -------
    str
        No difference is called clear that the 95 % interval does not support.
    """
    found = trading.model(name).against_hold
    basis = f"{trading.days:,} past days, {trading.cost_bp:g} basis points a side"
    if found is None:
        return f"This is holding itself ({basis})."
    if not found.is_defined:
        return (
            f"Trading on {spoken} cannot be compared with buy and hold: the difference of the "
            f"Sharpe ratios is not defined, {found.reason} ({basis})."
        )
    difference = found.interval
    ends = f"{difference.low:z.2f} to {difference.high:z.2f}"
    size = f"{abs(difference.mean):.2f} {'higher' if difference.mean >= 0 else 'lower'}"
    start = f"The Sharpe ratio of trading on {spoken} was {size} than that of buy and hold"
    if difference.contains(0.0):
        return (
            f"{start}, but the 95 % interval, {ends}, includes zero: no clear difference ({basis})."
        )
    return f"{start} (95 % interval {ends}; {basis}). It says nothing certain about later days."
