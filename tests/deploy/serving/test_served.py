from dataclasses import replace

import numpy as np
import pytest

from core.deploy.inspect_model import Inspected
from core.deploy.inspector.limits import LARGEST_BATCH
from core.deploy.serving.served import ServedModel
from core.errors import BundleError
from core.spec import TaskSpec
from tests.deploy import hostile
from tests.deploy.serving.examples import served


def test_no_more_rows_are_asked_at_once_than_were_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    model = served(hostile.CONTENTS)
    whole = model.probabilities(np.tile(hostile.ROWS, (9, 1)))
    sizes = []
    run = model._session.run
    monkeypatch.setattr(model._session, "run", lambda rows: sizes.append(len(rows)) or run(rows))
    again = model.probabilities(np.tile(hostile.ROWS, (9, 1)))
    np.testing.assert_array_equal(whole, again)
    assert sizes == [LARGEST_BATCH, LARGEST_BATCH, 9 * len(hostile.ROWS) - 2 * LARGEST_BATCH]


def test_model_of_prices_that_reads_something_else_is_refused() -> None:
    schema = hostile.OPENED.schema.model_copy(
        update={"reads_prices": True, "task": TaskSpec(name="direction")}
    )
    with pytest.raises(BundleError, match='it reads "income, monthly"'):
        ServedModel(Inspected(replace(hostile.OPENED, schema=schema), 0.0), "loans")
