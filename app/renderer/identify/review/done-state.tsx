import { Button } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { tabAddress } from '../parts/addresses.ts'

/** Everything is decided: what to do with it. */
export function DoneState({ state }: { readonly state: ProjectState }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { projectId } = state.project
  const count = state.annotations.length
  return (
    <EmptyState
      icon={<IconCircleCheck size={48} stroke={1.4} />}
      title={t('review.done.title')}
      text={t('review.done.text', { count, n: format.count(count) })}
    >
      <Button component={Link} href={tabAddress(projectId, 'export')}>
        {t('review.done.exports')}
      </Button>
      <Button variant="default" component={Link} href={tabAddress(projectId, 'encounters')}>
        {t('review.done.project')}
      </Button>
    </EmptyState>
  )
}
