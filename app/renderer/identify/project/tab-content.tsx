import type { ProjectState } from '../../../../core/api/photo-id.ts'
import { CalibrationTab } from '../calibration/calibration-tab.tsx'
import { ConflictsTab } from '../conflicts/conflicts-tab.tsx'
import { EncountersTab } from '../encounters/encounters-tab.tsx'
import { ExportTab } from '../exports/export-tab.tsx'
import { IndividualScreen } from '../individuals/individual-screen.tsx'
import { IndividualsTab } from '../individuals/individuals-tab.tsx'
import { LogTab } from '../log/log-tab.tsx'
import type { ProjectTab } from '../parts/addresses.ts'
import { PopulationTab } from '../population/population-tab.tsx'
import { SettingsTab } from '../settings/settings-tab.tsx'

interface Props {
  readonly state: ProjectState
  readonly tab: ProjectTab
  readonly detail: string | null
}

export function TabContent({ state, tab, detail }: Props) {
  switch (tab) {
    case 'encounters':
      return <EncountersTab state={state} />
    case 'individuals':
      return detail === null ? (
        <IndividualsTab state={state} />
      ) : (
        <IndividualScreen key={detail} state={state} individualId={detail} />
      )
    case 'conflicts':
      return <ConflictsTab state={state} />
    case 'population':
      return <PopulationTab state={state} />
    case 'calibration':
      return <CalibrationTab project={state.project} />
    case 'export':
      return <ExportTab state={state} />
    case 'settings':
      return <SettingsTab project={state.project} />
    case 'log':
      return <LogTab state={state} />
  }
}
