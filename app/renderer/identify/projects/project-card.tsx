import { ActionIcon, Menu, Paper, Text, Title } from '@mantine/core'
import { IconDots, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ProjectSummary } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { tabAddress } from '../parts/addresses.ts'
import styles from './projects.module.css'

interface Props {
  readonly project: ProjectSummary
  readonly onDelete: () => void
}

export function ProjectCard({ project, onDelete }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { projectId, species, population, photos, individuals, open } = project
  const facts = [
    [t('identify.photos'), photos],
    [t('identify.individuals'), individuals],
    [t('identify.openCount'), open],
  ] as const
  return (
    <Paper component="li" withBorder className={styles.card}>
      <Title order={2} size="h4" pr={40}>
        <Link href={tabAddress(projectId, 'encounters')} className={styles.link}>
          <span className={styles.species}>{species}</span>
        </Link>
      </Title>
      <Text size="sm">{population === '' ? t('identify.noPopulation') : population}</Text>
      <dl className={styles.facts}>
        {facts.map(([name, count]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{format.count(count)}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.menu}>
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('identify.moreFor', { project: species })}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconTrash size={16} />} onClick={onDelete}>
              {t('identify.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </Paper>
  )
}
