import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Page } from '../parts/page.tsx'
import { AboutSection } from './about-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { DeviceSection } from './device-section.tsx'
import { FoldersSection } from './folders-section.tsx'
import { PrivacySection } from './privacy-section.tsx'
import { StorageSection } from './storage-section.tsx'

export function SettingsScreen() {
  const { t } = useTranslation()
  return (
    <Page title={t('settings.title')}>
      <Stack gap="xl">
        <FoldersSection />
        <StorageSection />
        <DeviceSection />
        <AppearanceSection />
        <PrivacySection />
        <AboutSection />
      </Stack>
    </Page>
  )
}
