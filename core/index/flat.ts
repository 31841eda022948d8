import type { Matrix } from '../types.ts'
import { innerProducts } from './inner-product.ts'
import { RowIndex } from './row-index.ts'
import type { SearchKernel } from './row-index.ts'
import { runtimeProducts } from './runtime-products.ts'
import type { Rows } from './rows.ts'

/** The exact index in plain TypeScript: what every other must equal, and what serves where FAISS can't be had. */
export function createFlatIndex(rows: Rows): RowIndex {
  return new RowIndex(rows, new FlatKernel())
}

class FlatKernel implements SearchKernel {
  readonly kind = 'flat'

  products(rows: Rows, query: Float32Array): Float32Array {
    const out = new Float32Array(rows.n)
    innerProducts(rows.data, rows.n, query, out)
    return out
  }

  similarities(rows: Rows, queries: Matrix): Promise<Float32Array> {
    return runtimeProducts(rows, queries)
  }
}
