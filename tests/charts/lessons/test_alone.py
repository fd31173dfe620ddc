from __future__ import annotations

from core.charts.lessons.alone import contest_picture
from tests.learn.made_up import contest


def test_every_role_is_drawn_for_the_shares_that_were_tried() -> None:
    picture = contest_picture([contest(5, 0.02), contest(100, 0.01)])
    assert [trace.name for trace in picture.figure.data] == ["Teacher", "Distilled", "Alone"]
    assert all(len(trace.x) == 2 for trace in picture.figure.data)
    assert picture.figure.layout.yaxis.ticktext == ("all labels", "20 % of them", "5 % of them")


def test_the_sentence_tells_each_share_from_many_labels_to_few() -> None:
    alt = contest_picture([contest(5, 0.02), contest(100, 0.01)]).alt
    assert alt.index("With 100 %") < alt.index("With 5 %")
    assert "0.700 alone, 0.720 distilled and 0.750 for the teacher" in alt
