import { Button, Modal, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { jobName } from '../../frame/job-names.ts'
import { DialogButtons } from '../../parts/dialog-buttons.tsx'
import { JobProgress } from '../../parts/job-progress.tsx'
import { useFormat } from '../../parts/use-format.ts'
import type { FindAnimals } from './use-find-animals.ts'

/** Offers the detector, without which no animal is found. */
export function DetectorDialog({ finding }: { readonly finding: FindAnimals }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { lacking, download, startDownload, leave } = finding
  return (
    <Modal
      opened={lacking !== null}
      onClose={leave}
      title={t('identify.detectorTitle')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      <Text mb="md">{t('identify.detectorText', { model: lacking?.id ?? '' })}</Text>
      {download !== null && <JobProgress job={download} title={jobName(download.request, t)} canPause={false} />}
      {download === null && (
        <DialogButtons onCancel={leave}>
          <Button data-autofocus leftSection={<IconDownload size={16} />} onClick={startDownload}>
            {t('models.download', { size: format.bytes(lacking?.bytes ?? 0) })}
          </Button>
        </DialogButtons>
      )}
    </Modal>
  )
}
