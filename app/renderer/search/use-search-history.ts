import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Query } from '../../../core/api.ts'
import type { PlainError } from '../../../core/api/shell.ts'
import { useNotify } from '../parts/use-notify.ts'
import { useShell } from '../shell/use-shell.ts'

interface SearchHistory {
  /** Into the history; a failure is of no interest to a person who only searches. */
  readonly remember: (query: Query) => Promise<void>
  /** @returns whether it was saved; a failure is shown */
  readonly save: (query: Query, name: string) => Promise<boolean>
  readonly forget: (searchId: number) => Promise<boolean>
  readonly clear: () => Promise<boolean>
}

export function useSearchHistory(): SearchHistory {
  const { t } = useTranslation()
  const notify = useNotify()
  const shell = useShell()
  const client = useQueryClient()
  return useMemo(() => {
    const changed = () => client.invalidateQueries({ queryKey: ['call', 'searches'] })
    const attempt = async (change: () => Promise<unknown>, done?: string) => {
      try {
        await change()
        if (done !== undefined) notify({ message: done })
        await changed()
        return true
      } catch (error) {
        notify({ color: 'red', message: (error as PlainError).message })
        return false
      }
    }
    return {
      remember: async (query) => {
        await shell.call('rememberSearch', withoutK(query), null).then(changed, () => undefined)
      },
      save: (query, name) =>
        attempt(() => shell.call('rememberSearch', withoutK(query), name), t('search.savedAs', { name })),
      forget: (searchId) => attempt(() => shell.call('forgetSearch', searchId)),
      clear: () => attempt(() => shell.call('clearHistory')),
    }
  }, [shell, client, t, notify])
}

/** How many results were shown is not what was asked. */
function withoutK({ k: _, ...query }: Query): Query {
  return query
}
