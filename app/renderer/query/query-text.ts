import {
  COMPOSITION_METHODS,
  type Filter,
  type PhotoId,
  type Query,
  type QueryPart,
  RERANKERS,
  type RegionValue,
} from '../../../core/api.ts'

/**
 * A query as one line of text, to share and to put in an address:
 * `"snow" -"people"^0.5 photo:12@0.1,0.2,0.3,0.4 balance:0.7 folder:"/photos/2024" like:3,9`.
 * `-` avoids, `^` weighs, `@` is a region: left, top, width, height as fractions.
 */
export function toText(query: Query): string {
  const { parts, method, balance, rerank, k, filter, feedback, exclude } = query
  const settings: readonly (readonly [string, string | number | undefined])[] = [
    ['balance', balance],
    ['method', method],
    ['rerank', rerank],
    ['k', k],
    ['folder', quoted(filter?.folder)],
    ['from', filter?.from],
    ['to', filter?.to],
    ['camera', quoted(filter?.camera)],
    ['album', filter?.album],
    ['bounds', filter?.bounds && BOUNDS.map((side) => filter.bounds?.[side]).join(',')],
    ['like', listed(feedback?.like)],
    ['unlike', listed(feedback?.unlike)],
    ['exclude', listed(exclude)],
  ]
  const given = settings.flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${value}`]))
  return [...parts.map(partText), ...given].join(' ')
}

/**
 * Reads what `toText` wrote; a person may have typed it, too, so that anything else is words to look for, and `-word`
 * a word to avoid. Whether the values are in range is for the engine to say.
 * @returns null where nothing is asked
 */
export function fromText(text: string): Query | null {
  const parts: QueryPart[] = []
  const settings = new Map<string, string>()
  let loose: string[] = []
  const flush = () => {
    if (loose.length > 0) parts.push({ kind: 'words', words: loose.join(' ') })
    loose = []
  }
  for (const { groups = {}, 0: token } of text.slice(0, MOST_CHARACTERS).matchAll(TOKEN)) {
    const part = partOf(groups)
    if (part !== null) {
      flush()
      parts.push(part)
    } else if (groups.name !== undefined && groups.minus === '' && SETTINGS.has(groups.name)) {
      settings.set(groups.name, groups.value ?? '')
    } else if (/^-[^-]/.test(token)) {
      flush()
      parts.push({ kind: 'words', words: token.slice(1), negative: true })
    } else loose.push(token)
  }
  flush()
  return queryOf(parts, settings)
}

const MOST_CHARACTERS = 200_000
const BOUNDS = ['south', 'west', 'north', 'east'] as const
const SETTINGS = new Set('balance method rerank k folder from to camera album bounds like unlike exclude'.split(' '))
const TOKEN =
  /(?<minus>-?)(?:(?<name>[a-z]+):)?(?<value>"(?:[^"\\]|\\.)*"|[^\s"@^]+)(?:@(?<region>[\d.,eE+-]+))?(?:\^(?<weight>[\d.eE+-]+))?(?=\s|$)|\S+/gu

function partText(part: QueryPart): string {
  const what =
    part.kind === 'words'
      ? quoted(part.words)
      : part.kind === 'file'
        ? `file:${quoted(part.path)}`
        : `${part.kind}:${part.kind === 'photo' ? part.photoId : part.uploadId}`
  const region = part.kind === 'words' ? undefined : part.region
  const where = region === undefined ? '' : `@${[region.x, region.y, region.width, region.height].join(',')}`
  const weight = part.weight === undefined ? '' : `^${part.weight}`
  return `${part.negative === true ? '-' : ''}${what}${where}${weight}`
}

function partOf(groups: Readonly<Record<string, string | undefined>>): QueryPart | null {
  const { minus, name, value = '' } = groups
  const how = {
    ...(minus === '-' ? { negative: true } : {}),
    ...(groups.weight === undefined ? {} : { weight: Number(groups.weight) }),
  }
  const region = groups.region === undefined ? null : regionOf(groups.region)
  const where = region === null ? {} : { region }
  const words = unquoted(value)
  if (name === undefined && words !== null && words.trim() !== '') return { kind: 'words', words, ...how }
  if (name === 'photo' && /^\d+$/.test(value)) return { kind: 'photo', photoId: Number(value), ...where, ...how }
  if (name === 'upload' && /^[0-9a-f]{64}$/.test(value)) return { kind: 'upload', uploadId: value, ...where, ...how }
  if (name === 'file' && words !== null) return { kind: 'file', path: words, ...where, ...how }
  return null
}

function queryOf(parts: readonly QueryPart[], settings: ReadonlyMap<string, string>): Query | null {
  const method = COMPOSITION_METHODS.find((name) => name === settings.get('method'))
  const rerank = RERANKERS.find((name) => name === settings.get('rerank'))
  const balance = numbers(settings.get('balance'), 1)?.[0]
  const k = numbers(settings.get('k'), 1)?.[0]
  const [like, unlike, exclude] = ['like', 'unlike', 'exclude'].map((name) => photoIds(settings.get(name)))
  const feedback = like || unlike ? { like: like ?? [], unlike: unlike ?? [] } : undefined
  const filter = filterOf(settings)
  if (parts.length === 0 && feedback === undefined) return null
  return given({ parts, method, balance, rerank, k, filter, feedback, exclude }) as unknown as Query
}

function filterOf(settings: ReadonlyMap<string, string>): Filter | undefined {
  const day = (name: string) => /^\d{4}(-\d\d){0,2}$/.exec(settings.get(name) ?? '')?.[0]
  const sides = numbers(settings.get('bounds'), 4)
  const [south = 0, west = 0, north = 0, east = 0] = sides ?? []
  const filter = given({
    folder: unquoted(settings.get('folder') ?? '') ?? undefined,
    from: day('from'),
    to: day('to'),
    camera: unquoted(settings.get('camera') ?? '') ?? undefined,
    album: photoIds(settings.get('album'))?.[0],
    bounds: sides && { south, west, north, east },
  })
  return Object.keys(filter).length === 0 ? undefined : filter
}

function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function quoted(text: string | undefined): string | undefined {
  return text === undefined ? undefined : JSON.stringify(text)
}

/** @returns null where it is not a quoted text */
function unquoted(text: string): string | null {
  if (!text.startsWith('"')) return null
  try {
    return JSON.parse(text) as string
  } catch {
    return null
  }
}

function regionOf(text: string): RegionValue | null {
  const [x = 0, y = 0, width = 0, height = 0] = numbers(text, 4) ?? []
  return width > 0 && height > 0 ? { x, y, width, height } : null
}

function numbers(text: string | undefined, count: number): readonly number[] | undefined {
  const values = text?.split(',').map((item) => (item === '' ? Number.NaN : Number(item)))
  return values?.length === count && values.every(Number.isFinite) ? values : undefined
}

function listed(ids: readonly PhotoId[] | undefined): string | undefined {
  return ids === undefined || ids.length === 0 ? undefined : ids.join(',')
}

function photoIds(text: string | undefined): readonly PhotoId[] | undefined {
  return text !== undefined && /^\d+(,\d+)*$/.test(text) ? text.split(',').map(Number) : undefined
}
