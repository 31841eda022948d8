import { useState } from 'react'
import type { HeatMap, MatchedPoints, PhotoId, Query } from '../../../core/api.ts'
import type { PlainError } from '../../../core/api/shell.ts'
import { useCall } from '../shell/use-call.ts'

export interface EvidenceView {
  /** There is a query whose parts can be shown on a photo. */
  readonly isOffered: boolean
  readonly isShown: boolean
  readonly toggle: () => void
  readonly isLoading: boolean
  readonly error: PlainError | null
  readonly retry: () => void
  /** Points shared with each of the query's pictures; null: to be shown otherwise, or there are none. */
  readonly points: readonly MatchedPoints[] | null
  /** Whether both points and places can be shown. */
  readonly hasBoth: boolean
  readonly setPoints: (isWanted: boolean) => void
  readonly maps: readonly HeatMap[]
  /** The chosen part's. */
  readonly map: HeatMap | null
  readonly chosen: number
  readonly choose: (part: number) => void
  /** 0 … 1 */
  readonly opacity: number
  readonly setOpacity: (opacity: number) => void
}

const NO_PARTS: Query = { parts: [] }

/** Where the present query's parts are answered in a photo; asked of the engine only while it is shown. */
export function useEvidence(query: Query | null, photoId: PhotoId): EvidenceView {
  const [wanted, setWanted] = useState(false)
  const [wantsPoints, setPoints] = useState(true)
  const [part, setPart] = useState(0)
  const [opacity, setOpacity] = useState(0.6)
  const isOffered = query !== null && query.parts.length > 0
  const isShown = wanted && isOffered
  const evidence = useCall('evidence', [query ?? NO_PARTS, photoId], { enabled: isShown })
  const maps = evidence.data?.heatMaps ?? []
  const matches = evidence.data?.matches ?? []
  const chosen = Math.min(part, Math.max(0, maps.length - 1))
  return {
    isOffered,
    isShown,
    toggle: () => setWanted(isOffered && !wanted),
    isLoading: evidence.isLoading,
    error: evidence.error,
    retry: () => void evidence.refetch(),
    points: isShown && matches.length > 0 && (wantsPoints || maps.length === 0) ? matches : null,
    hasBoth: matches.length > 0 && maps.length > 0,
    setPoints,
    maps,
    map: maps[chosen] ?? null,
    chosen,
    choose: setPart,
    opacity,
    setOpacity,
  }
}
