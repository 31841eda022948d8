import type { Feedback, PhotoId } from '../api.ts'
import { ResightError, type Matrix } from '../types.ts'
import { withTokens } from './encode.ts'
import type { SearchPorts } from './ports.ts'
import { weightedDirection } from './vectors.ts'

/** The photos that a person marked, on one side. */
export interface MarkedPhotos {
  /** [d], L2-normalised: the direction of their mean */
  readonly centroid: Float32Array
  /** One entry a photo, [K × d] */
  readonly tokens: readonly Matrix[]
}

export interface Marked {
  /** null: none */
  readonly like: MarkedPhotos | null
  readonly unlike: MarkedPhotos | null
  /** Marked photos that could not be taken into account, e.g. because they are gone. */
  readonly missing: readonly PhotoId[]
}

/**
 * Looks the marked photos up. One that is gone or can't be read any more is left out rather than failing the search:
 * the others still say what is meant.
 */
export async function findMarked(feedback: Feedback, ports: SearchPorts): Promise<Marked> {
  const missing: PhotoId[] = []
  const find = async (ids: readonly PhotoId[]): Promise<MarkedPhotos | null> => {
    const found: { readonly vector: Float32Array; readonly tokens: Matrix }[] = []
    for (const id of ids) {
      try {
        found.push(withTokens(`photo ${id}`, await ports.storedPhoto(id), ports.index.d))
      } catch (cause) {
        if (!(cause instanceof ResightError) || cause.code === 'internal' || cause.code === 'cancelled') throw cause
        missing.push(id)
      }
    }
    if (found.length === 0) return null
    const vectors = found.map(({ vector }) => vector)
    const centroid = weightedDirection(
      vectors,
      vectors.map(() => 1),
    )
    return { centroid, tokens: found.map(({ tokens }) => tokens) }
  }
  return { like: await find(feedback.like), unlike: await find(feedback.unlike), missing }
}
