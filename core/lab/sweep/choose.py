"""Which cell the validation rows choose, also where some cells lost seeds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from core.lab.sweep.outcome import Cell
from core.lab.sweep.train import TrainedStudent


def best_of(
    places: Iterable[int],
    cells: Sequence[Cell],
    trained: Sequence[TrainedStudent],
    alone_means: Sequence[float],
) -> int:
    """Return the cell with the highest score on validation rows; the first among equals.

    The score is the AUC of the student alone, mean over all its seeds, plus the mean paired
    difference over the seeds of the cell: a mean over other seeds than those of the cells
    beside it may be luck. Where no seed was lost it is the AUC of the cell. A cell that kept
    every seed comes before all that lost one, for that is none to recommend; where no taught
    cell kept every seed, the score alone ranks, or the student alone would win unseen.

    Parameters
    ----------
    places : iterable of int
        Which cells are compared.
    cells : sequence of Cell
    trained : sequence of TrainedStudent
        Their students.
    alone_means : sequence of float
        AUC of each student alone on validation rows, mean over all its seeds.
    """
    places = tuple(places)
    taught = [place for place in places if cells[place].alpha > 0]
    is_kept = {place: kept_every_seed(cells[place], trained) for place in places}
    by_score_alone = bool(taught) and not any(is_kept[place] for place in taught)

    def rank(place: int) -> tuple[bool, float]:
        score = cells[place].score(alone_means[cells[place].student])
        return is_kept[place] or by_score_alone, -math.inf if math.isnan(score) else score

    return max(places, key=rank)


def kept_every_seed(cell: Cell, trained: Sequence[TrainedStudent]) -> bool:
    """Whether a cell has every seed of its student whose training was begun before a stop."""
    return cell.seeds == trained[cell.student].n_begun
