import { Finding } from '../../admission/finding';
import { VmoClusterProfileProps } from '../props';

/** A key of the pack that does nothing here. */
export interface NotHonoured {
  readonly path: string;
  /** A secret is not shown. */
  readonly value: unknown;
  readonly reason: string;
  /** Whether the value is the pack's own default, so that nobody will miss it. */
  readonly isDefault: boolean;
}

/** The values of a pack, read. */
export interface PackReading {
  /** What the pack says, as props of a profile: everything but the name of the cluster. */
  readonly props: Partial<VmoClusterProfileProps>;
  readonly notHonoured: readonly NotHonoured[];
  /** What is otherwise here than in the pack, or worth a look. */
  readonly remarks: readonly Finding[];
  /** Mistakes. */
  readonly findings: readonly Finding[];
  readonly layout: '1.0' | '2.0';
}

/** Reads the values of Palette's VMO pack: YAML, or the map that it is. */
export function readPack(_values: unknown): PackReading {
  return { props: {}, notHonoured: [], remarks: [], findings: [], layout: '1.0' };
}
