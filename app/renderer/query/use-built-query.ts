import { useMemo } from 'react'
import type { Query } from '../../../core/api.ts'
import { toQuery, useQueryState } from './query-state.ts'

/** The query as it stands; null while nothing is asked. */
export function useBuiltQuery(): Query | null {
  const state = useQueryState()
  return useMemo(() => toQuery(state), [state])
}
