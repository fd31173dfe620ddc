import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.deploy.serving.app import make_app
from core.deploy.serving.limits import MOST_BODY_BYTES, MOST_ROWS
from core.spec import ModelSpec, TaskSpec
from core.tasks.encode import fit_encoder
from tests.deploy import hostile
from tests.deploy.examples import contents_of, daily_bars, indicator_frame
from tests.deploy.serving.examples import JSON, ask, get, post, probabilities, served
from tests.export.examples import answers_of, make_network

APP = make_app(served(hostile.CONTENTS))
FRAME = hostile.FRAME
INFER = "/v2/models/loans/infer"


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return json.loads(frame.to_json(orient="records"))


def _tensor(rows: np.ndarray, **changes: object) -> dict[str, object]:
    data = [None if np.isnan(number) else number for number in rows.ravel().tolist()]
    tensor = {"name": "rows", "datatype": "FP32", "shape": list(rows.shape), "data": data}
    return {"id": "17", "inputs": [tensor | changes]}


def test_rows_get_the_answers_of_the_trained_model() -> None:
    reply = post(APP, "/predict", {"rows": _records(FRAME)})
    expected = answers_of(hostile.MODEL, hostile.ENCODER, hostile.ROWS)
    np.testing.assert_allclose(probabilities(reply), expected, atol=1e-5)
    assert reply.json["classes"] == ["paid", "default"]
    likeliest = [["paid", "default"][place] for place in expected.argmax(axis=1)]
    assert reply.json["predictions"] == likeliest


def test_more_rows_than_one_batch_are_answered_in_their_order() -> None:
    reply = post(APP, "/predict", {"rows": _records(FRAME) * 12})
    one = probabilities(post(APP, "/predict", {"rows": _records(FRAME)}))
    np.testing.assert_allclose(probabilities(reply), np.tile(one, (12, 1)), atol=1e-6)


def test_missing_and_unseen_cells_are_answered_as_in_training() -> None:
    odd = FRAME.astype("object").head(5)
    odd.loc[0, "purpose"] = "boat"
    odd.loc[1, "age"] = None
    odd.loc[2, "savings"] = None
    odd.loc[4, "income, monthly"] = None
    expected = hostile.ENCODER.raw(odd.assign(age=odd["age"].astype(float)))
    answers = answers_of(hostile.MODEL, hostile.ENCODER, expected)
    reply = post(APP, "/predict", {"rows": _records(odd)})
    np.testing.assert_allclose(probabilities(reply), answers, atol=1e-5)


def test_tensor_gets_the_answers_of_the_trained_model() -> None:
    reply = post(APP, INFER, _tensor(hostile.ROWS[:9]))
    assert (reply.status, reply.json["model_name"], reply.json["id"]) == (200, "loans", "17")
    (output,) = reply.json["outputs"]
    assert (output["name"], output["datatype"], output["shape"]) == (
        "probabilities",
        "FP32",
        [9, 2],
    )
    expected = answers_of(hostile.MODEL, hostile.ENCODER, hostile.ROWS[:9])
    np.testing.assert_allclose(np.reshape(output["data"], (9, 2)), expected, atol=1e-5)


def test_nested_tensor_is_the_same_as_a_flat_one() -> None:
    rows = hostile.ROWS[10:12]
    nested = post(APP, INFER, _tensor(rows, data=rows.tolist())).json
    assert nested == post(APP, INFER, _tensor(rows)).json


def test_protocol_tells_health_and_tensors() -> None:
    assert get(APP, "/v2/health/live").json == {"live": True}
    assert get(APP, "/v2/health/ready").json == {"ready": True}
    assert get(APP, "/v2").json["name"] == "distill-lab"
    assert get(APP, "/v2/models/loans/ready").json == {"name": "loans", "ready": True}
    told = get(APP, "/v2/models/loans").json
    assert told["inputs"] == [{"name": "rows", "datatype": "FP32", "shape": [-1, 5]}]
    assert told["outputs"] == [{"name": "probabilities", "datatype": "FP32", "shape": [-1, 2]}]
    assert told["parameters"]["categories"]["purpose"] == ["car", "größer", "house | flat"]


def test_first_page_lists_every_address() -> None:
    told = get(APP, "/").json
    assert told["columns"] == list(hostile.ENCODER.column_names)
    for path in told["paths"]:
        assert get(APP, path).status in (200, 405)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (None, "with a list named rows, of 1 to 10,000 rows, however: it has no such list"),
        ([], "it holds 0 rows"),
        ([{}] * (MOST_ROWS + 1), "it holds 10,001 rows"),
        ([{}, 3], 'row 1 has no "income, monthly"'),
        (["x"], "row 1 is none"),
    ],
    ids=["no list", "empty", "too many", "no column", "no object"],
)
def test_rows_that_cannot_be_right_are_refused(rows: object, expected: str) -> None:
    good = _records(FRAME.head(1))[0]
    if isinstance(rows, list) and rows[1:] == [3]:
        rows = [{}, good]
    reply = post(APP, "/predict", {"rows": rows})
    assert reply.status == 422
    assert expected in reply.error


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("age", "old", "Column 'age' must hold numbers, however: row 2 holds 'old'"),
        ("age", [1], 'Column "age" must hold text or numbers, however: row 2 holds a list'),
        ("purpose", {}, 'Column "purpose" must hold text or numbers, however: row 2'),
        ("age", "1,5", "row 2 holds '1,5'"),
    ],
)
def test_cell_that_cannot_be_right_is_named(column: str, cell: object, expected: str) -> None:
    rows = _records(FRAME.head(3))
    rows[1][column] = cell
    reply = post(APP, "/predict", {"rows": rows})
    assert reply.status == 422
    assert expected in reply.error


def test_column_that_a_row_lacks_is_named() -> None:
    rows = _records(FRAME.head(3))
    del rows[2]["owns"]
    assert 'row 3 has no "owns"' in post(APP, "/predict", {"rows": rows}).error


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "x"}, 'inputs[0].name must be "rows", however: it is "x"'),
        ({"datatype": "BYTES"}, "inputs[0].datatype must be FP32 or FP64"),
        ({"shape": [1, 4]}, "inputs[0].shape must be [rows, 5], however: it is [1, 4]"),
        ({"shape": None}, "inputs[0].shape"),
        ({"shape": [True, 5]}, "inputs[0].shape"),
        ({"shape": [10**9, 5]}, "1 to 10,000 rows"),
        ({"shape": [0, 5], "data": []}, "1 to 10,000 rows"),
        ({"data": [1, 2, 3, 4]}, "a list of 5 numbers or nulls, however: number 5"),
        ({"data": [1, 2, 3, 4, 5, 6]}, "a list of 5 numbers"),
        ({"data": [1, 2, "3", 4, 5]}, "number 3"),
        ({"data": [[[[1, 2, 3, 4, 5]]]]}, "number 1"),
        ({"data": [10**400, 2, 3, 4, 5]}, "too large"),
        ({"data": None}, "a list of 5 numbers"),
    ],
)
def test_tensor_that_cannot_be_right_is_refused(changes: dict[str, object], expected: str) -> None:
    reply = post(APP, INFER, _tensor(hostile.ROWS[:1], **changes))
    assert reply.status == 422
    assert expected in reply.error


@pytest.mark.parametrize("body", [[], {}, {"inputs": []}, {"inputs": [1]}, "x", None, 5])
def test_body_without_a_tensor_is_refused(body: object) -> None:
    assert "inputs must be a list of one tensor" in post(APP, INFER, body).error


@pytest.mark.parametrize("path", ["/x", "/predict/", "/v2/models/other", "/v2/models/other/infer"])
def test_other_address_is_told_as_json(path: str) -> None:
    reply = get(APP, path)
    assert (reply.status, "GET / lists all" in reply.error) == (404, True)


@pytest.mark.parametrize(("method", "path"), [("GET", "/predict"), ("POST", "/"), ("PUT", "/v2")])
def test_other_method_is_told_as_json(method: str, path: str) -> None:
    reply = ask(APP, method, path)
    assert (reply.status, "The method" in reply.error) == (405, True)
    assert reply.headers["allow"]


@pytest.mark.parametrize(
    ("body", "headers", "status", "expected"),
    [
        (b"{}", {}, 415, "Content-Type: application/json"),
        (b"{}", {"content-type": "text/plain"}, 415, "plain JSON"),
        (b"{}", JSON | {"content-encoding": "gzip"}, 415, "uncompressed"),
        (b"{", JSON, 400, "must be JSON, however: something at line 1 is not"),
        (b"", JSON, 400, "must be JSON"),
        (b"\xff\xfe\x01", JSON, 400, "must be JSON"),
        (b'{"rows": [{"age": NaN}]}', JSON, 400, "must be JSON"),
        (b"[" * 100_000, JSON, 400, "must be JSON"),
        (b"[" + b"9" * 5000 + b"]", JSON, 400, "must be JSON"),
        (b"{}", JSON | {"content-length": str(MOST_BODY_BYTES + 1)}, 413, "at most 8 MB"),
        ([b" " * 2**20] * 9, JSON, 413, "at most 8 MB"),
    ],
)
def test_body_that_cannot_be_read_is_refused(
    body: bytes | list[bytes], headers: dict[str, str], status: int, expected: str
) -> None:
    reply = ask(APP, "POST", "/predict", body, headers)
    assert reply.status == status
    assert expected in reply.error


def test_body_in_pieces_is_one_body() -> None:
    rows = {"rows": _records(FRAME.head(2))}
    text = json.dumps(rows).encode()
    headers = {"content-type": "application/json; charset=utf-8"}
    reply = ask(APP, "POST", "/predict", [text[:30], text[30:31], b"", text[31:]], headers)
    assert reply.content == post(APP, "/predict", rows).content


def test_text_that_is_no_unicode_is_repeated_safely() -> None:
    rows = _records(FRAME.head(1))
    rows[0]["age"] = "\ud800"
    assert post(APP, "/predict", {"rows": rows}).status == 422


def test_requests_and_rows_are_counted() -> None:
    app = make_app(served(hostile.CONTENTS))
    for _ in range(2):
        post(app, "/predict", {"rows": _records(FRAME.head(3))})
    post(app, "/predict", {})
    get(app, "/nowhere")
    reply = get(app, "/metrics")
    lines = reply.content.decode().splitlines()
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in (
        'distill_requests_total{route="/predict",status="200"} 2',
        'distill_requests_total{route="/predict",status="422"} 1',
        'distill_requests_total{route="other",status="404"} 1',
        "distill_rows_total 6",
        'distill_request_seconds_bucket{route="/predict",le="+Inf"} 3',
        'distill_request_seconds_count{route="/predict"} 3',
    ):
        assert line in lines


MARKETS = [
    (TaskSpec(name="direction"), ModelSpec(width=4), 1),
    (TaskSpec(name="risk", horizon_days=5), ModelSpec(name="gru", width=4, window=5), 5),
]


@pytest.mark.parametrize(("task", "spec", "window"), MARKETS)
def test_prices_get_the_answers_of_the_trained_model(
    task: TaskSpec, spec: ModelSpec, window: int
) -> None:
    bars = daily_bars(("AAA",), 290)
    frame = indicator_frame(bars, task)
    encoder = fit_encoder(frame, list(frame.columns), np.arange(len(frame)))
    model = make_network(spec, encoder, 2)
    raw = encoder.raw(frame)
    last = np.arange(window - 1, len(raw))
    rows = raw[last[:, None] + np.arange(1 - window, 1)] if window > 1 else raw
    app = make_app(served(contents_of(model, encoder, rows[:9], task)))
    days = _records(bars.assign(Date=bars["Date"].dt.strftime("%Y-%m-%d")))
    reply = post(app, "/predict", {"rows": days})
    np.testing.assert_allclose(probabilities(reply), answers_of(model, encoder, rows), atol=1e-5)
    assert reply.json["date"] == [day["Date"] for day in days[-len(rows) :]]
    assert set(reply.json["ticker"]) == {"AAA"}
    _check_refusals(app, days)


def _check_refusals(app: object, days: list[dict[str, object]]) -> None:
    few = post(app, "/predict", {"rows": days[:50]})
    assert few.status == 422
    assert "days of a ticker, however: none of the 50 rows" in few.error
    odd = [dict(day) for day in days]
    odd[3]["Close"] = "n/k"
    wrong = post(app, "/predict", {"rows": odd})
    assert "Column 'Close' must hold numbers, however: row 4 holds 'n/k'" in wrong.error
    for day in odd:
        del day["Close"]
    assert "'Close' cannot be found" in post(app, "/predict", {"rows": odd}).error
    odd[5] = {"Date": [1]}
    assert 'Column "Date" must hold text or numbers' in post(app, "/predict", {"rows": odd}).error
    odd[5] = {" Date": "2020-01-01"}
    assert "a name of its own" in post(app, "/predict", {"rows": odd}).error


@pytest.mark.parametrize(("threshold", "expected"), [(0.0, "default"), (1.0, "paid")])
def test_the_class_follows_the_threshold_of_the_bundle(threshold: float, expected: str) -> None:
    app = make_app(served(replace(hostile.CONTENTS, threshold=threshold)))
    reply = post(app, "/predict", {"rows": _records(FRAME)})
    assert set(reply.json["predictions"]) == {expected}
    assert get(app, "/").json["threshold"] == threshold
