import type { MatchableAnnotation, Matcher } from '../identify/candidates/matcher.ts'
import type { Catalogue } from '../library/catalogue/catalogue.ts'
import { MARKINGS_METHOD } from '../rerank/local/compare-markings.ts'
import type { FeatureExtractor, QuarterTurns } from '../rerank/local/extractor.ts'
import { regionCosine, type FeatureFinder } from '../rerank/local/region-vector.ts'
import { invalidArgument, type LocalFeatures } from '../types.ts'
import { annotationFeatures } from './annotation-features.ts'
import { checkGoesOn } from './check-goes-on.ts'
import type { LocalFeaturesOfLibrary } from './local-features.ts'

/** What the cosine of the regions' vectors is called among extractors. */
export const VECTOR = 'vector'

/** Candidates matched at once: their features lie in memory together, about 60 kB each. */
const CANDIDATES_AT_ONCE = 100

const COMPARING = 'Comparing'

export interface MatcherOptions {
  /**
   * Names of those to compare by, of `xfeat`, `sift` and `vector`; `all` of them; absent or empty: all but the vector, which
   * tells few animals apart.
   */
  readonly extractors?: readonly string[] | 'all'
  /**
   * Quarter turns in which each query is looked at by extractors that see no turned thing; 4 where animals lie any way up.
   * Default 1: SIFT finds what is turned at no cost.
   */
  readonly rotations?: 1 | 4
}

/** One way to compare annotations: what its similarity is named, and how it is found. */
interface Way {
  readonly name: string
  readonly id: string
  readonly finder: FeatureFinder
  similarities(
    query: MatchableAnnotation,
    candidates: readonly MatchableAnnotation[],
    signal: AbortSignal | undefined,
  ): Promise<readonly (number | null)[]>
}

/**
 * Photo-ID's matcher over the library: for every extractor how much of the markings agrees (`compareMarkings`), and the cosine of the
 * regions' vectors, which also orders shortlists. Features are found within the annotation's region alone, and kept in
 * the catalogue.
 * @throws ResightError `invalid-argument` for extractors that there are not
 */
export async function localMatcher(
  catalogue: Catalogue,
  local: LocalFeaturesOfLibrary,
  options: MatcherOptions = {},
): Promise<Matcher> {
  const { rotations = 1, extractors: wanted } = options
  const opened = await local.open()
  const vectors = await local.regionVectors()
  const features = annotationFeatures(catalogue, local)
  const markings = opened.extractors.map(({ name }) => name)
  const known: readonly string[] = [...markings, VECTOR]
  const chosen = wanted === 'all' ? known : wanted === undefined || wanted.length === 0 ? markings : wanted
  const unknown = chosen.find((name) => !known.includes(name))
  if (unknown !== undefined) throw invalidArgument('extractors', `some of ${known.join(', ')}`, unknown)
  const isWanted = (name: string) => chosen.includes(name)
  const extractors = opened.extractors.filter(({ name }) => isWanted(name))
  const ways = [...extractors.map(byMarkings), ...(isWanted(VECTOR) ? [byVector()] : [])]

  function byMarkings(extractor: FeatureExtractor): Way {
    return {
      name: extractor.name,
      id: similarityId(extractor),
      finder: extractor,
      async similarities(query, candidates, signal) {
        const found = await features.of(extractor, candidates, { signal })
        const readable = found.flatMap((of) => of ?? [])
        const copies = await queryCopies(extractor, query, signal)
        checkGoesOn(signal, COMPARING)
        const compared = await opened.compareMarkings(extractor.name, copies, readable)
        let next = 0
        return found.map((of) => (of === null ? null : compared[next++]!.support))
      },
    }
  }

  function byVector(): Way {
    return {
      name: VECTOR,
      id: vectors.id,
      finder: vectors,
      async similarities(query, candidates, signal) {
        const of = await features.ofQuery(vectors, query, { signal })
        const found = await features.of(vectors, candidates, { signal })
        return found.map((other) => (other === null ? null : regionCosine(of, other)))
      },
    }
  }

  function queryCopies(
    extractor: FeatureExtractor,
    query: MatchableAnnotation,
    signal: AbortSignal | undefined,
  ): Promise<readonly LocalFeatures[]> {
    // SIFT describes what it finds relative to its own direction.
    const turns: readonly QuarterTurns[] = rotations === 4 && extractor.name !== 'sift' ? [0, 1, 2, 3] : [0]
    return Promise.all(turns.map((turn) => features.ofQuery(extractor, query, { turns: turn, signal })))
  }

  function waysOf(ids: readonly string[]): readonly Way[] {
    const unfit = ids.find((id) => ways.every((way) => way.id !== id))
    if (unfit !== undefined) throw invalidArgument('extractors', ways.map(({ id }) => id).join(', '), unfit)
    return ways.filter(({ id }) => ids.length === 0 || ids.includes(id))
  }

  return {
    extractors: ways.map(({ id }) => id),
    async prepare(annotations, ids, { signal } = {}) {
      const finders = waysOf(ids).map(({ finder }) => finder)
      await features.find(finders, annotations, { signal })
    },
    async compare(query, candidates, ids, { signal, onProgress } = {}) {
      const asked = waysOf(ids)
      const comparisons: { readonly annotationId: string; readonly similarities: Readonly<Record<string, number>> }[] =
        []
      for (let start = 0; start < candidates.length; start += CANDIDATES_AT_ONCE) {
        const some = candidates.slice(start, start + CANDIDATES_AT_ONCE)
        const finders = asked.map(({ finder }) => finder)
        await features.find(finders, [query, ...some], { signal })
        const byWay: (readonly [string, readonly (number | null)[]])[] = []
        for (const way of asked) {
          checkGoesOn(signal, COMPARING)
          byWay.push([way.id, await way.similarities(query, some, signal)])
        }
        some.forEach(({ annotationId }, at) => {
          const similarities = byWay.flatMap(([id, values]) =>
            values[at] === null ? [] : [[id, values[at]!] as const],
          )
          if (similarities.length === asked.length)
            comparisons.push({ annotationId, similarities: Object.fromEntries(similarities) })
        })
        onProgress?.(start + some.length, candidates.length)
      }
      return comparisons
    },
    async explain(query, candidate, { signal } = {}) {
      return Promise.all(
        extractors.map(async (extractor) => {
          const copies = await queryCopies(extractor, query, signal)
          const [of, other] = [copies[0]!, await features.ofQuery(extractor, candidate, { signal })]
          checkGoesOn(signal, COMPARING)
          const [comparison] = await opened.compareMarkings(extractor.name, copies, [other])
          const { matches, model } = comparison!
          const within = ([x, y]: readonly [number, number], { imageSize }: LocalFeatures) =>
            [x / imageSize.width, y / imageSize.height] as const
          return {
            extractor: similarityId(extractor),
            points0: matches.map((match) => within(match.query, of)),
            points1: matches.map((match) => within(match.candidate, other)),
            isInlier: matches.map(({ inlier }) => inlier),
            homography: model === null ? null : inFractions(model, of, other),
          }
        }),
      )
    },
    shortlistBy: vectors.id,
    async shortlist(query, candidates, length, { signal } = {}) {
      const found = await byVector().similarities(query, candidates, signal)
      return candidates
        .map(({ annotationId }, at) => ({ annotationId, cosine: found[at] ?? -1 }))
        .sort((a, b) => b.cosine - a.cosine)
        .slice(0, length)
        .map(({ annotationId }) => annotationId)
    },
  }
}

function similarityId({ id }: FeatureExtractor): string {
  return `${id}/${MARKINGS_METHOD}`
}

/** From px to px ⇒ from fractions to fractions: S₁⁻¹ H S₀, S scaling fractions to px. */
function inFractions(model: Float64Array, from: LocalFeatures, to: LocalFeatures): readonly number[] {
  const columns = [from.imageSize.width, from.imageSize.height, 1]
  const rows = [1 / to.imageSize.width, 1 / to.imageSize.height, 1]
  return Array.from(model, (value, at) => value * rows[Math.floor(at / 3)]! * columns[at % 3]!)
}
