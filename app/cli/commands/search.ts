import { resolve } from 'node:path'
import {
  COMPOSITION_METHODS,
  type Engine,
  type Query,
  RERANKERS,
  type SearchAnswer,
  type SearchResult,
} from '../../../core/api.ts'
import { ResightError } from '../../../core/types.ts'
import { shortLabel, writeContactSheet } from '../contact-sheet.ts'
import { type CommandContext, type CommonOptions, withEngine } from '../context.ts'
import { printable } from '../format.ts'
import { parseChoice, parseNumber } from '../option-values.ts'
import { type PartOptions, queryParts } from '../query-arguments.ts'

export interface SearchOptions extends CommonOptions, PartOptions {
  readonly method?: string
  readonly balance?: string
  readonly rerank?: string
  readonly count?: string
  readonly top?: string
  readonly folder?: string
  readonly from?: string
  readonly to?: string
  readonly camera?: string
  readonly album?: string
  readonly html?: string
  readonly filepathOnly?: boolean
}

/** `resight search [WORDS] …` */
export async function search(context: CommandContext, words: readonly string[], options: SearchOptions): Promise<void> {
  const query = buildQuery(words, options)
  const answer = await withEngine(context, options, async (engine) => {
    const found = await engine.search(options.album === undefined ? query : await inAlbum(engine, query, options.album))
    if (options.html !== undefined) await writeContactSheet(options.html, [await sheet(engine, found)])
    return found
  })
  print(context, answer, options)
}

/** @throws ResightError `invalid-argument` naming the option */
export function buildQuery(words: readonly string[], options: SearchOptions): Query {
  const parts = queryParts(words, options)
  if (parts.length === 0) {
    throw new ResightError('invalid-argument', 'The query is empty', {
      remedy: 'Give words, `--image FILE`, or both: resight search "a dog on a beach".',
    })
  }
  const filter = {
    ...(options.folder === undefined ? {} : { folder: resolve(options.folder) }),
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(options.to === undefined ? {} : { to: options.to }),
    ...(options.camera === undefined ? {} : { camera: options.camera }),
  }
  const count = options.count ?? options.top
  return {
    parts,
    ...(options.method === undefined ? {} : { method: parseChoice(COMPOSITION_METHODS, '--method', options.method) }),
    ...(options.rerank === undefined ? {} : { rerank: parseChoice(RERANKERS, '--rerank', options.rerank) }),
    ...(options.balance === undefined ? {} : { balance: parseNumber('--balance', options.balance) }),
    ...(count === undefined ? {} : { k: parseNumber('-k', count) }),
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
  }
}

/** Albums have names on the command line, in any case. @throws ResightError `not-found` naming those there are */
async function inAlbum(engine: Engine, query: Query, name: string): Promise<Query> {
  const { albums } = await engine.facets()
  const folded = (text: string) => text.normalize().trim().toUpperCase().toLowerCase()
  const album = albums.find((candidate) => folded(candidate.name) === folded(name))
  if (album !== undefined) return { ...query, filter: { ...query.filter, album: album.albumId } }
  throw new ResightError('not-found', `There is no album called ${name}`, {
    remedy:
      albums.length === 0
        ? 'No album has been made yet: `resight serve` opens the library to make one.'
        : `Its albums are: ${albums.map((known) => known.name).join(', ')}.`,
  })
}

async function sheet(engine: Engine, answer: SearchAnswer): Promise<Parameters<typeof writeContactSheet>[1][number]> {
  const thumbnails = await Promise.all(answer.results.map((result) => engine.thumbnail(result.photoId)))
  return { answer, thumbnails }
}

function print(context: CommandContext, answer: SearchAnswer, options: SearchOptions): void {
  const { out, err } = context.output
  if (options.json === true) {
    out(JSON.stringify(answer))
    return
  }
  for (const result of answer.results) {
    out(options.filepathOnly === true ? result.path : `${result.similarity.toFixed(3)}  ${printable(result.path)}`)
    if (options.filepathOnly !== true) out(`       ${why(result)}`)
  }
  if (answer.results.length === 0) err('Nothing found.')
  for (const hint of answer.hints) err(hint)
  if (options.html !== undefined) err(`Contact sheet: ${resolve(options.html)}`)
}

/** Why a result is there: the similarity of each part, and what reranking did. */
export function why(result: SearchResult): string {
  const parts = result.parts.byPart.map(
    (part) => `${part.negative ? 'not ' : ''}${printable(shortLabel(part.label))} ${part.similarity.toFixed(3)}`,
  )
  const moved =
    result.parts.reranked === null
      ? []
      : [`reranked ${result.parts.reranked.toFixed(3)}, was #${result.parts.rankBefore}`]
  return [...parts, ...moved].join(' · ')
}
