from __future__ import annotations

from core.charts.lessons.noise import second_look_picture, tries_picture
from tests.learn.made_up import a_look, around, many_tries


def test_the_best_so_far_ends_where_the_tries_do() -> None:
    looked_at, later, best = tries_picture(many_tries(), 3).figure.data
    assert (len(looked_at.x), len(later.x)) == (3, 2)
    assert tuple(best.y) == (0.01, 0.01, 0.03)


def test_the_sentence_tells_how_the_best_grew() -> None:
    assert tries_picture(many_tries(), 5).alt == (
        "The best gain is +0.010 AUC after one try and +0.050 after 5."
    )


def test_the_winner_is_drawn_three_times_ever_more_carefully() -> None:
    picture = second_look_picture(a_look(around(0.01, 0.02)))
    widths = [trace.error_x.array[0] for trace in picture.figure.data]
    assert widths[0] == 0
    assert widths[1] < widths[2]
    assert "+0.050 AUC with one start and +0.010 over all" in picture.alt
