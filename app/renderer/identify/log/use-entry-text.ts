import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogEntry } from '../../../../core/api/identify.ts'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { annotationOf, individualOf, photoOf } from '../parts/project-index.ts'

/** What an entry says, in a sentence. */
export function useEntryText(state: ProjectState, log: readonly LogEntry[]): (entry: LogEntry) => string {
  const { t } = useTranslation()
  const entries = useMemo(() => new Map(log.map((entry) => [entry.entryId, entry])), [log])
  return useCallback(
    (entry) => {
      const who = (id: string | null) => (id === null ? undefined : individualOf(state, id)?.name) ?? t('log.someone')
      const photo = (annotationId: string) => {
        const annotation = annotationOf(state, annotationId)
        const found = annotation === undefined ? undefined : photoOf(state, annotation.contentHash)
        return found?.fileName ?? t('log.somePhoto')
      }
      const say = (said: LogEntry): string => {
        switch (said.kind) {
          case 'individual':
            return t('log.individual', { name: said.value.name })
          case 'decision':
            return t(`log.verdicts.${said.verdict}`, { photo: photo(said.annotationId), name: who(said.individualId) })
          case 'merge':
            return t('log.merge', { name: who(said.into) })
          case 'split':
            return t('log.split', { count: said.annotationIds.length, name: who(said.into) })
          case 'undo': {
            const undone = entries.get(said.undoes)
            if (undone === undefined) return t('log.undidUnknown')
            return undone.kind === 'undo' ? t('log.redid') : t('log.undid', { what: say(undone) })
          }
        }
      }
      return say(entry)
    },
    [entries, state, t],
  )
}
