import { Group } from '@mantine/core'
import { DateInput, DatesProvider, TimePicker } from '@mantine/dates'
import 'dayjs/locale/de'
import { useTranslation } from 'react-i18next'
import type { EncounterDraft } from './encounter-draft.ts'

interface Props {
  readonly draft: EncounterDraft
  readonly onChange: (changed: Partial<EncounterDraft>) => void
  readonly problem: (field: keyof EncounterDraft) => string | null
}

/** When an encounter began and ended: days, with the time of day where it is known. */
export function WhenFields({ draft, onChange, problem }: Props) {
  const { t, i18n } = useTranslation()
  const parts = (name: string) => ({
    hoursInputLabel: t('encounters.hoursOf', { name }),
    minutesInputLabel: t('encounters.minutesOf', { name }),
  })
  const picker = {
    clearable: true,
    // Too faint to read, and of no use here.
    hideOutsideDates: true,
    popoverProps: { withinPortal: false },
    ariaLabels: { previousMonth: t('encounters.previousMonth'), nextMonth: t('encounters.nextMonth') },
  }
  return (
    <DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>
      <Group grow align="flex-start" gap="sm">
        <DateInput
          {...picker}
          valueFormat="D MMM YYYY"
          label={t('encounters.date')}
          value={draft.startDay}
          error={problem('startDay')}
          clearButtonProps={{ 'aria-label': t('encounters.clear') }}
          onChange={(startDay) => onChange({ startDay })}
        />
        <TimePicker
          label={t('encounters.time')}
          value={draft.startTime}
          error={problem('startTime')}
          {...parts(t('encounters.time'))}
          onChange={(startTime) => onChange({ startTime })}
        />
      </Group>
      <Group grow align="flex-start" gap="sm">
        <DateInput
          {...picker}
          valueFormat="D MMM YYYY"
          label={t('encounters.endDate')}
          value={draft.endDay}
          error={problem('endDay')}
          clearButtonProps={{ 'aria-label': t('encounters.clear') }}
          onChange={(endDay) => onChange({ endDay })}
        />
        <TimePicker
          label={t('encounters.endTime')}
          value={draft.endTime}
          error={problem('endTime')}
          {...parts(t('encounters.endTime'))}
          onChange={(endTime) => onChange({ endTime })}
        />
      </Group>
    </DatesProvider>
  )
}
