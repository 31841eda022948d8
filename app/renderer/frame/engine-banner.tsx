import { Alert, Button, Loader } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useShellState } from '../shell/shell-state.ts'
import { useShell } from '../shell/use-shell.ts'

const TITLES = {
  restarting: 'banner.restarting',
  failed: 'banner.failed',
  unreachable: 'banner.unreachable',
  'signed-out': 'banner.signedOut',
} as const

/** Says that the engine is away, why, and what happens next, for as long as it is. */
export function EngineBanner() {
  const { t } = useTranslation()
  const { desktop } = useShell()
  const { state, message } = useShellState(({ engine }) => engine)
  if (message === '' || state === 'ready' || state === 'starting') return null
  const isOver = state === 'failed' || state === 'signed-out'
  const texts = {
    restarting: `${message} ${t('banner.nothingLost')}`,
    failed: `${message} ${t(desktop === null ? 'banner.failedBrowser' : 'banner.failedDesktop')}`,
    unreachable: t('banner.unreachableText'),
    'signed-out': t('banner.signedOutText'),
  }
  return (
    <Alert
      role="alert"
      radius={0}
      py="xs"
      color={isOver ? 'red' : 'yellow'}
      icon={isOver ? <IconAlertTriangle size={20} /> : <Loader size={18} color="currentColor" />}
      title={t(TITLES[state])}
      styles={{ title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } }}
    >
      {texts[state]}
      {isOver && (
        <Button ml="md" size="compact-sm" variant="default" onClick={() => window.location.reload()}>
          {t('banner.reload')}
        </Button>
      )}
    </Alert>
  )
}
