import { Alert, Button, Loader } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useShellState } from '../shell/shell-state.ts'
import { useShell } from '../shell/use-shell.ts'

/** Says that the engine is away, why, and what happens next, for as long as it is. */
export function EngineBanner() {
  const { t } = useTranslation()
  const { desktop } = useShell()
  const { state, message } = useShellState(({ engine }) => engine)
  if (message === '' || state === 'ready' || state === 'starting') return null
  const failed = state === 'failed'
  return (
    <Alert
      role="alert"
      radius={0}
      py="xs"
      color={failed ? 'red' : 'yellow'}
      icon={failed ? <IconAlertTriangle size={20} /> : <Loader size={18} color="currentColor" />}
      title={t(failed ? 'banner.failed' : 'banner.restarting')}
      styles={{ message: { color: 'var(--mantine-color-text)' } }}
    >
      {message}{' '}
      {t(failed ? (desktop === null ? 'banner.failedBrowser' : 'banner.failedDesktop') : 'banner.nothingLost')}
      {failed && (
        <Button ml="md" size="compact-sm" variant="default" onClick={() => window.location.reload()}>
          {t('banner.reload')}
        </Button>
      )}
    </Alert>
  )
}
