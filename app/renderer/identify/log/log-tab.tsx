import { Button, Skeleton } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { useCall } from '../../shell/use-call.ts'
import { LogList } from './log-list.tsx'
import { WHOLE_LOG } from './whole-log.ts'
import styles from './log.module.css'

const PAGE = 100

/** All that was decided, the newest first. */
export function LogTab({ state }: { readonly state: ProjectState }) {
  const { t } = useTranslation()
  const format = useFormat()
  const log = useCall('projectLog', [state.project.projectId, WHOLE_LOG])
  const [count, setCount] = useState(PAGE)
  if (log.isError) return <ErrorState error={log.error} onRetry={() => void log.refetch()} />
  if (log.data?.length === 0)
    return (
      <EmptyState icon={<IconHistory size={48} stroke={1.2} />} title={t('log.emptyTitle')} text={t('log.emptyText')} />
    )
  const entries = log.data ?? []
  return (
    <div className={styles.tab}>
      {log.isPending && [1, 2, 3, 4].map((i) => <Skeleton key={i} height={56} mb={8} radius="sm" />)}
      <LogList state={state} log={entries} shown={entries.slice(0, count)} />
      {count < entries.length && (
        <Button variant="default" mt="md" onClick={() => setCount(count + PAGE)}>
          {t('log.more', { left: format.count(entries.length - count) })}
        </Button>
      )}
    </div>
  )
}
