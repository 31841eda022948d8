import { type UseQueryResult, keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Answer, CallName, Calls, PlainError } from '../../../core/api/shell.ts'
import { useShell } from './use-shell.ts'

interface Options {
  readonly enabled?: boolean
  /** Goes on showing the last answer while the next one is on its way. */
  readonly keepPrevious?: boolean
}

/**
 * The answer of a call, cached by its arguments, asked again when the library changes (`useShellEvents`); what nobody
 * waits for any more is cancelled.
 */
export function useCall<N extends CallName>(
  name: N,
  args: Parameters<Calls[N]>,
  { enabled = true, keepPrevious = false }: Options = {},
): UseQueryResult<Answer<N>, PlainError> {
  const shell = useShell()
  return useQuery<Answer<N>, PlainError, Answer<N>>({
    queryKey: ['call', name, ...args],
    queryFn: ({ signal }) => shell.callWith(signal, name, ...args),
    enabled,
    placeholderData: keepPrevious ? keepPreviousData : undefined,
  })
}
