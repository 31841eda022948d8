/** Ids that mean the same individual: disjoint sets, each under the one id that goes on. */
export class NameSets {
  readonly #into = new Map<string, string>()
  readonly #members = new Map<string, string[]>()

  add(id: string): void {
    if (this.#into.has(id)) return
    this.#into.set(id, id)
    this.#members.set(id, [id])
  }

  /** `from` becomes another name of `into`. */
  join(from: string, into: string): void {
    this.add(from)
    this.add(into)
    const [loser, winner] = [this.canonical(from), this.canonical(into)]
    if (loser === winner) return
    const members = this.#members.get(loser)!
    this.#members.delete(loser)
    for (const member of members) this.#into.set(member, winner)
    this.#members.get(winner)!.push(...members)
  }

  /** An id never heard of is its own. */
  canonical(id: string): string {
    return this.#into.get(id) ?? id
  }

  /** @returns every set: its id, and the others */
  *sets(): Generator<readonly [string, readonly string[]]> {
    for (const [id, members] of this.#members) yield [id, members.filter((member) => member !== id)]
  }
}
