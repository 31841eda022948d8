import { useEffect, useRef } from 'react'
import type { SearchAnswer } from '../../../core/api.ts'
import { addressText } from '../query/use-query-address.ts'
import { useSearchHistory } from './use-search-history.ts'

/** Long enough that the steps of a slider, or of putting a query together, are not searches of their own. */
const SETTLED_MS = 2000

/** Puts a search into the history once it was answered and left alone. */
export function useRememberSearch(answer: SearchAnswer | undefined, isBehind: boolean): void {
  const { remember } = useSearchHistory()
  const last = useRef('')
  const query = answer?.query
  useEffect(() => {
    if (query === undefined || isBehind) return
    const timer = setTimeout(() => {
      const text = addressText(query)
      if (text === last.current) return
      last.current = text
      void remember(query)
    }, SETTLED_MS)
    return () => clearTimeout(timer)
  }, [query, isBehind, remember])
}
