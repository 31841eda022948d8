import { Button, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { QueryPart, RegionValue } from '../../../core/api.ts'
import { DialogButtons } from '../parts/dialog-buttons.tsx'
import { useShell } from '../shell/use-shell.ts'
import { RegionPicker } from './region-picker.tsx'

interface Props {
  /** null: closed */
  readonly part: QueryPart | null
  readonly onClose: () => void
  /** null: the whole photo */
  readonly onDrawn: (region: RegionValue | null) => void
}

/** Draws the region of a photo that is to be searched for. */
export function RegionDialog({ part, onClose, onDrawn }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={part !== null}
      onClose={onClose}
      size="xl"
      centered
      title={t('region.title')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      {part !== null && part.kind !== 'words' && <Drawing part={part} onClose={onClose} onDrawn={onDrawn} />}
    </Modal>
  )
}

const MIDDLE: RegionValue = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }

interface DrawingProps extends Omit<Props, 'part'> {
  readonly part: Exclude<QueryPart, { readonly kind: 'words' }>
}

function Drawing({ part, onClose, onDrawn }: DrawingProps) {
  const { t } = useTranslation()
  const shell = useShell()
  const [region, setRegion] = useState(part.region ?? MIDDLE)
  const url =
    part.kind === 'photo'
      ? shell.previewUrl(part.photoId, 1024)
      : part.kind === 'upload'
        ? shell.uploadUrl(part.uploadId)
        : ''
  return (
    <>
      <Text mb="sm" size="sm" id="region-help">
        {t('region.help')}
      </Text>
      <RegionPicker url={url} region={region} onChange={setRegion} describedBy="region-help" />
      <DialogButtons onCancel={onClose}>
        <Button variant="default" onClick={() => onDrawn(null)}>
          {t('region.whole')}
        </Button>
        <Button onClick={() => onDrawn(region)}>{t('region.use')}</Button>
      </DialogButtons>
    </>
  )
}
