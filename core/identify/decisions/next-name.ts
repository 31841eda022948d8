const FIRST = { prefix: 'A-', digits: 3 }

/**
 * The next free name: one more than the highest number of the names that are made as most are, e.g. A-012 after A-011 and
 * animal-07 after animal-06; A-001 where none ends in a number. Padded, so that names sort as they were given.
 */
export function nextName(names: readonly string[]): string {
  const numbered = names.flatMap((name) => {
    const [, prefix, number] = /^(.*?)(\d{1,9})$/s.exec(name.trim()) ?? []
    return prefix === undefined || number === undefined ? [] : [{ prefix, number }]
  })
  const groups = [...Map.groupBy(numbered, ({ prefix }) => prefix)]
  const [largest] = groups.sort(([a, as], [b, bs]) => bs.length - as.length || (a < b ? -1 : 1))
  const [prefix, used] = largest ?? [FIRST.prefix, []]
  const digits = Math.max(...used.map(({ number }) => number.length), used.length === 0 ? FIRST.digits : 1)
  const highest = Math.max(0, ...used.map(({ number }) => Number(number)))
  return `${prefix}${String(highest + 1).padStart(digits, '0')}`
}
