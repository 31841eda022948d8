/** Disjoint-set forest with path halving; the smallest row of a set is its root. */
export class DisjointSets {
  readonly #parents: Uint32Array

  constructor(n: number) {
    this.#parents = Uint32Array.from({ length: n }, (_, row) => row)
  }

  find(row: number): number {
    const parents = this.#parents
    let at = row
    while (parents[at] !== at) {
      const parent = parents[at] ?? at
      at = parents[at] = parents[parent] ?? parent
    }
    return at
  }

  join(a: number, b: number): void {
    const [x, y] = [this.find(a), this.find(b)]
    this.#parents[Math.max(x, y)] = Math.min(x, y)
  }

  /** The rows of every set of two and more, both ascending. */
  groups(): readonly (readonly number[])[] {
    const members = new Map<number, number[]>()
    for (let row = 0; row < this.#parents.length; row++) {
      const root = this.find(row)
      const group = members.get(root)
      if (group === undefined) members.set(root, [row])
      else group.push(row)
    }
    return [...members.values()].filter((group) => group.length > 1)
  }
}
