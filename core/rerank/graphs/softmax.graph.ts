import type { OnnxGraph } from '../../runtime/onnx-model.ts'

/**
 * Over the bins of each cell of XFeat's keypoint logits; four hundred thousand exponentials are slow in JavaScript. In
 * parts, as the runtime's own `Softmax` over any but the last axis moves everything there and back.
 */
export const SOFTMAX_GRAPH: OnnxGraph = {
  name: 'softmax',
  doc: 'probabilities[0,b,y,x] = exp(logits[0,b,y,x]) / sum_b exp(logits[0,b,y,x])',
  inputs: [{ name: 'logits', type: 'float32', dims: [1, 'bins', 'rows', 'columns'] }],
  outputs: [{ name: 'probabilities', type: 'float32', dims: [1, 'bins', 'rows', 'columns'] }],
  constants: [{ name: 'over_bins', dims: [1], data: BigInt64Array.of(1n) }],
  nodes: [
    { op: 'ReduceMax', inputs: ['logits', 'over_bins'], outputs: ['largest'], attributes: { keepdims: 1 } },
    { op: 'Sub', inputs: ['logits', 'largest'], outputs: ['shifted'] },
    { op: 'Exp', inputs: ['shifted'], outputs: ['exponentials'] },
    { op: 'ReduceSum', inputs: ['exponentials', 'over_bins'], outputs: ['totals'], attributes: { keepdims: 1 } },
    { op: 'Div', inputs: ['exponentials', 'totals'], outputs: ['probabilities'] },
  ],
}
