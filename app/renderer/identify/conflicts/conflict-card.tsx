import { Button, Paper } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conflict, LogEntry } from '../../../../core/api/identify.ts'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { useShell } from '../../shell/use-shell.ts'
import { useEntryText } from '../log/use-entry-text.ts'
import { useSignedAction } from '../parts/use-signed-action.ts'
import { ChainLink } from './chain-link.tsx'
import styles from './conflicts.module.css'

interface Props {
  readonly state: ProjectState
  readonly conflict: Conflict
  readonly log: readonly LogEntry[]
}

/** A = B, B = C, and yet A ≠ C: the chain with its pictures, and what was said, each of which can be taken back. */
export function ConflictCard({ state, conflict, log }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const { projectId } = state.project
  const act = useSignedAction(projectId)
  const textOf = useEntryText(state, log)
  const { chain, entries, denial } = conflict
  const takeBack = (entryId: string) => act((by) => shell.call('undo', projectId, entryId, by))
  const said = [...new Set([denial, ...entries])].flatMap((id) => log.find(({ entryId }) => entryId === id) ?? [])
  return (
    <Paper component="li" withBorder p="md">
      <ol className={styles.chain} aria-label={t('conflicts.chain')}>
        {chain.map((id, index) => (
          <Fragment key={`${id}-${index}`}>
            {index > 0 && (
              <li className={styles.sign}>
                <span aria-hidden>=</span>
                <span className={styles.signText}>{t('conflicts.same')}</span>
              </li>
            )}
            <ChainLink state={state} id={id} />
          </Fragment>
        ))}
        <li className={styles.sign} data-denied>
          <span aria-hidden>≠</span>
          <span className={styles.signText}>{t('conflicts.notSame')}</span>
        </li>
      </ol>
      <h3 className={styles.subtitle}>{t('conflicts.said')}</h3>
      <ul className={styles.said}>
        {said.map((entry) => (
          <li key={entry.entryId} className={styles.line}>
            <span className={styles.words}>
              {textOf(entry)}
              <span className={styles.who}>{t('log.byAt', { by: entry.by, at: format.instant(entry.at) })}</span>
            </span>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconArrowBackUp size={16} />}
              aria-label={t('log.undoNamed', { what: textOf(entry) })}
              onClick={() => void takeBack(entry.entryId)}
            >
              {t('log.undo')}
            </Button>
          </li>
        ))}
      </ul>
    </Paper>
  )
}
