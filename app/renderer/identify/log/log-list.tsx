import { Button } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogEntry } from '../../../../core/api/identify.ts'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { useShell } from '../../shell/use-shell.ts'
import { AnnotationCrop } from '../parts/annotation-crop.tsx'
import { annotationOf } from '../parts/project-index.ts'
import { useSignedAction } from '../parts/use-signed-action.ts'
import { undoneEntries } from './log-order.ts'
import { useEntryText } from './use-entry-text.ts'
import styles from './log.module.css'

interface Props {
  readonly state: ProjectState
  /** The whole of it, newest first: what was undone only it can say. */
  readonly log: readonly LogEntry[]
  readonly shown: readonly LogEntry[]
}

/** Who decided what, and when; each can be taken back, and given back. */
export function LogList({ state, log, shown }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const { projectId } = state.project
  const act = useSignedAction(projectId)
  const textOf = useEntryText(state, log)
  const undone = useMemo(() => undoneEntries(log), [log])
  const undo = (entryId: string) => act((by) => shell.call('undo', projectId, entryId, by))
  return (
    <ol className={styles.list} aria-label={t('log.title')}>
      {shown.map((entry) => {
        const isUndone = undone.has(entry.entryId)
        const text = textOf(entry)
        const pictured = picturedBy(entry)
        const annotation = pictured === null ? undefined : annotationOf(state, pictured)
        const isAutomatic = entry.kind === 'decision' && entry.automatic
        return (
          <li key={entry.entryId} className={styles.entry} data-undone={isUndone || undefined}>
            <span className={styles.picture}>
              {annotation !== undefined && <AnnotationCrop state={state} annotation={annotation} alt="" width={48} />}
            </span>
            <span className={styles.words}>
              <span className={styles.text}>{text}</span>
              <span className={styles.line}>
                {[
                  t('log.byAt', { by: entry.by, at: format.instant(entry.at) }),
                  isAutomatic ? t('log.automatic') : '',
                  entry.kind === 'decision' && entry.evidence.probability !== null
                    ? t('log.probability', { probability: format.percent(entry.evidence.probability) })
                    : '',
                  isUndone ? t('log.undone') : '',
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            </span>
            {!isUndone && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                leftSection={entry.kind === 'undo' ? <IconArrowForwardUp size={16} /> : <IconArrowBackUp size={16} />}
                aria-label={t(entry.kind === 'undo' ? 'log.redoNamed' : 'log.undoNamed', { what: text })}
                onClick={() => void undo(entry.entryId)}
              >
                {t(entry.kind === 'undo' ? 'log.redo' : 'log.undo')}
              </Button>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function picturedBy(entry: LogEntry): string | null {
  if (entry.kind === 'decision') return entry.annotationId
  return entry.kind === 'split' ? (entry.annotationIds[0] ?? null) : null
}
