import { VmoClusterProfileProps } from '../../src';

/** Props that switch a component of the platform on, for tests that render, dry-run and apply it. */
export interface ComponentCase {
  /** As it comes where nothing more is said. */
  readonly defaults: Partial<VmoClusterProfileProps>;
  /** Every option set to something that is not its default. */
  readonly full: Partial<VmoClusterProfileProps>;
  /** What else is worth rendering, by what it is: another version. */
  readonly also?: { readonly [title: string]: Partial<VmoClusterProfileProps> };
}
