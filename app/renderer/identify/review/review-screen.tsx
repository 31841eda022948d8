/** Goes through the open animals of a project, one after the other. */
export function ReviewScreen({ projectId }: { readonly projectId: string }) {
  return <div data-project={projectId} />
}
