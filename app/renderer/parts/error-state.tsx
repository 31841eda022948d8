import { Button } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PlainError } from '../../../core/api/shell.ts'
import { EmptyState } from './empty-state.tsx'

interface Props {
  readonly error: PlainError
  readonly onRetry?: () => void
}

/** What went wrong, in the engine's words (they name the remedy), and a way to try again. */
export function ErrorState({ error, onRetry }: Props) {
  const { t } = useTranslation()
  return (
    <div role="alert">
      <EmptyState icon={<IconAlertTriangle size={40} stroke={1.4} />} title={t('parts.wentWrong')} text={error.message}>
        {onRetry !== undefined && (
          <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
            {t('parts.retry')}
          </Button>
        )}
      </EmptyState>
    </div>
  )
}
