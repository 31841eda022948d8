import { Button, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ModelStatus } from '../../../core/api.ts'
import type { SwitchCost } from '../../../core/api/models.ts'
import { DialogButtons } from '../parts/dialog-buttons.tsx'
import { ErrorState } from '../parts/error-state.tsx'
import { useAction } from '../parts/use-action.ts'
import { useFormat } from '../parts/use-format.ts'
import { useCall } from '../shell/use-call.ts'
import { useShell } from '../shell/use-shell.ts'

interface Props {
  /** null: closed */
  readonly model: ModelStatus | null
  readonly activeId: string | null
  readonly onClose: () => void
}

/** What switching to a model costs, before anything is done. */
export function SwitchDialog({ model, activeId, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={model !== null}
      onClose={onClose}
      title={model === null ? '' : t('models.switchTitle', { name: model.id })}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      {model !== null && <Cost model={model} activeId={activeId} onClose={onClose} />}
    </Modal>
  )
}

interface CostProps extends Props {
  readonly model: ModelStatus
}

function Cost({ model, activeId, onClose }: CostProps) {
  const { t } = useTranslation()
  const shell = useShell()
  const { isBusy, run } = useAction()
  const cost = useCall('switchCost', [model.id])
  if (cost.isError) return <ErrorState error={cost.error} onRetry={() => void cost.refetch()} />
  if (cost.data === undefined) return <Skeleton height={120} />
  const tooLarge = cost.data.bytes > cost.data.freeBytes
  return (
    <Stack gap="sm">
      <Facts cost={cost.data} />
      {cost.data.photosToEncode > 0 && activeId !== null && <Text>{t('models.oldAnswers', { model: activeId })}</Text>}
      {tooLarge && <Text role="alert">{t('models.noRoom')}</Text>}
      <DialogButtons onCancel={onClose}>
        <Button
          disabled={isBusy || tooLarge}
          onClick={() =>
            run(async () => {
              await shell.call('startJob', { kind: 'use-model', model: model.id })
              onClose()
            })
          }
        >
          {t(cost.data.photosToEncode === 0 ? 'models.switchNow' : 'models.switchStart')}
        </Button>
      </DialogButtons>
    </Stack>
  )
}

function Facts({ cost }: { readonly cost: SwitchCost }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (cost.photosToEncode === 0) return <Text>{t('models.switchInstant')}</Text>
  return (
    <>
      <Text>
        {t('models.switchCost', {
          count: cost.photosToEncode,
          photos: format.count(cost.photosToEncode),
          bytes: format.bytes(cost.bytes),
          free: format.bytes(cost.freeBytes),
        })}
      </Text>
      <Text>
        {cost.secondsEstimate === null
          ? t('models.timeUnknown')
          : t('models.timeEstimate', { time: format.duration(cost.secondsEstimate) })}
      </Text>
    </>
  )
}
