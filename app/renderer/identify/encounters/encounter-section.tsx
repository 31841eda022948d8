import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconMapPin, IconPencil, IconPhotoPlus, IconTrash, IconUser } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Encounter } from '../../../../core/api/identify.ts'
import type { ProjectPhotoState, ProjectState } from '../../../../core/api/photo-id.ts'
import { useFormat } from '../../parts/use-format.ts'
import { useShell } from '../../shell/use-shell.ts'
import { annotationsOn } from '../parts/project-index.ts'
import { useProjectAction } from '../parts/use-project.ts'
import { AddLibraryPhotos } from './add-library-photos.tsx'
import { encounterName } from './encounter-name.ts'
import { PhotoTile } from './photo-tile.tsx'
import { useTileKeys } from './use-tile-keys.ts'
import styles from './encounters.module.css'

interface Props {
  readonly state: ProjectState
  readonly encounter: Encounter
  readonly photos: readonly ProjectPhotoState[]
  /** Content hashes. */
  readonly selection: ReadonlySet<string>
  readonly onSelect: (selection: ReadonlySet<string>) => void
  readonly onEdit: () => void
}

export function EncounterSection({ state, encounter, photos, selection, onSelect, onEdit }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const shell = useShell()
  const id = useId()
  const { projectId } = state.project
  const act = useProjectAction(projectId)
  const [isAdding, setAdding] = useState(false)
  const name = encounterName(encounter, format, t)
  const { place, position, observer, notes } = encounter
  const open = photos
    .flatMap(({ contentHash }) => annotationsOn(state, contentHash))
    .filter((annotation) => annotation.state.kind === 'open').length
  const toggle = (contentHash: string) => {
    const next = new Set(selection)
    if (!next.delete(contentHash)) next.add(contentHash)
    onSelect(next)
  }
  const { current, ...keys } = useTileKeys(photos.length, (index) => {
    const photo = photos[index]
    if (photo !== undefined) toggle(photo.contentHash)
  })
  return (
    <div role="group" className={styles.encounter} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id} className={styles.date}>
          {name}
        </h2>
        {place !== '' && encounter.startedAt !== null && <span>{place}</span>}
        {position !== null && (
          <span className={styles.fact}>
            <IconMapPin size={14} aria-hidden />
            {t('encounters.position', {
              latitude: format.degrees(position.latitude),
              longitude: format.degrees(position.longitude),
            })}
          </span>
        )}
        {observer !== '' && (
          <span className={styles.fact}>
            <IconUser size={14} aria-hidden />
            {observer}
          </span>
        )}
        <span className={styles.fact}>
          {t('parts.photos', { count: photos.length, photos: format.count(photos.length) })}
          {open > 0 && ` · ${t('encounters.open', { count: open, open: format.count(open) })}`}
        </span>
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              className={styles.more}
              aria-label={t('encounters.moreFor', { encounter: name })}
            >
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('encounters.edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPhotoPlus size={16} />} onClick={() => setAdding(true)}>
              {t('encounters.addPhotos')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              disabled={photos.length > 0}
              onClick={() => void act(() => shell.call('removeEncounter', projectId, encounter.encounterId))}
            >
              {t(photos.length > 0 ? 'encounters.removeFull' : 'encounters.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {notes !== '' && <p className={styles.notes}>{notes}</p>}
      {photos.length === 0 ? (
        <p className={styles.notes}>{t('encounters.noPhotos')}</p>
      ) : (
        <ul className={styles.photos} aria-label={t('encounters.photosOf', { encounter: name })} {...keys}>
          {photos.map((photo, index) => (
            <PhotoTile
              key={photo.contentHash}
              state={state}
              photo={photo}
              isSelected={selection.has(photo.contentHash)}
              isTabStop={index === current}
              onToggle={() => toggle(photo.contentHash)}
            />
          ))}
        </ul>
      )}
      <AddLibraryPhotos
        projectId={projectId}
        encounterId={encounter.encounterId}
        opened={isAdding}
        onClose={() => setAdding(false)}
      />
    </div>
  )
}
