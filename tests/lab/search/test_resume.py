"""A search whose server ends in the middle, and that another server takes up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.lab.search import trials as trials_module
from core.lab.search.outcome import SearchFound
from core.lab.search.trial import train_trial
from tests.lab.desk.desks import OWNER, TIMEOUT, desk_on, until
from tests.lab.search.small import SPEC, found, time_briefly, trials_in

N_BEFORE = 3


def waiting(number: int, *rest: object) -> Iterator[object]:
    """Do the first three trials, and wait for ever in the next."""
    while number >= N_BEFORE:
        rest[-1]()
        time.sleep(0.002)
    return (yield from train_trial(number, *rest))


def test_a_search_cut_short_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time_briefly(monkeypatch)
    first = desk_on(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(trials_module, "train_trial", waiting)
        study_id = first.studies.start("A search", SPEC, None, OWNER)
        until(lambda: len(trials_in(first.look(study_id).events)) == N_BEFORE)
        first.close()
    other = desk_on(tmp_path)
    cut_short = other.look(study_id)
    assert cut_short is not None
    assert cut_short.state == "interrupted"
    other.studies.resume(study_id, OWNER)
    other.jobs.wait(study_id, TIMEOUT)
    view = other.look(study_id)
    other.close()
    assert view is not None
    result = view.result
    assert isinstance(result, SearchFound)
    assert result.trials[:N_BEFORE] == trials_in(cut_short.events)
    settings = [(one.setting, one.state, one.auc, one.alone_auc) for one in result.trials]
    assert settings == [(x.setting, x.state, x.auc, x.alone_auc) for x in found().trials]
    assert result.verdict == found().verdict
