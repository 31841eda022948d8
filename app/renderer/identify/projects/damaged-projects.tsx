import { Alert, List } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../shell/use-call.ts'

/** Projects whose files cannot be read, in the engine's words, which name the file and the remedy. */
export function DamagedProjects() {
  const { t } = useTranslation()
  const damaged = useCall('damagedProjects', []).data ?? []
  if (damaged.length === 0) return null
  return (
    <Alert
      role="alert"
      variant="light"
      color="red"
      m="md"
      icon={<IconAlertTriangle size={18} />}
      title={t('identify.damaged', { count: damaged.length })}
    >
      <List size="sm" listStyleType="none">
        {damaged.map(({ file, message }) => (
          <List.Item key={file} style={{ overflowWrap: 'anywhere' }}>
            {message}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
