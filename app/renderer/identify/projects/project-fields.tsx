import { Select, Stack, Switch, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProjectSettings, ProjectValue } from '../../../../core/api/identify.ts'
import { useFormat } from '../../parts/use-format.ts'

const PRECISION_TARGETS = [0.9, 0.95, 0.98, 0.99, 0.995, 0.999]

interface Props {
  readonly value: ProjectValue
  readonly onChange: (value: ProjectValue) => void
  /** Has the focus at once. */
  readonly isNew?: boolean
}

/** What every project says of itself. */
export function ProjectFields({ value, onChange, isNew = false }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { species, population, settings } = value
  const set = (changed: Partial<ProjectSettings>) => onChange({ ...value, settings: { ...settings, ...changed } })
  // The command line takes any.
  const targets = [...new Set([...PRECISION_TARGETS, settings.precisionTarget])].toSorted((a, b) => a - b)
  return (
    <Stack gap="md">
      <TextInput
        data-autofocus={isNew || undefined}
        required
        maxLength={200}
        label={t('identify.species')}
        placeholder="Latonia nigriventer"
        value={species}
        onChange={(event) => onChange({ ...value, species: event.currentTarget.value })}
      />
      <TextInput
        maxLength={200}
        label={t('identify.population')}
        description={t('identify.populationHint')}
        value={population}
        onChange={(event) => onChange({ ...value, population: event.currentTarget.value })}
      />
      <Select
        label={t('identify.precision')}
        description={t('identify.precisionHint')}
        allowDeselect={false}
        data={targets.map((target) => ({ value: String(target), label: format.percentFine(target) }))}
        value={String(settings.precisionTarget)}
        onChange={(target) => set({ precisionTarget: Number(target) })}
      />
      <Switch
        label={t('identify.sameSide')}
        description={t('identify.sameSideHint')}
        checked={settings.sameViewpointOnly}
        onChange={(event) => set({ sameViewpointOnly: event.currentTarget.checked })}
      />
    </Stack>
  )
}
