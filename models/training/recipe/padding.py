"""Padding moved into the convolutions of an exported graph.

PyTorch's convolution pads both sides alike; TensorFlow's SAME does not where the stride is 2, so the exporter writes a
`Pad` before the `Conv`. ONNX's convolution takes uneven padding, and ONNX Runtime keeps its blocked layout only from
one convolution straight to the next: without the nodes between, a photo takes about half of the time.
"""


def fuse_padding(model):
    """Every `Pad` before a `Conv` must be that of `SameConv`. @param model changed in place @returns the same model"""
    graph = model.graph
    makers = {name: node for node in graph.node for name in node.output}
    for node in graph.node:
        pad = makers.get(node.input[0]) if node.op_type == "Conv" else None
        if pad is None or pad.op_type != "Pad":
            continue
        known = {attribute.name: attribute for attribute in node.attribute}
        kernel, stride = known["kernel_shape"].ints[0], known["strides"].ints[0]
        before, after = (kernel - stride) // 2, (kernel - stride + 1) // 2
        known["pads"].ints[:] = [before, before, after, after]
        node.input[0] = pad.input[0]
    drop_unused(graph)
    return model


def drop_unused(graph):
    while True:
        used = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
        idle = [node for node in graph.node if not used & set(node.output)]
        if not idle:
            return
        for node in idle:
            graph.node.remove(node)
