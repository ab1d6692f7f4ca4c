import { readText } from './text';
import { readDocument, YamlDocument } from './yaml/document';
import { documentTexts } from './yaml/stream';
import { Unreadable } from './yaml/unreadable';
import { closest, show } from '../admission/finding';
import { ClusterFacts } from '../admission/rule';
import { isMap } from '../kubevirt/maps';
import { KubevirtVersion } from '../kubevirt/version';

/** What may be said of a cluster. */
interface Given extends Omit<ClusterFacts, 'featureGates' | 'own'> {
  /** Of the KubeVirt CR, as the next. */
  readonly featureGates: readonly string[];
  readonly disabledFeatureGates: readonly string[];
  /** Names of those of the cluster, `namespace/name` of others. */
  readonly instancetypes: readonly string[];
  readonly preferences: readonly string[];
}

/** What a cluster file says. */
export type KnownOfCluster = Partial<Omit<Given, 'instancetypes' | 'preferences'> & Pick<ClusterFacts, 'own'>>;

/** What a key takes, in words and as a test. */
interface Kind {
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

const NAMES: Kind = { expected: 'a list of names', fits: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '') };

const KEYS: Record<keyof Given, Kind> = {
  kubevirtVersion: oneOf(Object.values(KubevirtVersion)),
  featureGates: NAMES,
  disabledFeatureGates: NAMES,
  evictionStrategy: oneOf(['None', 'LiveMigrate', 'LiveMigrateIfPossible', 'External']),
  permittedDevices: NAMES,
  namespaces: NAMES,
  instancetypes: NAMES,
  preferences: NAMES,
};

function oneOf(words: readonly string[]): Kind {
  return { expected: `one of ${words.join(', ')}`, fits: (value) => words.includes(value as string) };
}

/**
 * Reads what is known of an existing cluster.
 * @throws with a line for each mistake
 */
export function readClusterFile(file: string): KnownOfCluster {
  try {
    const { instancetypes, preferences, ...facts } = given(file, onlyDocument(readText(file)));
    return instancetypes || preferences ? { ...facts, own: { instancetypes: namesOnly(instancetypes), preferences: namesOnly(preferences) } } : facts;
  } catch (error) {
    throw error instanceof Mistakes ? error : new Error(placed(file, error as Unreadable));
  }
}

class Mistakes extends Error {}

function onlyDocument(text: string): YamlDocument {
  const [document, ...more] = documentTexts(text).flatMap((one) => readDocument(one) ?? []);
  if (!document || more.length > 0 || !isMap(document.value)) {
    throw new Unreadable(`expected one map with what is known of the cluster, of ${Object.keys(KEYS).join(', ')}`);
  }
  return document;
}

function given(file: string, document: YamlDocument): Partial<Given> {
  const mistakes = Object.entries(document.value as object).flatMap(([key, value]) => {
    const message = mistakeOf(key, value);
    return message === undefined ? [] : placed(file, new Unreadable(message, document.position(key)));
  });
  if (mistakes.length > 0) throw new Mistakes(mistakes.join('\n'));
  return document.value as Partial<Given>;
}

function mistakeOf(key: string, value: unknown): string | undefined {
  if (!Object.hasOwn(KEYS, key)) {
    const meant = closest(key, Object.keys(KEYS));
    return `there is no "${key}" of a cluster; ${meant ? `did you mean "${meant}"?` : `there are ${Object.keys(KEYS).join(', ')}`}`;
  }
  const { expected, fits } = KEYS[key as keyof Given];
  return fits(value) ? undefined : `${key}: got ${show(value)}, expected ${expected}`;
}

function placed(file: string, { position, message }: Unreadable): string {
  return `${file}${position ? `:${position.line}` : ''}: ${message}`;
}

function namesOnly(names: readonly string[] = []): Map<string, undefined> {
  return new Map(names.map((name) => [name, undefined]));
}
