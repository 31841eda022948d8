import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Query, SearchAnswer } from '../../../core/api.ts'
import type { PlainError } from '../../../core/api/shell.ts'
import { useShell } from '../shell/use-shell.ts'

/** An answer that takes longer than this no longer holds up the next question. */
const GRACE_MS = 250

interface Search {
  /** The last answer, until the next one is there; undefined before the first. */
  readonly answer: SearchAnswer | undefined
  readonly error: PlainError | null
  /** Whether the answer is not yet that of the query. */
  readonly isBehind: boolean
  readonly retry: () => void
}

/**
 * Answers the query as it changes: one search at a time, and of the queries that came meanwhile only the newest, so
 * that a moving slider is followed as fast as the engine can and never answered late.
 */
export function useSearchAnswer(query: Query | null): Search {
  const shell = useShell()
  const [asked, setAsked] = useState(query)
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery<SearchAnswer | null, PlainError>({
    queryKey: ['call', 'search', asked],
    queryFn: ({ signal }) => (asked === null ? null : shell.callWith(signal, 'search', asked)),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
  const isNext = asked !== query && JSON.stringify(asked) !== JSON.stringify(query)
  useEffect(() => {
    if (!isNext) return
    const timer = setTimeout(() => setAsked(query), isFetching && asked !== null ? GRACE_MS : 0)
    return () => clearTimeout(timer)
  }, [isNext, isFetching, asked, query])
  return {
    answer: query === null ? undefined : (data ?? undefined),
    error: isNext ? null : error,
    isBehind: query !== null && (isNext || isPlaceholderData || (isFetching && error !== null)),
    retry: () => void refetch(),
  }
}
