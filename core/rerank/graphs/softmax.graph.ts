import type { OnnxGraph } from '../../runtime/onnx-model.ts'

/** Over the bins of each cell of XFeat's keypoint logits; four hundred thousand exponentials are slow in JavaScript. */
export const SOFTMAX_GRAPH: OnnxGraph = {
  name: 'softmax',
  doc: 'probabilities[0,b,y,x] = exp(logits[0,b,y,x]) / sum_b exp(logits[0,b,y,x])',
  inputs: [{ name: 'logits', type: 'float32', dims: [1, 'bins', 'rows', 'columns'] }],
  outputs: [{ name: 'probabilities', type: 'float32', dims: [1, 'bins', 'rows', 'columns'] }],
  nodes: [{ op: 'Softmax', inputs: ['logits'], outputs: ['probabilities'], attributes: { axis: 1 } }],
}
