import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../parts/use-format.ts'
import { useReviewState, writes } from './review-state.ts'

/** Decisions that could not be saved: why, and a way to try again. The window is not left without asking. */
export function FailedWrites() {
  const { t } = useTranslation()
  const format = useFormat()
  const failed = useReviewState((state) => state.failed)
  const isUnsaved = useReviewState(({ pending }) => pending > 0) || failed.length > 0
  useEffect(() => {
    if (!isUnsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isUnsaved])
  const [first] = failed
  if (first === undefined) return null
  return (
    <Alert
      role="alert"
      variant="light"
      color="red"
      p="xs"
      m="xs"
      icon={<IconAlertTriangle size={18} />}
      title={t('review.failed', { count: failed.length, n: format.count(failed.length) })}
    >
      <Group justify="space-between" gap="xs">
        <Text size="sm">{first.error.message}</Text>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => writes.giveUp()}>
            {t('review.discard')}
          </Button>
          <Button size="compact-sm" onClick={() => writes.retry()}>
            {t('parts.retry')}
          </Button>
        </Group>
      </Group>
    </Alert>
  )
}
