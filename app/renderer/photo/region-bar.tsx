import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './photo.module.css'

interface Props {
  readonly onSearch: () => void
  readonly onCancel: () => void
}

/** What to do with the region that is being drawn. */
export function RegionBar({ onSearch, onCancel }: Props) {
  const { t } = useTranslation()
  return (
    <Group className={styles.evidence} gap="xs" justify="space-between">
      <Text size="sm">{t('photo.regionHint')}</Text>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={onCancel}>
          {t('parts.cancel')}
        </Button>
        <Button size="xs" onClick={onSearch}>
          {t('photo.regionSearch')}
        </Button>
      </Group>
    </Group>
  )
}
