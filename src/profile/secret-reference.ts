import { Finding } from '../admission/finding';
import { objectNameFindings, shapeFindings } from '../construct/prop-checks';
import { isMap } from '../kubevirt/maps';

/** One key of a Secret in the cluster. */
export interface SecretKeyReference {
  /** Name of the Secret, in the namespace of what reads it. */
  readonly name: string;
  /**
   * Key in the Secret.
   * @default - `token` for a token, `ca.crt` for a CA, else named where it is asked for
   */
  readonly key?: string;
}

/** A reference as charts have it. */
export function secretKey({ name, key }: SecretKeyReference, defaultKey: string): Required<SecretKeyReference> {
  return { name, key: key ?? defaultKey };
}

/** What is wrong with a reference; none is fine. */
export function secretKeyFindings(path: string, reference: SecretKeyReference | undefined, example: string): Finding[] {
  if (reference === undefined) return [];
  if (!isMap(reference)) return shapeFindings(path, reference, false, `{ name: "${example}" }`);
  return objectNameFindings(`${path}.name`, reference.name, example);
}
