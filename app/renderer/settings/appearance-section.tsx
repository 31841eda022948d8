import {
  Group,
  type MantineColorScheme,
  SegmentedControl,
  Select,
  Stack,
  Text,
  useMantineColorScheme,
} from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LANGUAGES, chooseLanguage, type LanguageCode } from '../text/languages.ts'
import { Section } from './section.tsx'

const SCHEMES: readonly MantineColorScheme[] = ['auto', 'light', 'dark']
const CODES = Object.keys(LANGUAGES) as readonly LanguageCode[]

export function AppearanceSection() {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Section title={t('settings.appearance')}>
      <Stack gap="md">
        <Group justify="space-between">
          <Text size="sm">{t('settings.theme')}</Text>
          <SegmentedControl
            aria-label={t('settings.theme')}
            value={colorScheme}
            onChange={(value) => setColorScheme(SCHEMES.find((scheme) => scheme === value) ?? 'auto')}
            data={SCHEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          />
        </Group>
        <Group justify="space-between">
          <Text size="sm">{t('settings.language')}</Text>
          <Select
            w={200}
            aria-label={t('settings.language')}
            allowDeselect={false}
            value={i18n.language}
            data={CODES.map((value) => ({ value, label: LANGUAGES[value] }))}
            onChange={(value) => {
              const code = CODES.find((other) => other === value)
              if (code !== undefined) void chooseLanguage(code)
            }}
          />
        </Group>
      </Stack>
    </Section>
  )
}
