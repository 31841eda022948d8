import { Button, Paper } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AnnotationState, Disagreement } from '../../../../core/api/identify.ts'
import type { DecisionValue, ProjectState } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { useShell } from '../../shell/use-shell.ts'
import { sightingsOf } from '../individuals/sightings.ts'
import { AnnotationCrop } from '../parts/annotation-crop.tsx'
import { annotationOf, individualOf } from '../parts/project-index.ts'
import { useSignedAction } from '../parts/use-signed-action.ts'
import styles from './conflicts.module.css'

interface Props {
  readonly state: ProjectState
  readonly disagreement: Disagreement
}

/** One photo that two people settled differently; whoever sees both chooses. */
export function DisagreementCard({ state, disagreement }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const { projectId } = state.project
  const act = useSignedAction(projectId)
  const annotation = annotationOf(state, disagreement.annotationId)
  const settle = async (settled: AnnotationState) => {
    const decision = decisionOf(disagreement.annotationId, settled)
    if (decision !== null) await act((by) => shell.call('decide', projectId, decision, by))
  }
  const nameOf = (settled: AnnotationState) =>
    settled.kind === 'identified'
      ? (individualOf(state, settled.individualId)?.name ?? t('log.someone'))
      : t(`identify.states.${settled.kind}`)
  return (
    <Paper component="li" withBorder p="md" className={styles.disagreement}>
      <span className={styles.subject}>
        {annotation !== undefined && <AnnotationCrop state={state} annotation={annotation} width={160} />}
      </span>
      <ul className={styles.verdicts}>
        {disagreement.verdicts.map(({ entryId, by, at, state: settled }) => {
          const individual = settled.kind === 'identified' ? individualOf(state, settled.individualId) : undefined
          const best = individual === undefined ? null : sightingsOf(state, individual).best
          return (
            <li key={entryId} className={styles.verdict}>
              <span className={styles.verdictCrop}>
                {best !== null && <AnnotationCrop state={state} annotation={best} alt="" width={96} />}
              </span>
              <span className={styles.words}>
                <strong>{nameOf(settled)}</strong>
                <span className={styles.who}>{t('log.byAt', { by, at: format.instant(at) })}</span>
              </span>
              {settled.kind !== 'open' && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('conflicts.keepNamed', { by, name: nameOf(settled) })}
                  onClick={() => void settle(settled)}
                >
                  {t('conflicts.keep')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </Paper>
  )
}

/** The decision that leaves an annotation in a state; null: none does. */
function decisionOf(annotationId: string, settled: AnnotationState): DecisionValue | null {
  const rest = { annotationId, against: null, rank: null }
  switch (settled.kind) {
    case 'identified':
      return { ...rest, verdict: 'match', individualId: settled.individualId }
    case 'cant-tell':
    case 'poor-photo':
      return { ...rest, verdict: settled.kind, individualId: null }
    case 'open':
      return null
  }
}
