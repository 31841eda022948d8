import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCall } from '../shell/use-call.ts'
import { Section } from './section.tsx'

export function AboutSection() {
  const { t } = useTranslation()
  const about = useCall('about', [])
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
    </Section>
  )
}
