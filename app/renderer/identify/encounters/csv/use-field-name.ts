import { useTranslation } from 'react-i18next'

const FIELDS = [
  ...(['file', 'encounter', 'date', 'time', 'place', 'latitude', 'longitude', 'observer', 'notes'] as const),
  ...(['individual', 'viewpoint', 'sex', 'lifeStage'] as const),
]

/** What a person calls a field of a table; one that a later engine knows keeps the engine's name. */
export function useFieldName(): (field: string) => string {
  const { t } = useTranslation()
  return (field) => {
    const known = FIELDS.find((name) => name === field)
    return known === undefined ? field : t(`encounters.fields.${known}`)
  }
}
