"""Bundles that somebody else made with bad intent, for the tests of opening and looking into."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import stat
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
from onnx import (
    GraphProto,
    ModelProto,
    NodeProto,
    TensorProto,
    helper,
    load_from_string,
    numpy_helper,
)

from core.deploy.bundle import write_bundle
from core.deploy.opened import OpenedBundle, open_bundle
from core.spec import ModelSpec, TaskSpec
from tests.deploy.examples import applicants, applicants_encoder, contents_of
from tests.export.examples import make_network, make_trees

FRAME = applicants()
ENCODER = applicants_encoder(FRAME)
ROWS = ENCODER.raw(FRAME)
CREDIT = TaskSpec(name="credit")
MODEL = make_network(ModelSpec(name="mlp", width=5), ENCODER, 2)
CONTENTS = contents_of(MODEL, ENCODER, ROWS[:20], CREDIT)
GOOD = write_bundle(CONTENTS)
OPENED = open_bundle(GOOD)

Edit = Callable[[GraphProto], None]


def files_of(bundle: bytes = GOOD) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def signed(changes: dict[str, bytes | None], base: bytes = GOOD) -> bytes:
    """Change files of a bundle, or lose them, and write a manifest that agrees."""
    files = {name: content for name, content in (files_of(base) | changes).items() if content}
    del files["manifest.json"]
    facts = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content)}
        for name, content in files.items()
    }
    files["manifest.json"] = json.dumps({"format": 1, "files": facts}).encode()
    return zipped(files.items())


def with_json(name: str, **changes: object) -> bytes:
    return signed({name: json.dumps(json.loads(files_of()[name]) | changes).encode()})


def tampered() -> bytes:
    return zipped((files_of() | {"predict.py": b"import os\n"}).items())


def beside(name: str, content: bytes = b"x") -> bytes:
    return zipped([*files_of().items(), (name, content)])


def linked() -> bytes:
    link = zipfile.ZipInfo("README.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    rest = [item for item in files_of().items() if item[0] != "README.md"]
    return zipped([*rest, (link, b"/etc/passwd")])


def twice() -> bytes:
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive:
        # Written under a name of the same length, then renamed, as zipfile warns of the second.
        archive.writestr("model.xxxx", b"another")
    return buffer.getvalue().replace(b"model.xxxx", b"model.onnx")


def bomb() -> bytes:
    return signed({"README.md": b"0" * 30 * 2**20})


def crowded() -> bytes:
    return zipped([*files_of().items(), *((f"{place}.txt", b"") for place in range(40))])


def encrypted() -> bytes:
    """Set the flag of encryption in both headers of every file."""
    data = bytearray(GOOD)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + flags] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def pt2() -> bytes:
    return zipped(
        [("model/archive_format", b"pt2"), ("model/data/sample_inputs/model.pt", b"\x80")]
    )


class Boom:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        import os

        return os._exit, (7,)


PICKLE = pickle.dumps(Boom())


def model_of(edit: Edit, base: bytes = OPENED.model) -> bytes:
    model = load_from_string(base)
    edit(model.graph)
    return model.SerializeToString()


def with_model(model: bytes) -> OpenedBundle:
    return replace(OPENED, model=model)


def added(*nodes: NodeProto) -> bytes:
    """Put nodes before all others; what they give is not read."""

    def edit(graph: GraphProto) -> None:
        kept = [*nodes, *graph.node]
        del graph.node[:]
        graph.node.extend(kept)

    return model_of(edit)


def constant(name: str, values: object) -> NodeProto:
    return helper.make_node("Constant", [], [name], value=numpy_helper.from_array(np.array(values)))


def outside() -> bytes:
    def edit(graph: GraphProto) -> None:
        tensor = graph.initializer[0]
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="../../etc/passwd")

    return model_of(edit)


def outside_in_a_step() -> bytes:
    tensor = TensorProto(name="far", data_type=TensorProto.FLOAT, dims=[1])
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="weights.bin")
    return added(helper.make_node("Constant", [], ["far"], value=tensor))


def unsorted() -> bytes:
    def edit(graph: GraphProto) -> None:
        turned = list(reversed(graph.node))
        del graph.node[:]
        graph.node.extend(turned)

    return model_of(edit)


def huge_constant() -> bytes:
    """24 GB of zeros from a file of a few bytes."""
    zeros = helper.make_node("ConstantOfShape", ["size"], ["huge"])
    return added(constant("size", [6_000_000_000]), zeros)


def huge_computed() -> bytes:
    """Sizes hidden from a look at shapes, since they are computed."""
    return added(
        constant("few", np.array([60_000, 100_000], np.float32)),
        helper.make_node("Sqrt", ["few"], ["root"]),
        helper.make_node("Mul", ["root", "root"], ["again"]),
        helper.make_node("Cast", ["again"], ["size"], to=TensorProto.INT64),
        helper.make_node("ConstantOfShape", ["size"], ["huge"]),
        helper.make_node("ReduceMax", ["huge"], ["most"], keepdims=0),
        helper.make_node("Cast", ["most"], ["read"], to=TensorProto.FLOAT),
    )


def declared_huge() -> bytes:
    def edit(graph: GraphProto) -> None:
        graph.initializer.append(
            TensorProto(name="huge", data_type=TensorProto.FLOAT, dims=[2**40])
        )

    return model_of(edit)


def sized_by_rows() -> bytes:
    """The income of an applicant decides how much memory is asked for."""
    return added(
        helper.make_node("ReduceMax", ["rows"], ["most"], keepdims=0),
        constant("one", [1]),
        helper.make_node("Cast", ["most"], ["whole"], to=TensorProto.INT64),
        helper.make_node("Reshape", ["whole", "one"], ["size"]),
        helper.make_node("ConstantOfShape", ["size"], ["zeros"]),
    )


def custom_domain() -> bytes:
    model = load_from_string(added(helper.make_node("Run", ["rows"], ["out"], domain="evil.ops")))
    model.opset_import.append(helper.make_opsetid("evil.ops", 1))
    return model.SerializeToString()


def undeclared_domain() -> bytes:
    return added(helper.make_node("Run", ["rows"], ["out"], domain="com.microsoft"))


def own_function() -> bytes:
    model = load_from_string(OPENED.model)
    step = helper.make_node("Identity", ["a"], ["b"])
    opsets = [helper.make_opsetid("", 20)]
    model.functions.append(helper.make_function("", "Own", ["a"], ["b"], [step], opsets))
    return model.SerializeToString()


def branch(*nodes: NodeProto) -> GraphProto:
    out = helper.make_tensor_value_info("inner", TensorProto.FLOAT, None)
    return helper.make_graph([*nodes], "branch", [], [out])


def hidden_in_a_branch() -> bytes:
    """A bad operator two graphs down."""
    bad = helper.make_node("Run", ["rows"], ["inner"], domain="evil.ops")
    inner = helper.make_node(
        "If", ["yes"], ["inner"], then_branch=branch(bad), else_branch=branch(bad)
    )
    outer = helper.make_node(
        "If", ["yes"], ["out"], then_branch=branch(inner), else_branch=branch(inner)
    )
    return added(constant("yes", True), outer)


def hidden_weights() -> bytes:
    far = TensorProto(name="inner", data_type=TensorProto.FLOAT, dims=[1])
    far.data_location = TensorProto.EXTERNAL
    far.external_data.add(key="location", value="weights.bin")
    graph = branch()
    graph.initializer.append(far)
    node = helper.make_node("If", ["yes"], ["out"], then_branch=graph, else_branch=graph)
    return added(constant("yes", True), node)


def endless_loop() -> bytes:
    body = helper.make_graph(
        [helper.make_node("Identity", ["go"], ["on"])],
        "body",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("go", TensorProto.BOOL, []),
        ],
        [helper.make_tensor_value_info("on", TensorProto.BOOL, [])],
    )
    return added(constant("yes", True), helper.make_node("Loop", ["", "yes"], [], body=body))


def deep() -> bytes:
    node = helper.make_node("Identity", ["rows"], ["inner"])
    for _ in range(12):
        node = helper.make_node(
            "If", ["yes"], ["inner"], then_branch=branch(node), else_branch=branch(node)
        )
    return added(constant("yes", True), node)


def sparse() -> bytes:
    def edit(graph: GraphProto) -> None:
        values = helper.make_tensor("sparse", TensorProto.FLOAT, [1], [1.0])
        places = helper.make_tensor("places", TensorProto.INT64, [1], [0])
        graph.sparse_initializer.append(helper.make_sparse_tensor(values, places, [2**40]))

    return model_of(edit)


def renamed_output() -> bytes:
    """One answer for all rows."""

    def edit(graph: GraphProto) -> None:
        graph.node[-1].output[0] = "each"
        axis = constant("axis", [0])
        graph.node.extend(
            [axis, helper.make_node("ReduceMean", ["each", "axis"], ["probabilities"])]
        )

    return model_of(edit)


TREES = write_bundle(
    contents_of(make_trees(ENCODER, 2, trees=10, leaves=4), ENCODER, ROWS[:20], CREDIT)
)


def trees_with(name: str, value: int | None) -> OpenedBundle:
    """Change where the first split leads, or lose where all of them do."""

    def edit(graph: GraphProto) -> None:
        node = next(node for node in graph.node if node.op_type == "TreeEnsemble")
        numbers = next(found for found in node.attribute if found.name == name).ints
        if value is None:
            del numbers[:]
        else:
            numbers[0] = value

    opened = open_bundle(TREES)
    return replace(opened, model=model_of(edit, opened.model))


def circle() -> OpenedBundle:
    """Trees whose first split leads back to itself."""
    once = trees_with("nodes_trueleafs", 0)

    def edit(graph: GraphProto) -> None:
        node = next(node for node in graph.node if node.op_type == "TreeEnsemble")
        next(found for found in node.attribute if found.name == "nodes_truenodeids").ints[0] = 0

    return replace(once, model=model_of(edit, once.model))


def answers_nothing() -> bytes:
    """No number for each class."""

    def edit(graph: GraphProto) -> None:
        graph.node[-1].output[0] = "each"
        graph.node.extend(
            [
                helper.make_node("Sub", ["each", "each"], ["zero"]),
                helper.make_node("Div", ["zero", "zero"], ["probabilities"]),
            ]
        )

    return model_of(edit)


def empty_model() -> bytes:
    return ModelProto(ir_version=10).SerializeToString()


def second_input() -> bytes:
    def edit(graph: GraphProto) -> None:
        graph.input.append(helper.make_tensor_value_info("more", TensorProto.FLOAT, [1]))

    return model_of(edit)
