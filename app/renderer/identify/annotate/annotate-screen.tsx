interface Props {
  readonly projectId: string
  readonly contentHash: string
}

/** One photo of a project, where its animals are outlined. */
export function AnnotateScreen({ projectId, contentHash }: Props) {
  return <div data-project={projectId} data-photo={contentHash} />
}
