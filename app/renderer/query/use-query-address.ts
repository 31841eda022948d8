import { useEffect, useRef } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { Query } from '../../../core/api.ts'
import { goTo } from '../shell/hash-location.ts'
import { FIRST_K } from './query-draft.ts'
import { useQueryState } from './query-state.ts'
import { fromText, toText } from './query-text.ts'
import { useBuiltQuery } from './use-built-query.ts'

const SETTLED_MS = 300

/**
 * Keeps the query and the address of the search screen the same, in both directions, so that back, reload and links
 * work. What is asked makes a step of the history; how it is weighed only changes the present one.
 */
export function useQueryAddress(): void {
  const [path] = useLocation()
  const asked = new URLSearchParams(useSearch()).get('q')
  const query = useBuiltQuery()
  const text = addressText(query)
  const agreed = useRef('')

  useEffect(() => {
    if (path !== '/search' || asked === null || asked === agreed.current) return
    agreed.current = asked
    const { load, clear } = useQueryState.getState()
    const wanted = fromText(asked)
    if (wanted === null) clear()
    else load(wanted)
  }, [path, asked])

  useEffect(() => {
    if (path !== '/search' || text === (asked ?? '')) return
    const timer = setTimeout(() => {
      const replace = asked === null || whatIsAsked(asked) === whatIsAsked(text)
      agreed.current = text
      goTo(`/search?${new URLSearchParams({ q: text }).toString()}`, { replace })
    }, SETTLED_MS)
    return () => clearTimeout(timer)
  }, [path, asked, text])
}

/** What is shared and remembered: without how many results were shown. */
export function addressText(query: Query | null): string {
  if (query === null) return ''
  const { k, ...rest } = query
  return toText(k === FIRST_K || k === undefined ? rest : query)
}

function whatIsAsked(text: string): string {
  const query = fromText(text)
  if (query === null) return ''
  const { parts, filter, feedback } = query
  return JSON.stringify([parts.map(({ weight: _, ...part }) => part), filter, feedback])
}
