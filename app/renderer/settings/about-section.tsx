import { Button, Group, Modal, ScrollArea, Skeleton, Text } from '@mantine/core'
import { IconLicense } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../parts/error-state.tsx'
import { plainErrorOf } from '../parts/plain-error.ts'
import { useCall } from '../shell/use-call.ts'
import { useShell } from '../shell/use-shell.ts'
import { Section } from './section.tsx'
import styles from './settings.module.css'

export function AboutSection() {
  const { t } = useTranslation()
  const about = useCall('about', [])
  const [isReading, setReading] = useState(false)
  return (
    <Section title={t('settings.about')}>
      {about.data !== undefined && (
        <Text size="sm" fw={600}>
          {t('settings.version', { version: about.data.version, platform: about.data.platform })}
        </Text>
      )}
      <Text size="sm" mt={4} maw="70ch">
        {t('settings.licences')}
      </Text>
      <Group mt="md">
        <Button variant="default" leftSection={<IconLicense size={16} />} onClick={() => setReading(true)}>
          {t('settings.showLicences')}
        </Button>
      </Group>
      <Modal
        opened={isReading}
        onClose={() => setReading(false)}
        size="xl"
        title={t('settings.licencesTitle')}
        closeButtonProps={{ 'aria-label': t('parts.close') }}
      >
        <Licences />
      </Modal>
    </Section>
  )
}

/** A window of the desktop app opens no other pages, so the text comes here. */
function Licences() {
  const { t } = useTranslation()
  const { licencesUrl } = useShell()
  const { data, error, refetch } = useQuery({
    queryKey: ['licences'],
    queryFn: async () => {
      const answer = await fetch(licencesUrl)
      if (!answer.ok) throw new Error(t('settings.noLicences'))
      return answer.text()
    },
  })
  if (error !== null) return <ErrorState error={plainErrorOf(error)} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton height={320} />
  return (
    <ScrollArea.Autosize
      mah="65vh"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('settings.licencesTitle') }}
    >
      <pre className={styles.licences}>{data}</pre>
    </ScrollArea.Autosize>
  )
}
