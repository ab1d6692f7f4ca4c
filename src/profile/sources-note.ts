import { PulledImage } from './images';

/** Where a resource's comment in the Terraform JSON has its `SourcesNote`. */
export const SOURCES = 'sources';

/** What is known of images and the chart of a release beside what is sent, for `vmo images`: Terraform passes over it. */
export interface SourcesNote {
  /** By reference. */
  readonly images: Readonly<Record<string, Pick<PulledImage, 'tag' | 'source'>>>;
  /** URL of the repository that the chart is published in. */
  readonly chart?: string;
}
