import { Alert } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useShellState } from '../shell/shell-state.ts'

/** Says that the engine is away, and why, for as long as it is. */
export function EngineBanner() {
  const { state, message } = useShellState(({ engine }) => engine)
  if (message === '' || state === 'ready' || state === 'starting') return null
  return (
    <Alert
      role="alert"
      radius={0}
      color={state === 'failed' ? 'red' : 'yellow'}
      icon={<IconPlugConnectedX />}
      title={message}
    />
  )
}
