/** The most a field keeps, in characters; a hostile file may hold megabytes. */
export const LIMITS = { name: 128, title: 512, description: 8192, keyword: 128, keywords: 256 } as const

type Tags = Readonly<Record<string, unknown>>

/** ExifReader's tag: `computed` is the text for Exif, `description` for the others; a list has a tag an entry. */
interface Tag {
  readonly value?: unknown
  readonly description?: unknown
  readonly computed?: unknown
}

/** The first of the tags that says anything. */
export function firstText(tags: Tags, names: readonly string[]): string | null {
  for (const name of names) {
    const said = texts(tags, name)[0]
    if (said !== undefined) return said
  }
  return null
}

/** All that a tag says: the entries of a list, the languages of a text, or the one value. Empty ones are left out. */
export function texts(tags: Tags, name: string): readonly string[] {
  const tag = Object.hasOwn(tags, name) ? tags[name] : undefined
  return flatten(tag, 0)
    .map(clean)
    .filter((said) => said !== '')
}

/** Lists in lists are as deep as this at most: an alternative of languages in a bag. */
const MAX_DEPTH = 3

function flatten(tag: unknown, depth: number): readonly string[] {
  if (depth > MAX_DEPTH || tag === null || tag === undefined) return []
  if (typeof tag === 'string') return [tag.slice(0, LIMITS.description * 2)]
  if (typeof tag === 'number') return [String(tag)]
  if (Array.isArray(tag)) return tag.slice(0, LIMITS.keywords * 2).flatMap((entry) => flatten(entry, depth + 1))
  if (typeof tag !== 'object') return []
  const { value, description, computed } = tag as Tag
  if (computed !== undefined && computed !== null) return flatten(computed, depth + 1)
  if (Array.isArray(value) && value.some((entry) => typeof entry === 'object')) return flatten(value, depth + 1)
  return flatten(description ?? value, depth + 1)
}

/** Control characters are dropped but for line breaks and tabs, and text ends at a NUL as it does in C and Exif. */
function clean(text: string): string {
  const [start = ''] = text.split('\0', 1)
  return start
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, (character) => (/[\n\t]/.test(character) ? character : ''))
    .normalize('NFC')
    .trim()
}

/** Cut to so many UTF-16 units, never through the middle of a character; null when nothing is left. */
export function keepSensible(text: string | null, limit: number): string | null {
  if (text === null || text === '') return null
  const isPair = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1))
  return text.slice(0, isPair ? limit - 1 : limit).trim()
}

/** Keywords of several sources, each once whatever its case, in the order met. */
export function keywordTexts(sources: readonly (readonly string[])[]): readonly string[] {
  const kept = new Map<string, string>()
  for (const said of sources.flat()) {
    const keyword = keepSensible(clean(said).replace(/\s+/g, ' '), LIMITS.keyword)
    if (keyword === null || kept.has(keyword.toLowerCase())) continue
    kept.set(keyword.toLowerCase(), keyword)
    if (kept.size === LIMITS.keywords) break
  }
  return [...kept.values()]
}
