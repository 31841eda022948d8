import { Button, Modal, Select, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { DialogButtons } from '../../parts/dialog-buttons.tsx'
import { useFormat } from '../../parts/use-format.ts'
import { goTo } from '../../shell/hash-location.ts'
import { useShell } from '../../shell/use-shell.ts'
import { individualAddress } from '../parts/addresses.ts'
import { AnnotationCrop } from '../parts/annotation-crop.tsx'
import { individualOf } from '../parts/project-index.ts'
import { useSignedAction } from '../parts/use-signed-action.ts'
import { type Sightings, sightingsOf } from './sightings.ts'
import styles from './individuals.module.css'

interface Props {
  readonly state: ProjectState
  readonly sightings: Sightings
  readonly opened: boolean
  readonly onClose: () => void
}

/** Says that two individuals are one, after a look at both. */
export function MergeDialog({ opened, onClose, ...props }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={1000}
      title={t('individuals.mergeTitle', { name: props.sightings.individual.name })}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <MergeForm onClose={onClose} {...props} />
    </Modal>
  )
}

function MergeForm({ state, sightings, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation()
  const shell = useShell()
  const { projectId } = state.project
  const act = useSignedAction(projectId)
  const [intoId, setInto] = useState<string | null>(null)
  const { individual } = sightings
  const into = intoId === null ? undefined : individualOf(state, intoId)
  const merge = async () => {
    if (into === undefined) return
    const isDone = await act((by) =>
      shell.call('mergeIndividuals', projectId, individual.individualId, into.individualId, by),
    )
    if (!isDone) return
    onClose()
    goTo(individualAddress(projectId, into.individualId), { replace: true })
  }
  return (
    <>
      <Select
        data-autofocus
        searchable
        label={t('individuals.mergeInto')}
        placeholder={t('individuals.search')}
        nothingFoundMessage={t('individuals.nobody')}
        data={state.individuals
          .filter(({ individualId }) => individualId !== individual.individualId)
          .map(({ individualId, name }) => ({ value: individualId, label: name }))}
        value={intoId}
        onChange={setInto}
      />
      <div className={styles.sides}>
        <Side state={state} sightings={sightings} />
        {into === undefined ? (
          <Text className={styles.noSide}>{t('individuals.mergeChoose')}</Text>
        ) : (
          <Side state={state} sightings={sightingsOf(state, into)} />
        )}
      </div>
      <Text size="sm" mt="md">
        {t('individuals.mergeText')}
      </Text>
      <DialogButtons onCancel={onClose}>
        <Button disabled={into === undefined} onClick={() => void merge()}>
          {into === undefined ? t('individuals.merge') : t('individuals.mergeNow', { name: into.name })}
        </Button>
      </DialogButtons>
    </>
  )
}

const MOST_CROPS = 12

function Side({ state, sightings }: Pick<Props, 'state' | 'sightings'>) {
  const format = useFormat()
  const { t } = useTranslation()
  const { individual, annotations } = sightings
  return (
    <section aria-label={individual.name} className={styles.side}>
      <h3 className={styles.encounterName}>{individual.name}</h3>
      <ul className={styles.sideCrops}>
        {annotations.slice(0, MOST_CROPS).map((annotation) => (
          <li key={annotation.annotationId}>
            <AnnotationCrop state={state} annotation={annotation} width={220} />
          </li>
        ))}
      </ul>
      {annotations.length > MOST_CROPS && (
        <span className={styles.line}>
          {t('individuals.more', { more: format.count(annotations.length - MOST_CROPS) })}
        </span>
      )}
    </section>
  )
}
