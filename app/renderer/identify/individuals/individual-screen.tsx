import { Button, Text } from '@mantine/core'
import { IconArrowMerge, IconArrowsSplit2, IconPencil, IconUserOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { tabAddress } from '../parts/addresses.ts'
import { BackLink } from '../parts/back-link.tsx'
import { individualOf } from '../parts/project-index.ts'
import { IndividualDialog } from './individual-dialog.tsx'
import { IndividualHistory } from './individual-history.tsx'
import { IndividualPhotos } from './individual-photos.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { sightingsOf } from './sightings.ts'
import { useTraits } from './use-traits.ts'
import styles from './individuals.module.css'

interface Props {
  readonly state: ProjectState
  readonly individualId: string
}

type Open = 'none' | 'edit' | 'merge' | 'split'

/** One animal: what is known of it, all photos of it in time, and how it came to be known. */
export function IndividualScreen({ state, individualId }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const traits = useTraits()
  const [open, setOpen] = useState<Open>('none')
  const [selection, select] = useState<ReadonlySet<string>>(new Set())
  const { projectId } = state.project
  const individual = individualOf(state, individualId)
  const back = <BackLink href={tabAddress(projectId, 'individuals')}>{t('individuals.all')}</BackLink>
  if (individual === undefined)
    return (
      <EmptyState icon={<IconUserOff size={48} stroke={1.2} />} title={t('individuals.gone')}>
        {back}
      </EmptyState>
    )
  const sightings = sightingsOf(state, individual)
  const facts = [
    traits(individual),
    t('encounters.count', {
      count: sightings.encounters.length,
      encounters: format.count(sightings.encounters.length),
    }),
    t('parts.photos', { count: sightings.annotations.length, photos: format.count(sightings.annotations.length) }),
  ].filter((fact) => fact !== '')
  const isSome = selection.size > 0
  return (
    <div className={styles.tab}>
      <div className={styles.head}>
        <div className={styles.headNames}>
          {back}
          <h2 className={styles.title}>{individual.name}</h2>
          <span className={styles.line}>{facts.join(' · ')}</span>
        </div>
        <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setOpen('edit')}>
          {t('individuals.edit')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconArrowMerge size={16} />}
          disabled={state.individuals.length < 2}
          onClick={() => setOpen('merge')}
        >
          {t('individuals.merge')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconArrowsSplit2 size={16} />}
          disabled={!isSome}
          aria-describedby="split-hint"
          onClick={() => setOpen('split')}
        >
          {isSome
            ? t('individuals.splitSome', { count: selection.size, photos: format.count(selection.size) })
            : t('individuals.split')}
        </Button>
      </div>
      {individual.notes !== '' && <Text className={styles.notes}>{individual.notes}</Text>}
      <Text id="split-hint" size="sm" className={styles.line}>
        {t('individuals.splitHint')}
      </Text>
      <IndividualPhotos state={state} sightings={sightings} selection={selection} onSelect={select} />
      <IndividualHistory state={state} individual={individual} />
      <IndividualDialog
        projectId={projectId}
        mode={open === 'split' ? { kind: 'split', annotationIds: [...selection] } : { kind: 'edit', individual }}
        opened={open === 'edit' || open === 'split'}
        onClose={() => setOpen('none')}
        onSaved={() => select(new Set())}
      />
      <MergeDialog state={state} sightings={sightings} opened={open === 'merge'} onClose={() => setOpen('none')} />
    </div>
  )
}
