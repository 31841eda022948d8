import { Button, Title } from '@mantine/core'
import { IconScan, IconUser, IconZoomCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { PROJECTS_ADDRESS, reviewAddress } from '../parts/addresses.ts'
import { BackLink } from '../parts/back-link.tsx'
import { useReviewer } from '../parts/use-reviewer.ts'
import { DetectorDialog } from './detector-dialog.tsx'
import { useFindAnimals } from './use-find-animals.ts'
import styles from './project.module.css'

/** Which project this is, who decides, and the way to the work that waits. */
export function ProjectHeader({ state }: { readonly state: ProjectState }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { name, change } = useReviewer()
  const { projectId, species, population } = state.project
  const open = state.annotations.filter((annotation) => annotation.state.kind === 'open').length
  const finding = useFindAnimals(projectId)
  return (
    <header className={styles.header}>
      <div className={styles.names}>
        <BackLink href={PROJECTS_ADDRESS}>{t('identify.allProjects')}</BackLink>
        <Title order={1} size="h3" className={styles.title}>
          <span className={styles.species}>{species}</span>
          {population !== '' && <span className={styles.population}>{population}</span>}
        </Title>
      </div>
      <div className={styles.actions}>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconUser size={16} />}
          aria-label={name === '' ? t('identify.noReviewer') : t('identify.changeReviewer', { name })}
          onClick={change}
        >
          {name === '' ? t('identify.noReviewer') : name}
        </Button>
        <Button
          variant="default"
          leftSection={<IconScan size={16} />}
          disabled={state.photos.length === 0 || finding.isLooking}
          onClick={finding.start}
        >
          {t('identify.findAnimals')}
        </Button>
        <Button component={Link} href={reviewAddress(projectId)} leftSection={<IconZoomCheck size={16} />}>
          {t('identify.review', { count: open, open: format.count(open) })}
        </Button>
      </div>
      <DetectorDialog finding={finding} />
    </header>
  )
}
