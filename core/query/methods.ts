import type { CompositionMethod } from '../api.ts'
import type { ScoreMethod, VectorMethod } from './method.ts'
import { product } from './product.ts'
import { slerp } from './slerp.ts'
import { sum } from './sum.ts'
import { weicom } from './weicom.ts'

export const METHODS: Readonly<Record<CompositionMethod, VectorMethod | ScoreMethod>> = { sum, slerp, product, weicom }
