import { ActionIcon, Badge, CopyButton, Group, Rating, Text, Title, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy, IconGripVertical } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhotoDetails } from '../../../core/api.ts'
import { useFormat } from '../parts/use-format.ts'
import { useCall } from '../shell/use-call.ts'
import { useShell } from '../shell/use-shell.ts'
import { nearestPlace } from './nearest-place.ts'
import styles from './photo.module.css'

/** What the file says of the photo, and where the file is. */
export function MetadataPanel({ photo }: { readonly photo: PhotoDetails }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { gps } = photo
  const facets = useCall('facets', [], { enabled: gps !== null })
  const town = gps === null ? null : nearestPlace(facets.data?.places ?? [], gps)
  const megapixels = format.rate((photo.width * photo.height) / 1e6)
  return (
    <aside className={styles.panel} aria-label={t('photo.details')}>
      <Title order={2} size="h4">
        {photo.title ?? t('photo.facts')}
      </Title>
      {photo.description !== null && (
        <Text size="sm" mt="xs">
          {photo.description}
        </Text>
      )}
      <dl className={styles.facts}>
        <Fact name={t('photo.date')}>{photo.takenAt === null ? t('photo.undated') : format.time(photo.takenAt)}</Fact>
        {photo.camera !== null && <Fact name={t('photo.camera')}>{photo.camera}</Fact>}
        {photo.lens !== null && <Fact name={t('photo.lens')}>{photo.lens}</Fact>}
        <Fact name={t('photo.size')}>
          {t('photo.sizeIs', { width: format.count(photo.width), height: format.count(photo.height), megapixels })}
        </Fact>
        <Fact name={t('photo.fileIs')}>{`${photo.format.toUpperCase()}, ${format.bytes(photo.bytes)}`}</Fact>
        {gps !== null && (
          <Fact name={t('photo.placeIs')}>
            {town !== null && <div>{town.name}</div>}
            {`${gps.latitude.toFixed(5)}, ${gps.longitude.toFixed(5)}`}
          </Fact>
        )}
        {photo.rating !== null && photo.rating > 0 && (
          <Fact name={t('photo.rating')}>
            <Rating size="sm" readOnly value={photo.rating} aria-label={t('photo.stars', { stars: photo.rating })} />
          </Fact>
        )}
        {photo.keywords.length > 0 && (
          <Fact name={t('photo.keywords')}>
            <Group gap={4}>
              {photo.keywords.map((keyword) => (
                <Badge key={keyword} variant="default" tt="none" fw={400}>
                  {keyword}
                </Badge>
              ))}
            </Group>
          </Fact>
        )}
      </dl>
      <Title order={3} size="h6" mt="lg" mb="xs">
        {t('photo.files', { count: photo.paths.length })}
      </Title>
      {photo.paths.map((path) => (
        <PathLine key={path} path={path} />
      ))}
      <DragOut photo={photo} />
    </aside>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function PathLine({ path }: { readonly path: string }) {
  const { t } = useTranslation()
  return (
    <div className={styles.file}>
      <Text size="sm" flex={1}>
        {path}
      </Text>
      <CopyButton value={path}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t('parts.copied') : t('photo.copyPath')}>
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('photo.copyPath')} onClick={copy}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  )
}

/** Only a desktop window can hand a file to another program. */
function DragOut({ photo }: { readonly photo: PhotoDetails }) {
  const { t } = useTranslation()
  const { desktop } = useShell()
  if (desktop === null) return null
  return (
    <div
      className={styles.dragOut}
      draggable
      onDragStart={(event) => {
        event.preventDefault()
        desktop.startDrag([photo.photoId])
      }}
    >
      <IconGripVertical size={16} aria-hidden />
      <Text size="sm">{t('photo.dragOut')}</Text>
    </div>
  )
}
