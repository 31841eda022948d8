import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PlainError } from '../../../core/api/shell.ts'
import { ErrorState } from '../parts/error-state.tsx'
import styles from './photo.module.css'

interface Props {
  readonly error: PlainError
  readonly onRetry: () => void
  readonly onClose: () => void
}

/** In place of a photo that the library does not tell of. */
export function PhotoError({ error, onRetry, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <Button
        className={styles.back}
        variant="subtle"
        color="gray"
        leftSection={<IconArrowLeft size={18} />}
        onClick={onClose}
      >
        {t('photo.close')}
      </Button>
      <ErrorState error={error} onRetry={onRetry} />
    </>
  )
}
