// Writes the graph files of this folder: node core/rerank/graphs/make.ts
import { writeFileSync } from 'node:fs'
import { encodeOnnxModel } from '../../runtime/onnx-model.ts'
import { MATCH_GRAPH } from './match.graph.ts'
import { MAXSIM_GRAPH } from './maxsim.graph.ts'
import { SOFTMAX_GRAPH } from './softmax.graph.ts'
import { SUPERGLOBAL_GRAPH } from './superglobal.graph.ts'

for (const graph of [MATCH_GRAPH, MAXSIM_GRAPH, SOFTMAX_GRAPH, SUPERGLOBAL_GRAPH]) {
  writeFileSync(new URL(`${graph.name}.onnx`, import.meta.url), encodeOnnxModel(graph))
}
