"""Towers -> ONNX files with compact weights.

Weights are stored small and widened inside the graph (`Cast`, for int8 also `Mul` by a scale a row), which the runtime
folds when it opens the file: any execution provider computes in float32, and the numbers are those of the stored weights.
"""

import io

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .padding import fuse_padding

OPSET = 17
# Below this a tensor is left as it is: biases and norms matter and weigh nothing.
SMALLEST = 2048


def export_image(tower, path):
    sample = (torch.zeros(2, 3, 224, 224),)
    graph = to_onnx(tower, sample, ["pixel_values"], ["image_embeds", "tokens"], {0: "batch"})
    save(compact(graph, "fp16"), path)


def export_text(tower, path):
    sample = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long))
    graph = to_onnx(tower, sample, ["input_ids", "attention_mask"], ["text_embeds"], {0: "batch", 1: "length"})
    save(compact(graph, "int8"), path)


def to_onnx(module, sample, inputs, outputs, axes):
    buffer = io.BytesIO()
    dynamic = {name: axes for name in inputs} | {name: {0: "batch"} for name in outputs}
    torch.onnx.export(
        module.eval(), sample, buffer, dynamo=False, opset_version=OPSET,
        input_names=inputs, output_names=outputs, dynamic_axes=dynamic,
    )
    return fuse_padding(onnx.load_from_string(buffer.getvalue()))


def save(model, path):
    onnx.checker.check_model(model)
    onnx.save(model, path)


def compact(model, dtype):
    graph = model.graph
    gathered = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    kept, front = [], []
    for tensor in graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.size < SMALLEST:
            kept.append(tensor)
        elif dtype == "fp16" or array.ndim != 2:
            kept.append(numpy_helper.from_array(array.astype(np.float16), f"{tensor.name}.fp16"))
            front.append(helper.make_node("Cast", [f"{tensor.name}.fp16"], [tensor.name], to=TensorProto.FLOAT))
        elif tensor.name in gathered:
            # rows are looked up while still int8, so that the table stays small in memory
            values, scale = quantise(array, 1)
            kept += [numpy_helper.from_array(values, f"{tensor.name}.int8"), numpy_helper.from_array(scale, f"{tensor.name}.scale")]
            front += split_gather(graph, tensor.name)
        else:
            # [in, out] after the exporter's transpose: one scale an output
            values, scale = quantise(array, 0)
            kept += [numpy_helper.from_array(values, f"{tensor.name}.int8"), numpy_helper.from_array(scale, f"{tensor.name}.scale")]
            front += [
                helper.make_node("Cast", [f"{tensor.name}.int8"], [f"{tensor.name}.wide"], to=TensorProto.FLOAT),
                helper.make_node("Mul", [f"{tensor.name}.wide", f"{tensor.name}.scale"], [tensor.name]),
            ]
    nodes = front + list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(sort_nodes(nodes, {t.name for t in kept} | {i.name for i in graph.input}))
    return model


def quantise(array, axis):
    """Symmetric int8 with one scale for each slice along the other axis."""
    scale = np.maximum(np.abs(array).max(axis=axis, keepdims=True), 1e-12).astype(np.float32) / 127
    return np.clip(np.rint(array / scale), -127, 127).astype(np.int8), scale


def split_gather(graph, name):
    """Replaces Gather(table) by Gather(int8) x Gather(scale). @returns the new nodes"""
    out = []
    for node in [node for node in graph.node if node.op_type == "Gather" and node.input[0] == name]:
        at = node.output[0]
        out += [
            helper.make_node("Gather", [f"{name}.int8", node.input[1]], [f"{at}.int8"], axis=0),
            helper.make_node("Gather", [f"{name}.scale", node.input[1]], [f"{at}.scale"], axis=0),
            helper.make_node("Cast", [f"{at}.int8"], [f"{at}.wide"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{at}.wide", f"{at}.scale"], [at]),
        ]
        graph.node.remove(node)
    return out


def sort_nodes(nodes, known):
    """Topological order, as ONNX demands."""
    out, waiting = [], list(nodes)
    while waiting:
        ready = [node for node in waiting if all(name in known or name == "" for name in node.input)]
        if not ready:
            raise ValueError(f"graph has a cycle or misses {waiting[0].input}")
        out += ready
        known |= {name for node in ready for name in node.output}
        waiting = [node for node in waiting if not any(node is done for done in ready)]
    return out
