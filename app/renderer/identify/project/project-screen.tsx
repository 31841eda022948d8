import { Badge, Loader, Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../parts/error-state.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { goTo } from '../../shell/hash-location.ts'
import { PROJECT_TABS, type ProjectTab, tabAddress } from '../parts/addresses.ts'
import { useProject } from '../parts/use-project.ts'
import { ProjectHeader } from './project-header.tsx'
import { ProjectJobs } from './project-jobs.tsx'
import { TabContent } from './tab-content.tsx'
import styles from './project.module.css'

interface Props {
  readonly projectId: string
  /** As the address says it; null: the first. */
  readonly tab: string | null
  /** What of the tab is open: an individual's id. */
  readonly detail: string | null
}

/** One project: its photos, its animals, what is known of them and how surely. */
export function ProjectScreen({ projectId, tab, detail }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data: state, isPending, error, refetch } = useProject(projectId)
  if (error !== null && state === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (isPending || state === undefined) return <Loader m="auto" aria-label={t('parts.loading')} />
  const shown = PROJECT_TABS.find((name) => name === tab) ?? 'encounters'
  const problems = state.conflicts.length + state.disagreements.length
  return (
    <div className={styles.screen}>
      <ProjectHeader state={state} />
      <ProjectJobs projectId={projectId} />
      <Tabs
        className={styles.tabs}
        value={shown}
        keepMounted={false}
        onChange={(name) => name !== null && goTo(tabAddress(projectId, name as ProjectTab))}
      >
        <Tabs.List className={styles.tabList} aria-label={t('identify.sections')}>
          {PROJECT_TABS.map((name) => (
            <Tabs.Tab
              key={name}
              value={name}
              // A tab that is chosen already may show what is below it.
              onClick={() => goTo(tabAddress(projectId, name))}
              rightSection={
                name === 'conflicts' &&
                problems > 0 && (
                  <Badge size="sm" circle={problems < 10} color="red.8" autoContrast>
                    {format.count(problems)}
                  </Badge>
                )
              }
            >
              {t(`identify.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={shown} className={styles.panel} tabIndex={-1}>
          <TabContent state={state} tab={shown} detail={detail} />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}
