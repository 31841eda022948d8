import { ResightError, invalidArgument } from '../types.ts'
import type { Matrix } from '../types.ts'

const GROWTH = 1.5
const MAX_ID = 2 ** 31 - 1
/** So that no inner product of two vectors leaves the range of float32. */
const MAX_NORM = 1e18

/**
 * The vectors of an index and whose they are: one compact matrix, row r belonging to photo `ids[r]`. Removing moves the
 * last row into the gap. It is the only copy that an index holds; both are replaced, not resized, as they grow.
 */
export class Rows {
  readonly d: number
  /** Counts changes, so that a reader can tell whether rows are still as it saw them. */
  version = 0
  /** Upper bound of the norm of every row. */
  maxNorm = 0
  /** Told of every row that gets other content, and of one that ceases to be. */
  onChange: ((row: number) => void) | null = null
  #n = 0
  #ids: Int32Array = new Int32Array(0)
  #data: Float32Array = new Float32Array(0)
  #rowOf = new Map<number, number>()

  constructor(d: number) {
    if (!Number.isInteger(d) || d < 1 || d > 65_536) throw invalidArgument('d', 'integer in 1 … 65536', d)
    this.d = d
  }

  /**
   * Takes the arrays as they are, without copying; the caller must not touch them again.
   * @throws ResightError `invalid-argument` when an id repeats or is no photo id, or a component is not finite
   */
  static adopt(ids: Int32Array, matrix: Matrix): Rows {
    const rows = new Rows(matrix.d)
    rows.maxNorm = validateVectors('vectors', matrix, matrix.d, ids.length)
    for (let row = 0; row < ids.length; row++) rows.#rowOf.set(validateId(ids[row]), row)
    if (rows.#rowOf.size !== ids.length)
      throw new ResightError('invalid-argument', `Expected different ids but ${ids.length - rows.#rowOf.size} repeat`)
    rows.#n = ids.length
    rows.#ids = ids
    rows.#data = matrix.data
    return rows
  }

  get n(): number {
    return this.#n
  }

  /** [n] photo ids in row order, a view */
  get ids(): Int32Array {
    return this.#ids.subarray(0, this.#n)
  }

  /** [≥ n × d] the matrix itself; what follows row n is spare */
  get data(): Float32Array {
    return this.#data
  }

  rowOf(id: number): number | undefined {
    return this.#rowOf.get(id)
  }

  /** [d] a view */
  vector(row: number): Float32Array {
    return this.#data.subarray(row * this.d, (row + 1) * this.d)
  }

  /** Adds or replaces; of an id given twice the last vector stays. Nothing changes when anything is invalid. */
  put(ids: readonly number[], vectors: Matrix): void {
    const norm = validateVectors('vectors', vectors, this.d, ids.length)
    for (const id of ids) validateId(id)
    this.maxNorm = Math.max(this.maxNorm, norm)
    this.#reserve(this.#n + ids.length)
    ids.forEach((id, i) => {
      const row = this.#rowOf.get(id) ?? this.#n++
      this.#ids[row] = id
      this.#rowOf.set(id, row)
      this.#data.set(vectors.data.subarray(i * this.d, (i + 1) * this.d), row * this.d)
      this.onChange?.(row)
    })
    this.version++
  }

  /** @returns how many were there */
  delete(ids: readonly number[]): number {
    const before = this.#n
    for (const id of ids) {
      const row = this.#rowOf.get(id)
      if (row === undefined) continue
      const last = --this.#n
      this.#rowOf.delete(id)
      this.onChange?.(last)
      if (row === last) continue
      const moved = this.#ids[last] ?? 0
      this.#ids[row] = moved
      this.#rowOf.set(moved, row)
      this.#data.copyWithin(row * this.d, last * this.d, (last + 1) * this.d)
      this.onChange?.(row)
    }
    this.version++
    return before - this.#n
  }

  #reserve(needed: number): void {
    const capacity = this.#ids.length
    if (needed <= capacity) return
    const grown = Math.max(needed, Math.ceil(capacity * GROWTH), 64)
    const ids = new Int32Array(grown)
    const data = new Float32Array(grown * this.d)
    ids.set(this.ids)
    data.set(this.#data.subarray(0, this.#n * this.d))
    this.#ids = ids
    this.#data = data
  }
}

/**
 * @returns the largest norm of the `n` vectors
 * @throws ResightError `invalid-argument` naming the vector when the shape is off or a component is not finite
 */
export function validateVectors(name: string, vectors: Matrix, d: number, n: number): number {
  if (vectors.d !== d) throw invalidArgument(`${name}.d`, `${d} components`, vectors.d)
  if (vectors.n !== n) throw invalidArgument(`${name}.n`, `${n} vectors`, vectors.n)
  if (!(vectors.data instanceof Float32Array)) throw invalidArgument(`${name}.data`, 'Float32Array', vectors.data)
  if (vectors.data.length !== n * d)
    throw invalidArgument(`${name}.data.length`, `${n} × ${d} elements`, vectors.data.length)
  let largest = 0
  for (let i = 0; i < n; i++) {
    const squared = squaredNorm(vectors.data, i * d, d)
    // NaN and infinite components make the sum so as well, and fail this comparison.
    if (!(squared <= MAX_NORM * MAX_NORM))
      throw new ResightError(
        'invalid-argument',
        `Vector ${i} of ${name} has a component that is not finite or too large`,
        {
          remedy: 'Encode the photo or words again; an encoder must give finite vectors.',
        },
      )
    if (squared > largest) largest = squared
  }
  return Math.sqrt(largest)
}

function squaredNorm(data: Float32Array, offset: number, d: number): number {
  let i = 0
  let a = 0
  let b = 0
  let c = 0
  let e = 0
  for (; i + 4 <= d; i += 4) {
    const at = offset + i
    a += data[at]! * data[at]!
    b += data[at + 1]! * data[at + 1]!
    c += data[at + 2]! * data[at + 2]!
    e += data[at + 3]! * data[at + 3]!
  }
  for (; i < d; i++) a += data[offset + i]! * data[offset + i]!
  return a + b + (c + e)
}

function validateId(id: number | undefined): number {
  if (id === undefined || !Number.isInteger(id) || id < 1 || id > MAX_ID)
    throw invalidArgument('id', 'photo id (integer in 1 … 2147483647)', id)
  return id
}
