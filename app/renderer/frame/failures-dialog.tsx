import { Button, Group, Loader, Modal } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../parts/use-attempt.ts'
import { ErrorState } from '../parts/error-state.tsx'
import { useCall } from '../shell/use-call.ts'
import { useShell } from '../shell/use-shell.ts'
import styles from './jobs.module.css'

/** More lines than a person reads would only slow the window down. */
const MOST = 500

interface Props {
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Which files could not be read and why, and another try. */
export function FailuresDialog({ isOpen, onClose }: Props) {
  const { t } = useTranslation()
  const shell = useShell()
  const attempt = useAttempt()
  const failed = useCall('failed', [], { enabled: isOpen })
  const retry = () => void attempt(() => shell.call('startJob', { kind: 'retry' })).then((done) => done && onClose())
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="xl"
      title={t('jobs.failuresTitle')}
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      {failed.error !== null && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {failed.isPending && <Loader />}
      {failed.data?.length === 0 && <p>{t('jobs.noFailures')}</p>}
      <ul className={styles.failures} tabIndex={0} aria-label={t('jobs.failuresTitle')}>
        {failed.data?.slice(0, MOST).map(({ path, reason }) => (
          <li key={path}>
            <span className={styles.wrap}>{path}</span>
            <span className={styles.problem}>{reason}</span>
          </li>
        ))}
      </ul>
      <Group justify="flex-end" mt="md">
        <Button leftSection={<IconRefresh size={16} />} disabled={!(failed.data?.length ?? 0)} onClick={retry}>
          {t('jobs.retryAll')}
        </Button>
      </Group>
    </Modal>
  )
}
