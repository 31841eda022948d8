import { invalidArgument, type Matrix } from '../types.ts'

/**
 * Where in a photo a query part is answered: for each of the photo's tokens its cosine with the part's best token, the
 * inner maximum of late interaction taken the other way round (MaxSim, Khattab and Zaharia, "ColBERT", SIGIR 2020,
 * maximises over the photo's tokens).
 * @param grid [n × d], rows L2-normalised, a photo's tokens in grid order
 * @param part [K_q × d], rows L2-normalised, K_q ≥ 1; words have one, the text vector
 * @returns [n] in [-1, 1]
 * @throws ResightError `invalid-argument` for widths that differ or a part without tokens
 */
export function heatMap(grid: Matrix, part: Matrix): readonly number[] {
  if (part.n < 1) throw invalidArgument('part.n', 'positive integer', part.n)
  if (part.d !== grid.d) throw invalidArgument('part.d', `${grid.d}`, part.d)
  const { d } = grid
  return Array.from({ length: grid.n }, (_, position) => {
    let best = -Infinity
    for (let token = 0; token < part.n; token++) {
      let cosine = 0
      for (let c = 0; c < d; c++) cosine += grid.data[position * d + c]! * part.data[token * d + c]!
      if (cosine > best) best = cosine
    }
    // Rounding takes a vector's product with itself past 1.
    return Math.max(-1, Math.min(1, best))
  })
}
