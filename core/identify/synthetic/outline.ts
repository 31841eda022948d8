type Point = readonly [number, number]

/** Clockwise from the west, y down. */
const AROUND = [
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
] as const

/**
 * The outer edge of a mask's first piece, row by row, as corners of a polygon: traced by Moore's neighbourhood, then thinned by
 * Douglas and Peucker 1973 ("Algorithms for the reduction of the number of points required to represent a digitized line").
 * @param mask [height × width], not 0 inside @param tolerance px that a corner may be off
 * @returns px; empty where nothing is inside
 */
export function traceOutline(mask: Uint8Array, width: number, height: number, tolerance: number): readonly Point[] {
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] !== 0
  const first = mask.findIndex((value) => value !== 0)
  if (first < 0) return []
  const start: Point = [first % width, Math.floor(first / width)]
  const edge: Point[] = [start]
  let [x, y] = start
  let from = 0
  // Each edge pixel may be passed from several sides, so more often than there are pixels it can't be.
  for (let step = 0; step < 8 * width * height; step++) {
    const turn = AROUND.findIndex((_, at) => {
      const [dx, dy] = AROUND[(from + at) % 8]!
      return inside(x + dx, y + dy)
    })
    if (turn < 0) break
    const towards = (from + turn) % 8
    ;[x, y] = [x + AROUND[towards]![0], y + AROUND[towards]![1]]
    if (x === start[0] && y === start[1]) break
    edge.push([x, y])
    // Back to the last place outside, seen from the new one.
    from = (towards + 6 - (towards % 2)) % 8
  }
  return thin(edge, tolerance)
}

function thin(points: readonly Point[], tolerance: number): readonly Point[] {
  const keep = new Uint8Array(points.length)
  keep[0] = keep[points.length - 1] = 1
  const stack: [number, number][] = [[0, points.length - 1]]
  for (let span = stack.pop(); span !== undefined; span = stack.pop()) {
    const [a, b] = span
    let [worst, at] = [tolerance, -1]
    for (let i = a + 1; i < b; i++) {
      const off = distance(points[i]!, points[a]!, points[b]!)
      if (off > worst) [worst, at] = [off, i]
    }
    if (at < 0) continue
    keep[at] = 1
    stack.push([a, at], [at, b])
  }
  return points.filter((_, i) => keep[i] === 1)
}

/** From a point to the straight piece between two others. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay]
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)
  const t = Math.max(0, Math.min(1, along))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}
