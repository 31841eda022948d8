import { Loader } from '@mantine/core'
import { Suspense, lazy } from 'react'
import { Route, Switch } from 'wouter'
import { ReviewerDialog } from './parts/reviewer-dialog.tsx'
import { ProjectScreen } from './project/project-screen.tsx'
import { ProjectsScreen } from './projects/projects-screen.tsx'
import { useJobsOfProjects } from './project/use-jobs-of-projects.ts'

const ReviewScreen = lazy(async () => ({ default: (await import('./review/review-screen.tsx')).ReviewScreen }))
const AnnotateScreen = lazy(async () => ({ default: (await import('./annotate/annotate-screen.tsx')).AnnotateScreen }))

/** Everything of photo-ID, which is loaded when it is first opened. */
export function IdentifyScreens({ location }: { readonly location: string }) {
  useJobsOfProjects()
  return (
    <>
      <Suspense fallback={<Loader m="auto" />}>
        <Switch location={location}>
          <Route path="/identify" component={ProjectsScreen} />
          <Route path="/identify/:projectId/review">
            {({ projectId }) => <ReviewScreen key={projectId} projectId={projectId} />}
          </Route>
          <Route path="/identify/:projectId/annotate/:contentHash">
            {({ projectId, contentHash }) => (
              <AnnotateScreen key={projectId} projectId={projectId} contentHash={contentHash} />
            )}
          </Route>
          <Route path="/identify/:projectId">
            {({ projectId }) => <ProjectScreen key={projectId} projectId={projectId} tab={null} detail={null} />}
          </Route>
          <Route path="/identify/:projectId/:tab">
            {({ projectId, tab }) => <ProjectScreen key={projectId} projectId={projectId} tab={tab} detail={null} />}
          </Route>
          <Route path="/identify/:projectId/:tab/:detail">
            {({ projectId, tab, detail }) => (
              <ProjectScreen key={projectId} projectId={projectId} tab={tab} detail={detail} />
            )}
          </Route>
        </Switch>
      </Suspense>
      <ReviewerDialog />
    </>
  )
}
